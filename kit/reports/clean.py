"""An executed notebook without what differs between two runs, and without anything but the result."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from kit.errors import ReportFailed
from kit.system.text_search import views

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


# The last look at everything a report writes: nothing personal, nothing of this computer.

_PSEUDONYM = re.compile(r"(?<![0-9a-z])p[0-9a-f]{32}(?![0-9a-f])", re.IGNORECASE)
_TOPS = "home|Users|root|tmp|var|private|opt|mnt|media|srv|usr|etc|proc|work|Volumes|workspaces"
_PATH = re.compile(rf"(?<![\w/.<])/(?:{_TOPS})/[\w.~-]|file://|(?<!\w)[A-Za-z]:\\+\w")
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
        raise ReportFailed(f"{where}: it would show {kind}, so it was not written; remove that from the notebook.")


def scan_notebook(notebook: NotebookNode, known: Iterable[str], *, where: str) -> None:
    """Raise ReportFailed where widget state was saved, or a parameter is set that the notebook does not have."""
    injected = [cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    lines = [line.partition("=")[0].strip() for cell in injected for line in cell.source.splitlines()]
    names = {line for line in lines if line and not line.startswith("#")}
    names |= set(notebook.metadata.get("papermill", {}).get("parameters", {}))
    if names - set(known):
        raise ReportFailed(f"{where}: it would show a parameter beyond the notebook's own, so it was not written.")
    if "widgets" in notebook.metadata:
        raise ReportFailed(f"{where}: it would show the state of a form, so it was not written; clear its outputs.")


def _kinds(text: str, forbidden: Forbidden) -> Iterator[str]:
    if _PSEUDONYM.search(text) or any(one in text for one in forbidden.pseudonyms):
        yield "a participant's pseudonym"
    if any(_word(unicodedata.normalize("NFC", name)).search(text) for name in forbidden.names):
        yield "a name"
    if _PATH.search(text) or any(_folder(folder).search(text) for folder in _folders(forbidden)):
        yield "a path of this computer"
    if _WIDGET.search(text):
        yield "the state of a form"


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _folders(forbidden: Forbidden) -> Iterator[Path]:
    for folder in (*forbidden.folders, Path.home(), Path(tempfile.gettempdir())):
        if len(folder.parts) > 1:
            yield folder


def _folder(folder: Path) -> re.Pattern[str]:
    # In JSON a backslash stands doubled.
    steps = re.escape(str(folder)).replace(r"\\", r"\\+")
    return re.compile(rf"(?<![\w/.<]){steps}(?![\w-])")
