"""Are the notebooks undamaged: every cell of its kind and in its place, every exercise and practice there once."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kit.checks.repair import damage, packaged_notebook
from kit.curriculum.weeks import Week
from kit.errors import ContentError

MOST_CELLS = 16
MOST_LINES = 3
MOST_WORDS = 120
_NAMES = {"week", "group", "cohort", "audience"}
_VERBS = {"ask", "group", "practice", "read", "mine", "session", "home", "arc", "changes", "tables"}


def read_notebook(path: Path) -> dict[str, Any]:
    """The notebook's JSON. Raises ContentError where it is none."""
    try:
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict) and isinstance(found.get("cells"), list):
            return found
    except FileNotFoundError:
        raise ContentError(f"{path.name}: the notebook is missing; kit check --repair brings it back.") from None
    except (OSError, ValueError):
        pass
    raise ContentError(f"{path.name}: this is no notebook any more; kit check --repair brings it back.")


def notebook_problems(folder: Path, weeks: Mapping[int, Week]) -> list[str]:
    """One sentence for everything that is wrong with the notebooks of *weeks* in *folder*."""
    problems: list[str] = []
    for week in weeks.values():
        path = folder / f"{week.file_name}.ipynb"
        try:
            notebook = read_notebook(path)
        except ContentError as error:
            problems.append(str(error))
            continue
        packaged = packaged_notebook(path.name)
        if packaged is not None:
            problems += damage(path.name, notebook, packaged)
        problems += form_problems(path.name, notebook)
        problems += _asked_problems(path.name, notebook, week)
    return problems


def form_problems(name: str, notebook: dict[str, Any]) -> Iterator[str]:
    """What breaks the form of a workshop notebook: size, words, verbs, ids, kernel."""
    cells = notebook["cells"]
    if len(cells) > MOST_CELLS:
        yield f"{name}: {len(cells)} cells; a session keeps to {MOST_CELLS}, so join or leave out some."
    for cell in cells:
        place = f"{name}, cell '{cell.get('id', '?')}'"
        words = len(source(cell).split())
        if cell["cell_type"] == "markdown" and words > MOST_WORDS:
            yield f"{place}: {words} words; keep a text to {MOST_WORDS}, the rest belongs in the week file."
        if cell["cell_type"] == "code":
            yield from _code_problems(place, source(cell))
    kernel = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
    if kernel != "python3":
        yield f"{name}: the kernel is {kernel!r}; choose Python 3 (ipykernel), so that it opens on every computer."


def source(cell: Mapping[str, Any]) -> str:
    """The text of a cell, however the file spells it."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


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


def _code_problems(place: str, text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        yield f"{place}: {len(lines)} lines of code; a cell has at most {MOST_LINES}."
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield f"{place}: line {error.lineno} cannot be read as a kit verb; restore it with kit check --repair."
        return
    for statement in tree.body:
        if not _allowed(statement):
            yield f'{place}: only the kit\'s verbs belong here, such as week.ask("pulse"); move the rest elsewhere.'


def _allowed(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names] == ["kit"]
    if isinstance(statement, ast.Assign):
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        return len(names) == len(statement.targets) and set(names) <= _NAMES and _value(statement.value)
    return isinstance(statement, ast.Expr) and _value(statement.value)


def _value(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in _NAMES
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _value(node.left) and _value(node.right)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    opening = isinstance(owner, ast.Name) and owner.id == "kit" and node.func.attr in {"open_week", "open_cohort"}
    verb = isinstance(owner, ast.Name) and owner.id in _NAMES and node.func.attr in _VERBS
    return (opening or verb) and all(_value(arg) for arg in [*node.args, *(word.value for word in node.keywords)])


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
