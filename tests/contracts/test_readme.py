"""What the README shows works as it stands there."""

from __future__ import annotations

import re
import textwrap

import pytest

from kit.cli.main import HOMES
from kit.curriculum.loader import load_week
from kit.curriculum.practices.shelf import load_practices
from kit.settings import content_root, packaged_curriculum

README = (content_root() / "README.md").read_text("utf-8") if (content_root() / "README.md").is_file() else ""


def example(starts_with):
    """The YAML example that starts with a key, as it is indented in the README."""
    found = [block for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL) if starts_with in block]
    assert len(found) == 1
    return textwrap.dedent(found[0])


def test_the_exercise_of_the_readme_can_be_added_to_week_3(tmp_path):
    text = (packaged_curriculum() / "week_03.yaml").read_text("utf-8")
    added = textwrap.indent(example("small-wins:"), " " * 6)
    (tmp_path / "week_03.yaml").write_text(text.replace("    exercises:\n", f"    exercises:\n{added}", 1), "utf-8")
    week = load_week(tmp_path / "week_03.yaml")
    assert "small-wins" in [exercise.id for exercise in week.exercises]


def test_the_worksheet_of_the_readme_is_a_practice(tmp_path):
    (tmp_path / "practices.yaml").write_text(example("lunch:"), "utf-8")
    assert [part.kind for part in load_practices(tmp_path)["lunch"].parts] == ["any", "text"]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_what_the_readme_links_to_is_there(path):
    assert (content_root() / path).exists()


def test_the_readme_names_only_commands_that_there_are():
    known = {name for names in HOMES.values() for name in names}
    used = set(re.findall(r"(?:^ *|`)kit ([a-z]+)\b", README, re.MULTILINE))
    assert used
    assert used - known == set()
