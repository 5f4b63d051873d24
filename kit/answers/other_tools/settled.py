"""What is read from which column, once a mapping leaves nothing open and nothing in it can be meant otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kit.answers.answer_files import listed, shown
from kit.answers.other_tools.exported import Exported
from kit.answers.other_tools.headers import Column, are_of_the_tool, looks_personal
from kit.answers.other_tools.mapping import MappedColumn, is_of
from kit.answers.other_tools.mapping import Mapping as Written
from kit.answers.other_tools.proposing import LEAVE_OUT, PARTICIPANT, UNSURE
from kit.answers.other_tools.questions import Questions, looks_like, options_of, parted
from kit.answers.tables import Place
from kit.curriculum.items import Item, Likert, Rating
from kit.curriculum.reading import folded, position, whole_number
from kit.curriculum.yaml_files import Fault

_SAID = frozenset({PARTICIPANT, LEAVE_OUT, UNSURE})


@dataclass(frozen=True)
class Used:
    """A column from which answers are read: to which item, and what its labels and numbers stand for."""

    column: Column
    place: Place
    item: Item
    labels: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    option: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class Settled:
    """The column that says who somebody is, and those that hold answers."""

    participant: Column
    used: tuple[Used, ...]


def settle(written: Written, exported: Exported, questions: Questions) -> Settled:
    """What *written* says of *exported*. Raises ImportRefused: one sentence for everything open or wrong in it."""
    faults: list[Fault] = []
    columns = {column.letter: column for column in exported.columns}
    used: list[tuple[int, Used]] = []
    who: list[tuple[int, Column]] = []
    for line, entry in zip(written.lines, written.columns, strict=True):
        column = columns.get(entry.column)
        wrong = _misplaced(entry, column)
        if wrong or column is None:
            faults.append(Fault(line, wrong))
        elif entry.item == PARTICIPANT:
            who.append((line, column))
        elif entry.item not in _SAID:
            reading = _Reading(entry, column, exported, questions)
            faults += [Fault(line, f"column {entry.column}: {text}.") for text in reading.faults]
            used += [(line, reading.used)] if reading.used else []
    faults += _about_all(written, exported, used, who)
    written.refuse(faults)
    return Settled(who[0][1], tuple(one for _, one in used))


def _misplaced(entry: MappedColumn, column: Column | None) -> str:
    if column is None:
        return f"the file has no column {entry.column}; take this entry out, or correct its letter."
    if not is_of(column, entry.header):
        return (
            f"column {entry.column} has another header in the file now; put the file back for which this mapping was "
            "made, or delete the mapping and give the command again for a new one."
        )
    if UNSURE in (entry.item, entry.chosen, entry.first, entry.last, *entry.labels.values()):
        return (
            f"column {entry.column} is left open; say what it is where '{UNSURE}' stands, or write item: {LEAVE_OUT}."
        )
    return ""


def _about_all(
    written: Written, exported: Exported, used: list[tuple[int, Used]], who: list[tuple[int, Column]]
) -> Iterator[Fault]:
    letters = [entry.column for entry in written.columns]
    for place, letter in enumerate(letters):
        if letter in letters[:place]:
            yield Fault(written.lines[place], f"column {letter} stands in this mapping twice; keep one of the two.")
    missing = [column.letter for column in exported.columns if column.letter not in letters]
    if missing:
        yield Fault(
            0, f"nothing is said about column {listed(missing)}; delete the mapping and give the command again."
        )
    if len(who) != 1 and not any(entry.item == UNSURE for entry in written.columns):
        cure = f"write item: {PARTICIPANT} at the one that holds people's codes or addresses"
        here = " and ".join(column.letter for _, column in who)
        yield Fault(
            who[1][0] if who else 0,
            f"two columns say who someone is, {here}; {cure}." if who else f"no column says who someone is; {cure}.",
        )
    yield from _twice(used)
    if all(entry.item in (PARTICIPANT, LEAVE_OUT) for entry in written.columns):
        yield Fault(0, "no column is said to hold answers; write a week, exercise and item at one of them.")


def _twice(used: list[tuple[int, Used]]) -> Iterator[Fault]:
    """What is wrong where several columns are said to hold one question: two of them the same, or one too few."""
    before: dict[Place, list[Used]] = {}
    for line, each in used:
        others = before.setdefault(each.place, [])
        other = next((two for two in others if not (each.option and two.option) or each.option == two.option), None)
        others.append(each)
        if other is not None:
            yield Fault(
                line,
                f"columns {other.column.letter} and {each.column.letter} are both said to be {_name(each)}; write item:"
                f" {LEAVE_OUT} at one of them.",
            )
    for line, each in used:
        parts = [two.option for two in before[each.place]]
        lacking = [option for option in each.item.bins if option not in parts]
        if each.option and lacking and before[each.place][0] is each:
            yield Fault(
                line,
                f"{'/'.join(map(str, each.place))} has a column for each of its options but {listed(lacking)}, so"
                " nobody could tell who chose that; say which column it is, or write"
                f" item: {LEAVE_OUT} at all of them.",
            )


def _name(used: Used) -> str:
    return "/".join(map(str, used.place)) + (f", {used.option}" if used.option else "")


class _Reading:
    """One entry read: ``used`` where it can be used, else what is wrong with it in ``faults``."""

    def __init__(self, entry: MappedColumn, column: Column, exported: Exported, questions: Questions) -> None:
        self._entry = entry
        self.used: Used | None = None
        self.faults = list(self._about_column(column, exported))
        known = questions.by_name.get(entry.item)
        if known is None:
            self.faults.append(
                f"there is no question {shown(entry.item)}; write its week, exercise and item, as in 3/pulse/energy"
            )
        if self.faults or known is None:
            return
        place, item = known
        self.faults += self._about_item(item)
        if self.faults:
            return
        labels = dict(self._labels(item))
        self.faults += _out_of_order(item, labels)
        numbers = self._numbers(item)
        option = self._option(item)
        if not self.faults:
            self.used = Used(column, place, item, labels, numbers, option, folded(entry.chosen))

    def _about_column(self, column: Column, exported: Exported) -> Iterator[str]:
        if column.is_of_the_tool or are_of_the_tool([cell for _, cell in exported.cells(column)]):
            yield (
                "the program wrote this column, or it says who someone is, so no answer is read from it; write item: "
                f"{LEAVE_OUT}"
            )

    def _about_item(self, item: Item) -> Iterator[str]:
        entry = self._entry
        if item.share != "group":
            yield f"{entry.item} is {item.share} and stays with the participant; write item: {LEAVE_OUT}"
        elif item.form == "text":
            yield f"{entry.item} is a text, and no text is stored from a file; write item: {LEAVE_OUT}"
        if entry.option and item.form != "any":
            yield f"{entry.item} takes one answer, so no column is about one of its options; take 'option' out"
        if bool(entry.option) != bool(entry.chosen):
            yield "'option' and 'chosen' belong together: which option it is, and what a cell holds where it was chosen"
        if bool(entry.first) != bool(entry.last):
            yield "'first' and 'last' belong together: the numbers of the first and of the last option"

    def _labels(self, item: Item) -> Iterator[tuple[str, str]]:
        seen: dict[str, str] = {}
        for label, written in self._entry.labels.items():
            option = _option_of(item, written)
            if option is None:
                self.faults.append(f"the label {shown(label)} stands for {shown(written)}, and {_choices(item)}")
            elif looks_personal(label):
                self.faults.append("a label is an address or a point in time; take it out, for it's nobody's answer")
            elif (own := looks_like(item, label)) is not None and own != option:
                self.faults.append(
                    f"the label {shown(label)} reads as the option '{own}' and is said to stand for '{option}'; write "
                    f"'{own}' there, or take the label out"
                )
            elif seen.setdefault(folded(label), option) != option:
                self.faults.append(f"the label {shown(label)} stands for two options; keep one of the two")
            else:
                yield folded(label), option

    def _numbers(self, item: Item) -> dict[int, str]:
        entry, options = self._entry, options_of(item)
        if not entry.first:
            return {}
        first, last = whole_number(entry.first), whole_number(entry.last)
        if not len(options) or first is None or last is None or abs(last - first) + 1 != len(options):
            self.faults.append(
                f"from 'first' to 'last' there must be {len(options)} whole numbers, one for each option"
                if len(options)
                else f"{self._entry.item} is a number itself; take 'first' and 'last' out"
            )
            return {}
        step = 1 if last > first else -1
        return {first + step * at: option for at, option in enumerate(options.ids)}

    def _option(self, item: Item) -> str:
        if not self._entry.option:
            return ""
        option = _option_of(item, self._entry.option)
        if option is None:
            self.faults.append(f"{shown(self._entry.option)} is no option of {self._entry.item}; {_choices(item)}")
        return option or ""


def _option_of(item: Item, option: str) -> str | None:
    """The option that a mapping names by its id or its words; of a number between two ends, the number."""
    if isinstance(item, Rating):
        number = whole_number(option)
        return str(number) if number in item.points else None
    options = options_of(item)
    at = position(options, option)
    return None if at is None else options.ids[at - 1]


def _choices(item: Item) -> str:
    if isinstance(item, Rating):
        return f"the numbers go from {item.lowest} to {item.highest}"
    return f"the options are {listed(list(options_of(item).ids))}"


def _out_of_order(item: Item, labels: Mapping[str, str]) -> Iterator[str]:
    """What is wrong where numbers in labels, whose words alone say nothing, neither rise nor fall along the scale."""
    if not isinstance(item, Likert | Rating):
        return
    place: Callable[[str], int] = int if isinstance(item, Rating) else options_of(item).ids.index
    numbered = sorted(
        (number, place(option))
        for label, option in labels.items()
        if (number := parted(label)[0]) is not None and looks_like(item, label) is None
    )
    places = [at for _, at in numbered]
    if places not in (sorted(places), sorted(places, reverse=True)):
        yield "the numbers before its labels neither rise nor fall with the scale; see which options are swapped"
