"""A cohort is compared with, and gets back, the notebook that asks what its weeks have, of whatever version it is."""

from __future__ import annotations

import json

import pytest

from kit.checks.kits_notebooks import EARLIER, asked, kits_notebook, packaged_notebook
from kit.checks.notebooks import notebook_problems, summary_problems
from kit.checks.repair import repair
from kit.curriculum.earlier import versions_before
from kit.curriculum.loader import load_curriculum
from kit.curriculum.versions import write_version
from kit.settings import content_root, packaged_material
from tests.cohorts import whole_cohort
from tests.earlier import state_0_1_0
from tests.earlier_own import OWN, cell_lines

NAMES = sorted(path.name for path in packaged_material()["notebooks"].glob("*.ipynb"))


@pytest.fixture
def of_today(tmp_path):
    return whole_cohort(tmp_path / "spring")


def texts(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def problems(folder, curriculum):
    return [*notebook_problems(folder, load_curriculum(curriculum)), *summary_problems(folder)]


@pytest.mark.parametrize("version", versions_before())
def test_the_notebooks_of_every_earlier_version_are_kept_as_it_had_them(version):
    lines = set(OWN.read_text("utf-8").splitlines())
    there = sorted((content_root() / "data" / EARLIER / version).glob("*.ipynb"))
    assert len(there) >= 10
    for path in there:
        assert set(cell_lines(path)) <= lines
        assert not any(cell.get("outputs") for cell in json.loads(path.read_text("utf-8"))["cells"])


@pytest.mark.parametrize("name", NAMES)
def test_in_a_cohort_of_this_version_it_is_this_versions(of_today, name):
    assert kits_notebook(of_today.notebooks / name) == packaged_notebook(name)


@pytest.mark.parametrize("name", NAMES)
def test_in_a_folder_of_an_earlier_version_it_is_that_versions(tmp_path, name):
    root = state_0_1_0(tmp_path).cohort
    kits = kits_notebook(root / "notebooks" / name)
    assert texts(kits) == texts(json.loads((root / "notebooks" / name).read_text("utf-8")))


def test_where_the_weeks_stayed_and_the_rest_was_renewed_each_week_has_the_one_that_asks_what_it_has(tmp_path):
    root = state_0_1_0(tmp_path).cohort
    write_version(root)
    weeks = load_curriculum(root / "curriculum")
    for number in range(1, 9):
        kits = kits_notebook(root / "notebooks" / f"week_{number:02d}.ipynb")
        assert asked(kits) == [one.id for one in weeks[number].exercises]
        assert asked(kits, "practice") == [one.id for one in weeks[number].practices]
    assert kits_notebook(root / "notebooks" / "my_practice.ipynb") == packaged_notebook("my_practice.ipynb")


def test_where_a_facilitator_has_neither_versions_week_it_is_the_nearest(tmp_path, of_today):
    root = state_0_1_0(tmp_path).cohort
    for folder in (root / "curriculum", of_today.curriculum):
        path = folder / "week_03.yaml"
        text = path.read_text("utf-8")
        assert "friend-letter" in text
        path.write_text(text.replace("friend-letter", "other-letter"), "utf-8")
    write_version(root)
    then, now = (kits_notebook(one / "notebooks" / "week_03.ipynb") for one in (root, of_today.root))
    assert asked(then)[:3] == ["pulse", "home-practice", "needs"]
    assert asked(now)[:3] == ["pulse", "home-practice", "friend-letter"]


def test_a_week_that_cannot_be_read_has_the_one_of_the_version_in_the_folder(tmp_path, of_today):
    root = state_0_1_0(tmp_path).cohort
    for one in (root, of_today.root):
        (one / "curriculum" / "week_03.yaml").write_text("number: [", "utf-8")
    then, now = (kits_notebook(one / "notebooks" / "week_03.ipynb") for one in (root, of_today.root))
    assert now == packaged_notebook("week_03.ipynb")
    assert texts(then) != texts(now)


def test_the_kit_has_none_for_a_week_that_somebody_added(of_today):
    assert kits_notebook(of_today.notebooks / "week_09.ipynb") is None


def lost(path):
    path.unlink()


def cut_short(path):
    path.write_text(path.read_text("utf-8")[:200], "utf-8")


def without(ids):
    def damage(path):
        notebook = json.loads(path.read_text("utf-8"))
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in ids]
        path.write_text(json.dumps(notebook), "utf-8")

    return damage


def moved(path):
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"].append(notebook["cells"].pop(5))
    path.write_text(json.dumps(notebook), "utf-8")


def turned(path):
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["cell_type"] = "raw" if cell["cell_type"] == "code" else cell["cell_type"]
    path.write_text(json.dumps(notebook), "utf-8")


DAMAGES = {"lost": lost, "cut short": cut_short, "plan gone": without({"plan"}), "moved": moved, "raw": turned}


@pytest.mark.parametrize("renewed", [False, True], ids=["of 0.1.0", "renewed but for its weeks"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_whatever_befell_the_notebooks_of_an_older_cohort_a_repair_makes_them_whole(tmp_path, damage, renewed):
    root = state_0_1_0(tmp_path).cohort
    folder, curriculum = root / "notebooks", root / "curriculum"
    if renewed:
        write_version(root)
        for name in ("orientation.ipynb", "my_practice.ipynb", "cohort_summary.ipynb"):
            (folder / name).unlink()
        repair(folder, NAMES)
    assert problems(folder, curriculum) == []
    for number in (1, 3, 8):
        damage(folder / f"week_{number:02d}.ipynb")
    told = problems(folder, curriculum)
    for number in (1, 3, 8):
        assert any(line.startswith(f"week_{number:02d}.ipynb") and "kit check --repair" in line for line in told)
    assert len(repair(folder, NAMES)) >= 3
    assert problems(folder, curriculum) == []
    assert repair(folder, NAMES) == []


@pytest.mark.parametrize(("name", "cell", "gone"), [("week_03", "idea", "two-voices"), ("week_03", "breath", "breath")])
def test_a_cell_that_asks_for_nothing_that_the_week_has_is_neither_missed_nor_brought_back(of_today, name, cell, gone):
    path = of_today.curriculum / f"{name}.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    shorter = [line.replace(f"[{gone}]", "[]") for line in lines]
    assert shorter != lines
    path.write_text("".join(shorter), "utf-8")
    told = problems(of_today.notebooks, of_today.curriculum)
    assert any(f"has practice '{gone}', which week 3 doesn't have" in line for line in told)
    without({cell})(of_today.notebooks / f"{name}.ipynb")
    assert problems(of_today.notebooks, of_today.curriculum) == []
    assert repair(of_today.notebooks, NAMES) == []
