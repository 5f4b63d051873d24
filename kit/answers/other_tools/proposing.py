"""Proposing which column is which question and which label which option; what is not certain is left open.

Nothing is proposed from texts, nor from what a program writes beside the answers. Of the cells only labels get into a
proposal: what an option is called, and what several people have chosen. Whatever stands in one row alone may be
somebody's own words, and stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from kit.answers.answer_files import listed
from kit.answers.other_tools.exported import Exported
from kit.answers.other_tools.headers import Column, are_of_the_tool, looks_personal
from kit.answers.other_tools.questions import Found, Questions, meant, nearly_meant, number_of, options_of
from kit.curriculum.items import Item, Ranking, Rating
from kit.curriculum.reading import NONE, NONE_OF_THESE, folded, numbers_in, several
from kit.errors import InvalidAnswer
from kit.text.spellings import is_address

PARTICIPANT, LEAVE_OUT, UNSURE = "participant", "leave out", "unsure"
CHOSEN = ("yes", "y", "1", "true", "x", "selected", "checked", "quoted", "ticked")
NOT_CHOSEN = frozenset({"no", "n", "0", "false", "not selected", "unchecked", "not quoted", "not ticked"})

_LONGEST_LABEL = 80
_MOST_LABELS = 16
_LINES = 3
_UNKNOWN = "no question of the kit is worded like this"
_BETWEEN = re.compile(r"[;|\n]")


@dataclass(frozen=True)
class Label:
    """A label as the program writes it, the option it says or UNSURE, and a note for whoever reads the proposal."""

    text: str
    option: str
    note: str = ""


@dataclass(frozen=True)
class Proposed:
    """What a column is taken for, with the reason in *note*; *first* and *last* are UNSURE where cells are numbers."""

    column: Column
    item: str
    note: str = ""
    option: str = ""
    chosen: str = ""
    numbers: bool = False
    labels: tuple[Label, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether something in it is left for the facilitator to say."""
        return (
            self.item == UNSURE
            or self.numbers
            or self.chosen == UNSURE
            or any(one.option == UNSURE for one in self.labels)
        )


def propose(exported: Exported, questions: Questions) -> list[Proposed]:
    """What each column of *exported* is, as far as its header and its labels tell."""
    code = _whose(exported)
    first = [
        code if code and column == code.column else _column(exported, column, questions) for column in exported.columns
    ]
    asked = [(one.item, one.option) for one in first]
    return [_by_answers(_if_alone(one, asked), exported, questions, {item for item, _ in asked}) for one in first]


def _whose(exported: Exported) -> Proposed | None:
    """The column that says who somebody is: one of codes, else one of addresses; open where there are several."""
    held = {column: [cell for _, cell in exported.cells(column)] for column in exported.columns}
    codes = [column for column, cells in held.items() if column.may_be_code and cells]
    addresses = [
        column for column, cells in held.items() if column.may_be_address and any(is_address(cell) for cell in cells)
    ]
    for columns, note in (
        (codes, "the code that stands for the person"),
        (addresses, "an address becomes a pseudonym and is stored nowhere"),
    ):
        if len(columns) == 1:
            return Proposed(columns[0], PARTICIPANT, note)
        if columns:
            others = " and ".join(column.letter for column in columns)
            return Proposed(columns[0], UNSURE, f"perhaps {PARTICIPANT}: {others} may all say who it is")
    numbered = [column for column, cells in held.items() if column.numbers_a_response and cells]
    if numbered:
        note = f"perhaps {PARTICIPANT}, if every person answers once and never again: it numbers what was sent"
        return Proposed(numbered[0], UNSURE, note)
    return None


def _if_alone(proposed: Proposed, asked: Sequence[tuple[str, str]]) -> Proposed:
    """*one*, left open where another column was taken for the same."""
    if proposed.item in (UNSURE, LEAVE_OUT) or asked.count((proposed.item, proposed.option)) == 1:
        return proposed
    return Proposed(proposed.column, UNSURE, f"perhaps {proposed.item}, as another column may be too")


def _column(exported: Exported, column: Column, questions: Questions) -> Proposed:
    cells = exported.cells(column)
    texts = [cell for _, cell in cells]
    if column.is_of_the_tool or are_of_the_tool(texts):
        return Proposed(column, LEAVE_OUT, "the program wrote it, or it says who someone is")
    alike = questions.asked_in(column)
    if len(alike) == 1:
        return _asked(column, alike[0], cells)
    if alike:
        return Proposed(column, UNSURE, _perhaps(alike))
    near = [one for one in questions.like(column) if one.item.share == "group" and one.item.form != "text"]
    if near:
        return Proposed(column, UNSURE, _perhaps(near))
    return Proposed(column, LEAVE_OUT, _UNKNOWN if texts else "nobody answered it")


