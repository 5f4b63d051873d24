"""A notebook as it was before anybody ran it, so that no group's results are handed on with a copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kit.system.opening import text_of
from kit.text.parsing import json_of

# They let nbval compare outputs, which is right only where the outputs are the sample's.
COMPARED = ("keep_output", "nbval-check-output")


def is_compared(cell: Mapping[str, Any]) -> bool:
    """Whether nbval is asked to compare what *cell* shows; in a cohort that would be with the sample's results."""
    return bool({*cell.get("metadata", {}).get("tags", [])} & {*COMPARED})


def unrun(notebook: dict[str, Any]) -> dict[str, Any]:
    """*notebook* without outputs, counts, and the tags that ask for outputs to be compared.

    Raises KeyError, TypeError or AttributeError where it is none.
    """
    return {**notebook, "cells": [unrun_cell(cell) for cell in notebook["cells"]]}


def read_unrun(path: Path) -> dict[str, Any] | None:
    """The notebook at *path*, as ``unrun`` leaves it; None where it is no notebook. Raises OSError."""
    try:
        return unrun(json_of(text_of(path)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def to_text(notebook: dict[str, Any]) -> str:
    """The text of a notebook's file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def unrun_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """As ``unrun``, for one cell."""
    found = {**cell, "metadata": _without_marks(cell.get("metadata", {}))}
    return {**found, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else found


def _without_marks(metadata: dict[str, Any]) -> dict[str, Any]:
    # papermill and some editors also write when a cell was run, which is as much of one's own as what came of it.
    kept = {key: value for key, value in metadata.items() if key not in ("execution", "papermill", "tags")}
    tags = [tag for tag in metadata.get("tags", []) if tag not in COMPARED]
    return {**kept, "tags": tags} if tags else kept
