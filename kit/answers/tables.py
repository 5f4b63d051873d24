"""One table of answers: which item each row is about, how its numbers are counted, and the answers it holds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kit.answers.answer_files import VALUE, AnswerRow, Problems, listed, shown
from kit.curriculum.items import Item
from kit.curriculum.reading import Stored, clean_text, folded, numbers_in, position
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Exercise, Week
from kit.errors import InvalidAnswer
from kit.settings import Cohort, packaged_curriculum
from kit.text.slugs import is_named
from kit.text.spellings import LONGEST

Place = tuple[int, str, str]  # week, exercise and item
Key = tuple[str, int, str]  # a participant's code, week and exercise

_DECIMAL = re.compile(r"\d{1,3}[.,]0+")
_FROM_0, _FROM_1 = "--points-from 0", "--points-from 1"


@dataclass
class Table:
    """The rows of one cohort in one file; ``take`` makes answers of them, by code, week and exercise."""

    name: str
    slug: str
    curriculum: Path = field(default_factory=packaged_curriculum)
    weeks: set[int] = field(default_factory=set)
    answers: dict[Key, dict[str, Stored]] = field(default_factory=dict)
    texts: dict[Place, int] = field(default_factory=dict)
    spelled: dict[str, dict[str, int]] = field(default_factory=dict)  # each code as written, with its first line
    _rows: list[tuple[int, str, Place, Item, str]] = field(default_factory=list)
    _lines: dict[tuple[Key, str], int] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """The codes of those who answered anything, in the order of the file."""
        return list(dict.fromkeys(label for label, _, _ in self.answers))

    @cached_property
    def _messages(self) -> Messages:
        return messages_in(self.curriculum)

    def add(self, row: AnswerRow, label: str, place: Place, item: Item) -> None:
        """Note one row that has an answer."""
        if item.form == "text":
            self.texts[place] = self.texts.get(place, 0) + 1
        else:
            self._rows.append((row.line, label, place, item, row.answer))

    def take(self, points: Points, problems: Problems) -> None:
        """Read the answers, numbers counted as *points* says; those that do not fit are added to *problems*."""
        read: dict[tuple[Place, str], Stored | InvalidAnswer] = {}
        for line, label, place, item, answer in self._rows:
            value = read.get((place, answer))
            if value is None:
                value = read[place, answer] = _read(item, answer, points.first)
            if isinstance(value, InvalidAnswer):
                # What was asked about this number is the cure; that it does not fit without an answer says nothing.
                if not points.asks(place, answer):
                    problems.add(self.name, line, f"{_named(place)}: {self._messages.of_error(value)}")
                continue
            key = (label, place[0], place[1])
            if self.answers.setdefault(key, {}).setdefault(item.id, value) != value:
                problems.add(
                    self.name,
                    line,
                    f"{_named(place)}: the same participant answers otherwise in line {VALUE}; keep one of the two.",
                    str(self._lines[key, item.id]),
                )
            self._lines.setdefault((key, item.id), line)


class Points:
    """Whether numbers that stand for labels are counted from 0 or from 1: as the data show, or as somebody says."""

    def __init__(self, first: int | None) -> None:
        self._said = first
        self._numbers: dict[tuple[Place, int], dict[int, tuple[str, int]]] = {}
        self._seen: set[tuple[Place, str]] = set()
        self._counted: set[tuple[Place, str]] = set()
        self._told: set[Place] = set()

    def hear(self, name: str, line: int, place: Place, item: Item, answer: str) -> None:
        """Note the numbers in *answer*, which stands in *line* of the file *name*."""
        if (place, answer) in self._seen:
            return
        self._seen.add((place, answer))
        labels = item.counted
        if position(labels, answer) is not None:
            return
        whole = re.split("[.,]", answer)[0] if _DECIMAL.fullmatch(answer) else answer
        numbers = list(numbers_in(labels, whole)) if len(labels) else []
        if numbers and all(0 <= number <= len(labels) for number in numbers):
            self._counted.add((place, answer))
        for number in numbers:
            if 0 <= number <= len(labels):
                self._numbers.setdefault((place, len(labels)), {}).setdefault(number, (name, line))

    def settle(self, problems: Problems) -> None:
        """Add to *problems* what cannot be told from the data, and what they do not bear out."""
        for (place, count), numbers in self._numbers.items():
            low, high = min(numbers), max(numbers)
            if self._said is None:
                sentence = _asked(low, high, count)
            elif self._said == 0 and high == count:
                sentence = f"counted from 0 the numbers end at {count - 1}, but {count} is there; {_mend(_FROM_0)}"
            elif self._said == 1 and low == 0:
                sentence = f"counted from 1 the numbers begin at 1, but 0 is there; {_mend(_FROM_1)}"
            else:
                continue
            if sentence:
                self._told.add(place)
                file, line = numbers[high if self._said == 0 else low]
                problems.add(file, line, sentence, _named(place)) if VALUE in sentence else problems.add(
                    file, line, f"{_named(place)}: {sentence}"
                )

    def asks(self, place: Place, answer: str) -> bool:
        """Whether ``settle`` told already what to do about the number in *answer*."""
        return place in self._told and (place, answer) in self._counted

    @property
    def first(self) -> int:
        """The number of the first label."""
        return 1 if self._said is None else self._said


def _asked(low: int, high: int, count: int) -> str:
    """What to ask where the data do not tell; empty where they do."""
    if low == 0 and high == count:
        return f"both 0 and {count} are in the file, and there are {count} to choose from; fix the file."
    if low == 0:
        return (
            f"0 is in the file. If the numbers are counted from 0, add {_FROM_0}; if 0 means that there is no answer, "
            "leave the cell empty."
        )
    if high == count:
        return ""
    return (
        f"the numbers can be counted from 0 or from 1, and the file doesn't tell which ({VALUE}). If 1 is the first "
        f"of the list, as on the kit's printed forms, add {_FROM_1}; if 0 is, add {_FROM_0}."
    )


def _mend(what: str) -> str:
    return f"fix the file, or leave {what} out."


def read_table(
    name: str,
    rows: Iterable[AnswerRow],
    weeks: Mapping[int, Week],
    cohort: Cohort | str,
    same: Mapping[str, str],
    points: Points,
    problems: Problems,
) -> Table:
    """The table in *rows* of the file *name*; what no item, code or cohort can be found for goes to *problems*.

    *cohort* is a slug where the rows are known to be its own. Codes in *same* are read as those they stand for.
    """
    table = Table(name, cohort) if isinstance(cohort, str) else Table(name, cohort.slug, cohort.curriculum)
    names, codes, others = _Names(weeks), dict[str, tuple[str, _Wrong | None]](), dict[str, _Wrong | None]()
    for row in rows:
        if isinstance(cohort, Cohort) and row.cohort not in others:
            others[row.cohort] = _other_cohort(row.cohort, cohort)
        if row.participant not in codes:
            cleaned = clean_text(row.participant)
            codes[row.participant] = cleaned, _wrong_code(cleaned)
        label, wrong_code = codes[row.participant]
        wrong = others.get(row.cohort) or wrong_code or names.find(row)
        if isinstance(wrong, _Wrong):
            problems.add(name, row.line, wrong.sentence, wrong.value)
            continue
        place, item = wrong
        table.weeks.add(place[0])
        if not row.answer:
            continue  # a pass
        if item.share != "group":
            problems.add(
                name, row.line, f"{_named(place)} is {item.share}: it stays with the participant, don't import it."
            )
            continue
        table.spelled.setdefault(same.get(label, label), {}).setdefault(label, row.line)
        points.hear(name, row.line, place, item, row.answer)
        table.add(row, same.get(label, label), place, item)
    return table


@dataclass(frozen=True)
class _Wrong:
    """Why a row cannot be taken; *value* is what differs from row to row."""

    sentence: str
    value: str = ""


def _other_cohort(name: str, cohort: Cohort) -> _Wrong | None:
    if name and not is_named(cohort.slug, name, old=not cohort.id):
        return _Wrong(
            f"belongs to the cohort {VALUE} and this is {cohort.slug}; import it there, or use --into DIR.", shown(name)
        )
    return None


def _wrong_code(label: str) -> _Wrong | None:
    if not label:
        return _Wrong("the participant is missing; write the code that stands for the person.")
    if len(label) > LONGEST:
        return _Wrong("the participant's code is too long; has an answer slipped into its column?")
    return None


def _read(item: Item, answer: str, first: int) -> Stored | InvalidAnswer:
    try:
        return item.check(answer, first=first)
    except InvalidAnswer as wrong:
        # Programs that know only decimal numbers write 7 as 7.0.
        if not _DECIMAL.fullmatch(answer):
            return wrong
    try:
        return item.check(re.split("[.,]", answer)[0], first=first)
    except InvalidAnswer as wrong:
        return wrong


def _named(place: Place) -> str:
    return f"week {place[0]}, exercise '{place[1]}', item '{place[2]}'"


class _Names:
    """Finds weeks, exercises and items by what a file calls them; capitals, blanks and dashes do not matter."""

    def __init__(self, weeks: Mapping[int, Week]) -> None:
        self._weeks = weeks
        self._found: dict[tuple[str, str, str], tuple[Place, Item] | _Wrong] = {}

    def find(self, row: AnswerRow) -> tuple[Place, Item] | _Wrong:
        """The item a row is about, or what there is instead."""
        key = (row.week, row.exercise, row.item)
        place = self._found.get(key)
        if place is None:
            place = self._found[key] = self._look(*key)
        return place

    def _look(self, week: str, exercise: str, item: str) -> tuple[Place, Item] | _Wrong:
        number = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?", folded(week))
        if not number or int(number[1]) not in self._weeks:
            return _Wrong(f"there is no week {VALUE}; weeks are {', '.join(map(str, self._weeks))}.", shown(week))
        in_week = self._weeks[int(number[1])]
        exercises = {one.id: one for one in in_week.exercises}
        name = _id_like(exercise, exercises)
        if name is None:
            there = _there(exercises, "exercises")
            return _Wrong(f"week {in_week.number} has no exercise {VALUE}; {there}.", _close(exercise, exercises))
        return self._item(in_week, exercises[name], item)

    def _item(self, week: Week, exercise: Exercise, item: str) -> tuple[Place, Item] | _Wrong:
        items: dict[str, Item] = {one.id: one for one in exercise.items}
        name = _id_like(item, items)
        if name is None:
            there = _there(items, "items")
            sentence = f"week {week.number}, exercise '{exercise.id}' has no item {VALUE}; {there}."
            return _Wrong(sentence, _close(item, items))
        return (week.number, exercise.id, name), items[name]


def _id_like(text: str, known: Iterable[str]) -> str | None:
    ids = list(known)
    if text in ids:
        return text
    near = [one for one in ids if _plain(one) == _plain(text)]
    return near[0] if len(near) == 1 else None


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]", "", folded(text))


def _close(text: str, known: Iterable[str]) -> str:
    """*text* as it is shown, with the id that may be meant."""
    close = difflib.get_close_matches(text, list(known), 1)
    return shown(text) + (f" (did you mean '{close[0]}'?)" if close else "")


def _there(known: Iterable[str], what: str) -> str:
    return f"{what} are {listed(list(known)) or 'none'}"
