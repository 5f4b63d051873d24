"""The cohort's key: it opens the keys of everyone who takes part, and lies elsewhere than the cohort's folder.

It is in the keyring of the operating system where there is one, else in a file in the user's own data folder; or it is
behind a passphrase, and nowhere without it. What
``private/sealing.json`` has is which key it is and where to look, and nothing of the key itself. A cohort of made-up
people, such as the demo's, has its key beside its answers: there is nobody to protect, and nothing is left elsewhere.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from kit.answers.folder import FOLDER_MODE, keep_record, read_record
from kit.answers.sealing import keyring
from kit.answers.sealing.passphrase import Wrapped, asked_for, wrap
from kit.errors import StoreError
from kit.settings import Cohort, keys_folder
from kit.system.disk import disk_fault, overwrite, sweep, write_private
from kit.system.opening import text_of

RECORD = "sealing.json"
BESIDE = "cohort.key"  # in private/, for made-up people alone
LENGTH = 32
_FIRST = "kit cohort key 1"
_NAME = re.compile(r"[a-z0-9-]{1,100}")


class Where(StrEnum):
    """Where a cohort's key is kept."""

    KEYRING = "keyring"
    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105 - a place, and no passphrase
    BESIDE = "beside"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What ``private/sealing.json`` says of the key: its id, what tells it from others, where it is kept, as what.

    ``sheet`` is the day on which a recovery sheet was made, and ``wrapped`` the key behind its passphrase.
    """

    id: str
    check: str
    where: Where
    name: str
    sheet: str = ""
    wrapped: Wrapped | None = None


class CohortKey:
    """The cohort's key, from which a key for each purpose is derived; without it no participant's key can be opened."""

    def __init__(self, key_id: str, key: bytes) -> None:
        self.id = key_id
        self._key = key

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for *purpose* alone."""
        return hmac.digest(self._key, purpose.encode(), "sha256")

    @property
    def check(self) -> str:
        """What tells this key from another without giving it away."""
        return self.derived("check").hex()

    @property
    def text(self) -> str:
        """The key itself, to be handed from one process to another or to be kept."""
        return self._key.hex()


def record_of(cohort: Cohort) -> Record | None:
    """What is written down of the cohort's key; None where it has none yet. Raises CohortError, StoreError."""
    return read_record(cohort.private / RECORD, _record, "can't be read; copy it back from your copy of private/.")


def open_key(cohort: Cohort) -> CohortKey | None:
    """The cohort's key, from where it is kept; None where it has none yet.

    Raises StoreError saying what to do where it cannot be found, or is another one; CohortError for a damaged record.
    """
    record = record_of(cohort)
    if record is None:
        return None
    text = _kept(cohort, record)
    if text is None:
        raise StoreError(_not_found(cohort, record))
    return key_from(record, text, _place(cohort, record))


def key_from(record: Record, text: str, place: str) -> CohortKey:
    """The key written as *text*, found at *place*. Raises StoreError where it is not the one that *record* means."""
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raw = b""
    key = CohortKey(record.id, raw)
    if len(raw) != LENGTH or not hmac.compare_digest(key.check, record.check):
        raise StoreError(
            f"{place}: this isn't the key that this cohort's answers are sealed with; put the right one there, from "
            "your own copy."
        )
    return key


def make_key(cohort: Cohort) -> CohortKey:
    """A new key for a cohort that has none. The caller holds the store's lock, or has just made the folder.

    It is kept safely before it is written down that there is one. Raises StoreError.
    """
    key = CohortKey(secrets.token_hex(16), secrets.token_bytes(LENGTH))
    _keep_as(cohort, key, key.id)
    return key


def adopt_key(cohort: Cohort, text: str) -> None:
    """Keep the key written as *text*, which came along with the new folder of *cohort*, as this computer keeps keys.

    Its name is another one than in the folder it came from: whoever deletes that one leaves this one its key. Raises
    StoreError where it is not the one that the folder's record means, CohortError for a damaged record.
    """
    record = record_of(cohort)
    if record is None:
        raise StoreError(f"private/{RECORD}: this file is missing, and it says which key opens the answers.")
    _keep_as(cohort, key_from(record, text, "the key that came along"), secrets.token_hex(16))


def _keep_as(cohort: Cohort, key: CohortKey, own: str) -> None:
    name = f"{cohort.slug}-{own}"  # the slug tells people whose it is, the rest tells two of one slug apart
    before = record_of(cohort)
    sheet = before.sheet if before else ""  # it is of the key, and goes on being so
    _write(cohort, Record(id=key.id, check=key.check, where=_keep(cohort, key, name), name=name, sheet=sheet))


