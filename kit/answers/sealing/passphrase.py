"""A cohort's key behind a passphrase: what is kept then can be opened by nobody who does not know it.

The command in the foreground asks for it, once in a process; a file can be named for scripts.
"""

from __future__ import annotations

import getpass
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kit.errors import StoreError
from kit.settings import passphrase_file
from kit.system.opening import text_of

LEAST = 12
_TRIES = 3
_SALT, _NONCE = 16, 12
_COST = 17  # two to this power: 128 MB and half a second
_known: dict[str, str] = {}  # the key behind a passphrase that was right, by what is kept of it


@dataclass(frozen=True, kw_only=True)
class Wrapped:
    """What is kept of a key behind a passphrase: salt, cost, and the key sealed with both."""

    salt: str
    cost: int
    sealed: str


def wrap(key: str, passphrase: str) -> Wrapped:
    """Put *key* behind *passphrase*."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    sealed = nonce + _cipher(passphrase, salt, _COST).encrypt(nonce, bytes.fromhex(key), None)
    return Wrapped(salt=salt.hex(), cost=_COST, sealed=sealed.hex())


def unwrap(wrapped: Wrapped, passphrase: str) -> str | None:
    """The key behind *passphrase*; None where it is another one."""
    sealed = bytes.fromhex(wrapped.sealed)
    try:
        cipher = _cipher(passphrase, bytes.fromhex(wrapped.salt), wrapped.cost)
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).hex()
    except InvalidTag:
        return None


def asked_for(wrapped: Wrapped, cohort: str) -> str:
    """The key of *cohort*, for the passphrase that is in the file for scripts or that somebody types.

    Raises StoreError where nobody can be asked, or the passphrase is not right.
    """
    if wrapped.sealed in _known:
        return _known[wrapped.sealed]
    path = passphrase_file()
    if path is not None:
        key = unwrap(wrapped, _in(path))
        if key is None:
            raise StoreError(f"{path}: this isn't the passphrase of {cohort}; fix the file, or unset the variable.")
    else:
        key = _typed(wrapped, cohort)
    _known[wrapped.sealed] = key
    return key


def new_passphrase() -> str:
    """A passphrase that somebody types twice. Raises StoreError where nobody can be asked, or it is too short."""
    path = passphrase_file()
    if path is not None:
        typed = _in(path)
    else:
        _see_that_somebody_is_here()
        typed = getpass.getpass("A passphrase for the answers (not shown): ")
        if getpass.getpass("Once more: ") != typed:
            raise StoreError("The two weren't the same, so nothing was changed; try again.")
    if len(typed) < LEAST:
        raise StoreError(f"A passphrase needs at least {LEAST} characters, such as four words; nothing was changed.")
    return typed


def _typed(wrapped: Wrapped, cohort: str) -> str:
    _see_that_somebody_is_here()
    for _ in range(_TRIES):
        key = unwrap(wrapped, getpass.getpass(f"The passphrase for the answers of {cohort} (not shown): "))
        if key is not None:
            return key
    raise StoreError(
        f"This isn't the passphrase of {cohort}, so nothing was opened. The person with the recovery sheet can set a "
        "new one: kit seal --recover"
    )


def _see_that_somebody_is_here() -> None:
    if not sys.stdin.isatty():
        raise StoreError(
            "The answers are sealed with a passphrase, and nobody can be asked for it here; give the command in a "
            "terminal, or name a file that holds it in KIT_PASSPHRASE_FILE."
        )


def _in(path: Path) -> str:
    try:
        return text_of(path).rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise StoreError(f"{path}: KIT_PASSPHRASE_FILE names this file, and it can't be read; fix that.") from None


def _cipher(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << cost, r=8, p=1).derive(passphrase.encode()))
