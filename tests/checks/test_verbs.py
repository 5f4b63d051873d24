"""Every notebook is looked through for names that are not there, whoever wrote it."""

from __future__ import annotations

import json
import shutil

import pytest

from kit.checks.verbs import name_problems
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.shelf import load_practices
from kit.settings import content_root, packaged_curriculum
from kit.system.content_files import content_files


@pytest.fixture
def material(tmp_path):
    for name, source in (("curriculum", packaged_curriculum()), ("notebooks", content_root() / "notebooks")):
        shutil.copytree(source, tmp_path / name)
    return tmp_path


def problems(material):
    weeks = load_curriculum(material / "curriculum")
    practices = {one.id for week in weeks.values() for one in week.practices} | load_practices(
        material / "curriculum"
    ).keys()
    return list(name_problems(content_files(material / "notebooks", ".ipynb"), weeks, practices))


def write(material, name, *cells):
    made = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "source": text,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for number, text in enumerate(cells)
    ]
    notebook = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (material / "notebooks" / name).write_text(json.dumps(notebook), "utf-8")


def renamed(material, old, new):
    for path in (material / "curriculum").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(f"{old}:\n", f"{new}:\n"), "utf-8")


def test_the_kits_own_notebooks_name_what_there_is(material):
    assert problems(material) == []


@pytest.mark.parametrize(("old", "cell"), [("pulse", "arriving"), ("exit", "leaving")])
def test_an_exercise_with_another_id_is_named_in_the_summary(material, old, cell):
    renamed(material, old, f"{old}-of-ours")
    said = [line for line in problems(material) if line.startswith("cohort_summary.ipynb")]
    assert len(said) == 1
    assert f"cell '{cell}': there is no exercise asked in several weeks '{old}'" in said[0]
    assert f"{old}-of-ours" in said[0]


@pytest.mark.parametrize(
    ("name", "cells", "said"),
    [
        ("ours.ipynb", ["import kit\ng = kit.open_cohort()", 'g.arc("nothing")'], "several weeks 'nothing'"),
        ("ours.ipynb", ["import kit\nw = kit.open_week(3)", "%time\nw.read('nowhere')"], "no block 'nowhere'"),
        ("ours.ipynb", ["from kit import open_practice\nmine = open_practice()", 'mine.practice("yoga")'], "'yoga'"),
        ("ours.ipynb", ["import kit", 'kit.open_week(2).group("pulse", "puls")'], "no exercise 'puls'"),
        ("ours.ipynb", ["import kit\nw = kit.open_week(23)"], "opens week 23, which isn't there"),
        ("week_03.ipynb", ["import kit\nweek = kit.open_week(2)"], "opens week 2, and its name says 3"),
        ("week_03.ipynb", ["import kit\nweek = kit.open_week(3)", 'week.group("plse")'], "no exercise 'plse'"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_its_notebook_and_cell(material, name, cells, said):
    write(material, name, *cells)
    (found,) = problems(material)
    assert found.startswith(name)
    assert said in found


@pytest.mark.parametrize(
    "cells", [["import pandas as pd", 'pd.read("x")'], ["this is no Python ("], ["x = 1\nx.arc('y')"]]
)
def test_what_is_not_the_kits_is_nobody_elses_business(material, cells):
    write(material, "ours.ipynb", *cells)
    assert problems(material) == []
