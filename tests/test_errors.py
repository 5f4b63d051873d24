"""Every error that the kit raises on purpose stands in one file, and its page names them all."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from kit import errors

KIT = Path(errors.__file__).parent
TREE = errors.__all__


def classes() -> list[tuple[str, ast.ClassDef]]:
    return [
        (str(path.relative_to(KIT)), node)
        for path in sorted(KIT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]


def bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).rpartition(".")[2] for base in node.bases}


def test_no_error_of_the_tree_stands_in_another_file():
    elsewhere = [f"{place}: {node.name}" for place, node in classes() if place != "errors.py" and bases(node) & {*TREE}]
    assert not elsewhere


def test_two_exceptions_never_have_the_same_name():
    kinds = {"Exception", "ValueError", "OSError", "HTTPError", "YAMLError", *TREE}
    named = Counter(node.name for _, node in classes() if bases(node) & kinds)
    assert [name for name, times in named.items() if times > 1] == []


def test_the_page_names_every_error_under_the_one_it_belongs_to():
    drawn: dict[str, str] = {}
    above: list[str] = []
    for depth, name in re.findall(r"^    ([│├└─ ]*)(\w+)", errors.__doc__ or "", re.MULTILINE):
        above[len(depth) // 4 :] = [name]
        drawn[name] = above[-2] if len(above) > 1 else "Exception"
    assert drawn == {name: getattr(errors, name).__base__.__name__ for name in TREE}
    assert sorted(TREE) == TREE


@pytest.mark.parametrize("name", TREE)
def test_an_error_is_told_in_its_sentence_alone(name: str):
    kind = getattr(errors, name)
    error = kind("This is why.", "text_notice") if kind is errors.NotShared else kind("This is why.")
    assert str(error) == "This is why."
    assert error._render_traceback_() == ["This is why."]
