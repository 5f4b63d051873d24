"""Which cell of a notebook stands for which of the kit's own, whatever the program that saved it did to the ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kit.checks.cells import source
from kit.curriculum.earlier import earlier_cells, is_earlier_own

Cell = dict[str, Any]


def id_of(cell: Mapping[str, Any]) -> str | None:
    """The id of a cell; Colab keeps it among the cell's metadata."""
    found = cell.get("id") or cell.get("metadata", {}).get("id")
    return found if isinstance(found, str) else None


def words_of(cell: Mapping[str, Any]) -> str:
    """The text of a cell with its blanks and line ends folded."""
    return " ".join(source(cell).split())


def aligned(cells: Sequence[Cell], packaged: Sequence[Cell]) -> list[str | None]:
    """For each of *cells* the id of the kit's own that it stands for, each id at most once; None for what is added.

    By its id; of several with that id (a merge leaves such) the one with words of its own. Where no id has lasted, by
    its words, those of earlier versions too; then an edited text stands for the text that is missing at its place.
    """
    wanted = {cell["id"]: cell for cell in packaged}
    found: list[str | None] = [None] * len(cells)
    for own in wanted:
        with_it = [at for at, cell in enumerate(cells) if id_of(cell) == own]
        edited = [at for at in with_it if not is_own(cells[at], wanted.values())]
        for at in (edited or with_it)[:1]:
            found[at] = own
    lasted = any(found)
    _by_words(cells, wanted, found)
    if not lasted:
        _by_place(cells, packaged, found)
    return found


def is_own(cell: Mapping[str, Any], packaged: Iterator[Cell] | Sequence[Cell] | Any) -> bool:
    """Whether a cell says what one of *packaged* says, or one of an earlier version."""
    words = words_of(cell)
    return is_earlier_own(words) or any(words_of(one) == words for one in packaged)


def _by_words(cells: Sequence[Cell], wanted: Mapping[str, Cell], found: list[str | None]) -> None:
    for at, cell in enumerate(cells):
        if found[at] is None and id_of(cell) not in wanted:
            words = words_of(cell)
            same = [own for own in wanted if words_of(wanted[own]) == words]
            free = [own for own in (*same, *sorted(earlier_cells(words))) if own in wanted and own not in found]
            found[at] = free[0] if free else None


def _by_place(cells: Sequence[Cell], packaged: Sequence[Cell], found: list[str | None]) -> None:
    """Between two cells that were recognised, a text stands for the kit's text that is missing there."""
    order = [cell["id"] for cell in packaged]
    kinds = {cell["id"]: cell["cell_type"] for cell in packaged}
    last = -1
    for at, cell in enumerate(cells):
        if found[at] is not None:
            last = order.index(found[at])
            continue
        if last + 1 < len(order) and order[last + 1] not in found:
            missing = order[last + 1]
            if cell["cell_type"] == kinds[missing] == "markdown":
                found[at] = missing
                last += 1
