"""What lets people in: join codes that are easy to type, and long keys for devices."""

from __future__ import annotations

import hashlib
import secrets
import time

# Crockford's base 32: no I, L, O and U, so that nothing is misread from the back of a room.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
DAYS = 90
_MISREAD = str.maketrans("OIL", "011")
_LONGEST = 200


def new_code() -> str:
    """A fresh join code: eight characters, forty bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A join code as people read it: ``7K3M-Q2ZD``."""
    return f"{code[:4]}-{code[4:]}"


def same_code(given: object, code: str) -> bool:
    """Whether *given* is the join code, in any case and with or without dashes."""
    if not isinstance(given, str):
        return False
    kept = "".join(character for character in given[:_LONGEST].upper() if character.isalnum())
    return same_secret(kept.translate(_MISREAD), code)


def same_secret(given: str, secret: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing about where they differ."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def new_token() -> str:
    """A key for a device or for the facilitator: 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """A key as it is kept; one of 256 bits needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def today() -> int:
    """The number of today, days since 1970."""
    return int(time.time() // 86400)
