"""Reading a file of answers row by row: what people's spreadsheet programs make of CSV, with every line numbered."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TextIO

from kit.curriculum.reading import folded
from kit.errors import ImportRefused
from kit.system.opening import opened
from kit.text.slugs import slug_of

# What is wrong with files of answers: one sentence for each kind of problem, however many rows have it.

VALUE = "{value}"  # stands in a sentence for what differs from row to row
_LINES = 3
_VALUES = 20


@dataclass
class _Kind:
    file: str
    sentence: str
    lines: list[int] = field(default_factory=list)
    values: dict[str, None] = field(default_factory=dict)


class Problems:
    """Problems as they are found, by file and kind, and the refusal that names every kind with its count."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], _Kind] = {}
        self._rows: dict[str, set[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def add(self, file: str, line: int, sentence: str, value: str = "") -> None:
        """Note that *sentence* holds for a row of *file*; rows that differ in *value* alone share a sentence."""
        kind = self._kinds.setdefault((file, sentence), _Kind(file, sentence))
        kind.lines.append(line)
        kind.values[value] = None
        self._rows.setdefault(file, set()).add(line)

    def sentences(self) -> list[str]:
        """One sentence a kind, in the order of the files and their lines."""
        files = list(self._rows)
        several = len(files) > 1
        kinds = sorted(self._kinds.values(), key=lambda kind: (files.index(kind.file), min(kind.lines)))
        return [f"{kind.file}, {_told(kind)}" if several else _told(kind) for kind in kinds]

    def refuse_if_any(self) -> None:
        """Raise ImportRefused that names the first problem and carries one sentence a kind, unless there is none."""
        if not self._kinds:
            return
        count = sum(len(lines) for lines in self._rows.values())
        rows = "1 row" if count == 1 else f"{count} rows"
        names, told = ", ".join(self._rows), self.sentences()
        raise ImportRefused(f"{names}: {rows} can't be imported, so nothing was; {told[0]}", told)


def shown(text: str) -> str:
    """A piece of a file in quotation marks, short and without anything a terminal would act on."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return f"'{plain[:40]}…'" if len(plain) > 40 else f"'{plain}'"


def listed(names: list[str], most: int = _VALUES) -> str:
    """Names with commas between them, the first of many."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _told(kind: _Kind) -> str:
    lines = sorted(set(kind.lines))
    first = ", ".join(map(str, lines[:_LINES]))
    where = (
        f"line {first}"
        if len(lines) == 1
        else f"lines {first}"
        if len(lines) <= _LINES
        else f"lines {first} and {len(lines) - _LINES} more"
    )
    return f"{where}: {kind.sentence.replace(VALUE, listed(list(kind.values)))}"


NEEDED = ("participant", "week", "exercise", "item", "answer")
KNOWN = (*NEEDED, "cohort")
SEPARATORS = (",", ";", "\t")
# Excel writes it, and reads the separator from it.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SEP = re.compile(r'"?sep=(.)"?[,;\t]*\s*', re.IGNORECASE)


class AnswerRow(NamedTuple):
    """One row of a file of answers as text, not yet checked; *line* is where it starts."""

    line: int
    participant: str
    week: str
    exercise: str
    item: str
    answer: str
    cohort: str = ""


def read_rows(path: Path, problems: Problems) -> Iterator[AnswerRow]:
    """The rows of the CSV file at *path*, in one pass; rows of a wrong length are added to *problems*.

    Raises ImportRefused where it cannot be read as a file of answers at all.
    """
    with text_file(path) as file:
        yield from _rows(path.name, file, problems)


@contextlib.contextmanager
def text_file(path: Path, *, wide: bool = False) -> Iterator[TextIO]:
    """The text at *path*, open for reading; *wide*: also one that says of itself that it is UTF-16.

    Raises ImportRefused where it is no text, cannot be opened, or turns out not to be UTF-8 while it is read.
    """
    try:
        encoding = _encoding(path, wide)
        with io.TextIOWrapper(opened(path), encoding, newline="") as file:
            yield file
    except FileNotFoundError:
        raise ImportRefused(f"{path}: there is no such file; check the name and the folder.") from None
    except OSError as error:
        raise ImportRefused(f"{path}: can't be read ({error.strerror}); check that it's a file you can open.") from None
    except UnicodeDecodeError:
        raise ImportRefused(
            f"{path.name}: line {_bad_line(path)} isn't in UTF-8; save the file as “CSV UTF-8” and try again."
        ) from None


def split_by_cohort(path: Path, problems: Problems) -> dict[str, list[AnswerRow]]:
    """The rows of a file with a cohort column, by the cohort's slug in order of appearance.

    Rows that name no cohort, and cohorts whose names give one slug, are added to *problems*. Raises ImportRefused
    where there is no such column.
    """
    cohorts: dict[str, list[AnswerRow]] = {}
    names: dict[str, str] = {}
    rows = list(read_rows(path, problems))
    if rows and not any(row.cohort for row in rows):
        raise ImportRefused(f"{path.name}: to make a folder for each cohort, the file needs a column cohort.")
    for row in rows:
        slug = _slug_of(row.cohort)
        if not slug:
            problems.add(path.name, row.line, "name the row's cohort in letters or digits, for example site-3.")
        elif names.setdefault(slug, row.cohort) != row.cohort:
            problems.add(
                path.name,
                row.line,
                f"the cohorts {shown(names[slug])} and {VALUE} would both be called {slug}; give them names that "
                "differ in letters or digits.",
                shown(row.cohort),
            )
        else:
            cohorts.setdefault(slug, []).append(row)
    return cohorts


_slug_of = lru_cache(maxsize=4096)(slug_of)


def _rows(name: str, file: TextIO, problems: Problems) -> Iterator[AnswerRow]:
    start, separator = _beginning(file)
    columns: list[str] | None = None
    places: list[int] = []
    rows = 0
    for line, cells in numbered(name, file, start, separator, problems):
        if columns is None:
            columns = _columns(name, cells)
            places = [columns.index(column) for column in KNOWN if column in columns]
            continue
        rows += 1
        if len(cells) < len(columns) or (len(cells) > len(columns) and any(cells[len(columns) :])):
            problems.add(
                name,
                line,
                f"has {VALUE} cells where the header has {len(columns)}; put quotation marks around an answer that "
                f"contains {'a TAB' if separator == chr(9) else repr(separator)}.",
                str(len(cells)),
            )
            continue
        yield AnswerRow(line, *[cells[place] for place in places])
    if not rows and not problems:
        what = "is empty" if columns is None else "has a header and no rows"
        raise ImportRefused(
            f"{name}: the file {what}; it needs a header ({','.join(NEEDED)}) and a row for each answer."
        )


def numbered(
    name: str, file: TextIO, start: int, separator: str, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """Each row of *file* that holds anything, with the line at which it starts, *start* being the first.

    A quotation mark that does not close is added to *problems*, and nothing is read behind it.
    """
    reader = csv.reader(file, delimiter=separator, strict=True)
    before = start - 1
    try:
        for raw in reader:
            line, start = start, before + reader.line_num + 1
            cells = [cell.strip() for cell in raw]
            if any(cells):
                yield line, cells
    except csv.Error:
        problems.add(
            name,
            start,
            "a quotation mark opens here and doesn't close before the next cell; double every quotation mark inside "
            "an answer, and put one before and one after it.",
        )


def said_separator(first: str) -> str:
    """What a first line such as ``sep=;`` says stands between the cells; empty where it says nothing."""
    sign = _SEP.fullmatch(first)
    return sign[1] if sign else ""


def _beginning(file: TextIO) -> tuple[int, str]:
    """The line at which the table begins, with *file* standing there, and what separates its cells."""
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    separator = said_separator(first)
    if not separator:
        return 1, _separator(first)
    for number, line in enumerate(iter(file.readline, ""), start=1):
        if line == first:
            return number + 1, separator
    return 1, separator


def _separator(header: str) -> str:
    def known(separator: str) -> int:
        names = header.strip().casefold().replace('"', "").split(separator)
        return len({name.strip() for name in names} & set(KNOWN))

    return max(SEPARATORS, key=known)


def _columns(name: str, cells: list[str]) -> list[str]:
    columns = [folded(cell) for cell in cells]
    missing = [column for column in NEEDED if column not in columns]
    unknown = [cell for cell, column in zip(cells, columns, strict=True) if column and column not in KNOWN]
    twice = [column for column in KNOWN if columns.count(column) > 1]
    wrong = (
        f"has no column '{missing[0]}'"
        if missing
        else f"has the column {shown(unknown[0])}, which is unknown"
        if unknown
        else f"has the column '{twice[0]}' twice"
        if twice
        else ""
    )
    if wrong:
        raise ImportRefused(
            f"{name}: the first line {wrong}; it must be {','.join(NEEDED)} (a column cohort may follow)."
        )
    return columns


def _encoding(path: Path, wide: bool) -> str:
    with opened(path) as file:
        start = file.read(4096)
    if wide and start.startswith(_UTF_16):
        return "utf-16"
    if b"\0" in start or start.startswith((b"PK\x03\x04", *_UTF_16)):
        raise ImportRefused(
            f"{path.name}: this is no CSV text (a spreadsheet, perhaps); open it and save it as “CSV UTF-8”."
        )
    return "utf-8-sig"


def _bad_line(path: Path) -> int:
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1
