"""The participant's page of a week: its notebook run once, as HTML with places for forms and results.

To be run as a process of its own (``python -m kit.reports.page``), so that the host never holds the machinery
that runs notebooks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import messages_in
from kit.curriculum.weeks import Block, week_number_of
from kit.errors import KitError
from kit.notebook.cards import home, opening, practice
from kit.notebook.shown import MOUNT, Shown
from kit.notebook.week import Audience, WeekView
from kit.reports.execute import run_notebook
from kit.reports.markup import Headings, clean_html, first_heading, markdown, wide_tables
from kit.settings import Places

Part = dict[str, Any]
_NOTHING = Path("nothing-is-published-here")
_CODE_ONLY = ("parameters", "injected-parameters")


def page_parts(notebook: Path, *, cohort: str, curriculum: Path) -> dict[str, Any]:
    """Title and parts of the page that *notebook* makes for audience ``page``, as JSON values.

    A part is ``{"html": ...}``, already clean, or ``{kind: id, "level": n}`` of kind ``exercise``, ``practice`` or
    ``result`` and the level of the heading that belongs there. The kernel sees no results, for the host brings those.
    Raises ReportFailed or UnknownName, naming notebook and cell.
    """
    parameters = {"cohort": cohort, "audience": "page"}
    executed = run_notebook(notebook, parameters=parameters, published=_NOTHING, curriculum=curriculum)
    headings = Headings()
    parts = _joined(part for cell in executed.cells for part in _cell(cell, headings))
    title = next((found for part in parts if (found := first_heading(part.get("html", "")))), None)
    return {"title": title, "parts": parts}


def plain_parts(number: int, *, cohort: str, curriculum: Path) -> dict[str, Any]:
    """As ``page_parts``, from the week file alone and without a kernel: for when the notebook does not run.

    Raises ContentError where the week file does not load either.
    """
    week = load_week(find_week_file(curriculum, number))
    places = Places(cohort=cohort, curriculum=curriculum, published=_NOTHING, outbox=_NOTHING)
    messages = messages_in(curriculum)
    view = WeekView(week, Audience.PAGE, places, messages)
    headings = Headings()
    title = headings(clean_html(f"<h1>{escape(week.title)}</h1>"))
    parts = [{"html": title}, *_output(opening(week, messages).bundle(), headings)]
    for block in week.blocks:
        parts.append({"html": headings(clean_html(f"<h2>{escape(block.title)}</h2>"))})
        parts += [part for shown in _block(view, block) for part in _shown(shown, headings)]
    return {"title": week.title, "parts": _joined(iter([*parts, *_shown(view.home(), headings)]))}


def take_home(number: int, curriculum: Path) -> list[str]:
    """A week's guided practices and the practice until the next session, each as clean HTML. Raises ContentError."""
    week, messages = load_week(find_week_file(curriculum, number)), messages_in(curriculum)
    practices = [
        practice(one, week.safety_beside(block), messages)
        for block in week.blocks
        for one in block.practices
        if isinstance(one, Guided)
    ]
    return [_lifted(clean_html(piece.html)) for piece in (*practices, home(week, messages))]


def _lifted(fragment: str) -> str:
    """*fragment* with its h3 as h2, right below the title of a page of its own."""
    return re.sub(r"<(/?)h3>", r"<\1h2>", fragment)


def _block(view: WeekView, block: Block) -> Iterator[Shown]:
    exercises = [one.id for one in block.exercises]
    practices = [one.id for one in block.practices]
    if block.reading and not exercises and not practices:
        yield view.read(block.id)
    yield view.practice(*practices)
    yield view.ask(*exercises)
    yield view.group(*(one.id for one in block.exercises if any(item.form != "text" for item in one.group_items)))


def _shown(shown: Shown, headings: Headings) -> Iterator[Part]:
    for piece in shown.pieces:
        yield from _output(piece.bundle(), headings)


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
    digit = re.search(r"\d", headings("<h3></h3>"))
    return int(digit[0]) if digit else 3


def _joined(parts: Iterator[Part]) -> list[Part]:
    """*parts* with neighbouring HTML in one piece."""
    joined: list[Part] = []
    for part in parts:
        if joined and "html" in part and "html" in joined[-1]:
            joined[-1] = {"html": f"{joined[-1]['html']}\n{part['html']}"}
        else:
            joined.append(part)
    return joined


def main(arguments: list[str]) -> int:
    """Write the page's title and parts, and what is taken home, as JSON to standard output.

    A notebook that does not run is told in one sentence on standard error, and the parts are those of the week
    file, with ``"plain": true``. Without either the exit code is 1.
    """
    notebook, cohort, curriculum = Path(arguments[0]), arguments[1], Path(arguments[2])
    number = week_number_of(notebook.stem) or 0
    try:
        try:
            made = page_parts(notebook, cohort=cohort, curriculum=curriculum)
        except KitError as error:
            sys.stderr.write(f"{error}\n")
            made = {**plain_parts(number, cohort=cohort, curriculum=curriculum), "plain": True}
        made["home"] = take_home(number, curriculum)
    except KitError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    # In bytes: text would go out in the code page of the system, which the host does not know.
    sys.stdout.buffer.write(json.dumps(made, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
