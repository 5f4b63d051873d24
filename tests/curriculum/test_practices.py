"""A folder under kit/curriculum/practices is a kind of practice, whole, and nothing else names the kinds again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kit.curriculum.practices
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices import PRACTICES
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.bundler import entry, scripts, styles
from kit.widgets.specs import practice_words

HERE = Path(kit.curriculum.practices.__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/__init__.py"))
MESSAGES = load_messages(packaged_curriculum())


@pytest.fixture(scope="module")
def known():
    """All practices of the kit: those of the shelf, and those that stand in a week."""
    folder = packaged_curriculum()
    weeks = load_curriculum(folder).values()
    return [*load_practices(folder).values(), *(practice for week in weeks for practice in week.practices)]


def test_every_folder_is_a_kind_and_every_kind_a_folder():
    assert {kind.folder() for kind in PRACTICES.values()} == set(FOLDERS)
    assert all(PRACTICES[name].modules().count(name) == 1 for name in PRACTICES)


@pytest.mark.parametrize("name", PRACTICES)
def test_a_folder_has_the_script_the_style_and_the_sentences_of_its_module(name):
    assert "export default { render };" in entry(name, ".js").read_text("utf-8")
    assert {path.name for path in styles(entry(name, ".css"))} >= {"form.css", "practice.css"}
    assert MESSAGES.section(name)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_no_script_or_style_of_a_folder_is_left_over(folder):
    used = {path for name in PRACTICES for path in [*scripts(entry(name, ".js")), *styles(entry(name, ".css"))]}
    assert {path for path in folder.rglob("*") if path.suffix in (".js", ".css")} <= used


@pytest.mark.parametrize("name", PRACTICES)
def test_the_kit_has_a_practice_of_every_kind(name, known):
    assert name in {practice.module for practice in known}


@pytest.mark.parametrize("name", PRACTICES)
def test_what_a_saved_copy_tells_of_a_kind_can_be_told(name, known):
    for practice in (practice for practice in known if practice.module == name):
        sentences = practice_words(practice, MESSAGES)
        asked = dict(practice.asked(sentences))
        assert all(asked.values())
        for answer_name, _, words in practice.in_words(sentences):
            # The weight of a list's rows stands beside the words of a row.
            assert answer_name in asked or answer_name == "weight"
            assert words


@pytest.mark.parametrize("path", sorted((HERE.parents[1]).rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_elsewhere_names_the_kinds_again(path):
    if HERE in path.parents:
        return
    named = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and node.value in PRACTICES:
            named.add(node.value)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{kit.curriculum.practices.__name__}."):
            named.add(node.module.split(".")[3])
    assert len(named) < len(PRACTICES) / 2, f"{path.name} names {sorted(named)}"
