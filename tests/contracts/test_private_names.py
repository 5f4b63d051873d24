"""Tests look at the kit as whoever uses it does; how many still reach behind that only goes down."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.contracts.tree import ROOT, tracked

# What is reached for on purpose: rules that are broken to see tests fall.
BROKEN_ON_PURPOSE = {"attacks/breaking.py"}
# Names of other libraries, which ask for them with an underscore.
NOT_OURS = {"_esm", "_css", "_ipython_display_", "_repr_mimebundle_", "_render_traceback_", "_handle_custom_msg"}
NOT_OURS |= {"_msg_callbacks", "_replace", "_make", "_asdict", "_fields", "_exit"}
# Where a test finds a public way, this goes down with it; a new test never needs more.
MOST = 100


def is_private(name: object) -> bool:
    return isinstance(name, str) and name.startswith("_") and not name.startswith("__") and name not in NOT_OURS


def reached(tree: ast.AST) -> Iterator[str]:
    """Private names that are read, set or replaced on something that is not the test's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                yield node.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setattr" and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.Constant) and is_private(name.value):
                yield str(name.value)


def test_private_names_are_counted_wherever_they_are_reached_for():
    text = "host._jobs\nself._own\npatch.setattr(host, '_FAST', 1)\nwidget._esm\nhost.__class__\nmake()._made = 2"
    assert sorted(reached(ast.parse(text))) == ["_FAST", "_jobs", "_made"]


def test_no_more_private_names_are_reached_for_than_before():
    where = {}
    for path in tracked("tests/*.py"):
        name = path.relative_to(ROOT / "tests").as_posix()
        if name not in BROKEN_ON_PURPOSE and (found := list(reached(ast.parse(path.read_text("utf-8"))))):
            where[name] = found
    count = sum(map(len, where.values()))
    assert count <= MOST, f"{count} private names are reached for: {where}"
