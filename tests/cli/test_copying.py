"""Copying a cohort's material: what no session needs stops nothing; what one needs stops it, with a cure that works."""

from __future__ import annotations

import os

import pytest

from kit.errors import KitError
from kit.new_cohort import carried, make_cohort
from tests.cohorts import whole_cohort


@pytest.fixture
def model(tmp_path):
    return whole_cohort(tmp_path / "spring")


def made_like(model):
    return make_cohort(model.root.parent / "autumn", like=model.root)


OWN = {
    "Untitled.ipynb": lambda path: path.write_text("", "utf-8"),
    "list.ipynb": lambda path: path.write_text("[1, 2]", "utf-8"),
    "week 3, mine.ipynb": lambda path: path.write_text('{"cells": [{}]}', "utf-8"),
    "gone.csv": lambda path: path.symlink_to(path.parent / "nowhere.csv"),
    "round": lambda path: path.symlink_to(path.parent),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("place", ["notebooks", "curriculum", "facilitator_guide/pictures"])
def test_what_somebody_left_beside_the_material_is_passed_over_and_named(model, place, name):
    OWN[name](model.root / place / name)
    copy = made_like(model)
    assert not os.path.lexists(copy.root / place / name)
    said = [line for line in carried(model) if name in line]
    assert len(said) == 1
    assert said[0].startswith(f"Not taken over: {place}/{name}, which ")
    assert (copy.notebooks / "week_03.ipynb").is_file()


def test_what_is_linked_is_copied(model, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "more.md").write_text("words", "utf-8")
    (model.guide / "ours").symlink_to(tmp_path / "shared")
    (model.guide / "more.md").symlink_to(tmp_path / "shared" / "more.md")
    copy = made_like(model)
    assert (copy.guide / "ours" / "more.md").read_text("utf-8") == "words"
    assert not (copy.guide / "more.md").is_symlink()


@pytest.mark.parametrize("name", ["week_03.ipynb", "my_practice.ipynb", "week_09.ipynb"])
def test_a_notebook_that_is_needed_stops_it_with_a_cure_that_works(kit, model, name):
    (model.notebooks / name).write_text("{", "utf-8")
    with pytest.raises(KitError, match=f"{name}: this is no notebook any more") as told:
        made_like(model)
    if "kit check --repair" in str(told.value):
        kit("check", "--repair", "--cohort", str(model.root))
    else:
        assert "copy the notebook of another week under this name" in str(told.value)
        (model.notebooks / name).write_bytes((model.notebooks / "week_08.ipynb").read_bytes())
    assert (made_like(model).notebooks / name).is_file()


def test_kit_check_names_notebooks_that_were_added_and_stops_for_none(kit, model):
    (model.notebooks / "Untitled.ipynb").write_text("no notebook", "utf-8")
    text = (model.notebooks / "week_03.ipynb").read_text("utf-8")
    (model.notebooks / "my third.ipynb").write_text(text.replace('\\"pulse\\"', '\\"poulse\\"'), "utf-8")
    done = kit("check", "--cohort", str(model.root))
    assert done.code == 0, done.out
    assert "In notebooks that you added. No session and no report needs them:" in done.out
    assert "  Untitled.ipynb: this is no notebook any more" in done.out
    assert "  my third.ipynb, cell 'check-in': there is no exercise 'poulse'" in done.out