def _by_answers(proposed: Proposed, exported: Exported, questions: Questions, asked: Collection[str]) -> Proposed:
    """*one*, left open where its header says nothing and its cells are the options of another question."""
    if proposed.note != _UNKNOWN:
        return proposed
    texts = [cell for _, cell in exported.cells(proposed.column)]
    alike = [] if _are_texts(texts) else [each for each in questions.answered_with(texts) if each.name not in asked]
    return Proposed(proposed.column, UNSURE, _perhaps(alike)) if alike else proposed


def _perhaps(alike: Sequence[Found]) -> str:
    names = f"perhaps {listed([one.name for one in alike], 9)}"
    weeks = {one.place[0] for one in alike}
    return f"{names}; to be asked about one week alone, delete this file and add --week" if len(weeks) > 1 else names


def _are_texts(cells: Sequence[str]) -> bool:
    """Whether *cells* are words of people's own: long, or nearly each another."""
    return any(len(cell) > _LONGEST_LABEL for cell in cells) or len(set(cells)) > max(_MOST_LABELS, len(cells) // 2)


def _asked(column: Column, match: Found, cells: Sequence[tuple[int, str]]) -> Proposed:
    item = match.item
    if item.share != "group":
        return Proposed(column, LEAVE_OUT, f"{match.name} is {item.share}: it stays with the participant")
    if item.form == "text":
        return Proposed(column, LEAVE_OUT, f"{match.name} is a text, and no text is stored from a file")
    if match.option:
        return _one_option(column, match, cells)
    if len(options_of(item)) and cells and all(number_of(cell) is not None for _, cell in _parts(item, cells)):
        words = options_of(item).words
        low, high = min(_numbers(item, cells)), max(_numbers(item, cells))
        note = f"the numbers here go from {low} to {high}: which stands for '{words[0]}', which for '{words[-1]}'?"
        return Proposed(column, match.name, note, numbers=True)
    labels, note = _labels(item, cells)
    return Proposed(column, match.name, note, labels=tuple(labels))


def _numbers(item: Item, cells: Sequence[tuple[int, str]]) -> list[int]:
    return [number for _, cell in _parts(item, cells) if (number := number_of(cell)) is not None]


def _one_option(column: Column, match: Found, cells: Sequence[tuple[int, str]]) -> Proposed:
    labels = {folded(cell): cell for _, cell in cells if folded(cell) not in NOT_CHOSEN}
    if not labels:
        # Where nobody chose it, this decides nothing; another export in which somebody did is read by it or refused.
        usual = "Yes" if cells else options_of(match.item).words_of(match.option)
        return Proposed(column, match.name, "nobody chose it", option=match.option, chosen=usual)
    yes = [cell for text, cell in labels.items() if text in CHOSEN or meant(match.item, cell) == match.option]
    if len(yes) == len(labels) == 1:
        return Proposed(column, match.name, option=match.option, chosen=yes[0])
    note = "what is in a cell where this was chosen?"
    return Proposed(column, match.name, note, option=match.option, chosen=UNSURE)


def _labels(item: Item, cells: Sequence[tuple[int, str]]) -> tuple[list[Label], str]:
    """The labels in *cells*, and a note about those that are not written down."""
    where: dict[str, list[int]] = {}
    for line, part in _parts(item, cells):
        where.setdefault(part, []).append(line)
    labels: list[Label] = []
    alone: list[int] = []
    for text, lines in where.items():
        if isinstance(item, Rating) and number_of(text) in item.points:
            continue
        option = meant(item, text)
        if option is not None:
            labels.append(Label(text, option))
        elif len(set(lines)) > 1 and len(where) <= _MOST_LABELS and _may_be_label(text):
            near = nearly_meant(item, text)
            labels.append(Label(text, UNSURE, f"perhaps {near}" if near else ""))
        else:
            alone += lines
    note = f"a label that isn't copied here stands in {_in_lines(alone)}; add it with its option" if alone else ""
    return labels, note


def _may_be_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and not looks_personal(text) and not re.search(r"\d{5}", text)


def _in_lines(lines: Sequence[int]) -> str:
    different = sorted(set(lines))
    return f"{'line' if len(different) == 1 else 'lines'} {listed(list(map(str, different)), _LINES)}"


def _parts(item: Item, cells: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Each label in *cells* with its line; cells of questions with one answer hold one."""
    if item.form != "any" and not isinstance(item, Ranking):
        return list(cells)
    return [(line, part) for line, cell in cells for part in _apart(item, cell)]


def _apart(item: Item, cell: str) -> list[str]:
    options = options_of(item)
    if folded(cell) in (NONE_OF_THESE, NONE):
        return []
    if not numbers_in(options, cell):
        try:
            return [options.words_of(option) for option in several(options, cell)]
        except InvalidAnswer:
            pass
    pieces = _BETWEEN.split(cell) if _BETWEEN.search(cell) else cell.split(",")
    return [piece.strip() for piece in pieces if piece.strip()]
