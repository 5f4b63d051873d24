"""People's keys: on the disk before they are used, each in a place of its own, and gone for good when destroyed."""

from __future__ import annotations

import os

import pytest

from kit.answers.sealing.cohort_key import CohortKey
from kit.answers.sealing.person_keys import PLACE, PersonKeys
from kit.errors import StoreError

KEY = CohortKey("ab" * 16, bytes(range(32)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "participant.keys"


def opened(path, key=KEY, *, places=4) -> PersonKeys:
    return PersonKeys(path, key, places=places, may_make=True)


def test_a_key_is_there_at_once_and_found_again_after_it_was_flushed(path):
    keys = opened(path)
    keys.make(["anna", "ben"])
    keys.flush()
    again = PersonKeys(path, KEY)
    assert again.of("anna") == keys.of("anna") != again.of("ben")
    assert (len(again.of("anna")), again.of("cleo")) == (32, None)
    again.make(["anna"])
    assert again.of("anna") == keys.of("anna")


def test_several_cost_one_wait_for_the_disk_and_none_costs_none(path, monkeypatch):
    keys, waited = opened(path), []
    monkeypatch.setattr(os, "fsync", waited.append)
    keys.make(["anna", "ben", "cleo"])
    assert waited == []
    keys.flush()
    keys.flush()
    assert len(waited) == 1


def test_what_is_taken_back_is_nowhere(path):
    keys = opened(path)
    before = path.read_bytes()
    keys.make(["anna"])
    keys.forget_new()
    keys.flush()
    assert (keys.of("anna"), path.read_bytes()) == (None, before)


def test_a_key_that_is_destroyed_is_in_no_place_and_its_owner_is_known_to_have_had_one(path):
    keys = opened(path)
    keys.make(["anna", "ben"])
    keys.flush()
    before = path.read_bytes()
    keys.destroy(["anna", "nobody"])
    after = path.read_bytes()
    changed = [n for n in range(0, len(after), PLACE) if before[n : n + PLACE] != after[n : n + PLACE]]
    assert len(changed) == 1
    assert not any(after[changed[0] + 17 : changed[0] + PLACE])
    for there in (keys, PersonKeys(path, KEY)):
        assert (there.of("anna"), there.is_destroyed("anna")) == (None, True)
        assert there.of("ben") is not None
        assert not there.is_destroyed("ben")
        assert not there.is_destroyed("nobody")


def test_whoever_comes_again_gets_another_key(path):
    keys = opened(path)
    keys.make(["anna"])
    keys.flush()
    first = keys.of("anna")
    keys.destroy(["anna"])
    keys.make(["anna"])
    keys.flush()
    again = PersonKeys(path, KEY)
    assert again.of("anna") == keys.of("anna") != first
    assert not again.is_destroyed("anna")


def test_there_is_room_for_more_people_than_there_were_places(path):
    keys = opened(path, places=2)
    for number in range(30):
        keys.make([f"p{number}"])
        keys.flush()
    again = PersonKeys(path, KEY)
    assert len({again.of(f"p{number}") for number in range(30)}) == 30


@pytest.mark.parametrize("written", range(0, 77, 7))
def test_a_place_that_was_being_written_when_the_power_failed_harms_no_other(path, written):
    keys = opened(path)
    keys.make(["anna"])
    keys.flush()
    before = path.read_bytes()
    keys.make(["ben"])
    keys.flush()
    whole = path.read_bytes()
    start = next(n for n in range(0, len(whole), PLACE) if whole[n : n + PLACE] != before[n : n + PLACE])
    path.write_bytes(before[:start] + whole[start : start + written] + before[start + written :])
    again = opened(path)
    assert (again.of("anna"), again.of("ben")) == (keys.of("anna"), None)
    again.make(["ben", "cleo"])
    again.flush()
    last = PersonKeys(path, KEY)
    assert [last.of(who) for who in ("anna", "ben", "cleo")] == [again.of(who) for who in ("anna", "ben", "cleo")]


def test_the_file_tells_no_name_and_without_the_cohorts_key_no_key(path):
    keys = opened(path)
    keys.make(["anna"])
    keys.flush()
    data = path.read_bytes()
    assert b"anna" not in data
    assert keys.of("anna") not in data
    with pytest.raises(StoreError, match="another cohort's"):
        PersonKeys(path, CohortKey("cd" * 16, bytes(range(32))))
    assert PersonKeys(path, CohortKey(KEY.id, bytes(32))).of("anna") is None


@pytest.mark.parametrize("content", [b"", b"kit participant keys 1\n", bytes(4096), b"dear diary\n" * 99])
def test_what_is_no_such_file_is_told_with_a_cure_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged.*copy it back from your own newest copy"):
        opened(path)
    assert path.read_bytes() == content


def test_a_missing_file_is_not_made_anew_where_something_is_sealed(path):
    with pytest.raises(StoreError, match="is missing; copy it back"):
        PersonKeys(path, KEY)
    assert not path.exists()


def test_a_disk_that_refuses_is_told_and_nothing_is_said_to_be_kept(path):
    keys = opened(path)
    keys.make(["anna"])
    path.unlink()
    with pytest.raises(StoreError, match="is missing"):
        keys.flush()
