"""What a withdrawal still has to search for, kept until its search has ended, so that doing it again is right.

Each entry is sealed with the cohort's key, its secret and the code that was given, and stands under a keyed hash of
that code. Without the code nobody can read whose ids and words they are, and the code itself is nowhere.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kit.answers.ending import NOTE
from kit.answers.folder import discard, keep_record, read_record
from kit.answers.sealing.cohort_key import CohortKey
from kit.answers.store import Store
from kit.answers.traces import Traces, traces_from
from kit.errors import CohortError
from kit.settings import Cohort
from kit.text.parsing import json_of

FILE = "leaving.json"
_NONCE = 12
_PURPOSE = "what a withdrawal searches for"
_DAMAGED = (
    "the note of a withdrawal that was interrupted can't be read; delete this file, do the withdrawal again, and look "
    "through your own notes and copies for words of theirs."
)


def keep(store: Store, code: str, traces: Traces) -> None:
    """Keep *traces* for whoever gives *code* again. Raises CohortError where the note is damaged, StoreError."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + _ciphers(store, code)[0].encrypt(nonce, json.dumps(traces.values).encode(), None)
    _write(store, _read(store) | {_name(store, code): sealed})


def kept(store: Store, code: str) -> Traces | None:
    """What is still to be searched for; None where the search ended, or there was none.

    Raises CohortError where the note is damaged, StoreError.
    """
    sealed = _read(store).get(_name(store, code))
    if sealed is None:
        return None
    for cipher in _ciphers(store, code):
        with contextlib.suppress(InvalidTag, ValueError):
            return traces_from(json_of(cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)))
    raise CohortError(f"{_path(store)}: {_DAMAGED}")


def forget(store: Store, code: str) -> None:
    """The search for what *code* stood for has ended. Raises CohortError where the note is damaged, StoreError."""
    entries = _read(store)
    entries.pop(_name(store, code), None)
    _write(store, entries)


def _read(store: Store) -> dict[str, bytes]:
    return read_record(_path(store), _opened, _DAMAGED) or {}


def _opened(values: dict[str, Any]) -> dict[str, bytes]:
    return {name: base64.b64decode(sealed, validate=True) for name, sealed in values.items()}


def _write(store: Store, entries: dict[str, bytes]) -> None:
    if entries:
        keep_record(_path(store), {name: base64.b64encode(sealed).decode() for name, sealed in entries.items()})
    else:
        discard([_path(store)])


def _path(store: Store) -> Path:
    return store.cohort.private / "run" / FILE


def _name(store: Store, code: str) -> str:
    return store.hidden("the code of a withdrawal", code)


def _ciphers(store: Store, code: str) -> tuple[ChaCha20Poly1305, ChaCha20Poly1305]:
    """What seals a note, and what sealed it in 0.1.0: the secret alone, which lies beside it."""
    secret = bytes.fromhex(store.hidden(_PURPOSE, code))
    return ChaCha20Poly1305(hmac.digest(store.envelopes.key.derived(_PURPOSE), secret, "sha256")), ChaCha20Poly1305(
        secret
    )


# What a purge searches for in the end, kept from before the answers go until its search has ended.
#
# The answers are the first to go, and nobody knows any more what may be left of them in a copy or a note. Without
# this, a purge that was interrupted and done again would search for nothing and call everything clean.


@dataclass(frozen=True, kw_only=True)
class ToSearch:
    """What to search for, whether that is all there was, and how many files of which kind have been or will be deleted.

    It is not all (``whole``) where answers or names could not be read when it was put together.
    """

    traces: Traces
    whole: bool
    deleted: Mapping[str, int]


def note_of(cohort: Cohort) -> Path:
    """Where the note is kept. It holds words and names, so it goes with the end of the purge."""
    return cohort.private / "run" / NOTE


def keep_note(cohort: Cohort, now: ToSearch, key: CohortKey | None) -> ToSearch:
    """Keep what is to be searched for now and what an interrupted purge had kept; returns both together.

    It is sealed with the cohort's *key*, where that can be had. Raises StoreError where the disk refuses.
    """
    both = _together(_kept(note_of(cohort), key), now)
    values = {**both.traces.values, "whole": both.whole, "deleted": dict(both.deleted)}
    if key is not None:
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + _purging(key).encrypt(nonce, json.dumps(values).encode(), None)
        values = {"sealed": base64.b64encode(sealed).decode()}
    keep_record(note_of(cohort), values)
    return both


def _kept(path: Path, key: CohortKey | None) -> ToSearch | None:
    with contextlib.suppress(CohortError):  # a note that is damaged is none; then the answers alone can tell
        return read_record(path, lambda values: _from_values(_unsealed(values, key)), "")
    return None


def _unsealed(values: dict[str, Any], key: CohortKey | None) -> Any:
    """The values of a note, also of one that an earlier version did not seal. Raises ValueError, KeyError."""
    if "sealed" not in values:
        return values
    sealed = base64.b64decode(values["sealed"], validate=True)
    if key is None:
        raise ValueError("the key is lost")
    try:
        return json_of(_purging(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None))
    except InvalidTag:
        raise ValueError("it was changed") from None


def _purging(key: CohortKey) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(key.derived("what a purge searches for"))


def _from_values(values: dict[str, Any]) -> ToSearch:
    deleted = {str(kind): int(count) for kind, count in values["deleted"].items()}
    return ToSearch(traces=traces_from(values), whole=values["whole"] is True, deleted=deleted)


def _together(before: ToSearch | None, now: ToSearch) -> ToSearch:
    if before is None:
        return now
    traces = Traces(ids=before.traces.ids | now.traces.ids, words=before.traces.words | now.traces.words)
    # Whatever has not gone by now was counted the first time too.
    deleted = {kind: max(count, before.deleted.get(kind, 0)) for kind, count in now.deleted.items()}
    return ToSearch(traces=traces, whole=before.whole or now.whole, deleted=deleted)
