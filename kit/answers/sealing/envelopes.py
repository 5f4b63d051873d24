"""What people answered, sealed: one envelope for each submission, under the key of whoever sent it.

An envelope is bound to its submission, so that it opens in no other place, and filled up, so that its length tells
neither what was said nor what was passed.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kit.answers.sealing.cohort_key import CohortKey
from kit.answers.sealing.person_keys import PersonKeys
from kit.curriculum.items import BESIDE, Item, Text
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Exercise, Week
from kit.errors import EnvelopeChanged, NotJoined
from kit.text.parsing import json_of

STEP = 256
SHARED = "shared text"  # what the hash of one is keyed for
_NONCE, _TAG = 12, 16
_END = b"\x80"
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Bound(Protocol):
    """What an envelope is bound to: a submission, or the row of one."""

    @property
    def id(self) -> str: ...
    @property
    def participant(self) -> str: ...
    @property
    def week(self) -> int: ...
    @property
    def exercise(self) -> str: ...
    @property
    def revision(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A submission by what its envelope is bound to."""

    id: str
    participant: str
    week: int
    exercise: str
    revision: int


class Envelopes:
    """Seals answers under the keys of those who gave them, and opens them again."""

    def __init__(self, key: CohortKey, keys: PersonKeys, weeks: Mapping[int, Week]) -> None:
        self.key = key
        self.keys = keys
        self._weeks = weeks
        self._ciphers: dict[str, tuple[bytes, AESGCM]] = {}
        self._sizes: dict[tuple[int, str], int] = {}

    def seal(self, place: Bound, answers: Mapping[str, Stored]) -> bytes:
        """The envelope of *answers*. Raises NotJoined where the sender has withdrawn."""
        cipher = self._cipher(place.participant)
        if cipher is None:
            raise NotJoined("This participant has withdrawn.")
        plain = _AS_JSON(dict(answers)).encode() + _END
        size = self._size(place.week, place.exercise)
        nonce = secrets.token_bytes(_NONCE)
        return nonce + cipher.encrypt(nonce, plain.ljust(-(-len(plain) // size) * size, b"\0"), _bound(place))

    def open(self, place: Bound, sealed: bytes) -> dict[str, Stored] | None:
        """The answers in an envelope; None where the key of whoever gave them was destroyed.

        Raises EnvelopeChanged where it was changed, or belongs to another submission; it says nothing of what is in it.
        """
        cipher = self._cipher(place.participant)
        if cipher is None:
            return None
        try:
            plain = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(place))
        except (InvalidTag, ValueError):
            raise EnvelopeChanged(
                "private/answers.db: answers in it can't be opened, as if another program had changed them; run kit "
                "audit, and copy the newest backup to its place."
            ) from None
        answers: dict[str, Stored] = json_of(plain.rpartition(_END)[0].decode())
        return answers

    def hidden(self, participant: str, purpose: str, text: str) -> str:
        """A hash of *text* under the key of *participant*, which nobody can find again once that key is destroyed.

        Raises NotJoined where it is.
        """
        key = self.keys.of(participant)
        if key is None:
            raise NotJoined("This participant has withdrawn.")
        return hmac.digest(hmac.digest(key, purpose.encode(), "sha256"), text.encode(), "sha256").hex()

    def _cipher(self, participant: str) -> AESGCM | None:
        key, known = self.keys.of(participant), self._ciphers.get(participant)
        if key is None:
            return None
        if known is None or known[0] != key:
            known = self._ciphers[participant] = (key, AESGCM(key))
        return known[1]

    def _size(self, week: int, exercise: str) -> int:
        """What the envelopes of an exercise are filled up to, or to twice that, and so on."""
        size = self._sizes.get((week, exercise))
        if size is None:
            exercises = self._weeks[week].exercises if week in self._weeks else ()
            asked = next((one for one in exercises if one.id == exercise), None)
            size = self._sizes[week, exercise] = size_of(asked)
        return size


def size_of(exercise: Exercise | None) -> int:
    """Room for all that may be answered in *exercise*, letters outside of the Latin ones in a long text apart."""
    most = sum(_most(item) + len(item.id) + 4 for item in exercise.group_items) if exercise else 4 * STEP
    return (most // STEP + 1) * STEP


def _most(item: Item) -> int:
    if isinstance(item, Text):
        return item.longest
    if item.kind in ("rating", "likert"):
        return 3
    # All its options and whatever else it says of itself: no answer is longer.
    return len(item.model_dump_json(exclude={"id"} | BESIDE).encode())


def _bound(place: Bound) -> bytes:
    return f"kit answers 1\n{place.id}\n{place.participant}\n{place.week}\n{place.exercise}\n{place.revision}".encode()


def rows_opened(envelopes: Envelopes, rows: Any) -> list[tuple[Any, dict[str, Stored]]]:
    """The *rows* of submissions that can be opened, each with its answers. Raises StoreError as ``open``."""
    opened = ((row, envelopes.open(row, row.sealed)) for row in rows)
    return [(row, answers) for row, answers in opened if answers is not None]
