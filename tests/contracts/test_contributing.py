"""What CONTRIBUTING.md tells people to write is a kind of practice, whole, as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
RECIPE = CONTRIBUTING.partition("## Adding a kind of practice\n")[2].partition("\n## ")[0]
LIMIT = 300
COPIED = ("kit", "data", "tests", "notebooks", "facilitator_guide")

SHOWN = """
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.bundler import css, module
from kit.widgets.words_of_copies import sheet_names

folder = packaged_curriculum()
messages = load_messages(folder)
practice = load_practices(folder)["in-my-hands"]
assert practice.on_paper == ("What part of it can you influence?", "What do others decide?")
labels = sheet_names([], [practice], messages)["practice/in-my-hands"]["labels"]
assert labels["step"] == "What is a small first step?"
assert "class InMyHands extends Practice" in module("in_my_hands")
assert ".kit-practice-writing + .kit-practice-writing" in css("in_my_hands")
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kit in which the recipe was followed."""
    root = tmp_path_factory.mktemp("followed")
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", root)
    blocks = re.findall(r"^(At the end of )?`([\w/.]+)`\n\n```\w+\n(.*?)^```$", RECIPE, re.M | re.S)
    assert len(blocks) == 5
    for at_the_end, name, text in blocks:
        path = root / name if at_the_end else root / "kit" / "curriculum" / "practices" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text("utf-8") if at_the_end else "") + text, "utf-8")
    return root


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in *tree*, with the kit that lies there."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def test_the_kind_in_the_recipe_needs_nothing_but_its_folder_and_its_words(tree: Path) -> None:
    found = run(tree, "-c", SHOWN)
    assert found.returncode == 0, found.stderr


def test_the_tests_that_the_recipe_names_are_content_with_it(tree: Path) -> None:
    named = re.findall(r"pytest (tests/.*)\n", RECIPE)[0].split()
    assert "tests/curriculum/test_practices.py" in named
    # What concerns the new kind, and not all that has been tested already.
    found = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", *named, "-k", "in_my_hands")
    assert found.returncode == 0, found.stdout
    assert int(re.search(r"(\d+) passed", found.stdout)[1]) > 6


def test_a_folder_that_is_half_made_is_told_by_its_name(tree: Path) -> None:
    folder = tree / "kit" / "curriculum" / "practices" / "empty"
    folder.mkdir()
    (folder / "__init__.py").write_text("", "utf-8")
    found = run(tree, "-c", "import kit.curriculum.practices")
    shutil.rmtree(folder)
    assert "kit.curriculum.practices.empty defines 0 classes of Practice; it must define one." in found.stderr
