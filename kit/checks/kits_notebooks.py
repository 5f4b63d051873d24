"""The kit's own notebooks, of this version and of earlier ones, and which of them is the one for a cohort's week."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kit.curriculum.earlier import versions_before
from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.versions import version_of
from kit.curriculum.weeks import Week, week_number_of
from kit.errors import KitError
from kit.new_cohort import unrun
from kit.settings import content_root, material_in
from kit.system.opening import text_of
from kit.text.parsing import json_of

Notebook = dict[str, Any]
EARLIER = "earlier_notebooks"  # in data/: a folder for each earlier version


def source(cell: Mapping[str, Any]) -> str:
    """The text of a cell, however the file spells it."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def packaged_notebook(name: str) -> Notebook | None:
    """This version's own notebook of that file name, or None for a week that a facilitator added."""
    return _at(content_root() / "notebooks" / name)


def kits_notebook(path: Path, week: Week | None = None) -> Notebook | None:
    """The kit's own notebook for the cohort whose notebook lies at *path*, or is missing there; None where it has none.

    A cohort that began with an earlier version may keep its weeks, so it is the one, of any version, that asks what the
    *week* has (read from the cohort's file where none is given). Of those that do so alike, and of a notebook of no
    week, it is that of the version in the folder. What it asks of which the week has nothing was taken out there, and
    with it the cells that ask for nothing else.
    """
    root = path.parent.parent
    if path.parent.resolve() == (content_root() / "notebooks").resolve():
        return packaged_notebook(path.name)
    there = [one for one in (_at(place / path.name) for place in _folders(root)) if one is not None]
    week = week or _week_of(root, path)
    if week is None or not there:
        return there[0] if there else None
    wanted = {"ask": [one.id for one in week.exercises], "practice": [one.id for one in week.practices]}
    nearest = max(there, key=lambda one: _likeness(one, wanted))
    return {**nearest, "cells": [cell for cell in nearest["cells"] if not _taken_out(cell, wanted)]}


def asked(notebook: Mapping[str, Any], verb: str = "ask") -> list[str]:
    """The names passed to ``week.<verb>(...)`` in a notebook, in order."""
    return [name for cell in notebook["cells"] for name in _asked_in(cell, verb)]


def _asked_in(cell: Mapping[str, Any], verb: str) -> Iterator[str]:
    if cell["cell_type"] != "code":
        return
    calls = [node for node in _nodes(source(cell)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == verb:
            yield from (str(arg.value) for arg in call.args if isinstance(arg, ast.Constant))


def _nodes(text: str) -> Iterator[ast.AST]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return iter(())
    return ast.walk(tree)


def _at(path: Path) -> Notebook | None:
    # The kit's own summary shows the sample's results; a cohort gets the notebook without them.
    return unrun(json_of(text_of(path))) if path.is_file() else None


def _folders(root: Path) -> Iterator[Path]:
    """Where the kit's notebooks are: those of the version in the folder *root*, this version's, then earlier ones."""
    before, version = versions_before(), version_of(root)
    earlier = content_root() / "data" / EARLIER
    if version in before:
        yield earlier / version
    yield content_root() / "notebooks"
    yield from (earlier / one for one in reversed(before) if one != version)


def _week_of(root: Path, path: Path) -> Week | None:
    """The cohort's week with the notebook at *path*; None where there is none, or none that can be read."""
    number = week_number_of(path.stem)
    if number is None:
        return None
    try:
        return load_week(find_week_file(material_in(root, "curriculum"), number))
    except KitError:
        return None  # which is for kit check to say of the week


def _likeness(notebook: Notebook, wanted: Mapping[str, list[str]]) -> float:
    """How much of what a notebook asks is *wanted* and in that order, from 0 to 2, which is all."""
    return sum(SequenceMatcher(None, asked(notebook, verb), ids, False).ratio() for verb, ids in wanted.items())


def _taken_out(cell: Mapping[str, Any], wanted: Mapping[str, list[str]]) -> bool:
    """Whether a cell asks, and for nothing that is *wanted*."""
    names = [(verb, name) for verb in wanted for name in _asked_in(cell, verb)]
    return bool(names) and not any(name in wanted[verb] for verb, name in names)
