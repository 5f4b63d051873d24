"""An executed notebook without what differs between two runs, and without anything but the result."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kit.errors import ReportFailed
from kit.system.text_search import views

PLOTLY = "application/vnd.plotly.v1+json"
HIDDEN = "participant"  # the tag of cells that are no part of a report
SHOWN = (PLOTLY, "text/html", "text/markdown", "text/plain")
_INJECTED = "injected-parameters"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def clean(executed: NotebookNode, name: str) -> NotebookNode:
    """A new notebook with the cells, tags and results of *executed*, the same bytes in every run.

    Widget state, timings, what papermill notes and whatever went to stderr are left out. Raises
    ReportFailed, naming the cell of notebook *name*, where a result is of a kind that a report cannot show.
    """
    spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # Whether it is sound is looked at once, where it is written.
    notebook: NotebookNode = nbformat.from_dict(
        {
            "cells": [_cell(cell, name) for cell in executed.cells],
            "metadata": {"kernelspec": spec, "language_info": {"name": "python"}},
            "nbformat": nbformat.current_nbformat,
            "nbformat_minor": nbformat.current_nbformat_minor,
        }
    )
    return notebook


def to_text(notebook: NotebookNode) -> str:
    """The text of a notebook's file."""
    return str(nbformat.writes(notebook)) + "\n"


def _cell(cell: NotebookNode, name: str) -> dict[str, Any]:
    tags = list(cell.metadata.get("tags", []))
    # papermill gives the cell that it adds a random id.
    made = {
        "id": _INJECTED if _INJECTED in tags else cell.id,
        "cell_type": cell.cell_type,
        "metadata": {"tags": tags} if tags else {},
        "source": cell.source,
    }
    if cell.cell_type == "code":
        where = f"{name}, cell '{cell.id}'"
        made["execution_count"] = cell.execution_count
        made["outputs"] = [kept for output in cell.outputs if (kept := _output(output, where))]
    return made


def _output(output: NotebookNode, where: str) -> dict[str, Any] | None:
    if output.output_type == "stream":
        stream = {"output_type": "stream", "name": "stdout", "text": _steady(output.text)}
        return stream if output.name == "stdout" else None
    data = {mime: _steady(output.data[mime]) for mime in SHOWN if mime in output.data}
    richer = sorted(set(output.data) - set(SHOWN))
    if richer and set(data) <= {"text/plain"}:
        raise ReportFailed(f"{where}: a report can't show {richer[0]}; show text, a table or a chart instead.")
    return {"output_type": "display_data", "metadata": {}, "data": data} if data else None


def _steady(content: Any) -> Any:
    return _ADDRESS.sub("", content) if isinstance(content, str) else content


# The last look at everything a report writes: nothing personal, nothing of this computer.

# What stands before it is looked at after its first letter, which is found a good deal sooner.
_PSEUDONYM = re.compile(r"[pP](?<![0-9A-Za-z].)[0-9A-Fa-f]{32}(?![0-9A-Fa-f])", re.DOTALL)
_TOPS = "home|Users|root|tmp|var|private|opt|mnt|media|srv|usr|etc|proc|work|Volumes|workspaces"
_PATH = re.compile(rf"(?<![\w/.<])/(?:{_TOPS})/[\w.~-]|file://|(?<!\w)[A-Za-z]:\\+\w")
# Without any of these in it no text has such a path; that is seen a hundred times sooner than the path is looked for.
_PATH_HAS = (*(f"/{top}/" for top in _TOPS.split("|")), "file://", ":\\")
_WIDGET = re.compile(r"application/vnd\.jupyter\.widget-(?:state|view)\+json")


@dataclass(frozen=True, kw_only=True)
class Forbidden:
    """What an output must not contain, beyond what every output is searched for.

    *names* are whole words, *pseudonyms* are searched for as they are, *folders* as paths.
    """

    names: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()


def scan(document: str | bytes, forbidden: Forbidden, *, where: str) -> None:
    """Raise ReportFailed saying what kind of thing was found in *document*, escaped or not; never the thing itself."""
    text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
    for kind in (kind for view in views(text) for kind in _kinds(view, forbidden)):
        raise ReportFailed(f"{where}: it would show {kind}, so it wasn't written; remove that from the notebook.")


def scan_notebook(notebook: NotebookNode, known: Iterable[str], *, where: str) -> None:
    """Raise ReportFailed where widget state was saved, or a parameter is set that the notebook does not have."""
    injected = [cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    lines = [line.partition("=")[0].strip() for cell in injected for line in cell.source.splitlines()]
    names = {line for line in lines if line and not line.startswith("#")}
    names |= set(notebook.metadata.get("papermill", {}).get("parameters", {}))
    if names - set(known):
        raise ReportFailed(f"{where}: it would show a parameter beyond the notebook's own, so it wasn't written.")
    if "widgets" in notebook.metadata:
        raise ReportFailed(f"{where}: it would show the state of a form, so it wasn't written; clear its outputs.")


def _kinds(text: str, forbidden: Forbidden) -> Iterator[str]:
    if _PSEUDONYM.search(text) or any(one in text for one in forbidden.pseudonyms):
        yield "a participant's pseudonym"
    if any(_word(unicodedata.normalize("NFC", name)).search(text) for name in forbidden.names):
        yield "a name"
    if _has_path(text) or any(_has_folder(text, folder) for folder in _folders(forbidden)):
        yield "a path of this computer"
    if _WIDGET.search(text):
        yield "the state of a form"


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _folders(forbidden: Forbidden) -> Iterator[Path]:
    for folder in (*forbidden.folders, Path.home(), Path(tempfile.gettempdir())):
        if len(folder.parts) > 1:
            yield folder


def _has_path(text: str) -> bool:
    return any(part in text for part in _PATH_HAS) and _PATH.search(text) is not None


def _has_folder(text: str, folder: Path) -> bool:
    # In JSON a backslash stands doubled.
    steps = re.escape(str(folder)).replace(r"\\", r"\\+")
    there = all(part in text for part in str(folder).split("\\"))
    return there and re.search(rf"(?<![\w/.<]){steps}(?![\w-])", text) is not None
