"""Reading an answer, be it a JSON value from a form or the text of a cell in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kit.errors import InvalidAnswer

Stored = int | str | list[str]

NONE_OF_THESE = "none of these"
NONE = "none"  # the same as an id
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


@dataclass(frozen=True)
class Options:
    """What can be picked, in order: an ``id``, by which it is stored and published, and the words that people read.

    A plain list of words has no ids (``by_id`` is false): there the words are the ids.
    """

    ids: tuple[str, ...]
    words: tuple[str, ...]
    by_id: bool = False

    @classmethod
    def plain(cls, words: Sequence[str]) -> Options:
        """Options whose ids are their words."""
        return cls(tuple(words), tuple(words))

    def __len__(self) -> int:
        return len(self.ids)

    def words_of(self, option: str) -> str:
        """The words of the option with that id; the id itself where there is no such option."""
        return self.words[self.ids.index(option)] if option in self.ids else option


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


def position(options: Options, text: str) -> int | None:
    """Position from 1 of the one option that *text* spells, by its words or its id; None where it spells none.

    See ``folded`` for what does not matter.
    """
    by_capitals, by_words = _by_spelling(options)
    return by_capitals.get(text.strip().casefold()) or by_words.get(folded(text))


@lru_cache(maxsize=1024)
def _by_spelling(options: Options) -> tuple[dict[str, int], dict[str, int]]:
    """Positions from 1 by words or id, in small letters and ``folded``; what two options share stands for neither."""
    return _spelled(options, str.casefold), _spelled(options, folded)


def _spelled(options: Options, spelling: Callable[[str], str]) -> dict[str, int]:
    places: dict[str, set[int]] = {}
    for place, names in enumerate(zip(options.ids, options.words, strict=True), start=1):
        for name in names:
            places.setdefault(spelling(name), set()).add(place)
    return {name: next(iter(found)) for name, found in places.items() if len(found) == 1}


def pick(options: Options, answer: Any, *, first: int = 1) -> str:
    """The id of the option that *answer* names or counts to, from *first* on. Raises InvalidAnswer listing them."""
    option = _picked(options, answer, first)
    if option is None:
        raise InvalidAnswer("one_of", options="; ".join(options.words))
    return option


def several(options: Options, answer: Any, *, first: int = 1) -> list[str]:
    """The ids that *answer* names, in its order: a list, or a text with ``|``, semicolons or commas between them.

    Raises InvalidAnswer, also where a text can be read in two ways because words have commas or semicolons themselves.
    """
    if isinstance(answer, (list, tuple)):
        return [pick(options, part, first=first) for part in answer]
    if not isinstance(answer, str):
        raise InvalidAnswer("list", bar=BAR)
    if BAR in answer:
        parts = [part for part in answer.split(BAR) if part.strip()]
        chosen = [_picked(options, part, first) for part in parts]
        return _all_of(options, [chosen])
    return _all_of(options, _readings(options, _SEPARATED.split(answer), first))


def any_of(options: Options, answer: Any, *, first: int = 1) -> list[str]:
    """The ids that *answer* names, in declared order; an empty list for *none of these*. Raises InvalidAnswer."""
    alone = folded(answer if isinstance(answer, str) else _only(answer))
    if alone == NONE_OF_THESE or (alone == NONE and options.by_id):
        return []
    chosen = set(several(options, answer, first=first))
    return [option for option in options.ids if option in chosen]


def numbers_in(options: Options, text: str) -> list[int]:
    """The whole numbers in the text of a cell that stand for options by their place: those that name none."""
    if position(options, text) is not None:
        return []
    separated = text.split(BAR) if BAR in text else re.split("[;,]", text)
    parts = [part for part in separated if position(options, part) is None]
    return [number for part in parts if (number := whole_number(part)) is not None]


def positions(options: Options, stored: Stored) -> tuple[int, ...]:
    """Positions from 0 of the options in a stored answer."""
    chosen = [stored] if isinstance(stored, str) else stored
    return tuple(options.ids.index(option) for option in chosen)  # type: ignore[union-attr]


def place_of(options: Options, answer: Any, *, first: int = 1) -> int | None:
    """Position from 1 of the option that *answer* names or counts to, from *first* on; None where it does neither."""
    # Words may themselves be a number ("5"), so they are looked for before the position.
    number = position(options, answer) if isinstance(answer, str) else None
    if number is None:
        counted = whole_number(answer)
        number = None if counted is None else counted - first + 1
    return number if number is not None and 1 <= number <= len(options) else None


def _picked(options: Options, answer: Any, first: int) -> str | None:
    place = place_of(options, answer, first=first)
    return None if place is None else options.ids[place - 1]


def _only(answer: Any) -> str:
    """The text that stands alone in a list; else empty."""
    alone = answer[0] if isinstance(answer, (list, tuple)) and len(answer) == 1 else ""
    return alone if isinstance(alone, str) else ""


def _readings(options: Options, parts: Sequence[str], first: int) -> list[list[str]]:
    """Every way to read *parts* (words and, between them, separators) as options; one may hold several words."""
    words = (len(parts) + 1) // 2
    longest = 1 + max(len(_SEPARATED.findall(label)) for label in options.words)
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, words + 1):
        readings = ways[end - 1][:] if not parts[2 * (end - 1)].strip() else []
        for start in range(max(0, end - longest), end):
            option = _picked(options, "".join(parts[2 * start : 2 * end - 1]), first)
            if option is not None and parts[2 * start].strip():
                readings += [[*way, option] for way in ways[start]]
        ways.append(readings[:_MOST_WAYS])
    return [way for way in ways[-1] if way]


def _all_of(options: Options, readings: Sequence[Sequence[str | None]]) -> list[str]:
    """The one reading there is. Raises InvalidAnswer where there is none, or more than one."""
    named = f" {BAR} ".join(options.words)
    if len({frozenset(one) for one in readings}) > 1:
        raise InvalidAnswer("two_ways", bar=BAR, options=named)
    if not readings or not readings[0] or None in readings[0]:
        raise InvalidAnswer("options", bar=BAR, none=NONE_OF_THESE, options=named)
    return [option for option in readings[0] if option is not None]
