"""A file sealed to a passphrase: without it nobody learns anything but how long the file is.

scrypt makes each guess cost a tenth of a gigabyte of memory, and AES-GCM shows any change. A wrong passphrase and a
damaged file cannot be told apart, so nothing is told that would help with guessing.
"""

from __future__ import annotations

import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kit.errors import HandoverRefused

LEAST = 12  # letters of a passphrase that somebody made up
MOST_BYTES = 1_000_000_000
_MAGIC = b"kit-handover 1\n"
_KIND = b"kit-handover "
_SALT, _NONCE = 16, 12
_MEMORY, _BLOCK = 2**17, 8


def seal(content: bytes, passphrase: str) -> bytes:
    """The file's bytes for *content*, which *passphrase* alone opens."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    head = _MAGIC + salt
    return head + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, content, head)


def unseal(data: bytes, passphrase: str) -> bytes:
    """The content of a file. Raises HandoverRefused for another file, a wrong passphrase or a damaged file."""
    if not data.startswith(_MAGIC):
        newer = data.startswith(_KIND)
        raise HandoverRefused(
            "This file was made by a later version of the kit; install that version first."
            if newer
            else "This is no file of kit handover; see whether it's the right one, and whether all of it was copied."
        )
    head, rest = data[: len(_MAGIC) + _SALT], data[len(_MAGIC) + _SALT :]
    try:
        return AESGCM(_key(passphrase, head[len(_MAGIC) :])).decrypt(rest[:_NONCE], rest[_NONCE:], head)
    except (InvalidTag, ValueError):
        raise HandoverRefused(
            "The file doesn't open: the passphrase is another one, or the file was damaged on its way. Type it again, "
            "or copy the file again."
        ) from None


def is_sealed(data: bytes) -> bool:
    """Whether *data* begins as such a file does."""
    return data.startswith(_KIND)


def _key(passphrase: str, salt: bytes) -> bytes:
    # However it was typed: in other letters of the same look, in capitals, with other blanks.
    plain = " ".join(unicodedata.normalize("NFKC", passphrase).casefold().split())
    return Scrypt(salt=salt.ljust(_SALT, b"\0"), length=32, n=_MEMORY, r=_BLOCK, p=1).derive(
        plain.encode("utf-8", "replace")
    )
