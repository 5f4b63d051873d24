"""A version that was released is known by its words, so that no later one takes them for somebody's own."""

from __future__ import annotations

import re

import pytest

from kit import __version__
from kit.curriculum.earlier import came_with, place_mark
from kit.settings import packaged_material
from tests.earlier import state_0_1_0
from tests.earlier_own import OWN, ROOT, missing

LINES = OWN.read_text("utf-8").splitlines()
RELEASED = re.findall(r"^## (\d+\.\d+\.\d+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
CURE = f"run make own, and commit {OWN.name} together with the version"


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


@pytest.mark.parametrize("gone", ["E07", "week 8", "week 2, journal", "curriculum/masks.yaml", "week_07.ipynb, plan"])
def test_a_line_that_is_lost_is_noticed(tmp_path, gone):
    lines = [line for line in LINES if line != place_mark(gone)]
    assert missing(material(tmp_path), lines) == [place_mark(gone)]
    assert came_with(gone) == 0
