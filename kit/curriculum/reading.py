"""Reading an answer, be it a JSON value from a form or the text of a cell in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from kit.errors import InvalidAnswer

Stored = int | str | list[str]

NONE_OF_THESE = "none of these"
BAR = "|"  # what always separates choices in a file of answers, for no label has it

_SEPARATED = re.compile("([;,])")
_MOST_WAYS = 64
_MARKS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-")
)


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
        if BAR in label:
            raise ValueError(f"the label {label!r} contains '{BAR}', which separates choices in a file of answers")
    return labels


def folded(text: str) -> str:
    """*text* as words are compared: what phones, Word and spreadsheets change in what is typed does not matter.

    That is capitals, Unicode forms, kinds of quotation marks, apostrophes, dashes and blanks, signs that show nothing,
    and blanks, commas, semicolons, colons and full stops at the end.
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS)
        text = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign)[0] != "C")
    return " ".join(text.casefold().split()).rstrip(" .,;:")


def whole_number(answer: Any) -> int | None:
    """The whole number that *answer* is or spells, or None."""
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int):
        return answer
    if isinstance(answer, str):
        plain = unicodedata.normalize("NFKC", answer).strip()
        if plain.isdecimal() and plain.isascii() and len(plain) < 6:
            return int(plain)
    return None


def position(labels: tuple[str, ...], text: str) -> int | None:
    """Position from 1 of the one label that *text* spells, or None; see ``folded`` for what does not matter."""
    by_capitals, by_words = _by_spelling(labels)
    return by_capitals.get(text.strip().casefold()) or by_words.get(folded(text))


@lru_cache(maxsize=1024)
def _by_spelling(labels: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """Positions from 1 by label, in small letters and ``folded``; what two labels share stands for neither."""
    made = []
    for spelled in (list(map(str.casefold, labels)), list(map(folded, labels))):
        made.append({one: place for place, one in enumerate(spelled, start=1) if spelled.count(one) == 1})
    return made[0], made[1]


def pick(labels: tuple[str, ...], answer: Any, *, first: int = 1) -> str:
    """The label that *answer* names or counts to, from *first* on. Raises InvalidAnswer listing the labels."""
    label = _picked(labels, answer, first)
    if label is None:
        raise InvalidAnswer("one_of", options="; ".join(labels))
    return label


def several(labels: tuple[str, ...], answer: Any, *, first: int = 1) -> list[str]:
    """The labels that *answer* names, in its order: a list, or a text with ``|``, semicolons or commas between them.

    Raises InvalidAnswer, also where a text can be read in two ways because a label has commas or semicolons itself.
    """
    if isinstance(answer, (list, tuple)):
        return [pick(labels, part, first=first) for part in answer]
    if not isinstance(answer, str):
        raise InvalidAnswer("list", bar=BAR)
    if BAR in answer:
        parts = [part for part in answer.split(BAR) if part.strip()]
        chosen = [_picked(labels, part, first) for part in parts]
        return _all_of(labels, [chosen])
    return _all_of(labels, _readings(labels, _SEPARATED.split(answer), first))


def any_of(labels: tuple[str, ...], answer: Any, *, first: int = 1) -> list[str]:
    """The labels that *answer* names, in declared order; an empty list for *none of these*. Raises InvalidAnswer."""
    if folded(answer if isinstance(answer, str) else _only(answer)) == NONE_OF_THESE:
        return []
    chosen = set(several(labels, answer, first=first))
    return [label for label in labels if label in chosen]


def numbers_in(labels: tuple[str, ...], text: str) -> list[int]:
    """The whole numbers in the text of a cell that stand for labels by their place: those that are no label."""
    if position(labels, text) is not None:
        return []
    separated = text.split(BAR) if BAR in text else re.split("[;,]", text)
    parts = [part for part in separated if position(labels, part) is None]
    return [number for part in parts if (number := whole_number(part)) is not None]


def positions(labels: tuple[str, ...], stored: Stored) -> tuple[int, ...]:
    """Positions from 0 of the labels in a stored answer."""
    chosen = [stored] if isinstance(stored, str) else stored
    return tuple(labels.index(label) for label in chosen)  # type: ignore[union-attr]


def _picked(labels: tuple[str, ...], answer: Any, first: int) -> str | None:
    # A label may itself be a number ("5"), so the label is looked for before the position.
    number = position(labels, answer) if isinstance(answer, str) else None
    if number is None:
        counted = whole_number(answer)
        number = None if counted is None else counted - first + 1
    return labels[number - 1] if number is not None and 1 <= number <= len(labels) else None


def _only(answer: Any) -> str:
    """The text that stands alone in a list; else empty."""
    alone = answer[0] if isinstance(answer, (list, tuple)) and len(answer) == 1 else ""
    return alone if isinstance(alone, str) else ""


def _readings(labels: tuple[str, ...], parts: Sequence[str], first: int) -> list[list[str]]:
    """Every way to read *parts* (words and, between them, separators) as labels; one label may hold several words."""
    words = (len(parts) + 1) // 2
    longest = 1 + max(len(_SEPARATED.findall(label)) for label in labels)
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, words + 1):
        readings = ways[end - 1][:] if not parts[2 * (end - 1)].strip() else []
        for start in range(max(0, end - longest), end):
            label = _picked(labels, "".join(parts[2 * start : 2 * end - 1]), first)
            if label is not None and parts[2 * start].strip():
                readings += [[*way, label] for way in ways[start]]
        ways.append(readings[:_MOST_WAYS])
    return [way for way in ways[-1] if way]


def _all_of(labels: tuple[str, ...], readings: Sequence[Sequence[str | None]]) -> list[str]:
    """The one reading there is. Raises InvalidAnswer where there is none, or more than one."""
    named = f" {BAR} ".join(labels)
    if len({frozenset(one) for one in readings}) > 1:
        raise InvalidAnswer("two_ways", bar=BAR, options=named)
    if not readings or not readings[0] or None in readings[0]:
        raise InvalidAnswer("options", bar=BAR, none=NONE_OF_THESE, options=named)
    return [label for label in readings[0] if label is not None]
