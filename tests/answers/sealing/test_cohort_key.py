"""The cohort's key lies elsewhere than its folder, is never taken for another, and goes for good."""

from __future__ import annotations

import json
import stat

import pytest

from kit.answers.sealing.cohort_key import BESIDE, RECORD, Where, destroy_key, make_key, open_key, place_of, record_of
from kit.errors import CohortError, StoreError
from kit.settings import MADE_UP, MADE_UP_TEXT, keys_folder
from tests.cohorts import unwritten_cohort


@pytest.fixture
def cohort(tmp_path):
    made = unwritten_cohort(tmp_path / "spring")
    made.private.mkdir(parents=True)
    return made


def test_a_cohort_without_a_key_has_none_and_one_that_is_made_is_found_again(cohort):
    assert open_key(cohort) is None
    made = make_key(cohort)
    found = open_key(cohort)
    assert (found.id, found.text) == (made.id, made.text)
    assert found.derived("one") == made.derived("one") != made.derived("another")
    assert len(made.derived("one")) == 32


def test_nothing_in_the_folder_tells_the_key_and_its_own_file_is_its_owners_alone(cohort):
    key = make_key(cohort)
    (path,) = keys_folder().iterdir()
    assert key.text in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    record = record_of(cohort)
    assert record.where is Where.FILE
    assert place_of(cohort, record) == str(path)
    for inside in cohort.root.rglob("*"):
        data = inside.read_bytes() if inside.is_file() else b""
        assert key.text.encode() not in data
        assert bytes.fromhex(key.text) not in data


def test_two_cohorts_of_one_name_have_keys_of_their_own_and_another_name_changes_nothing(cohort, tmp_path):
    other = unwritten_cohort(tmp_path / "again")
    other.private.mkdir(parents=True)
    first, second = make_key(cohort), make_key(other)
    assert first.text != second.text
    renamed = unwritten_cohort(cohort.root, slug="autumn")
    assert open_key(renamed).text == first.text
    assert open_key(other).text == second.text


def test_made_up_people_leave_no_key_elsewhere(tmp_path):
    demo = unwritten_cohort(tmp_path / "demo", slug="sample")
    demo.private.mkdir(parents=True)
    demo.published.mkdir()
    (demo.published / MADE_UP).write_text(MADE_UP_TEXT, "utf-8")
    key = make_key(demo)
    assert open_key(demo).text == key.text
    assert (demo.private / BESIDE).is_file()
    assert not keys_folder().exists()


def test_a_key_that_is_gone_is_named_with_its_place_and_putting_it_back_helps(cohort):
    key = make_key(cohort)
    (path,) = keys_folder().iterdir()
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(StoreError, match="isn't there, and without it nobody can read them") as told:
        open_key(cohort)
    assert str(path) in str(told.value)
    path.write_bytes(kept)
    assert open_key(cohort).text == key.text


@pytest.mark.parametrize("content", [b"", b"kit cohort key 1 x\n" + b"0" * 64, b"diary\n", b"\xff\xfe", b"kit\nz"])
def test_another_key_in_its_place_is_not_taken_for_it(cohort, content):
    make_key(cohort)
    (path,) = keys_folder().iterdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match="this isn't the key that this cohort's answers are sealed with"):
        open_key(cohort)


@pytest.mark.parametrize(
    "changed",
    [None, {"where": "under the mat"}, {"name": "../../somebody"}, {"id": "zz"}, {"check": 7}],
)
def test_a_damaged_record_is_told_and_never_made_anew(cohort, changed):
    make_key(cohort)
    path = cohort.private / RECORD
    values = json.loads(path.read_text("utf-8"))
    path.write_text("{" if changed is None else json.dumps({**values, **changed}), "utf-8")
    with pytest.raises(CohortError, match="copy it back from your copy of private/"):
        open_key(cohort)


def test_a_key_that_is_destroyed_is_gone_for_good_and_doing_it_again_does_no_harm(cohort):
    make_key(cohort)
    assert destroy_key(cohort).where is Where.FILE
    assert list(keys_folder().iterdir()) == []
    assert destroy_key(cohort) is not None
    with pytest.raises(StoreError, match="isn't there"):
        open_key(cohort)