def note_sheet(cohort: Cohort, day: str) -> None:
    """Note that a recovery sheet was made on this *day*. Raises StoreError, CohortError."""
    record = record_of(cohort)
    if record is not None:
        _write(cohort, replace(record, sheet=day))


def put_behind(cohort: Cohort, key: CohortKey, passphrase: str) -> None:
    """Keep the cohort's *key* behind *passphrase* from now on, and nowhere else. Raises StoreError, CohortError."""
    before = record_of(cohort)
    assert before is not None
    _write(cohort, replace(before, where=Where.PASSPHRASE, wrapped=wrap(key.text, passphrase)))
    _forget(cohort, before)


def put_back(cohort: Cohort, key: CohortKey) -> Record:
    """Keep the cohort's *key* in the keyring or in its file from now on; what is written down of it then.

    Where what was written down is lost, it is made anew. Raises StoreError, CohortError.
    """
    before = record_of(cohort)
    name = before.name if before else f"{cohort.slug}-{key.id}"
    blank = before or Record(id=key.id, check=key.check, where=Where.FILE, name=name)
    after = replace(blank, where=_keep(cohort, key, name), wrapped=None)
    _write(cohort, after)
    return after


def destroy_key(cohort: Cohort) -> Record | None:
    """Destroy the cohort's key for good, where it is kept; the record of it, None where there was none.

    Raises StoreError where it cannot be removed there, CohortError for a damaged record.
    """
    record = record_of(cohort)
    if record is None:
        return None
    _forget(cohort, record)
    return record


def place_of(cohort: Cohort, record: Record) -> str:
    """Where the key is, in words for the facilitator."""
    return _place(cohort, record)


def _write(cohort: Cohort, record: Record) -> None:
    keep_record(cohort.private / RECORD, {name: value for name, value in asdict(record).items() if value})


def _forget(cohort: Cohort, record: Record) -> None:
    if record.where is Where.KEYRING:
        keyring.forget(record.name)
    elif record.where is not Where.PASSPHRASE:  # what is behind one goes with the record
        _destroy(_file(cohort, record))


def _destroy(path: Path) -> None:
    try:
        overwrite(path)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise disk_fault(path, error) from None


def _record(values: Mapping[str, Any]) -> Record:
    wrapped = Wrapped(**values["wrapped"]) if "wrapped" in values else None
    record = Record(**{**values, "where": Where(values["where"]), "wrapped": wrapped})
    if (record.where is Where.PASSPHRASE) != (wrapped is not None):
        raise ValueError("this says two things of where the key is")
    if not _NAME.fullmatch(record.name):
        raise ValueError("this is no key's name")
    bytes.fromhex(record.id + record.check)
    return record


def _file(cohort: Cohort, record: Record) -> Path:
    beside = record.where is Where.BESIDE
    return cohort.private / BESIDE if beside else keys_folder() / f"{record.name}.key"


def _place(cohort: Cohort, record: Record) -> str:
    if record.where is Where.KEYRING:
        return f"the keyring of this computer ({keyring.SERVICE}, {record.name})"
    if record.where is Where.PASSPHRASE:
        return "behind a passphrase, which is asked for"
    return str(_file(cohort, record))


def _keep(cohort: Cohort, key: CohortKey, name: str) -> Where:
    """Keep a new key where it is safest here."""
    if cohort.is_demo:
        where = Where.BESIDE
    elif keyring.keep(name, key.text):
        return Where.KEYRING
    else:
        where = Where.FILE
    path = _file(cohort, Record(id=key.id, check="", where=where, name=name))
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise disk_fault(path, error) from None
    sweep([path.parent])  # half a key that somebody was killed at
    write_private(path, f"{_FIRST} {name}\n{key.text}\n".encode())
    return where


def _kept(cohort: Cohort, record: Record) -> str | None:
    if record.where is Where.KEYRING:
        return keyring.find(record.name)
    if record.wrapped is not None:
        return asked_for(record.wrapped, cohort.slug)
    path = _file(cohort, record)
    try:
        first, _, text = text_of(path).partition("\n")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        raise disk_fault(path, error) from None
    return text.strip() if first.startswith(_FIRST) else ""


def _not_found(cohort: Cohort, record: Record) -> str:
    return (
        f"{_place(cohort, record)}: the key to this cohort's answers isn't there, and without it nobody can read them; "
        "put it back from your own copy of it, or type it from the recovery sheet: kit seal --recover. What is "
        "published stays as it is."
    )
