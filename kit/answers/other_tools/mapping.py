"""The mapping beside an export: what the facilitator reads, corrects and gives back, and what is refused in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit.answers.other_tools.exported import Exported
from kit.answers.other_tools.headers import Column
from kit.answers.other_tools.proposing import LEAVE_OUT, PARTICIPANT, UNSURE, Proposed
from kit.curriculum.complaints import complaints
from kit.curriculum.yaml_files import Fault, line_in, read_yaml, told
from kit.errors import ImportRefused
from kit.system.disk import write_private
from kit.text.spellings import without_addresses

SUFFIX = ".map.yaml"
_LONGEST_HEADER = 160

_HEAD = f"""\
# What the kit made of {{name}}. Nothing of it was imported yet.
#
# Read it line by line and correct what is wrong; then give the same command again, which imports by this file.
# Behind 'item' stands one of these:
#   a week, exercise and item, as in 3/pulse/energy    the column holds the answers to that question
#   {PARTICIPANT}    it holds the code, or the address, that stands for the person: one column in all
#   {LEAVE_OUT}      nothing of it is imported
#   {UNSURE}         the kit can't tell, and imports nothing while this stands anywhere
# 'labels' say which option each label stands for, 'first' and 'last' which numbers stand for the first and the last
# option. A column that is about one option alone has 'option', and in 'chosen' what its cells hold where it was chosen.

"""


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MappedColumn(_Written):
    """What the mapping says about one column."""

    column: Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]
    header: str
    item: Annotated[str, Field(min_length=1)]
    option: str = ""
    chosen: str = ""
    first: str = ""
    last: str = ""
    labels: dict[str, str] = Field(default_factory=dict)


class _Mapping(_Written):
    header_lines: Literal["1", "2", "3"]
    columns: Annotated[list[MappedColumn], Field(min_length=1)]


@dataclass(frozen=True)
class Mapping:
    """A mapping as it was read; ``line`` tells where in its file the entry of a column begins."""

    name: str
    header_lines: int
    columns: tuple[MappedColumn, ...]
    lines: tuple[int, ...]

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Raise ImportRefused that tells *faults*, where there are any."""
        if faults:
            error = told(self.name, faults)
            raise ImportRefused(f"{error} Nothing was imported.", error.problems)


def mapping_beside(path: Path) -> Path:
    """Where the mapping of the export at *path* is: beside it, under its name."""
    return path.with_name(f"{path.stem}{SUFFIX}")


def is_mapping_there(path: Path) -> bool:
    """Whether anything of that name is there, a link that leads nowhere too, so that none is written over."""
    return path.exists() or path.is_symlink()


def write_mapping(path: Path, exported: Exported, proposed: Sequence[Proposed]) -> None:
    """Write what was *proposed*, for its owner alone to read. Raises StoreError where the disk refuses."""
    lines = [_HEAD.format(name=short(exported.name)), f"header_lines: {exported.header_lines}\ncolumns:\n"]
    write_private(path, "".join([*lines, *map(_entry, proposed)]).encode())


def read_mapping(path: Path) -> Mapping:
    """The mapping at *path*. Raises ContentError or ImportRefused: which line, what is wrong, what is right."""
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise ImportRefused(
            f"{path.name}: no mapping stands in this file; delete it, and give the same command again for a new one."
        )
    try:
        read = _Mapping.model_validate(raw)
    except ValidationError as error:
        wrong = told(path.name, complaints(raw, error, _Mapping))
        raise ImportRefused(f"{wrong} Nothing was imported.", wrong.problems) from None
    lines = tuple(line_in(entry, "item") for entry in raw["columns"])
    return Mapping(path.name, int(read.header_lines), tuple(read.columns), lines)


def short(header: str) -> str:
    """A header as it stands in a mapping: on one line, without addresses, and no longer than can be read."""
    plain = without_addresses("".join(sign if sign.isprintable() else " " for sign in header))
    return plain if len(plain) <= _LONGEST_HEADER else f"{plain[:_LONGEST_HEADER].rstrip()}…"


def is_of(column: Column, header: str) -> bool:
    """Whether *header*, as a mapping has it, is that of *column*."""
    return short(column.header) == header


def _entry(proposed: Proposed) -> str:
    fields: list[tuple[str, Any, str]] = [
        ("column", proposed.column.letter, ""),
        ("header", _quoted(short(proposed.column.header)), ""),
        ("item", proposed.item, proposed.note),
    ]
    if proposed.option:
        fields += [("option", _quoted(proposed.option), ""), ("chosen", _quoted(proposed.chosen), "")]
    if proposed.numbers:
        fields += [("first", UNSURE, ""), ("last", UNSURE, "")]
    text = "".join(f"    {name}: {value}{_noted(note)}\n" for name, value, note in fields)
    text = "  - " + text.removeprefix("    ")
    if proposed.labels:
        text += "    labels:\n"
        text += "".join(
            f"      {_quoted(label.text)}: {_quoted(label.option)}{_noted(label.note)}\n" for label in proposed.labels
        )
    return text


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _noted(note: str) -> str:
    return f"    # {note}" if note else ""
