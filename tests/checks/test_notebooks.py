"""A damaged notebook is named cell by cell, and brought back without losing the facilitator's own words."""

from __future__ import annotations

import json

import nbformat
import pytest

from kit.checks.notebooks import (
    form_problems,
    notebook_problems,
    read_notebook,
    summary_problems,
    weekless_problems,
)
from kit.checks.repair import KEPT, repair, summaries
from kit.errors import ContentError
from kit.new_cohort import read_unrun, to_text
from kit.settings import content_root
from tests.checks.damaging import NAME, change, place_of
from tests.cohorts import whole_cohort
from tests.earlier import state_0_1_0


def test_the_packaged_notebook_has_no_problem(folder, week):
    assert notebook_problems(folder, week) == []


def test_a_deleted_cell_is_named_and_comes_back(folder, week):
    change(folder, lambda cells: cells.pop(place_of(cells, "pulse")))
    problems = notebook_problems(folder, week)
    assert any("is missing" in line for line in problems)
    assert any("'pulse' stands nowhere" in line for line in problems)
    assert repair(folder, [NAME])
    assert notebook_problems(folder, week) == []


def test_a_converted_cell_is_named_and_turned_back(folder, week):
    def convert(cells):
        cells[place_of(cells, "pulse")]["cell_type"] = "markdown"

    change(folder, convert)
    assert any("was turned from code into markdown" in line for line in notebook_problems(folder, week))
    repair(folder, [NAME])
    assert notebook_problems(folder, week) == []


def test_moved_cells_are_named_and_put_back(folder, week):
    def swap(cells):
        cells[3], cells[-1] = cells[-1], cells[3]

    change(folder, swap)
    assert any("was moved" in line for line in notebook_problems(folder, week))
    repair(folder, [NAME])
    assert notebook_problems(folder, week) == []


def test_exercises_in_another_order_than_the_weeks_are_named(folder, week):
    def swap(cells):
        one, other = place_of(cells, 'ask("pulse'), place_of(cells, 'ask("exit')
        cells[one]["source"], cells[other]["source"] = cells[other]["source"], cells[one]["source"]

    change(folder, swap)
    wanted = ", ".join(one.id for one in week[1].exercises)
    assert any(
        f"stand in another order than in the week file: {wanted}." in said for said in notebook_problems(folder, week)
    )


def test_what_is_no_notebook_is_told_in_a_sentence(folder):
    (folder / NAME).write_text('{"cells": 3}', "utf-8")
    with pytest.raises(ContentError, match="no notebook any more"):
        read_notebook(folder / NAME)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os", "only the kit's verbs"),
        ("week.ask('a')\nweek.ask('b')\nweek.ask('c')\nweek.ask('d')", "at most 3"),
        ("open('answers.db')", "only the kit's verbs"),
        ("week._releases()", "only the kit's verbs"),
        ("x = week", "only the kit's verbs"),
        ("week.ask(open('f'))", "only the kit's verbs"),
        ("week.ask(", "can't be read"),
        ("!ls", "can't be read"),
    ],
)
def test_code_beyond_the_verbs_is_named(folder, code, said):
    notebook = read_notebook(folder / NAME)
    notebook["cells"].append({"id": "x", "cell_type": "code", "metadata": {}, "source": code})
    assert any("cell 'x'" in line and said in line for line in form_problems(NAME, notebook))


@pytest.mark.parametrize("code", ['week.ask("pulse"', "import os", "week.ask(1)\n" * 4])
def test_a_cell_of_the_kits_own_that_no_longer_works_is_named_and_brought_back(folder, week, code):
    def breaking(cells):
        cells[place_of(cells, "pulse")]["source"] = code

    change(folder, breaking)
    assert any("brings the kit's own cell back" in line for line in notebook_problems(folder, week))
    repair(folder, [NAME])
    assert notebook_problems(folder, week) == []


def test_a_notebook_of_another_kernel_is_set_to_the_one_that_opens_everywhere(folder, week):
    notebook = read_notebook(folder / NAME)
    notebook["metadata"]["kernelspec"]["name"] = "xpython"
    (folder / NAME).write_text(json.dumps(notebook), "utf-8")
    assert "the kernel is 'xpython'" in notebook_problems(folder, week)[0]
    repair(folder, [NAME])
    assert notebook_problems(folder, week) == []


