"""Damaged notebooks: what was deleted, converted, moved or broken, and bringing it back from the packaged one.

Answers are never in a notebook, so a repair cannot touch them. Words that a facilitator edited stay.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple

from kit.checks.kits_notebooks import Notebook, kits_notebook, source
from kit.curriculum.earlier import earlier_cells, is_earlier_own
from kit.curriculum.weeks import week_number_of
from kit.new_cohort import is_compared, to_text, unrun_cell
from kit.settings import content_root
from kit.system.content_files import content_files
from kit.system.disk import keep_copy, write_text
from kit.system.opening import text_of
from kit.text.parsing import json_of

# What may stand in a cell of a workshop notebook: a short text, or few lines of the kit's verbs.

MOST_LINES = 3
MOST_WORDS = 120
_NAMES = {"week", "group", "my", "cohort", "audience"}
_VERBS = {"ask", "group", "practice", "read", "mine", "copy", "session", "home", "arc", "changes", "tables"}
_OPENINGS = {"open_week", "open_cohort", "open_practice"}


def cell_problems(cell: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a cell, a part of a sentence each: what there is, and what belongs there."""
    if cell["cell_type"] == "markdown":
        words = len(source(cell).split())
        if words > MOST_WORDS:
            yield f"{words} words; keep a text to {MOST_WORDS}, the rest belongs in the week file"
    if cell["cell_type"] == "code":
        yield from _code_problems(source(cell))


def works(cell: Mapping[str, Any]) -> bool:
    """Whether a cell that should hold code can do what the kit's own one does."""
    return cell["cell_type"] != "code" or not list(_code_problems(source(cell)))


