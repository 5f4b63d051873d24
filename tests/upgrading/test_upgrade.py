"""A folder of 0.1.0 becomes one of this version: whole, with a copy, and back again where somebody wants that."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from kit.answers import open_store
from kit.answers.database import only_one
from kit.curriculum.loader import load_curriculum
from kit.curriculum.versions import version_of, write_version
from kit.erasure.purge import purge
from kit.errors import KitError, StoreBusy, UnknownName
from kit.system.version import VERSION
from kit.upgrading import upgrade as upgrading
from kit.upgrading.upgrade import undo, upgrade, would_do
from tests.cohorts import whole_cohort
from tests.upgrading.adapted_folder import all_files, folder_of_0_1_0, worked_in


@pytest.fixture
def cohort(tmp_path):
    return worked_in(folder_of_0_1_0(tmp_path, whole=False))


def test_what_it_would_do_is_said_and_nothing_is_changed(cohort):
    before = all_files(cohort.root, without=())
    said = would_do(cohort)
    assert "To renew:" in said
    assert all_files(cohort.root, without=()) == before


def test_all_of_it_is_done_once_with_a_report_and_a_copy(cohort):
    before = all_files(cohort.root)
    done = upgrade(cohort)
    after = all_files(cohort.root)
    assert version_of(cohort.root) == VERSION
    changed = {place for place in {*before, *after} if after.get(place) != before.get(place)}
    copies = all_files(done.file.parent / "before")
    assert {place: before[place] for place in changed & set(before)} == copies
    assert done.file.read_text("utf-8").splitlines() == list(done.report)
    assert not any(place.startswith("private/") for place in copies)
    assert upgrade(cohort).report == ()
    assert would_do(cohort) == ()


def test_taken_back_everything_is_as_it_was_and_can_be_done_again(cohort):
    before = all_files(cohort.root)
    first = all_files_after_upgrade(cohort)
    undo(cohort)
    assert all_files(cohort.root) == before
    assert version_of(cohort.root) == "0.1.0"
    with pytest.raises(UnknownName, match="no upgrade to undo"):
        undo(cohort)
    assert all_files_after_upgrade(cohort) == first


def all_files_after_upgrade(cohort):
    upgrade(cohort)
    return all_files(cohort.root)


def test_what_somebody_wrote_since_is_not_taken_back(cohort):
    upgrade(cohort)
    page = cohort.guide / "safety.md"
    page.write_text(page.read_text("utf-8") + "\nOurs.\n", "utf-8")
    done = undo(cohort)
    assert done.left == ("facilitator_guide/safety.md",)
    assert page.read_text("utf-8").endswith("\nOurs.\n")


def test_week_files_are_not_taken_back_from_under_a_session_that_was_opened(tmp_path):
    cohort = folder_of_0_1_0(tmp_path, begun=False, whole=False)
    upgrade(cohort)
    renewed = (cohort.curriculum / "week_02.yaml").read_bytes()
    weeks = load_curriculum(cohort.curriculum)
    with open_store(cohort, weeks=weeks) as store:
        store.open_exercise(2, weeks[2].exercises[0].id)
    assert "curriculum/week_02.yaml" in undo(cohort).left
    assert (cohort.curriculum / "week_02.yaml").read_bytes() == renewed


def test_stopped_in_the_middle_it_goes_on_and_leaves_what_was_changed_meanwhile(cohort, monkeypatch):
    put, count = upgrading._put, iter(range(100))

    def stopping(path, content):
        if next(count) == 2:
            raise KeyboardInterrupt
        put(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "_put", stopping)
        with pytest.raises(KeyboardInterrupt):
            upgrade(cohort)
    assert version_of(cohort.root) == "0.1.0"
    page = cohort.guide / "safety.md"
    page.write_text("Ours.\n", "utf-8")
    done = upgrade(cohort)
    assert done.left == ("facilitator_guide/safety.md",)
    assert version_of(cohort.root) == VERSION
    assert page.read_text("utf-8") == "Ours.\n"


def test_it_waits_for_nobody(cohort):
    (cohort.private / "run").mkdir(exist_ok=True)
    with only_one(cohort.private / "run", "kit host 3"), pytest.raises(StoreBusy, match="kit host 3"):
        upgrade(cohort)


def test_a_folder_of_a_later_version_is_left_alone(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    write_version(cohort.root, "9.0.0")
    for job in (upgrade, would_do):
        with pytest.raises(KitError, match=r"brought to version 9\.0\.0"):
            job(cohort)


def test_a_cohort_whose_answers_were_deleted_is_upgraded_without_them(cohort):
    shutil.rmtree(cohort.reports)  # ten megabytes of a drawing library to search through
    purge(cohort, load_curriculum(cohort.curriculum), cohort.root / "no-outbox", today=date(2027, 6, 1))
    store = (cohort.private / "answers.db").read_bytes()
    upgrade(cohort)
    assert version_of(cohort.root) == VERSION
    assert (cohort.private / "answers.db").read_bytes() == store
