"""What may stand in a cell of a workshop notebook: a short text, or few lines of the kit's verbs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

MOST_LINES = 3
MOST_WORDS = 120
_NAMES = {"week", "group", "my", "cohort", "audience"}
_VERBS = {"ask", "group", "practice", "read", "mine", "copy", "session", "home", "arc", "changes", "tables"}
_OPENINGS = {"open_week", "open_cohort", "open_practice"}


def source(cell: Mapping[str, Any]) -> str:
    """The text of a cell, however the file spells it."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def cell_problems(cell: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a cell, a part of a sentence each: what there is, and what belongs there."""
    if cell["cell_type"] == "markdown":
        words = len(source(cell).split())
        if words > MOST_WORDS:
            yield f"{words} words; keep a text to {MOST_WORDS}, the rest belongs in the week file"
    if cell["cell_type"] == "code":
        yield from _code_problems(source(cell))


def works(cell: Mapping[str, Any]) -> bool:
    """Whether a cell that should hold code can do what the kit's own one does."""
    return cell["cell_type"] != "code" or not list(_code_problems(source(cell)))


def _code_problems(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        yield f"{len(lines)} lines of code; a cell has at most {MOST_LINES}"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield f"line {error.lineno} cannot be read as a kit verb"
        return
    if not all(_allowed(statement) for statement in tree.body):
        yield 'only the kit\'s verbs belong here, such as week.ask("pulse")'


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
    opening = isinstance(owner, ast.Name) and owner.id == "kit" and node.func.attr in _OPENINGS
    verb = isinstance(owner, ast.Name) and owner.id in _NAMES and node.func.attr in _VERBS
    return (opening or verb) and all(_value(arg) for arg in [*node.args, *(word.value for word in node.keywords)])
