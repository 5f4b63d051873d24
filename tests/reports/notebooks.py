"""Tiny notebooks for one behaviour each."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kit.reports.clean import PLOTLY

PARAMETERS = 'audience = "participant"\ncohort = "sample"'
FIGURE = {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {"meta": {"description": "One bar."}}}
SPEC = {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}


def code(source, id="cell", tags=(), outputs=()):
    return new_code_cell(source, id=id, metadata={"tags": list(tags)}, outputs=list(outputs))


def words(source, id="words", tags=()):
    return new_markdown_cell(source, id=id, metadata={"tags": list(tags)})


def notebook(*cells):
    return new_notebook(cells=list(cells), metadata={**SPEC, "language_info": {"name": "python"}})


def shows(**data):
    names = {"html": "text/html", "plotly": PLOTLY, "markdown": "text/markdown", "plain": "text/plain"}
    return new_output("display_data", data={names.get(name, name): content for name, content in data.items()})


def saved(path: Path, *cells) -> Path:
    """A notebook file with a parameters cell and *cells*; a cell may be the text of its code."""
    made = [code(cell, id="it") if isinstance(cell, str) else cell for cell in cells]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook(code(PARAMETERS, id="parameters", tags=["parameters"]), *made), path)
    return path
