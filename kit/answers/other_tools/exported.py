"""Reading what another program exported: one row a person, below one to three lines of headers."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.answers.answer_files import SEPARATORS, Problems, numbered, said_separator, shown, text_file
from kit.answers.other_tools.headers import Column, is_noted, spreadsheet_name
from kit.curriculum.reading import clean_text, folded
from kit.errors import ImportRefused

MOST_BYTES = 20_000_000
MOST_COLUMNS = 1_000
MOST_HEADER_LINES = 3
_TRIED = 20  # rows from which it is seen what stands between the cells

_IMPORT_ID = re.compile(r'\{\s*"ImportId"\s*:\s*"([^"]*)"')
_NO_PART = frozenset({"", "response", "open-ended response"})


@dataclass(frozen=True)
class Exported:
    """A table as a program exported it: its columns, and for each person the line and the cells as text."""

    name: str
    header_lines: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cells(self, column: Column) -> list[tuple[int, str]]:
        """The cells of *column* that hold anything, each with its line."""
        return [(line, cells[column.place]) for line, cells in self.rows if cells[column.place]]


def read_exported(path: Path, header_lines: int | None = None) -> Exported:
    """The table at *path*; where *header_lines* is not told, it is seen from the lines themselves.

    Raises ImportRefused where it is no such table, and where its first line already holds what people said.
    """
    records = _records(path)
    told = _header_lines(records) if header_lines is None else header_lines
    if len(records) <= told:
        raise ImportRefused(
            f"{path.name}: there is no row below the header; export the answers once there are some, or see that "
            "'header_lines' is right."
        )
    columns = _columns(records[:told])
    if len(columns) > MOST_COLUMNS:
        raise ImportRefused(
            f"{path.name}: this table has {len(columns)} columns, and at most {MOST_COLUMNS} can be read; export the "
            "questions of one week."
        )
    for column in columns:
        if is_noted(column.header):
            raise ImportRefused(
                f"{path.name}: the header of column {column.letter} looks like what someone wrote and not like a "
                "question; export the table with its header line."
            )
    return Exported(path.name, told, columns, _rows(path.name, records[told:], len(columns)))


def _records(path: Path) -> list[tuple[int, list[str]]]:
    problems = Problems()
    with text_file(path, wide=True) as file:
        text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ImportRefused(
            f"{path.name}: this is larger than an export of one cohort can be; export the answers of one cohort."
        )
    if "\0" in text:
        raise ImportRefused(f"{path.name}: this is no CSV text; open it and save it as “CSV UTF-8”.")
    first, _, rest = text.partition("\n")
    named = said_separator(first)
    body, start = (rest, 2) if named else (text, 1)
    separator = named or _separator(body)
    records = list(numbered(path.name, io.StringIO(body, newline=""), start, separator, problems))
    problems.refuse_if_any()
    if not records:
        raise ImportRefused(f"{path.name}: the file is empty; it needs a header line and a row for each person.")
    return records


def _separator(text: str) -> str:
    """What stands between the cells: what parts the first rows into equally many of them, and into most."""

    def parts(separator: str) -> tuple[bool, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            lengths = [len(cells) for cells in itertools.islice(reader, _TRIED) if cells]
        except csv.Error:
            lengths = []
        return len(set(lengths)) == 1 < lengths[0], max(lengths, default=0)

    return max(SEPARATORS, key=parts)


def _header_lines(records: Sequence[tuple[int, list[str]]]) -> int:
    """How many lines of headers there are: three where the third has import ids, two where the second has parts."""
    for place, (_, cells) in enumerate(records[:MOST_HEADER_LINES]):
        held = [cell for cell in cells if cell]
        if sum(bool(_IMPORT_ID.match(cell)) for cell in held) * 2 > len(held):
            return place + 1
    if len(records) > 1:
        first, second = records[0][1], records[1][1]
        of_parts = {"response", "open-ended response"} & {folded(cell) for cell in second}
        if of_parts and re.sub(r"\W", "", first[0].casefold()) == "respondentid":
            return 2
    return 1


def _columns(lines: Sequence[tuple[int, list[str]]]) -> tuple[Column, ...]:
    width = max(len(cells) for _, cells in lines)
    padded = [
        [" ".join(clean_text(cell).split()) for cell in cells] + [""] * (width - len(cells)) for _, cells in lines
    ]
    made = {1: _one_line, 2: _two_lines, 3: _three_lines}[len(padded)](padded)
    columns = [Column(place, spreadsheet_name(place), *texts) for place, texts in enumerate(made)]
    while columns and not columns[-1].header:
        columns.pop()
    return tuple(columns)


def _one_line(lines: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    return [(cell, "", "") for cell in lines[0]]


def _two_lines(lines: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    """The question stands above the first of its columns alone, and the second line says what each is about."""
    questions: list[str] = []
    for cell in lines[0]:
        questions.append(cell or (questions[-1] if questions else ""))
    parts = ["" if folded(cell) in _NO_PART else cell for cell in lines[1]]
    return [(question, part, "") for question, part in zip(questions, parts, strict=True)]


def _three_lines(lines: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    ids = [match[1] if (match := _IMPORT_ID.match(cell)) else "" for cell in lines[2]]
    return [(text, "", known) for text, known in zip(lines[1], ids, strict=True)]


def _rows(name: str, records: Sequence[tuple[int, list[str]]], width: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    for line, cells in records:
        if any(cells[width:]):
            raise ImportRefused(
                f"{name}: line {line} has more cells than the header has columns; put quotation marks around an answer "
                "that holds what stands between the cells."
            )
    pad: Callable[[list[str]], tuple[str, ...]] = lambda cells: tuple((cells + [""] * width)[:width])  # noqa: E731
    return tuple((line, pad(cells)) for line, cells in records)


def in_quotes(column: Column) -> str:
    """How a column is called in sentences: by its letter and the beginning of its header."""
    return f"column {column.letter} ({shown(column.header)})"
