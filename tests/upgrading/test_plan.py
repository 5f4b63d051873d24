"""What an upgrade would change, and what it leaves alone: decided file by file, and tried out before."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from kit.curriculum import earlier
from kit.settings import packaged_material
from kit.upgrading import plan as planning
from kit.upgrading.plan import LEFT_OUT, LINK, NO_FIT, OWN, STAYS, UNREADABLE, plan_upgrade
from tests.cohorts import whole_cohort
from tests.upgrading.adapted_folder import OUR_CELL, OUR_PROMPT, OUR_SENTENCE, folder_of_0_1_0, worked_in


def planned(cohort, tmp_path, *, begun):
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    plan = plan_upgrade(cohort, work, begun=begun)
    assert list(work.iterdir()) == []
    return {one.place: one for one in plan.changes}, {one.place: one for one in plan.kept}, plan


def is_week(place):
    return place.startswith("curriculum/week_")


def test_nothing_is_to_be_done_in_a_folder_of_this_version(tmp_path):
    changes, kept, plan = planned(whole_cohort(tmp_path / "spring"), tmp_path, begun=False)
    assert (changes, kept, plan.problems) == ({}, {}, ())


def test_week_files_of_a_cohort_that_has_begun_stay_and_are_named(tmp_path):
    changes, kept, plan = planned(folder_of_0_1_0(tmp_path), tmp_path, begun=True)
    assert not any(map(is_week, changes))
    assert {kept[place].why for place in kept if is_week(place)} == {STAYS}
    assert {"notebooks/week_07.ipynb", "curriculum/messages.yaml", "facilitator_guide/safety.md"} <= set(changes)
    assert kept["notebooks/week_01.ipynb"].why == NO_FIT
    assert plan.problems == ()


def test_before_it_begins_unchanged_week_files_are_renewed(tmp_path):
    changes, _, plan = planned(folder_of_0_1_0(tmp_path, begun=False), tmp_path, begun=False)
    assert {place for place in changes if is_week(place)} == {
        f"curriculum/week_0{number}.yaml" for number in range(1, 9)
    }
    assert plan.problems == ()


def test_weeks_that_would_not_go_with_one_that_was_changed_stay_and_what_is_anybodys_own_too(tmp_path):
    cohort = worked_in(folder_of_0_1_0(tmp_path, begun=False))
    changes, kept, plan = planned(cohort, tmp_path, begun=False)
    assert not any(map(is_week, changes))
    assert kept["curriculum/week_04.yaml"].why == STAYS
    assert kept["curriculum/week_03.yaml"].why == OWN
    assert OUR_PROMPT.encode() not in kept["curriculum/week_03.yaml"].new
    assert kept["facilitator_guide/week_02.md"].why == OWN
    assert OUR_SENTENCE.encode() in changes["curriculum/messages.yaml"].after
    notebook = changes["notebooks/week_07.ipynb"].after.decode()
    assert json.dumps(OUR_CELL) in notebook
    assert "A cell of our own." in notebook
    assert "facilitator_guide/our_notes.md" not in {*changes, *kept}
    assert plan.problems == ()


def test_a_notebook_that_would_not_fit_the_week_file_that_stays_is_not_renewed(tmp_path, monkeypatch):
    cohort = folder_of_0_1_0(tmp_path, whole=False)
    packaged = planning.packaged_notebook

    def with_a_new_exercise(name):
        notebook = packaged(name)
        if name == "week_02.ipynb":
            more = {"id": "new", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
            notebook["cells"].append({**more, "source": 'week.ask("not-in-0-1-0")'})
        return notebook

    monkeypatch.setattr(planning, "packaged_notebook", with_a_new_exercise)
    changes, kept, plan = planned(cohort, tmp_path, begun=True)
    assert kept["notebooks/week_02.ipynb"].why == NO_FIT
    assert {"curriculum/messages.yaml", "facilitator_guide/safety.md"} <= set(changes)
    assert plan.problems == ()


def test_what_somebody_took_out_stays_out_and_what_is_new_comes_in(tmp_path, monkeypatch):
    cohort = folder_of_0_1_0(tmp_path)
    page, picture = cohort.guide / "cards.md", cohort.guide / "pictures" / "breath.png"
    page.unlink()
    picture.unlink()
    monkeypatch.setattr(
        planning, "is_earlier_file", lambda place, data: "cards" not in place and earlier.is_earlier_file(place, data)
    )
    came = earlier.came_with
    monkeypatch.setattr(planning, "came_with", lambda place: 1 if place.endswith("breath.png") else came(place))
    changes, kept, _ = planned(cohort, tmp_path, begun=True)
    assert kept["facilitator_guide/cards.md"].why == LEFT_OUT
    new = changes["facilitator_guide/pictures/breath.png"]
    assert new.before is None
    assert new.after == (packaged_material()["facilitator_guide"] / "pictures" / "breath.png").read_bytes()


def test_a_file_that_the_kit_has_no_more_goes_unless_somebody_wrote_in_it(tmp_path, monkeypatch):
    cohort = folder_of_0_1_0(tmp_path)
    kits = {name: tmp_path / "kits" / name for name in packaged_material()}
    for name, folder in packaged_material().items():
        shutil.copytree(folder, kits[name])
    (kits["facilitator_guide"] / "pictures" / "journal.png").unlink()
    (kits["facilitator_guide"] / "pictures" / "walk.png").unlink()
    (cohort.guide / "pictures" / "walk.png").write_bytes(b"our own")
    monkeypatch.setattr(planning, "packaged_material", lambda: kits)
    changes, kept, _ = planned(cohort, tmp_path, begun=True)
    assert changes["facilitator_guide/pictures/journal.png"].after is None
    assert "facilitator_guide/pictures/walk.png" not in {*changes, *kept}


def test_links_and_what_cannot_be_read_are_left_alone_and_named(tmp_path):
    cohort = folder_of_0_1_0(tmp_path, whole=False)
    for name, content in (("notebooks/week_02.ipynb", "{"), ("curriculum/practice_messages.yaml", "a: 'open")):
        (cohort.root / name).write_text(content, "utf-8")
    shared = tmp_path / "shared.md"
    page = cohort.guide / "safety.md"
    page.rename(shared)
    page.symlink_to(shared)
    _, kept, _ = planned(cohort, tmp_path, begun=True)
    assert kept["notebooks/week_02.ipynb"].why == kept["curriculum/practice_messages.yaml"].why == UNREADABLE
    assert kept["facilitator_guide/safety.md"].why == LINK


def test_line_ends_and_marks_of_other_systems_are_nobodys_words(tmp_path):
    cohort = folder_of_0_1_0(tmp_path, whole=False)
    for path in (cohort.guide / "safety.md", cohort.curriculum / "practice_messages.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    changes, _, _ = planned(cohort, tmp_path, begun=True)
    assert {"facilitator_guide/safety.md", "curriculum/practice_messages.yaml"} <= set(changes)


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_renewed_page_of_the_guide_has_the_tables_of_this_cohort(tmp_path):
    cohort = folder_of_0_1_0(tmp_path)
    settings = cohort.root / "cohort.toml"
    settings.write_text(settings.read_text("utf-8").replace("# minimum = 8", "minimum = 9"), "utf-8")
    changes, _, _ = planned(planning.Cohort(**{**vars(cohort), "policy": {"minimum": 9}}), tmp_path, begun=True)
    assert b"| 9 |" in changes["facilitator_guide/privacy.md"].after
