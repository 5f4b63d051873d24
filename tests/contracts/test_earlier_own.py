"""A version that was released is known by its words, so that no later one takes them for somebody's own."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from kit import __version__
from kit.checks.kits_notebooks import EARLIER, packaged_notebook
from kit.curriculum.earlier import came_with, place_mark
from kit.curriculum.notices import earlier_notices
from kit.curriculum.registers import load_messages
from kit.live.notice import PARTS
from kit.settings import packaged_curriculum, packaged_material
from tests.earlier import state_0_1_0
from tests.earlier_own import NOTICES, OWN, ROOT, keep_notebooks, missing, with_notice

LINES = OWN.read_text("utf-8").splitlines()
RELEASED = re.findall(r"^## (\d+\.\d+\.\d+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
CURE = "run make own, and commit data/ together with the version"


def material(folder):
    cohort = state_0_1_0(folder).cohort
    return {name: cohort / name for name in packaged_material()}


def test_every_released_version_has_its_section_in_the_order_of_time():
    assert RELEASED
    assert [line.removeprefix("# ") for line in LINES if re.fullmatch(r"# [\d.]+", line)] == RELEASED[::-1], CURE


def test_what_is_released_now_is_all_there():
    if __version__ in RELEASED:
        assert missing(packaged_material(), LINES) == [], CURE


def test_all_that_0_1_0_said_is_there(tmp_path):
    assert missing(material(tmp_path), LINES) == []


def test_a_version_that_is_released_keeps_its_notebooks_for_the_cohorts_that_go_on_with_it(tmp_path):
    keep_notebooks(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.name for path in packaged_material()["notebooks"].glob("*.ipynb")
    )
    for path in tmp_path.iterdir():
        assert json.loads(path.read_text("utf-8")) == packaged_notebook(path.name)
    for version in RELEASED:
        assert (ROOT / "data" / EARLIER / version / "week_01.ipynb").is_file(), CURE


@pytest.mark.parametrize("gone", ["E07", "week 8", "week 2, journal", "curriculum/masks.yaml", "week_07.ipynb, plan"])
def test_a_line_that_is_lost_is_noticed(tmp_path, gone):
    lines = [line for line in LINES if line != place_mark(gone)]
    assert missing(material(tmp_path), lines) == [place_mark(gone)]
    assert came_with(gone) == 0


def test_every_released_version_has_its_notice_in_the_order_of_time():
    assert [notice.version for notice in earlier_notices()] == RELEASED[::-1], CURE


def test_a_version_that_is_released_adds_its_notice_once_and_as_it_is_read():
    text = NOTICES.read_text("utf-8")
    added = with_notice(text)
    assert added.startswith(text)
    assert with_notice(added) == added
    (*_, now) = yaml.safe_load(added)["notices"]
    assert now["version"] == __version__
    assert now["parts"] == [*PARTS]
    assert {f"notice_{part}" for part in now["says"]} <= set(load_messages(packaged_curriculum()).section("live"))
