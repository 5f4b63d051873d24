"""The cohort's key as people can type it: groups of five characters, the last of which checks the four before it."""

from __future__ import annotations

from kit.errors import StoreError
from kit.text.codes import ALPHABET, as_typed

GROUPS = 13
_KEY = 32
_GROUP = 4


def groups_of(key: str) -> list[str]:
    """The *key* in groups to write down and to type."""
    number, digits = int(key, 16), []
    for _ in range(GROUPS * _GROUP):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(digit)
    plain = [digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP)]
    return ["".join(ALPHABET[one] for one in [*group, _check(place, group)]) for place, group in enumerate(plain)]


def key_of(typed: str) -> str:
    """The key that was *typed*, in whatever case, with or without blanks and dashes.

    Raises StoreError that names the first group in which something is wrong.
    """
    text = as_typed(typed)
    groups = [text[start : start + _GROUP + 1] for start in range(0, len(text), _GROUP + 1)]
    for place, group in enumerate(groups[:GROUPS]):
        values = [ALPHABET.find(one) for one in group]
        if len(group) != _GROUP + 1 or -1 in values or values[-1] != _check(place, values[:-1]):
            raise StoreError(f"Group {place + 1} ({group}) has a typing mistake; compare it with the sheet.")
    if len(groups) != GROUPS:
        raise StoreError(
            f"The sheet has {GROUPS} groups of five characters, and {len(groups)} were typed; type them all."
        )
    digits = [ALPHABET.index(one) for group in groups for one in group[:_GROUP]]
    number = sum(digit << (5 * place) for place, digit in enumerate(digits))
    if number >= 1 << (8 * _KEY):
        raise StoreError("This is no key of a cohort; compare all groups with the sheet.")
    return number.to_bytes(_KEY, "big").hex()


def _check(place: int, group: list[int]) -> int:
    """A digit that changes with nearly any mistake: one character, two swapped, a group in another's place."""
    return (place + sum((weight + 2) * digit for weight, digit in enumerate(group))) % 31
