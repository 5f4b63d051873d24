"""Are the notebooks undamaged: every cell of its kind and in its place, every exercise and practice there once."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from kit.checks.cells import cell_problems, source
from kit.checks.repair import KERNEL, damage, packaged_notebook, readable, summaries
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.weeks import Week, week_file_name, week_number_of
from kit.errors import ContentError
from kit.leftovers import content_files

MOST_CELLS = 16
MOST_OWN = 8


def read_notebook(path: Path) -> dict[str, Any]:
    """The notebook's JSON. Raises ContentError where it is none."""
    notebook, whole = readable(path)
    if notebook is not None and whole:
        return notebook
    what = "this is no notebook any more" if path.exists() else "the notebook is missing"
    raise ContentError(f"{path.name}: {what}; {_cure(path)}")


def _cure(path: Path) -> str:
    if packaged_notebook(path.name):
        return "kit check --repair brings it back."
    # The kit has none for a week that somebody added.
    return "copy the notebook of another week under this name, and write your week's number into it."


def notebook_problems(folder: Path, weeks: Mapping[int, Week]) -> list[str]:
    """One sentence for everything that is wrong with the notebooks of *weeks* in *folder*."""
    problems: list[str] = []
    for week in weeks.values():
        path = folder / f"{week.file_name}.ipynb"
        found, notebook = _looked_through(path)
        problems += found
        if notebook is not None:
            problems += _asked_problems(path.name, notebook, week)
    return problems


def summary_problems(folder: Path) -> list[str]:
    """The same for the notebooks in *folder* that belong to no single week."""
    return [problem for name in summaries() for problem in _looked_through(folder / name)[0]]


def practice_problems(folder: Path, weeks: Mapping[int, Week], curriculum: Path) -> Iterator[str]:
    """One sentence for each practice that a notebook of no single week names and *curriculum* does not have.

    Raises ContentError where the curriculum's own practices cannot be read.
    """
    known = {one.id for week in weeks.values() for one in week.practices} | load_practices(curriculum).keys()
    for path in (folder / name for name in summaries()):
        named = asked(read_notebook(path), "practice") if path.is_file() else []
        for one in named:
            if one not in known:
                yield f"{path.name}: there is no practice '{one}'; there are {', '.join(sorted(known))}."


def weekless_problems(folder: Path, curriculum: Path) -> Iterator[str]:
    """One sentence for each week's notebook in *folder* whose week file is not in *curriculum*."""
    for path in content_files(folder, ".ipynb"):
        number = week_number_of(path.stem)
        if number is not None and not (curriculum / f"{week_file_name(number)}.yaml").is_file():
            yield (
                f"{path.name}: its week file {path.stem}.yaml is not in {curriculum.name}/; bring it back, or move "
                "the notebook to another folder."
            )


def _looked_through(path: Path) -> tuple[list[str], dict[str, Any] | None]:
    try:
        notebook = read_notebook(path)
    except ContentError as error:
        return [str(error)], None
    packaged = packaged_notebook(path.name)
    there = frozenset(cell["id"] for cell in packaged["cells"]) if packaged else frozenset()
    damages = damage(path.name, notebook, packaged) if packaged else ()
    return [*damages, *form_problems(path.name, notebook, restorable=there)], notebook


def form_problems(name: str, notebook: dict[str, Any], *, restorable: Set[str] = frozenset()) -> Iterator[str]:
    """What breaks the form of a workshop notebook: size, words, verbs, kernel.

    The cells whose ids are *restorable* have one of the kit's own to go back to.
    """
    cells = notebook["cells"]
    own = [cell for cell in cells if cell.get("id") not in restorable]
    if restorable and len(own) > MOST_OWN:
        yield f"{name}: {len(own)} cells of your own; keep to {MOST_OWN}, so join or leave out some."
    if not restorable and len(cells) > MOST_CELLS:
        yield f"{name}: {len(cells)} cells; a session keeps to {MOST_CELLS}, so join or leave out some."
    for cell in cells:
        back = cell["cell_type"] == "code" and cell.get("id") in restorable
        cure = "; kit check --repair brings the kit's own cell back." if back else "."
        for problem in cell_problems(cell):
            yield f"{name}, cell '{cell.get('id', '?')}': {problem}{cure}"
    kernel = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
    if kernel != KERNEL:
        cure = "; kit check --repair sets it." if restorable else ", so that it opens on every computer."
        yield f"{name}: the kernel is {kernel!r}; choose Python 3 (ipykernel){cure}"


def asked(notebook: Mapping[str, Any], verb: str = "ask") -> list[str]:
    """The names passed to ``week.<verb>(...)`` in a notebook, in order."""
    names: list[str] = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        calls = [node for node in _nodes(source(cell)) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == verb:
                names += [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
    return names


def _nodes(text: str) -> Iterator[ast.AST]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return iter(())
    return ast.walk(tree)


def _asked_problems(name: str, notebook: Mapping[str, Any], week: Week) -> Iterator[str]:
    exercises = [exercise.id for exercise in week.exercises]
    practices = [practice.id for practice in week.practices]
    yield from _once_in_order(name, week, ("exercise", "ask"), exercises, asked(notebook))
    yield from _once_in_order(name, week, ("practice", "practice"), practices, asked(notebook, "practice"))


def _once_in_order(name: str, week: Week, words: tuple[str, str], wanted: list[str], there: list[str]) -> Iterator[str]:
    what, verb = words
    for one in wanted:
        if there.count(one) != 1:
            times = "stands nowhere" if one not in there else f"stands {there.count(one)} times"
            yield f"{name}: {what} '{one}' {times}; put week.{verb}(\"{one}\") into one cell."
    for one in there:
        if one not in wanted:
            known = ", ".join(wanted) or "none"
            yield f"{name}: has {what} '{one}', which week {week.number} does not have; it has {known}."
    if sorted(there) == sorted(wanted) and there != wanted:
        yield f"{name}: the {what}s stand in another order than in the week file: {', '.join(wanted)}."
