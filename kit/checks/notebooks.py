"""Are the notebooks undamaged: every cell of its kind and in its place, every exercise and practice there once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from kit.checks.kits_notebooks import asked, kits_notebook, source
from kit.checks.repair import (
    BOM,
    KERNEL,
    aligned,
    cell_problems,
    damage,
    id_of,
    is_own,
    readable,
    summaries,
)
from kit.curriculum.earlier import came_with
from kit.curriculum.versions import place_of
from kit.curriculum.weeks import Week, week_file_name, week_number_of
from kit.errors import ContentError
from kit.reports.markup import Headings, first_heading, markdown
from kit.system.content_files import content_files
from kit.system.opening import text_of
from kit.text.parsing import MERGED, json_of, merge_line

# Does a week's notebook bear its week's title: a report and a participant's page are called by its first heading.


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
        heading = first_heading(headings(markdown(source(cell)))) if cell["cell_type"] == "markdown" else None
        if heading is not None:
            return cell, unescape(heading)
    return {}, None


def _agrees(heading: str, week: Week) -> bool:
    """Whether *heading* has the week's title in it, and beside it no number but the week's."""
    before, title, after = _folded(heading).rpartition(_folded(week.title))
    return bool(title) and all(int(number) == week.number for number in re.findall(r"\d+", f"{before} {after}"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


MOST_CELLS = 16
MOST_OWN = 8


def read_notebook(path: Path) -> dict[str, Any]:
    """The notebook's JSON. Raises ContentError where it is none."""
    notebook, whole = readable(path)
    if notebook is not None and whole:
        return notebook
    raise ContentError(f"{path.name}{_why(path)}; {_cure(path)}")


def _why(path: Path) -> str:
    try:
        text = text_of(path, errors="replace")
    except FileNotFoundError:
        return ": the notebook is missing"
    except OSError as error:
        return f": can't be read ({error.strerror})"
    line, earlier = merge_line(text), _earlier_format(text)
    if line:
        return f", line {line}: {MERGED}"
    if earlier:
        cure = "open it in JupyterLab and save it there, which keeps your words"
        return f": it's in an older format of notebooks ({earlier}); {cure}"
    if text.startswith(BOM):
        return ": it begins with a byte order mark, as some editors write one, and Jupyter can't open it"
    return ": this is no notebook any more"


def _earlier_format(text: str) -> int | None:
    """The format of a notebook that Jupyter still opens and brings up to date; None for any other text."""
    try:
        content = json_of(text)
    except ValueError:
        return None
    if not isinstance(content, dict) or "worksheets" not in content:
        return None
    number = content.get("nbformat")
    return number if number in (2, 3) else None


def _cure(path: Path) -> str:
    if kits_notebook(path):
        return "kit check --repair brings it back."
    # The kit has none for a week that somebody added.
    return "copy the notebook of another week under this name, and write your week's number into it."


def notebook_problems(folder: Path, weeks: Mapping[int, Week]) -> list[str]:
    """One sentence for everything that is wrong with the notebooks of *weeks* in *folder*."""
    problems: list[str] = []
    for week in weeks.values():
        path = folder / f"{week.file_name}.ipynb"
        damages, notebook = _looked_through(path, week)
        problems += damages
        if notebook is not None:
            problems += [*title_problems(path.name, notebook, week), *_asked_problems(path.name, notebook, week)]
    return problems


def summary_problems(folder: Path) -> list[str]:
    """The same for the notebooks in *folder* that belong to no single week."""
    paths = [folder / name for name in summaries()]
    copied = place_of(folder.parent)
    known = [path for path in paths if path.exists() or came_with(f"{folder.name}/{path.name}") <= copied]
    return [problem for path in known for problem in _looked_through(path)[0]]


def other_problems(paths: Iterable[Path]) -> Iterator[str]:
    """One sentence for each of these notebooks, which somebody added beside the kit's, that does not open."""
    for path in paths:
        if not readable(path)[1]:
            yield f"{path.name}{_why(path)}; fix it, or move it to another folder."


def weekless_problems(folder: Path, curriculum: Path) -> Iterator[str]:
    """One sentence for each week's notebook in *folder* whose week file is not in *curriculum*."""
    for path in content_files(folder, ".ipynb"):
        number = week_number_of(path.stem)
        if number is not None and not (curriculum / f"{week_file_name(number)}.yaml").is_file():
            yield (
                f"{path.name}: its week file {path.stem}.yaml isn't in {curriculum.name}/; bring it back, or move "
                "the notebook to another folder."
            )


def _looked_through(path: Path, week: Week | None = None) -> tuple[list[str], dict[str, Any] | None]:
    try:
        notebook = read_notebook(path)
    except ContentError as error:
        return [str(error)], None
    kits = kits_notebook(path, week)
    damages = list(damage(path.name, notebook, kits)) if kits else []
    return [*damages, *form_problems(path.name, notebook, kits)], notebook


def form_problems(name: str, notebook: dict[str, Any], packaged: dict[str, Any] | None = None) -> Iterator[str]:
    """What breaks the form of a workshop notebook: size, words, verbs, kernel.

    Where there is a *packaged* one, its cells can be brought back, and nobody is blamed for words that are or were its.
    """
    cells = notebook["cells"]
    theirs = packaged["cells"] if packaged else []
    places = aligned(cells, theirs)
    added = [cell for own, cell in zip(places, cells, strict=True) if own is None and not is_own(cell, theirs)]
    if packaged and len(added) > MOST_OWN:
        yield f"{name}: {len(added)} cells of your own; keep to {MOST_OWN}, so join or leave out some."
    if not packaged and len(cells) > MOST_CELLS:
        yield f"{name}: {len(cells)} cells; a session keeps to {MOST_CELLS}, so join or leave out some."
    for own, cell in zip(places, cells, strict=True):
        place = f"{name}, cell '{own or id_of(cell) or '?'}'"
        if merge_line(source(cell)):
            yield f"{place}: two versions were merged and both are in it; keep one, and delete the marks."
        elif not is_own(cell, theirs):
            back = own is not None and cell["cell_type"] == "code"
            cure = "; kit check --repair brings the kit's own cell back." if back else "."
            yield from (f"{place}: {problem}{cure}" for problem in cell_problems(cell))
    kernel = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
    if kernel != KERNEL:
        cure = "; kit check --repair sets it." if packaged else ", so that it opens on every computer."
        yield f"{name}: the kernel is {kernel!r}; choose Python 3 (ipykernel){cure}"


def _asked_problems(name: str, notebook: Mapping[str, Any], week: Week) -> Iterator[str]:
    exercises = [exercise.id for exercise in week.exercises]
    practices = [practice.id for practice in week.practices]
    yield from _once_in_order(name, week, ("exercise", "ask"), exercises, asked(notebook))
    yield from _once_in_order(name, week, ("practice", "practice"), practices, asked(notebook, "practice"))


def _once_in_order(name: str, week: Week, words: tuple[str, str], wanted: list[str], there: list[str]) -> Iterator[str]:
    what, verb = words
    for own in wanted:
        if there.count(own) != 1:
            times = "stands nowhere" if own not in there else f"stands {there.count(own)} times"
            yield f"{name}: {what} '{own}' {times}; put week.{verb}(\"{own}\") into one cell."
    for own in there:
        if own not in wanted:
            known = ", ".join(wanted) or "none"
            yield f"{name}: has {what} '{own}', which week {week.number} doesn't have; it has {known}."
    if sorted(there) == sorted(wanted) and there != wanted:
        yield f"{name}: the {what}s stand in another order than in the week file: {', '.join(wanted)}."
