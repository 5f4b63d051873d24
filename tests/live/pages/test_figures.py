"""Charts are drawn by a process of its own: releases in, figures out, and nothing else passes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kit.live.pages.figures import figures
from kit.results.releases import FIRST, Bin, Release, Releases, to_text
from tests.weeks import write_weeks

BINS = (("0 to 3", 0), ("4 to 6", 4), ("7 to 10", 4))


def released(*items: str) -> str:
    found, previous = [], FIRST
    for number, item in enumerate(items, start=1):
        values = {"sequence": number, "family": f"w01/check-in/{item}", "week": 1, "exercise": "check-in", "item": item}
        bins = tuple(Bin(label=label, low=low, high=low + 3) for label, low in BINS)
        made = Release(**values, people=14, bins=bins, policy="k5-s8-t8/5", previous=previous)
        made = Release(**{**made.__dict__, "hash": made.computed_hash()})
        found.append(made)
        previous = made.hash
    return to_text(Releases(cohort="spring", releases=tuple(found)))


@pytest.fixture
def folder(tmp_path):
    write_weeks(tmp_path / "curriculum — ü", 1)
    return tmp_path / "curriculum — ü"


def test_each_released_item_has_its_figure_and_no_other(folder):
    drawn = figures(folder, 1, released("energy", "tank"))
    assert {exercise: list(items) for exercise, items in drawn.items()} == {"check-in": ["energy", "tank"]}
    assert figures(folder, 1, released()) == {}


def test_the_process_gives_what_the_function_gives_whatever_the_systems_code_page(folder):
    run = [sys.executable, "-m", "kit.live.pages.figures", str(folder), "1"]
    done = subprocess.run(run, input=released("energy").encode(), capture_output=True, check=True, timeout=120)
    assert json.loads(done.stdout) == json.loads(json.dumps(figures(folder, 1, released("energy"))))
    assert done.stderr == b""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}'])
def test_what_are_no_releases_draw_nothing(folder, text):
    run = [sys.executable, "-m", "kit.live.pages.figures", str(folder), "1"]
    done = subprocess.run(run, input=text.encode(), capture_output=True, timeout=120, check=False)
    assert done.returncode != 0
    assert done.stdout == b""
