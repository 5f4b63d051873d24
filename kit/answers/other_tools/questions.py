"""The questions of a cohort's week files, found by how another program words them, and the options in a label."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kit.answers.other_tools.headers import Column, as_question
from kit.answers.tables import Place
from kit.curriculum.items import Item, Rating
from kit.curriculum.reading import Options, folded, position, whole_number
from kit.curriculum.weeks import Week
from kit.text.spellings import as_read

_ALIKE = 0.82
# "4 - often", "(4) often", "often (4)", "4. often", "4 = often"
_DECIMAL = re.compile(r"(\d{1,5})[.,]0+")
_NUMBER_FIRST = re.compile(r"\(?(\d{1,3})\)?\s*(?:[-\u2013\u2014:.=)]\s*)?(.*)", re.DOTALL)
_NUMBER_LAST = re.compile(r"(.*\S)\s*\((\d{1,3})\)", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """An item that a column may ask, and which of its options, where the column is about one alone."""

    place: Place
    item: Item
    option: str = ""

    @property
    def name(self) -> str:
        """How it is written in a mapping, such as ``3/pulse/energy``."""
        return item_name(self.place)


class Questions:
    """All items of the weeks that answers may be from."""

    def __init__(self, weeks: Iterable[Week]) -> None:
        self._by_words: dict[str, list[tuple[Place, Item]]] = {}
        self._prompts: dict[str, list[tuple[Place, Item]]] = {}
        self.by_name: dict[str, tuple[Place, Item]] = {}
        for week in weeks:
            for exercise in week.exercises:
                for item in exercise.items:
                    self._add((week.number, exercise.id, item.id), item)

    def _add(self, place: Place, item: Item) -> None:
        _, exercise, name = place
        self.by_name[item_name(place)] = (place, item)
        self._prompts.setdefault(as_question(item.prompt), []).append((place, item))
        ids = [name, *(f"{exercise}{between}{name}" for between in ("/", ".", "_", " ", "-"))]
        for words in dict.fromkeys([as_question(item.prompt), *map(as_question, ids)]):
            self._by_words.setdefault(words, []).append((place, item))

    def asked_in(self, column: Column) -> list[Found]:
        """The items whose very words stand in the header of *column*; several where more than one is worded so."""
        for question, part in column.readings():
            items = self._by_words.get(question, [])
            if not part:
                matches = [Found(place, item) for place, item in items]
            else:
                matches = [
                    Found(place, item, item.bins[at - 1])
                    for place, item in items
                    if item.form == "any" and (at := position(options_of(item), part)) is not None
                ]
            if matches:
                return matches
        return []

    def like(self, column: Column) -> list[Found]:
        """The items whose words are nearly those in the header of *column*."""
        near: dict[str, Found] = {}
        for question, _ in column.readings():
            for words in difflib.get_close_matches(question, self._prompts, 3, _ALIKE):
                for place, item in self._prompts[words]:
                    near.setdefault(item_name(place), Found(place, item))
        return list(near.values())

    def answered_with(self, cells: Iterable[str]) -> list[Found]:
        """The items that have every one of *cells* among their options, where at least two differ."""
        different = {folded(cell) for cell in cells}
        if len(different) < 2:
            return []
        return [
            Found(place, item)
            for place, item in self.by_name.values()
            if item.share == "group" and different <= {folded(words) for words in options_of(item).words}
        ]


def questions_of(weeks: Mapping[int, Week], week: int | None) -> Questions:
    """The questions of all *weeks*, or of one of them."""
    return Questions(weeks.values() if week is None else [weeks[week]])


def item_name(place: Place) -> str:
    """How an item is written in a mapping: its week, exercise and id."""
    return "/".join(map(str, place))


def options_of(item: Item) -> Options:
    """What can be picked in *item*; none for a number between two ends."""
    return item.counted


def number_of(cell: str) -> int | None:
    """The whole number in *cell*, also where a program wrote it as ``7.0``; else None."""
    decimal = _DECIMAL.fullmatch(cell)
    return whole_number(decimal[1] if decimal else cell)


def parted(label: str) -> tuple[int | None, str]:
    """The number and the words of a label such as ``4 - often`` or ``often (4)``."""
    last = _NUMBER_LAST.fullmatch(label.strip())
    if last:
        return int(last[2]), last[1]
    first = _NUMBER_FIRST.fullmatch(label.strip())
    return (int(first[1]), first[2].strip()) if first else (None, label.strip())


def meant(item: Item, label: str) -> str | None:
    """The option of *item* that *label* says, by its words or id, with or without a number; else None.

    Of a number between two ends, the number itself.
    """
    if isinstance(item, Rating):
        number = number_of(label)
        number = parted(label)[0] if number is None else number
        return str(number) if number in item.points else None
    options = options_of(item)
    for words in (label, parted(label)[1]):
        at = position(options, words)
        if at is not None:
            return options.ids[at - 1]
    return None


def nearly_meant(item: Item, label: str) -> str | None:
    """The option whose words are nearly those of *label*, where there is one."""
    options = options_of(item)
    by_words = {folded(words): option for option, words in zip(options.ids, options.words, strict=True)}
    near = difflib.get_close_matches(folded(parted(label)[1]), by_words, 1, _ALIKE)
    return by_words[near[0]] if near else None


def looks_like(item: Item, label: str) -> str | None:
    """The option whose words *label* shows to a reader, also where it is written with letters that only look so."""
    options = options_of(item)
    for words in (label, parted(label)[1]):
        for option, own in zip(options.ids, options.words, strict=True):
            if as_read(words) in (as_read(own), as_read(option)):
                return option
    return None
