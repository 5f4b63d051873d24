"""Keys are made where nothing is sealed yet, and never anew where something is."""

from __future__ import annotations

import pytest

from kit.answers import open_store
from kit.answers.backup import back_up
from kit.answers.sealing.cohort_key import RECORD, destroy_key
from kit.answers.sealing.opening import looking, ready_key, the_key
from kit.answers.sealing.person_keys import FILE
from kit.errors import StoreError
from tests.answers.conftest import cohort, weeks
from tests.answers.examples import record

__all__ = ["cohort", "weeks"]


@pytest.fixture
def sealed(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna", {"energy": 7})
    back_up(cohort.private)
    return cohort


def test_keys_are_made_with_the_first_opening_and_are_the_same_at_the_next(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        first = store.envelopes.key.text
    assert ready_key(cohort).text == the_key(cohort).text == first


def test_a_key_that_somebody_else_looked_up_is_taken_if_it_is_the_right_one(sealed, weeks):
    key = the_key(sealed).text
    destroy_key(sealed)
    with open_store(sealed, weeks=weeks, key=key) as store:
        assert len(store.contributions(1, "check-in", "energy")) == 1
    with pytest.raises(StoreError, match="this isn't the key"):
        open_store(sealed, weeks=weeks, key="00" * 32)


@pytest.mark.parametrize("name", [RECORD, FILE])
def test_what_is_missing_is_told_and_putting_it_back_helps(sealed, weeks, name):
    path = sealed.private / name
    kept = path.read_bytes()
    path.unlink()
    for opening in (lambda: open_store(sealed, weeks=weeks), lambda: looking(sealed)):
        with pytest.raises(StoreError, match=r"is missing.*copy it back") as told:
            opening()
        assert str(path) in str(told.value)
    assert not path.exists()
    path.write_bytes(kept)
    open_store(sealed, weeks=weeks).close()


def test_an_older_copy_of_peoples_keys_is_not_taken_for_the_newest(sealed, weeks):
    path = sealed.private / FILE
    older = path.read_bytes()
    with open_store(sealed, weeks=weeks) as store:
        record(store, "ben", {"energy": 3})
    newest = path.read_bytes()
    path.write_bytes(older)
    with pytest.raises(StoreError, match="as if an older copy of it had been put back; copy it back"):
        open_store(sealed, weeks=weeks)
    path.write_bytes(newest)
    with open_store(sealed, weeks=weeks) as store:
        assert len(store.contributions(1, "check-in", "energy")) == 2


def test_without_the_file_of_answers_no_new_key_is_made_beside_a_backup(sealed, weeks):
    record_file = sealed.private / RECORD
    (sealed.private / "answers.db").unlink()
    record_file.unlink()
    with pytest.raises(StoreError, match="the file of answers is missing; copy the newest backup"):
        open_store(sealed, weeks=weeks)
    assert not record_file.exists()
