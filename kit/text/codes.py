"""Codes that people type: drawn at random, read aloud or from paper, and the same however they are typed."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O and U, so that nothing is misread from the back of a room.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_LONGEST = 200


def drawn(length: int) -> str:
    """A fresh code of *length* characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def in_halves(code: str) -> str:
    """A code as people read it: ``7K3M-Q2ZD``."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def as_typed(given: object) -> str:
    """A code as it is compared, from how somebody typed it: in any case, with or without dashes and blanks.

    Empty where *given* is no text.
    """
    if not isinstance(given, str):
        return ""
    kept = "".join(character for character in given[:_LONGEST].upper() if character.isalnum())
    return kept.translate(_MISREAD)
