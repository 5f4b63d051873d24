"""Does every notebook name what there is: exercises, blocks, practices and weeks, wherever it uses the kit's verbs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.checks.kits_notebooks import source
from kit.checks.repair import readable
from kit.curriculum.weeks import Week, week_number_of

_OPENINGS = {"open_week": "week", "open_cohort": "group", "open_practice": "my"}
# Of a week's own notebook the check of exercises and practices that stand once and in order tells these.
_TOLD = ("ask", "practice")


@dataclass(frozen=True)
class _Opened:
    """What a variable of a notebook stands for: a week, the cohort's summary, or one's own practice."""

    kind: str
    week: int | None = None


class Names:
    """What the verbs of a curriculum may be asked for."""

    def __init__(self, weeks: Mapping[int, Week], practices: set[str]) -> None:
        """The names in *weeks*, and *practices* that stand in none of them or in several."""
        self._weeks = weeks
        self._practices = practices
        repeated = [exercise for week in weeks.values() for exercise in _repeated(week)]
        self._several = {one for one in repeated if repeated.count(one) > 1}

    def of(self, opened: _Opened, verb: str) -> tuple[str, set[str]] | None:
        """What the arguments of *verb* are called, and which there are; None where it takes no names."""
        if opened.kind == "group":
            return ("exercise asked in several weeks", self._several) if verb == "arc" else None
        if opened.kind == "my":
            return ("practice", self._practices) if verb == "practice" else None
        week = self._weeks.get(opened.week) if opened.week is not None else None
        if week is None:
            return None
        return {
            "ask": ("exercise", {one.id for one in week.exercises}),
            "group": ("exercise", {one.id for one in week.exercises}),
            "practice": ("practice", {one.id for one in week.practices}),
            "read": ("block", {one.id for one in week.blocks}),
        }.get(verb)


def _repeated(week: Week) -> set[str]:
    return {exercise.id for exercise, item in week.group_items() if item.form != "text" and not item.stable}


def name_problems(paths: Iterable[Path], weeks: Mapping[int, Week], practices: set[str]) -> Iterator[str]:
    """One sentence for each name in one of these notebooks that its verb does not find in *weeks*."""
    names = Names(weeks, practices)
    for path in paths:
        notebook, _ = readable(path)
        if notebook is not None:
            yield from dict.fromkeys(_problems(path, notebook, weeks, names))


def _problems(path: Path, notebook: Mapping[str, Any], weeks: Mapping[int, Week], names: Names) -> Iterator[str]:
    number = week_number_of(path.stem)
    known: dict[str, _Opened] = {}
    for cell in notebook["cells"]:
        for node in _nodes(cell):
            if isinstance(node, ast.Assign) and (opened := _opened(node.value)):
                known |= {target.id: opened for target in node.targets if isinstance(target, ast.Name)}
                yield from _week_problems(path.name, opened, number, weeks)
        where = f"{path.name}, cell '{cell.get('id', '?')}'"
        for verb, opened, arguments in _calls(cell, known):
            if number is not None and opened.week == number and verb in _TOLD:
                continue
            wanted = names.of(opened, verb)
            for argument in arguments if wanted else ():
                if wanted and argument not in wanted[1]:
                    there = ", ".join(sorted(wanted[1])) or "none"
                    yield f"{where}: there is no {wanted[0]} '{argument}'; write one of {there}, or empty the cell."


def _week_problems(name: str, opened: _Opened, number: int | None, weeks: Mapping[int, Week]) -> Iterator[str]:
    if opened.kind != "week" or opened.week is None:
        return
    if number is not None and opened.week != number:
        yield f"{name}: it opens week {opened.week}, and its name says {number}; write kit.open_week({number}, ...)."
    elif opened.week not in weeks:
        yield f"{name}: it opens week {opened.week}, which isn't there; there are {', '.join(map(str, weeks))}."


def _opened(node: ast.expr) -> _Opened | None:
    if not isinstance(node, ast.Call):
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in _OPENINGS:
        return None
    first = next((arg.value for arg in node.args if isinstance(arg, ast.Constant)), None)
    return _Opened(_OPENINGS[name], first if type(first) is int else None)


def _calls(cell: Mapping[str, Any], known: Mapping[str, _Opened]) -> Iterator[tuple[str, _Opened, list[str]]]:
    """Verb, what it is asked of, and the names it is given, for each call of a verb in *cell*."""
    for node in _nodes(cell):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            opened = known.get(owner.id) if isinstance(owner, ast.Name) else _opened(owner)
            if opened:
                yield node.func.attr, opened, [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]


def _nodes(cell: Mapping[str, Any]) -> Iterator[ast.AST]:
    """The parts of the code in *cell*; none where it is no Python, which the look at its form tells."""
    if cell["cell_type"] != "code":
        return iter(())
    lines = (line for line in source(cell).splitlines() if not line.lstrip().startswith(("%", "!")))
    try:
        return ast.walk(ast.parse("\n".join(lines)))
    except (SyntaxError, ValueError):
        return iter(())