def _code_problems(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        yield f"{len(lines)} lines of code; a cell has at most {MOST_LINES}"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield f"line {error.lineno} can't be read as a kit verb"
        return
    if not all(_allowed(statement) for statement in tree.body):
        yield 'only the kit\'s verbs belong here, such as week.ask("pulse")'


def _allowed(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names] == ["kit"]
    if isinstance(statement, ast.Assign):
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        return len(names) == len(statement.targets) and set(names) <= _NAMES and _value(statement.value)
    return isinstance(statement, ast.Expr) and _value(statement.value)


def _value(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in _NAMES
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _value(node.left) and _value(node.right)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    opening = isinstance(owner, ast.Name) and owner.id == "kit" and node.func.attr in _OPENINGS
    verb = isinstance(owner, ast.Name) and owner.id in _NAMES and node.func.attr in _VERBS
    return (opening or verb) and all(_value(arg) for arg in [*node.args, *(word.value for word in node.keywords)])


# Which cell of a notebook stands for which of the kit's own, whatever the program that saved it did to the ids.

Cell = dict[str, Any]


def id_of(cell: Mapping[str, Any]) -> str | None:
    """The id of a cell; Colab keeps it among the cell's metadata."""
    own = cell.get("id") or cell.get("metadata", {}).get("id")
    return own if isinstance(own, str) else None


def words_of(cell: Mapping[str, Any]) -> str:
    """The text of a cell with its blanks and line ends folded."""
    return " ".join(source(cell).split())


def aligned(cells: Sequence[Cell], packaged: Sequence[Cell]) -> list[str | None]:
    """For each of *cells* the id of the kit's own that it stands for, each id at most once; None for what is added.

    By its id; of several with that id (a merge leaves such) the one with words of its own. Where no id has lasted, by
    its words, those of earlier versions too; then an edited text stands for the text that is missing at its place.
    """
    wanted = {cell["id"]: cell for cell in packaged}
    places: list[str | None] = [None] * len(cells)
    for own in wanted:
        with_it = [at for at, cell in enumerate(cells) if id_of(cell) == own]
        edited = [at for at in with_it if not is_own(cells[at], wanted.values())]
        for at in (edited or with_it)[:1]:
            places[at] = own
    lasted = any(places)
    _by_words(cells, wanted, places)
    if not lasted:
        _by_place(cells, packaged, places)
    return places


def is_own(cell: Mapping[str, Any], packaged: Iterator[Cell] | Sequence[Cell] | Any) -> bool:
    """Whether a cell says what one of *packaged* says, or one of an earlier version."""
    words = words_of(cell)
    return is_earlier_own(words) or any(words_of(one) == words for one in packaged)


def _by_words(cells: Sequence[Cell], wanted: Mapping[str, Cell], places: list[str | None]) -> None:
    for at, cell in enumerate(cells):
        if places[at] is None and id_of(cell) not in wanted:
            words = words_of(cell)
            same = [own for own in wanted if words_of(wanted[own]) == words]
            free = [own for own in (*same, *sorted(earlier_cells(words))) if own in wanted and own not in places]
            places[at] = free[0] if free else None


def _by_place(cells: Sequence[Cell], packaged: Sequence[Cell], places: list[str | None]) -> None:
    """Between two cells that were recognised, a text stands for the kit's text that is missing there."""
    order = [cell["id"] for cell in packaged]
    kinds = {cell["id"]: cell["cell_type"] for cell in packaged}
    last = -1
    for at, cell in enumerate(cells):
        if places[at] is not None:
            last = order.index(places[at])
            continue
        if last + 1 < len(order) and order[last + 1] not in places:
            missing = order[last + 1]
            if cell["cell_type"] == kinds[missing] == "markdown":
                places[at] = missing
                last += 1


KEPT = ".before_repair"
KERNEL = "python3"
FORMAT = 4
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # as nbformat has it


def _sound(cell: object) -> bool:
    """Whether a cell has the form that every program expects of one."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    text = cell.get("source")
    lines = isinstance(text, list) and all(isinstance(line, str) for line in text)
    return (lines or isinstance(text, str)) and isinstance(cell.get("metadata"), dict)


def damage(name: str, notebook: Notebook, kits: Notebook) -> Iterator[str]:
    """One sentence for every cell of the *kits* own notebook that was deleted, converted or moved."""
    yield from (f"{name}: {one.what}; {one.cure}." for one in damages(notebook, kits))


class Damage(NamedTuple):
    """What happened to a cell, what a repair does about it, and what a repair did."""

    what: str
    cure: str
    done: str


def damages(notebook: Notebook, packaged: Notebook) -> Iterator[Damage]:
    """What happened to the cells of the packaged notebook, and which ids a merge left twice."""
    cells = notebook["cells"]
    places = aligned(cells, packaged["cells"])
    there = {own: cell for own, cell in zip(places, cells, strict=True) if own}
    for cell in packaged["cells"]:
        own, kind = cell["id"], cell["cell_type"]
        if own not in there:
            yield Damage(f"the cell '{own}' is missing", "kit check --repair brings it back", f"'{own}' is back")
        elif there[own]["cell_type"] != kind:
            what = f"the cell '{own}' was turned from {kind} into {there[own]['cell_type']}"
            yield Damage(what, "kit check --repair turns it back", f"'{own}' is {kind} again")
    order = [cell["id"] for cell in packaged["cells"] if cell["id"] in there]
    for expected, actual in zip(order, [own for own in places if own], strict=True):
        if expected != actual:
            what = f"the cell '{actual}' was moved to before '{expected}'"
            yield Damage(what, "kit check --repair puts it back", f"'{actual}' is in its place")
            break
    for repeated, times in Counter(id_of(cell) for cell in cells).items():
        if repeated is not None and times > 1:
            cure = "kit check --repair keeps one, and what else has words of its own under another id"
            yield Damage(f"the cell '{repeated}' stands {times} times", cure, f"'{repeated}' stands once")


def compared(notebook: Notebook) -> Iterator[Damage]:
    """Which cells of a cohort's notebook keep the sample's results to compare with, as copies of 0.1.0 do."""
    for cell in filter(is_compared, notebook["cells"]):
        what = f"the cell '{cell.get('id', '?')}' keeps results to compare with, which are the sample's"
        yield Damage(what, "kit check --repair takes them out", f"'{cell.get('id', '?')}' compares nothing")


def summaries() -> list[str]:
    """File names of the kit's own notebooks that belong to no single week."""
    paths = content_files(content_root() / "notebooks", ".ipynb")
    return [path.name for path in paths if week_number_of(path.stem) is None]


def repair(folder: Path, names: Sequence[str]) -> list[str]:
    """Repair the notebooks called *names* in *folder*; a sentence for each one mended, its old file kept beside.

    Raises KitError where the folder cannot be written.
    """
    if folder.resolve() == (content_root() / "notebooks").resolve():
        return []
    mended = []
    for path in (folder / name for name in names):
        packaged = kits_notebook(path)
        if packaged is None:
            continue
        notebook, whole = readable(path)
        done = ["what can be read of it is kept"] if notebook else ["it's the kit's own again"]
        if notebook is not None and whole:
            done = list(to_do(notebook, packaged))
        if done:
            mended.append(_put_aside(path, done))
            write_text(path, to_text(restored(notebook, packaged)))
    return mended


def to_do(notebook: Notebook, packaged: Notebook) -> Iterator[str]:
    """What a repair of *notebook* does, a few words each."""
    yield from dict.fromkeys(one.done for one in (*damages(notebook, packaged), *compared(notebook)))
    wanted = {cell["id"]: cell for cell in packaged["cells"]}
    for own, cell in zip(aligned(notebook["cells"], packaged["cells"]), notebook["cells"], strict=True):
        if own and cell["cell_type"] == wanted[own]["cell_type"]:
            if is_outdated(cell, wanted[own]):
                yield f"'{own}' is that of this version"
            elif not works(cell):
                yield f"'{own}' works again"
    if notebook["metadata"].get("kernelspec", {}).get("name") != KERNEL:
        yield "the kernel is Python 3"


def own_words(notebook: Notebook, packaged: Notebook) -> list[str]:
    """The ids of the kit's cells in *notebook* that say what no version of the kit ever said."""
    places = zip(aligned(notebook["cells"], packaged["cells"]), notebook["cells"], strict=True)
    return [own for own, cell in places if own and not is_own(cell, packaged["cells"])]


def is_outdated(cell: Mapping[str, Any], packaged: Mapping[str, Any]) -> bool:
    """Whether a cell says, word for word, what an earlier version's said and this one's does not."""
    return words_of(cell) != words_of(packaged) and is_earlier_own(source(cell))


def _put_aside(path: Path, done: Sequence[str]) -> str:
    """Keep the file as it is, if there is one; returns the sentence that says what was done."""
    if not path.exists():
        return f"{path.name}: was missing and is there again."
    copy = keep_copy(path, KEPT)
    return f"{path.name}: repaired ({', '.join(done)}); the file as it was is {KEPT}/{copy.name}."


def restored(notebook: Notebook | None, packaged: Notebook) -> Notebook:
    """The packaged notebook with the facilitator's own words and added cells in it, each where it stood."""
    if notebook is None:
        return packaged
    wanted = {cell["id"]: cell for cell in packaged["cells"]}
    places = aligned(notebook["cells"], packaged["cells"])
    kept, added = _kept(notebook["cells"], places, wanted)
    first = packaged["cells"][0]["id"]
    cells: list[dict[str, Any]] = []
    for cell in packaged["cells"]:
        if cell["id"] == first and first in places:
            cells += added.get(None, [])
        cells.append(kept.get(cell["id"], cell))
        # Where the first cell was lost, nobody meant what came next to stand above it.
        cells += added.get(None, []) if cell["id"] == first and first not in places else []
        cells += added.get(cell["id"], [])
    metadata = {**notebook["metadata"], "kernelspec": packaged["metadata"]["kernelspec"]}
    form = {key: packaged[key] for key in ("nbformat", "nbformat_minor")}
    return {**notebook, **form, "metadata": metadata, "cells": _with_ids(cells, set(wanted))}


def _kept(
    cells: Sequence[dict[str, Any]], places: Sequence[str | None], wanted: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], dict[str | None, list[dict[str, Any]]]]:
    """The cells that stay in the place of the kit's own, and those that were added, by the own one before them."""
    kept: dict[str, dict[str, Any]] = {}
    added: dict[str | None, list[dict[str, Any]]] = {}
    current: str | None = None
    for own, cell in zip(places, cells, strict=True):
        current = own or current
        if own and cell["cell_type"] == wanted[own]["cell_type"]:
            if works(cell) and not is_outdated(cell, wanted[own]):
                kept[own] = {**(unrun_cell(cell) if is_compared(cell) else cell), "id": own}
        elif not is_own(cell, wanted.values()) and not (own and words_of(cell) == ""):
            added.setdefault(current, []).append(unrun_cell(cell) if is_compared(cell) else cell)
    return kept, added


def _with_ids(cells: Sequence[dict[str, Any]], wanted: Set[str]) -> list[dict[str, Any]]:
    """The cells, each with an id of its own that the same cell gets again."""
    seen: set[str] = set()
    made = []
    for cell in cells:
        own = cell.get("id")
        if not isinstance(own, str) or not _ID.fullmatch(own) or own in seen:
            digest = hashlib.sha256(words_of(cell).encode("utf-8", "surrogatepass")).hexdigest()[:8]
            names = (f"own-{digest}", *(f"own-{digest}-{number}" for number in range(2, 10_000)))
            own = next(name for name in names if name not in seen and name not in wanted)
        seen.add(own)
        made.append({**cell, "id": own})
    return made


BOM = "\ufeff"  # what some editors put before a text, and no Jupyter reads


def readable(path: Path) -> tuple[Notebook | None, bool]:
    """What can be read of a notebook, None where nothing can, and whether that is all of it and Jupyter opens it."""
    try:
        text = text_of(path)
        content = json_of(text.removeprefix(BOM))
    except (OSError, ValueError):
        return None, False
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        return None, False
    metadata = content.get("metadata")
    readable = {**content, "metadata": metadata if isinstance(metadata, dict) else {}}
    if not isinstance(readable["metadata"].get("kernelspec", {}), dict):
        readable["metadata"] = {**readable["metadata"], "kernelspec": {}}
    readable["cells"] = [cell for cell in content["cells"] if _sound(cell)]
    whole = content == readable and content.get("nbformat") == FORMAT
    return readable, whole and not text.startswith(BOM)
