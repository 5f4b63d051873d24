"""What lets people in: join codes that are easy to type, and long keys for devices."""

from __future__ import annotations

import hashlib
import secrets
import time

from kit.text.codes import as_typed, drawn

LENGTH = 8


def new_code() -> str:
    """Return a fresh join code: eight characters, forty bits."""
    return drawn(LENGTH)


def same_code(given: object, code: str) -> bool:
    """Whether *given* is the join code, in any case and with or without dashes."""
    return same_secret(as_typed(given), code)


def same_secret(given: str, secret: str) -> bool:
    """Whether two secrets are equal, compared in constant time."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def new_token() -> str:
    """Return a fresh key for a device or for the facilitator: 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Return the hash under which a key is kept; 256 bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def today() -> int:
    """Return the number of days since 1970."""
    return int(time.time() // 86400)
