"""An executed notebook without what differs between two runs, and without anything but the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from kit.errors import ReportFailed

PLOTLY = "application/vnd.plotly.v1+json"
HIDDEN = "participant"  # the tag of cells that are no part of a report
SHOWN = (PLOTLY, "text/html", "text/markdown", "text/plain")
_INJECTED = "injected-parameters"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_MAKE: dict[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}


def clean(executed: NotebookNode, name: str) -> NotebookNode:
    """A new notebook with the cells, tags and results of *executed*, the same bytes in every run.

    Widget state, timings, what papermill notes and whatever went to stderr are left out. Raises
    ReportFailed, naming the cell of notebook *name*, where a result is of a kind that a report cannot show.
    """
    notebook: NotebookNode = new_notebook(cells=[_cell(cell, name) for cell in executed.cells])
    spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata.update(kernelspec=spec, language_info={"name": "python"})
    return notebook


def to_text(notebook: NotebookNode) -> str:
    """The text of a notebook's file."""
    return str(nbformat.writes(notebook)) + "\n"


def _cell(cell: NotebookNode, name: str) -> NotebookNode:
    tags = list(cell.metadata.get("tags", []))
    # papermill gives the cell that it adds a random id.
    made: NotebookNode = _MAKE[cell.cell_type](cell.source, id=_INJECTED if _INJECTED in tags else cell.id)
    if tags:
        made.metadata["tags"] = tags
    if cell.cell_type == "code":
        made.execution_count = cell.execution_count
        made.outputs = [kept for output in cell.outputs if (kept := _output(output, f"{name}, cell '{cell.id}'"))]
    return made


def _output(output: NotebookNode, where: str) -> NotebookNode | None:
    if output.output_type == "stream":
        return new_output("stream", name="stdout", text=_steady(output.text)) if output.name == "stdout" else None
    data = {mime: _steady(output.data[mime]) for mime in SHOWN if mime in output.data}
    richer = sorted(set(output.data) - set(SHOWN))
    if richer and set(data) <= {"text/plain"}:
        raise ReportFailed(f"{where}: a report cannot show {richer[0]}; show text, a table or a chart instead.")
    return new_output("display_data", data=data) if data else None


def _steady(content: Any) -> Any:
    return _ADDRESS.sub("", content) if isinstance(content, str) else content
