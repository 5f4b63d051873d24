"""Sizes and times of the store's files are made even, and nothing that was stored is touched by it."""

from __future__ import annotations

import os

import pytest

from kit.answers.database import FILE_NAME
from kit.answers.evenness import LOG_STEP, ROOM, fill_up, make_room, stand_still
from tests.answers.examples import record


@pytest.fixture
def path(store, cohort):
    record(store, "anna")
    return cohort.private / FILE_NAME


def log(path):
    return path.with_name(f"{path.name}-wal")


def test_room_is_made_once_and_what_is_stored_stays(store, path):
    def inside() -> int:
        with store.transaction() as connection:
            make_room(connection)
            return connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    first = inside()
    assert inside() == first
    with store.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        assert pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one() >= ROOM // 2
    assert store.contributions(1, "check-in", "energy") == {store.participant("anna"): 7}


@pytest.mark.parametrize("size", [0, 1, LOG_STEP - 1, LOG_STEP + 1])
def test_a_log_of_any_length_is_filled_to_a_full_step_and_keeps_what_it_begins_with(tmp_path, size):
    written = log(tmp_path / "answers.db")
    written.write_bytes(b"x" * size)
    fill_up(tmp_path / "answers.db")
    assert written.stat().st_size == (size // LOG_STEP + 1) * LOG_STEP
    with written.open("rb") as file:
        assert file.read(size) == b"x" * size
        assert not any(file.read())


def test_a_log_that_is_full_already_and_one_that_is_not_there_are_left_alone(tmp_path):
    fill_up(tmp_path / "answers.db")
    assert list(tmp_path.iterdir()) == []
    written = log(tmp_path / "answers.db")
    written.write_bytes(bytes(LOG_STEP))
    fill_up(tmp_path / "answers.db")
    assert written.stat().st_size == LOG_STEP


def test_answers_are_read_as_before_after_the_log_was_filled(store, path):
    with store.transaction():
        fill_up(path)
    record(store, "ben", {"energy": 2})
    assert sorted(store.contributions(1, "check-in", "energy").values()) == [2, 7]


def test_every_file_of_the_store_shows_the_same_time(path):
    stand_still(path, 1_000_000_000)
    shown = {one.name: one.stat().st_mtime for one in path.parent.glob(f"{FILE_NAME}*")}
    assert len(shown) >= 2
    assert set(shown.values()) == {1_000_000_000}


def test_where_no_file_is_none_is_made(tmp_path):
    stand_still(tmp_path / FILE_NAME, 1)
    assert os.listdir(tmp_path) == []  # noqa: PTH208
