"""Damaged notebooks: what was deleted, converted, moved or broken, and bringing it back from the packaged one.

Answers are never in a notebook, so a repair cannot touch them. Words that a facilitator edited stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kit.checks.cells import source, works
from kit.curriculum.weeks import week_number_of
from kit.files import write_text
from kit.leftovers import content_files
from kit.settings import content_root

Notebook = dict[str, Any]
KEPT = ".before_repair"
KERNEL = "python3"
FORMAT = 4


def packaged_notebook(name: str) -> Notebook | None:
    """The kit's own notebook of that file name, or None for a week that a facilitator added."""
    path = content_root() / "notebooks" / name
    if not path.is_file():
        return None
    found: Notebook = json.loads(path.read_text("utf-8"))
    return found


def _sound(cell: object) -> bool:
    """Whether a cell has the form that every program expects of one."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    text = cell.get("source")
    lines = isinstance(text, list) and all(isinstance(line, str) for line in text)
    return (lines or isinstance(text, str)) and isinstance(cell.get("metadata"), dict)


def damage(name: str, notebook: Notebook, packaged: Notebook) -> Iterator[str]:
    """One sentence for every cell of the packaged notebook that was deleted, converted or moved."""
    there = {cell.get("id"): cell for cell in notebook["cells"]}
    wanted = packaged["cells"]
    for cell in wanted:
        mine = there.get(cell["id"])
        if mine is None:
            yield f"{name}: the cell '{cell['id']}' is missing; kit check --repair brings it back."
        elif mine["cell_type"] != cell["cell_type"]:
            yield (
                f"{name}: the cell '{cell['id']}' was turned from {cell['cell_type']} into {mine['cell_type']}; "
                "kit check --repair turns it back."
            )
    order = [cell["id"] for cell in wanted if cell["id"] in there]
    actual = [cell.get("id") for cell in notebook["cells"] if cell.get("id") in order]
    for expected, found in zip(order, actual, strict=False):
        if expected != found:
            yield f"{name}: the cell '{found}' was moved to before '{expected}'; kit check --repair puts it back."
            return


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
        packaged = packaged_notebook(path.name)
        if packaged is None:
            continue
        notebook, whole = readable(path)
        if notebook is not None and whole and not _in_need(path.name, notebook, packaged):
            continue
        mended.append(_put_aside(path))
        write_text(path, _to_text(restored(notebook, packaged)))
    return mended


def _in_need(name: str, notebook: Notebook, packaged: Notebook) -> bool:
    own = {cell["id"] for cell in packaged["cells"]}
    broken = any(cell.get("id") in own and not works(cell) for cell in notebook["cells"])
    kernel = notebook["metadata"].get("kernelspec", {}).get("name")
    return broken or kernel != KERNEL or bool(list(damage(name, notebook, packaged)))


def _put_aside(path: Path) -> str:
    """Keep the file as it is, if there is one; returns the sentence that says what was done."""
    if not path.exists():
        return f"{path.name}: was missing and is there again."
    keep = path.parent / KEPT
    keep.mkdir(exist_ok=True)
    write_text(keep / path.name, path.read_text("utf-8", errors="replace"))
    return f"{path.name}: repaired; the file as it was is in {KEPT}."


def restored(notebook: Notebook | None, packaged: Notebook) -> Notebook:
    """The packaged notebook with the facilitator's own words and added cells in it."""
    if notebook is None:
        return packaged
    own = {cell.get("id"): cell for cell in notebook["cells"]}
    wanted = {cell["id"] for cell in packaged["cells"]}
    # A program that drops the ids of cells leaves copies of ours behind; these are no cells of the facilitator's.
    ours = {source(cell).strip() for cell in packaged["cells"]}
    added = [cell for cell in notebook["cells"] if cell.get("id") in wanted or source(cell).strip() not in ours]
    cells: list[dict[str, Any]] = []
    for cell in packaged["cells"]:
        mine = own.get(cell["id"])
        keep = mine is not None and mine["cell_type"] == cell["cell_type"] and works(mine)
        cells.append(mine if keep and mine is not None else cell)
        cells += _added_after(cell["id"], added, wanted)
    metadata = {**notebook["metadata"], "kernelspec": packaged["metadata"]["kernelspec"]}
    form = {key: packaged[key] for key in ("nbformat", "nbformat_minor")}
    return {**notebook, **form, "metadata": metadata, "cells": _added_after(None, added, wanted) + cells}


def _added_after(anchor: str | None, cells: list[dict[str, Any]], wanted: set[str]) -> list[dict[str, Any]]:
    """The facilitator's own cells that stand between packaged cell *anchor* and the next packaged one."""
    found: list[dict[str, Any]] = []
    current: str | None = None
    for cell in cells:
        if cell.get("id") in wanted:
            current = cell["id"]
        elif current == anchor:
            found.append(cell)
    return found


def readable(path: Path) -> tuple[Notebook | None, bool]:
    """What can be read of a notebook, None where nothing can, and whether that is all of it."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None, False
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        return None, False
    metadata = found.get("metadata")
    readable = {**found, "metadata": metadata if isinstance(metadata, dict) else {}}
    readable["cells"] = [cell for cell in found["cells"] if _sound(cell)]
    return readable, found == readable and found.get("nbformat") == FORMAT


def _to_text(notebook: Notebook) -> str:
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
