"""Reading an answer, be it a JSON value from a form or the text of a cell in a file."""

from __future__ import annotations

import unicodedata
from typing import Any

from kit.errors import InvalidAnswer

Stored = int | str | list[str]

NONE_OF_THESE = "none of these"


def clean_text(text: str) -> str:
    """Text in NFC without control, format or surrogate characters (new lines and tabs stay)."""
    kept = (c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return "".join(kept).strip()


def distinct_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels as given. Raises ValueError where one stands twice or cannot be written in a file of answers."""
    folded = [label.casefold() for label in labels]
    for label in labels:
        if folded.count(label.casefold()) > 1:
            raise ValueError(f"the label {label!r} stands twice; give every option its own words")
        if label.casefold() == NONE_OF_THESE:
            raise ValueError(f"the kit offers {NONE_OF_THESE!r} by itself; leave it out of the list")
        if "|" in label:
            raise ValueError(f"the label {label!r} contains '|', which separates choices in a file of answers")
    return labels


def whole_number(answer: Any) -> int | None:
    """The whole number that *answer* is or spells, or None."""
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int):
        return answer
    if isinstance(answer, str) and answer.strip().isdecimal() and answer.isascii() and len(answer) < 6:
        return int(answer)
    return None


def position(labels: tuple[str, ...], text: str) -> int | None:
    """Position from 1 of the label that *text* spells in any case, or None."""
    folded = [label.casefold() for label in labels]
    wanted = text.strip().casefold()
    return folded.index(wanted) + 1 if wanted in folded else None


def pick(labels: tuple[str, ...], answer: Any) -> str:
    """The label that *answer* names or counts to. Raises InvalidAnswer listing the labels."""
    # A label may itself be a number ("5"), so the label is looked for before the position.
    number = position(labels, answer) if isinstance(answer, str) else None
    if number is None:
        number = whole_number(answer)
    if number is None or not 1 <= number <= len(labels):
        raise InvalidAnswer("Choose one of: " + "; ".join(labels) + ".")
    return labels[number - 1]


def split(answer: Any) -> list[Any]:
    """The parts of a list, or of a text joined by ``|``. Raises InvalidAnswer."""
    if isinstance(answer, str):
        return [part for part in (part.strip() for part in answer.split("|")) if part]
    if isinstance(answer, (list, tuple)):
        return list(answer)
    raise InvalidAnswer("Write several choices as a list, or joined by '|'.")


def any_of(labels: tuple[str, ...], answer: Any) -> list[str]:
    """The labels that *answer* names, in declared order; an empty list for *none of these*. Raises InvalidAnswer."""
    parts = split(answer)
    if parts == [] and isinstance(answer, str):
        raise InvalidAnswer(f"Name the options joined by '|', or write '{NONE_OF_THESE}'.")
    if len(parts) == 1 and isinstance(parts[0], str) and parts[0].casefold() == NONE_OF_THESE:
        return []
    chosen = {pick(labels, part) for part in parts}
    return [label for label in labels if label in chosen]


def positions(labels: tuple[str, ...], stored: Stored) -> tuple[int, ...]:
    """Positions from 0 of the labels in a stored answer."""
    chosen = [stored] if isinstance(stored, str) else stored
    return tuple(labels.index(label) for label in chosen)  # type: ignore[union-attr]
