"""Spoiling the notebook of a week, as people and programs do."""

from __future__ import annotations

import json

from kit.checks.notebooks import read_notebook

NAME = "week_01.ipynb"
OURS = "# From empathy to compassionate intelligence, and home again"


def change(folder, edit):
    notebook = read_notebook(folder / NAME)
    edit(notebook["cells"])
    (folder / NAME).write_text(json.dumps(notebook), "utf-8")


def place_of(cells, name):
    return next(position for position, cell in enumerate(cells) if name in "".join(cell["source"]))
