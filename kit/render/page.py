"""The participant's page of a week: its notebook run once, as HTML with places for forms and results.

To be run as a process of its own (``python -m kit.render.page``), so that the host never holds the machinery
that runs notebooks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from kit.errors import KitError
from kit.notebook.shown import MOUNT
from kit.render.execute import run_notebook
from kit.render.markup import Headings, clean_html, first_heading, markdown, wide_tables

Part = dict[str, Any]
_NOTHING = Path("nothing-is-published-here")
_CODE_ONLY = ("parameters", "injected-parameters")


def page_parts(notebook: Path, *, cohort: str, curriculum: Path) -> dict[str, Any]:
    """Title and parts of the page that *notebook* makes for audience ``page``, as JSON values.

    A part is ``{"html": ...}``, already clean, or ``{"exercise": id, "level": n}`` or ``{"result": id, "level": n}``
    with the level of the heading that belongs there. The kernel sees no results, for the host brings those.
    Raises ReportFailed or UnknownName, naming notebook and cell.
    """
    parameters = {"cohort": cohort, "audience": "page"}
    executed = run_notebook(notebook, parameters=parameters, published=_NOTHING, curriculum=curriculum)
    headings = Headings()
    parts = _joined(part for cell in executed.cells for part in _cell(cell, headings))
    title = next((found for part in parts if (found := first_heading(part.get("html", "")))), None)
    return {"title": title, "parts": parts}


def _cell(cell: NotebookNode, headings: Headings) -> Iterator[Part]:
    if cell.cell_type == "markdown":
        yield {"html": headings(markdown(cell.source))}
    elif cell.cell_type == "code" and not set(cell.metadata.get("tags", [])) & set(_CODE_ONLY):
        for output in cell.outputs:
            yield from _output(output.get("data", {}), headings)


def _output(data: dict[str, Any], headings: Headings) -> Iterator[Part]:
    if MOUNT in data:
        yield {**data[MOUNT], "level": _level(headings)}
    elif "text/html" in data:
        yield {"html": headings(wide_tables(clean_html(data["text/html"])))}
    elif "text/markdown" in data:
        yield {"html": headings(markdown(data["text/markdown"]))}


def _level(headings: Headings) -> int:
    """The level that a heading has here, below the section it stands in."""
    found = re.search(r"\d", headings("<h3></h3>"))
    return int(found[0]) if found else 3


def _joined(parts: Iterator[Part]) -> list[Part]:
    """*parts* with neighbouring HTML in one piece."""
    found: list[Part] = []
    for part in parts:
        if found and "html" in part and "html" in found[-1]:
            found[-1] = {"html": f"{found[-1]['html']}\n{part['html']}"}
        else:
            found.append(part)
    return found


def main(arguments: list[str]) -> int:
    """Write the page's parts as JSON to standard output, or one sentence to standard error."""
    notebook, cohort, curriculum = arguments
    try:
        made = page_parts(Path(notebook), cohort=cohort, curriculum=Path(curriculum))
    except KitError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(made, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
