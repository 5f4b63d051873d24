"""Tiny notebooks for one behaviour each."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kit.reports.clean import PLOTLY

PARAMETERS = 'audience = "participant"\ncohort = "sample"'
FIGURE = {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {"meta": {"description": "One bar."}}}
SPEC = {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}

# Whatever a notebook can find of where it runs.
LOOK_AROUND = """
import json, os, sys
from pathlib import Path
import kit.settings
found = {
    "environment": dict(os.environ),
    "started with": Path("/proc/self/environ").read_text() if Path("/proc/self/environ").exists() else "",
    "argv": [sys.argv, sys.orig_argv, sys.path],
    "here": os.getcwd(),
    "in it": os.listdir(),
    "parents": [sorted(os.listdir(p)) for p in Path.cwd().parents if os.access(p, os.R_OK)][:1],
    "open": [os.readlink(one) for one in Path("/proc/self/fd").glob("*") if one.is_symlink()],
    "published": Path(os.environ["KIT_PUBLISHED"], "releases.json").read_text(),
    "week": kit.settings.find_places().curriculum.name,
    "nearest": str(kit.settings.cohort_at(Path.cwd())),
    "cohort": [cohort, audience],
}
print(json.dumps(found))
"""


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
