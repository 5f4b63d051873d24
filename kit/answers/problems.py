"""What is wrong with files of answers: one sentence for each kind of problem, however many rows have it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kit.errors import ImportRefused

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
        raise ImportRefused(f"{names}: {rows} cannot be imported, so nothing was; {told[0]}", told)


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
