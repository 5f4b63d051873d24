"""What the README, and the page on adapting, tell people to do works as it is written there."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest

from kit.checks.content import content_problems
from kit.checks.kits_notebooks import source
from kit.checks.notebooks import notebook_problems
from kit.cli.commands import HOMES
from kit.curriculum.loader import load_week
from kit.curriculum.policy import Policy
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.reports.paper.forms import printed_form
from kit.settings import Cohort, content_root, packaged_curriculum, packaged_guide
from tests.cohorts import whole_cohort

README = (content_root() / "README.md").read_text("utf-8")
ADAPTING = (packaged_guide() / "adapting.md").read_text("utf-8")


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return whole_cohort(tmp_path / "spring")


def written(first: str) -> str:
    """The example on the page that begins with the line *first*."""
    blocks = (textwrap.dedent(block) for block in re.findall(r"^ *```yaml\n(.*?)```", ADAPTING, re.S | re.M))
    return next(block for block in blocks if block.startswith(first))


def add_cell(cohort: Cohort, before: str, code: str) -> None:
    path = cohort.notebooks / "week_03.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    place = next(number for number, cell in enumerate(notebook["cells"]) if before in source(cell))
    cell = {"id": "ours", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    notebook["cells"].insert(place, cell)
    path.write_text(json.dumps(notebook), "utf-8")


def all_problems(cohort: Cohort) -> list[str]:
    weeks, problems = content_problems(cohort.curriculum)
    return problems + notebook_problems(cohort.notebooks, weeks)


def test_an_exercise_is_added_with_the_lines_that_stand_there(cohort: Cohort) -> None:
    path = cohort.curriculum / "week_03.yaml"
    before, part, rest = path.read_text("utf-8").partition("  exercise:\n")
    found, facilitator, after = rest.partition("    facilitator:\n")
    added = textwrap.indent(written("small-wins:"), "      ")
    path.write_text(before + part + found + added + facilitator + after, "utf-8")
    assert any("'small-wins' stands nowhere" in problem for problem in all_problems(cohort))
    assert 'week.ask("small-wins")' in ADAPTING
    add_cell(cohort, 'week.practice("journal"', 'week.ask("small-wins")')
    assert all_problems(cohort) == []
    page = printed_form(load_week(path), Policy(), load_messages(packaged_curriculum()))
    assert page.count("What kind of small win did this week bring?") == 2


def test_a_worksheet_is_added_with_the_lines_that_stand_there(cohort: Cohort) -> None:
    shelf = cohort.curriculum / "practices.yaml"
    shelf.write_text(shelf.read_text("utf-8") + written("lunch:"), "utf-8")
    path = cohort.curriculum / "week_03.yaml"
    text = path.read_text("utf-8").replace("practices: [energy-ledger", "practices: [lunch, energy-ledger")
    path.write_text(text, "utf-8")
    add_cell(cohort, 'week.practice("energy-ledger"', 'week.practice("lunch")')
    assert all_problems(cohort) == []


def test_the_worksheet_on_the_page_is_a_practice(tmp_path: Path) -> None:
    (tmp_path / "practices.yaml").write_text(written("lunch:"), "utf-8")
    assert [part.kind for part in load_practices(tmp_path)["lunch"].parts] == ["any", "text"]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_what_the_readme_links_to_is_there(path: str) -> None:
    assert (content_root() / path).exists()


def test_the_readme_names_only_commands_that_there_are() -> None:
    known = set(HOMES)
    used = set(re.findall(r"(?:^ *|`)kit ([a-z]+)\b", README, re.MULTILINE))
    assert {"demo", "init", "check", "import", "publish", "report", "host"} <= used
    assert used - known == set()


def test_the_readme_can_be_read_in_a_few_minutes() -> None:
    assert len(README.split()) <= 900