def test_the_notebook_of_all_weeks_is_looked_at_and_repaired_too(folder):
    (name,) = [one for one in summaries() if one == "cohort_summary.ipynb"]
    for one in summaries():
        (folder / one).write_text(to_text(read_unrun(content_root() / "notebooks" / one)), "utf-8")
    assert summary_problems(folder) == []
    notebook = read_notebook(folder / name)
    del notebook["cells"][5]
    (folder / name).write_text(json.dumps(notebook), "utf-8")
    assert "is missing" in summary_problems(folder)[0]
    repair(folder, summaries())
    assert summary_problems(folder) == []


def test_results_of_the_sample_in_a_copy_of_0_1_0_are_no_fault_of_its_owner_and_a_repair_takes_them_out(folder):
    name = "cohort_summary.ipynb"
    (folder / name).write_bytes((content_root() / "notebooks" / name).read_bytes())
    assert "text/html" in (folder / name).read_text("utf-8")
    assert [line for line in summary_problems(folder) if line.startswith(name)] == []
    (done,) = [line for line in repair(folder, [name]) if line.startswith(name)]
    assert "'tables' compares nothing" in done
    assert "text/html" not in (folder / name).read_text("utf-8")
    assert [line for line in summary_problems(folder) if line.startswith(name)] == []


def test_a_notebook_whose_week_file_is_gone_is_named(folder, tmp_path):
    curriculum = tmp_path / "curriculum"
    curriculum.mkdir()
    assert list(weekless_problems(folder, curriculum)) == [
        f"{NAME}: its week file week_01.yaml isn't in curriculum/; bring it back, or move the notebook to another "
        "folder."
    ]
    (curriculum / "week_01.yaml").write_text("", "utf-8")
    assert list(weekless_problems(folder, curriculum)) == []


def test_what_a_merge_left_is_named_as_such(folder, week):
    text = (folder / NAME).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    lines[3:3] = ["<<<<<<< HEAD\n", "=======\n", ">>>>>>> theirs\n"]
    (folder / NAME).write_text("".join(lines), "utf-8")
    assert notebook_problems(folder, week)[0].startswith(f"{NAME}, line 4: two versions of this file were merged")
    repair(folder, [NAME])
    assert (folder / KEPT / NAME).read_text("utf-8") == "".join(lines)
    change(folder, lambda cells: cells[0].update(source="<<<<<<< ours\n# A\n=======\n# B\n>>>>>>> theirs\n"))
    assert any("two versions were merged" in line for line in notebook_problems(folder, week))


@pytest.mark.parametrize("own", [True, False])
def test_a_byte_order_mark_is_told_and_goes_and_no_word_with_it(folder, week, own):
    path = folder / NAME
    text = path.read_text("utf-8")
    if own:
        text = text.replace("Week", "Our own Week", 1)
    path.write_text(text, "utf-8-sig")
    (problem,) = notebook_problems(folder, week)
    assert "byte order mark" in problem and "kit check --repair" in problem
    assert repair(folder, [path.name])
    assert path.read_bytes()[:1] == b"{"
    assert json.loads(path.read_text("utf-8"))["cells"] == json.loads(text)["cells"]
    assert notebook_problems(folder, week) == []


@pytest.mark.parametrize("number", [2, 3])
def test_a_notebook_in_an_older_format_is_told_with_the_way_that_keeps_its_words(folder, week, number):
    path = folder / NAME
    earlier = nbformat.v3.writes_json(nbformat.convert(nbformat.read(path, 4), 3))
    path.write_text(earlier.replace('"nbformat": 3', f'"nbformat": {number}'), "utf-8")
    (problem,) = notebook_problems(folder, week)
    assert f"older format of notebooks ({number})" in problem and "JupyterLab" in problem
    if number == 3:  # what JupyterLab does when it opens and saves it
        nbformat.write(nbformat.read(path, 4), path)
        assert notebook_problems(folder, week) == []


def test_a_notebook_nested_without_end_is_told_in_a_sentence(folder, week):
    (folder / NAME).write_text("[" * 100_000, "utf-8")
    assert "this is no notebook any more" in notebook_problems(folder, week)[0]


def test_a_whole_notebook_that_came_later_is_missed_in_no_folder_of_an_earlier_version(tmp_path, monkeypatch):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.notebooks / "my_practice.ipynb").unlink()
    assert any("missing" in one for one in summary_problems(cohort.notebooks))
    earlier = state_0_1_0(tmp_path).cohort / "notebooks"
    (earlier / "my_practice.ipynb").unlink()
    assert any("missing" in one for one in summary_problems(earlier))  # 0.1.0 had it: somebody deleted it
    monkeypatch.setattr("kit.checks.notebooks.came_with", lambda place: 1)
    assert summary_problems(earlier) == []
