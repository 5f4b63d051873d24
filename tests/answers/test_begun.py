"""A cohort has begun once somebody could have answered, and looking at that changes nothing."""

from __future__ import annotations

import shutil

import pytest

from kit.answers import open_store
from kit.answers.begun import has_begun
from kit.curriculum.loader import load_curriculum
from kit.errors import StoreError
from kit.settings import load_cohort
from tests.cohorts import small_cohort
from tests.earlier import state_0_1_0


def test_a_new_cohort_has_not_begun_nor_one_whose_store_is_empty(tmp_path):
    cohort = small_cohort(tmp_path / "spring")
    assert not has_begun(cohort)
    assert not (cohort.private / "answers.db").exists()
    open_store(cohort, weeks=load_curriculum(cohort.curriculum)).close()
    assert not has_begun(cohort)


@pytest.mark.parametrize("what", ["an exercise", "a person"])
def test_an_opened_exercise_or_a_person_begins_it(tmp_path, what):
    cohort = small_cohort(tmp_path / "spring")
    weeks = load_curriculum(cohort.curriculum)
    with open_store(cohort, weeks=weeks) as store:
        if what == "a person":
            store.enrol(store.participant("somebody"))
        else:
            store.open_exercise(1, weeks[1].exercises[0].id)
    assert has_begun(cohort)


def test_what_was_published_says_so_where_the_answers_are_gone(tmp_path):
    folder = state_0_1_0(tmp_path).cohort
    before = (folder / "private" / "answers.db").read_bytes()
    assert has_begun(load_cohort(folder))
    assert (folder / "private" / "answers.db").read_bytes() == before
    shutil.rmtree(folder / "private")
    assert has_begun(load_cohort(folder))


def test_a_store_that_cannot_be_read_is_no_new_cohort(tmp_path):
    cohort = small_cohort(tmp_path / "spring")
    (cohort.private / "answers.db").write_bytes(b"no database")
    with pytest.raises(StoreError):
        has_begun(cohort)
