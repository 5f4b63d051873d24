from __future__ import annotations

import json

import pytest

from kit.answers import open_store
from kit.answers.bundles import make_key
from kit.answers.database import make_database, writing_engine
from kit.answers.ending import RECORD, Deletion, deleted_on, is_marked, mark_deleted, write_record
from kit.errors import StoreError
from tests.answers.examples import record


def a_record(**more) -> Deletion:
    values = {"cohort": "spring", "deleted_on": "2027-06-01", "deleted": {"answers": 3, "keys": 2}, "searched": 9}
    return Deletion(**{**values, "left": 0, "releases": 1, "last": "abc", **more})


def test_the_record_says_what_when_and_how_many_and_nothing_of_the_content(cohort):
    assert deleted_on(cohort) is None
    write_record(cohort.root, a_record())
    assert deleted_on(cohort) == "2027-06-01"
    found = json.loads((cohort.root / RECORD).read_text("utf-8"))
    assert found["files"] == 5
    assert set(found) == {
        *("format", "cohort", "deleted_on", "deleted", "files", "searched", "left", "releases", "last")
    }


DAMAGED = [b"", b"{}", b"[]", b"{", b'"x"', b'{"deleted_on": 5}', b'{"deleted_on": "soon"}', b"\xff\xfe{"]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_record_is_not_taken_for_a_cohort_whose_answers_are_still_there(cohort, data):
    (cohort.root / RECORD).write_bytes(data)
    with pytest.raises(StoreError, match=r"deletion\.json: can't be read, so .* copy it back from your backup"):
        deleted_on(cohort)
    with pytest.raises(StoreError, match=r"deletion\.json: can't be read"):
        make_key(cohort)


def test_in_the_place_of_a_store_that_was_deleted_no_second_one_grows(cohort, weeks):
    cohort.private.mkdir(mode=0o700)
    path = cohort.private / "answers.db"
    make_database(path)
    assert not is_marked(path)
    engine = writing_engine(path)
    with engine.begin() as connection:
        mark_deleted(connection, cohort, "2027-06-01")
    engine.dispose()
    assert is_marked(path)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"deleted on 2027-06-01, and the cohort is over"):
            open_store(cohort, weeks=weeks)
    assert not (cohort.private / "secret.key").exists()


def test_after_the_end_no_new_key_for_bundles_is_made(cohort):
    write_record(cohort.root, a_record())
    with pytest.raises(StoreError, match="the cohort is over"):
        make_key(cohort)
    assert not (cohort.root / "published").exists()


def test_a_store_in_use_and_a_file_that_is_none_are_not_marked(store, cohort):
    record(store, "a")
    assert not is_marked(cohort.private / "answers.db")
    (cohort.root / "x").write_bytes(b"no database")
    assert not is_marked(cohort.root / "x")
