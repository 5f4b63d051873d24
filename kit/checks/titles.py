"""Does a week's notebook bear its week's title: a report and a participant's page are called by its first heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from kit.checks.alignment import id_of
from kit.checks.cells import source
from kit.curriculum.weeks import Week
from kit.reports.markup import Headings, first_heading, markdown


def title_problems(name: str, notebook: Mapping[str, Any], week: Week) -> Iterator[str]:
    """A sentence where the notebook called *name* has no title, another week's title, or another week's number.

    What else stands in its heading, and in which words, is its facilitator's business.
    """
    right = f'"# Week {week.number} · {week.title}"' if week.number else f'"# Orientation · {week.title}"'
    cell, title = _first_heading(notebook)
    if title is None:
        yield f"{name}: it has no title, by which its report and page are called; write {right} into its first cell."
    elif not _agrees(title, week):
        place = f"{name}, cell '{id_of(cell) or '?'}'"
        yield f"{place}: its title is '{title}', and the week file's is '{week.title}'; write {right} there."


def _first_heading(notebook: Mapping[str, Any]) -> tuple[Mapping[str, Any], str | None]:
    headings = Headings()
    for cell in notebook["cells"]:
        found = first_heading(headings(markdown(source(cell)))) if cell["cell_type"] == "markdown" else None
        if found is not None:
            return cell, unescape(found)
    return {}, None


def _agrees(heading: str, week: Week) -> bool:
    """Whether *heading* has the week's title in it, and beside it no number but the week's."""
    before, title, after = _folded(heading).rpartition(_folded(week.title))
    return bool(title) and all(int(number) == week.number for number in re.findall(r"\d+", f"{before} {after}"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
