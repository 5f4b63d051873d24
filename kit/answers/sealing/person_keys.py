"""A key for each participant, wrapped under the cohort's key, in a file of which there is only this one copy.

Each key has a place of its own in ``private/participant.keys``, written in place and flushed: what is written over is
gone for good, and no older copy of the file lies anywhere. So to destroy a key is to erase all that was ever sealed
under it, also in backups. A place is as long as what a disk writes at once, so that a loss of power while one is
written harms no other.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable
from io import RawIOBase
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kit.answers.sealing.cohort_key import CohortKey
from kit.errors import StoreError
from kit.system.disk import disk_fault, write_private
from kit.system.opening import bytes_of

FILE = "participant.keys"
PLACE = 512  # bytes: a sector
KEY = 32
_MAGIC = b"kit participant keys 1\n"
_NAME, _NONCE, _TAG = 16, 12, 16
_KEPT, _GONE = b"K", b"-"
_AT_LEAST = 8  # places that are made at once where there are too few


def id_in(private: Path) -> str | None:
    """The id of the key under which the keys in *private* are wrapped; None where there are none. Raises StoreError."""
    path = private / FILE
    try:
        head = bytes_of(path)[: len(_MAGIC) + 16]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_fault(path, error) from None
    return head[len(_MAGIC) :].hex() if head.startswith(_MAGIC) and len(head) == len(_MAGIC) + 16 else None


class PersonKeys:
    """The keys in the file at *path*, all opened; written by the process that holds the store's lock.

    With *may_make* the file is made where there is none, with *places* for so many people. Raises StoreError where it
    is missing, damaged, or belongs to another key.
    """

    def __init__(self, path: Path, key: CohortKey, *, places: int = 0, may_make: bool = False) -> None:
        self._path = path
        self._header = _MAGIC + bytes.fromhex(key.id)
        self._names = key.derived("names of participants")
        self._wrapping = AESGCM(key.derived("keys of participants"))
        self._keys: dict[bytes, bytes] = {}
        self._places: dict[bytes, list[int]] = {}
        self._gone: set[bytes] = set()
        self._free: list[int] = []
        self._new: dict[bytes, bytes] = {}
        self._known: dict[str, bytes] = {}  # names are asked for again and again
        self.unreadable = 0  # how many keys in the file do not open
        try:
            if may_make and not os.path.lexists(path):
                write_private(path, self._header.ljust(PLACE, b"\0") + bytes(PLACE * places))
            self._length = self._read(bytes_of(path))
            if may_make:
                self._grow(places)
        except FileNotFoundError:
            raise StoreError(f"{path}: the file of people's keys is missing; {_CURE}") from None
        except OSError as error:
            raise disk_fault(path, error) from None

    def of(self, participant: str) -> bytes | None:
        """The key of *participant*; None where there is none, or none any more."""
        return self._keys.get(self._name(participant))

    def is_destroyed(self, participant: str) -> bool:
        """Whether *participant* had a key that was destroyed."""
        name = self._name(participant)
        return name in self._gone and name not in self._keys

    def make(self, participants: Iterable[str]) -> None:
        """See that each of *participants* has a key; new ones are on the disk after ``flush``, before any commit."""
        for participant in participants:
            name = self._name(participant)
            if name not in self._keys:
                self._keys[name] = self._new[name] = secrets.token_bytes(KEY)

    def flush(self) -> None:
        """Write the new keys to the disk, all with one wait for it. Raises StoreError."""
        if not self._new:
            return
        self._grow(len(self._new), more=True)
        taken = dict(zip(self._new, self._free, strict=False))
        self._write({place: self._wrapped(name, self._new[name]) for name, place in taken.items()})
        del self._free[: len(taken)]
        for name, place in taken.items():
            self._places.setdefault(name, []).append(place)
        self._new.clear()

    def forget_new(self) -> None:
        """Take back the new keys that were not flushed: what was to use them is not written either."""
        for name in self._new:
            del self._keys[name]
        self._new.clear()

    def destroy(self, participants: Iterable[str]) -> None:
        """Destroy the keys of *participants* for good; those who have none are passed over. Raises StoreError."""
        names = [name for name in map(self._name, participants) if name in self._keys]
        if not names:
            return
        self._write({place: _GONE + name for name in names for place in self._places[name]})
        for name in names:
            self._keys.pop(name, None)
            self._gone.add(name)

    @property
    def opens_none(self) -> bool:
        """Whether there are keys in the file, and none of them opens: the cohort's key is another one."""
        return bool(self.unreadable) and not self._keys

    def outdated(self) -> StoreError:
        """The StoreError where somebody who takes part has no key in this file."""
        return StoreError(
            f"{self._path}: someone who takes part has no key in this file, as if an older copy of it had been put "
            f"back; {_CURE}"
        )

    def _name(self, participant: str) -> bytes:
        name = self._known.get(participant)
        if name is None:
            name = self._known[participant] = hmac.digest(self._names, participant.encode(), "sha256")[:_NAME]
        return name

    def _wrapped(self, name: bytes, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return _KEPT + name + nonce + self._wrapping.encrypt(nonce, key, self._header + name)

    def _read(self, data: bytes) -> int:
        """Take in all places; how long the file is."""
        if not data.startswith(self._header) or len(data) < PLACE:
            raise StoreError(f"{self._path}: the file of people's keys is damaged, or another cohort's; {_CURE}")
        for place in range(PLACE, len(data), PLACE):
            self._read_place(place, data[place : place + PLACE])
        return len(data)

    def _read_place(self, place: int, data: bytes) -> None:
        name, nonce = data[1 : 1 + _NAME], data[1 + _NAME : 1 + _NAME + _NONCE]
        wrapped = data[1 + _NAME + _NONCE : 1 + _NAME + _NONCE + KEY + _TAG]
        if data[:1] == _KEPT:
            try:
                self._keys[name] = self._wrapping.decrypt(nonce, wrapped, self._header + name)
            except (InvalidTag, ValueError):
                self.unreadable += 1
                return  # it was being written when the power failed, or it is damaged; nothing is put over it
            self._places.setdefault(name, []).append(place)
        elif data[:1] == _GONE:
            self._gone.add(name)
            self._keys.pop(name, None)
        elif not any(data) and len(data) == PLACE:
            self._free.append(place)

    def _grow(self, places: int, *, more: bool = False) -> None:
        """See that there is room for *places* people in all, or for so many *more*."""
        there = len(self._free) if more else (self._length - 1) // PLACE
        if there >= places:
            return
        start = -(-self._length // PLACE) * PLACE
        count = max(places - there, _AT_LEAST)
        self._write({start: bytes(PLACE * count)})
        self._free += range(start, start + PLACE * count, PLACE)
        self._length = start + PLACE * count

    def _write(self, places: dict[int, bytes]) -> None:
        try:
            with self._path.open("rb+", buffering=0) as file:
                for place, content in places.items():
                    _write_at(file, place, content.ljust(PLACE, b"\0"))
                os.fsync(file.fileno())
        except FileNotFoundError:
            raise StoreError(f"{self._path}: the file of people's keys is missing; {_CURE}") from None
        except OSError as error:
            raise disk_fault(self._path, error) from None


def _write_at(file: RawIOBase, place: int, content: bytes) -> None:
    file.seek(place)
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


_CURE = (
    "copy it back from your own newest copy of private/. Without it the answers can't be read by anyone; what is "
    "published stays, and kit purge deletes the rest."
)
