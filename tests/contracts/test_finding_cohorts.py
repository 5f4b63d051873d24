"""One function finds the cohort; no other code looks for cohort.toml by itself."""

from __future__ import annotations

import ast
from pathlib import Path

import kit
from kit.settings import COHORT_FILE

PACKAGE = Path(kit.__file__).parent
FINDER = PACKAGE / "settings" / "__init__.py"


def looks_for_it(tree):
    """Lines in which a path is made of the file's name, or TOML is read."""
    for node in ast.walk(tree):
        parts = [node.left, node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) else []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            reads_toml = node.func.attr in ("load", "loads") and getattr(node.func.value, "id", "") == "tomllib"
            if reads_toml:
                yield node.lineno
            if node.func.attr in ("joinpath", "with_name", "glob", "rglob", "match"):
                parts += node.args
        for part in parts:
            named = isinstance(part, ast.Name | ast.Attribute) and "COHORT_FILE" in ast.dump(part)
            spelt = isinstance(part, ast.Constant) and COHORT_FILE in str(part.value)
            if named or spelt:
                yield node.lineno


def test_no_other_module_looks_for_the_file_of_a_cohort():
    found = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        if path != FINDER
        for line in looks_for_it(ast.parse(path.read_text("utf-8")))
    }
    # The text of TOML is read in one place for everybody.
    assert {one.partition(":")[0] for one in found} == {"text/parsing.py"}
    assert len(found) == 1


def test_a_module_that_did_would_be_found():
    code = (
        "import tomllib\nx = folder / COHORT_FILE\ny = folder / 'cohort.toml'\nz = tomllib.loads('')\n"
        "folder.glob('*/cohort.toml')"
    )
    assert sorted(looks_for_it(ast.parse(code))) == [2, 3, 4, 5]
