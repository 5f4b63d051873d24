"""The ledger: the database itself keeps an answer out of a second batch, and no number of a release is used twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kit.errors import ReleaseError, StoreError
from kit.publishing.ledger import Draft, Ledger, read_ledger
from kit.results.releases import Asked, Bin
from tests.attacks.scene import Scene, scene

PLACE = Asked(week=1, exercise="check-in", item="calm")
BINS = (Bin(label="a", low=0, high=2), Bin(label="b", low=3, high=5))


def draft(family: str = "f") -> Draft:
    return Draft(family=family, place=PLACE, people=5, bins=BINS, policy="k5-s8-t8/5")


def people(here: Scene, *numbers: int) -> list[str]:
    return [here.store.participant(f"person {number}") for number in numbers]


def test_a_participant_enters_a_family_once_by_the_database_itself(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        with here.store.transaction() as connection:
            Ledger(connection, "spring").add(draft(), people(here, 0, 1, 2, 3, 4))
        with pytest.raises(StoreError), here.store.transaction() as connection:
            Ledger(connection, "spring").add(draft(), people(here, 4, 5, 6, 7, 8))
        with here.store.transaction() as connection:
            ledger = Ledger(connection, "spring")
            assert len(ledger.everything().releases) == 1
            ledger.add(draft("another family"), people(here, 4, 5, 6, 7, 8))


def test_releases_are_numbered_and_chained_across_transactions(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for number in range(3):
            with here.store.transaction() as connection:
                Ledger(connection, "spring").add(draft(f"f{number}"), people(here, 0))
        with here.store.transaction() as connection:
            chain = Ledger(connection, "spring").everything().releases
    assert [one.sequence for one in chain] == [1, 2, 3]
    assert [one.previous for one in chain[1:]] == [one.hash for one in chain[:-1]]


def test_fresh_are_those_in_no_batch_who_were_there_at_the_first_one(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(7), calm=1)
        with here.store.transaction() as connection:
            ledger = Ledger(connection, "spring")
            assert ledger.fresh("f", people(here, 0, 1, 99)) == people(here, 0, 1, 99)
            ledger.add(draft(), people(here, 0, 1, 2, 3, 4))
            assert ledger.fresh("f", people(here, 0, 5, 6, 99)) == people(here, 5, 6)
            assert ledger.fresh("g", people(here, 0, 99)) == people(here, 0, 99)
            assert ledger.is_published("f")
            assert not ledger.is_published("g")


def test_the_ledger_outlives_whoever_is_erased(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(5), calm=1)
        here.publish()
        before = here.bytes
        gone = people(here, 0)[0]
        with here.store.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM participants WHERE id = ?", (gone,))
        here.publish()
        here.all_say([0], calm=3)
        here.publish()
        assert here.bytes == before


def test_a_store_without_a_ledger_reads_as_none(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        with here.store.transaction() as connection:
            for table in ("policy", "asked", "present", "batch_members", "releases"):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        assert read_ledger(tmp_path / "private" / "answers.db", "spring") is None
        here.all_say(range(5), calm=1)
        here.publish()
        assert read_ledger(tmp_path / "private" / "answers.db", "spring") is not None


def test_reading_the_ledger_neither_waits_for_the_host_nor_changes_anything(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(5), calm=1)
        here.publish()
        with here.store.transaction():
            found = read_ledger(tmp_path / "private" / "answers.db", "spring")
    assert found is not None
    assert found.members == {(1, "w01/check-in/calm"): 5}
    assert found.policy == "k5-s8-t8/5"


def test_a_damaged_release_is_said(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(5), calm=1)
        here.publish()
    connection = sqlite3.connect(tmp_path / "private" / "answers.db")
    connection.execute("UPDATE releases SET content = '{}'")
    connection.commit()
    connection.close()
    with pytest.raises(ReleaseError, match="damaged"):
        read_ledger(tmp_path / "private" / "answers.db", "spring")


def test_no_table_of_the_ledger_holds_an_answer_or_a_time(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(5), calm=1, words="a marker of mine")
        here.publish()
    connection = sqlite3.connect(tmp_path / "private" / "answers.db")
    for table in ("releases", "batch_members", "present", "asked", "policy"):
        assert "marker" not in str(connection.execute(f"SELECT * FROM {table}").fetchall())
    connection.close()
