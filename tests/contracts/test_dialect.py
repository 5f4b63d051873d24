"""Names that say nothing (`one`, `found`, `said`) are for comprehensions and lambdas, where a name is a line long."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.contracts.tree import ROOT, tracked

EMPTY = {"one", "found", "said"}
SHORT = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def bound(node: ast.AST) -> Iterator[str]:
    """Names that are bound at *node* or below it, outside of comprehensions and lambdas."""
    if isinstance(node, SHORT):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    for child in ast.iter_child_nodes(node):
        yield from bound(child)


def test_names_are_seen_wherever_they_are_bound():
    text = (
        "found = 1\ndef said(one): pass\nclass A:\n    found: int\n[one for one in ()]\n(lambda said: said)\nuse(one=2)"
    )
    assert sorted(bound(ast.parse(text))) == ["found", "found", "one", "said"]


def test_the_kit_binds_no_name_that_says_nothing():
    trees = {path: ast.parse(path.read_text("utf-8")) for path in tracked("kit/*.py")}
    assert len(trees) > 100
    where = {path.relative_to(ROOT).as_posix(): sorted(EMPTY & set(bound(tree))) for path, tree in trees.items()}
    assert {path: names for path, names in where.items() if names} == {}
