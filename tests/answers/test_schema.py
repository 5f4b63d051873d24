import sqlite3

import pytest

from kit.answers import open_store, schema
from kit.errors import StoreError
from tests.answers.examples import record


def change(cohort, statement: str) -> None:
    connection = sqlite3.connect(cohort.private / "answers.db")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_store_of_a_newer_kit_is_refused_and_left_as_it_is(cohort, weeks):
    open_store(cohort, weeks=weeks).close()
    change(cohort, f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(StoreError, match=r"answers\.db: made by a newer version .* update the kit"):
        open_store(cohort, weeks=weeks)


def test_a_version_without_a_way_up_is_refused(cohort, weeks):
    open_store(cohort, weeks=weeks).close()
    change(cohort, "PRAGMA user_version = 0")
    with pytest.raises(StoreError, match="store version 0 can't be read"):
        open_store(cohort, weeks=weeks)


def test_an_older_store_is_migrated_step_by_step_and_keeps_its_answers(cohort, weeks, monkeypatch):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
    now = schema.VERSION
    steps = {
        now: lambda connection, _: connection.exec_driver_sql("ALTER TABLE exercises ADD COLUMN first TEXT"),
        now + 1: lambda connection, _: connection.exec_driver_sql("UPDATE exercises SET first = 'yes'"),
    }
    monkeypatch.setattr(schema, "VERSION", now + 2)
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    with open_store(cohort, weeks=weeks) as store, store.transaction() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == now + 2
        assert connection.exec_driver_sql("SELECT first FROM exercises").scalars().all() == ["yes"]
        assert len(store.contributions(1, "check-in", "energy")) == 1


def test_a_migration_that_fails_changes_nothing(cohort, weeks, monkeypatch):
    open_store(cohort, weeks=weeks).close()
    now = schema.VERSION
    steps = {
        now: lambda connection, _: connection.exec_driver_sql("ALTER TABLE exercises ADD COLUMN first TEXT"),
        now + 1: lambda connection, _: connection.exec_driver_sql("UPDATE nothing SET first = 1"),
    }
    monkeypatch.setattr(schema, "VERSION", now + 2)
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    with pytest.raises(StoreError):
        open_store(cohort, weeks=weeks)
    monkeypatch.setattr(schema, "VERSION", now)
    with open_store(cohort, weeks=weeks) as store, store.transaction() as connection:
        columns = connection.exec_driver_sql("PRAGMA table_info(exercises)").all()
        assert [column[1] for column in columns] == ["week", "exercise", "status"]


def test_another_programs_database_is_refused_and_left_alone(cohort, weeks):
    cohort.private.mkdir()
    change(cohort, "CREATE TABLE recipes (name)")
    before = (cohort.private / "answers.db").read_bytes()
    with pytest.raises(StoreError, match="no store of answers made by the kit"):
        open_store(cohort, weeks=weeks)
    assert (cohort.private / "answers.db").read_bytes() == before


def test_no_table_keeps_a_clock_time_or_a_name(store):
    for n in range(3):
        record(store, f"anna.schmidt{n}", {"words": "hello"})
    clocks = {"time", "date", "created", "updated", "at", "day", "label"}
    # One day for the whole store, by which keys grow old, says nothing of anybody.
    tables = [table for name, table in schema.metadata.tables.items() if name != "days"]
    assert not clocks & {column.name for table in tables for column in table.columns}
    with store.transaction() as connection:
        everything = "\n".join(connection.connection.driver_connection.iterdump())
    assert 'INSERT INTO "submissions"' in everything
    assert "hello" not in everything
    assert "schmidt" not in everything


def test_deleting_a_participant_takes_their_submissions_and_answers_along(store):
    record(store, "anna", {"words": "goodbye-marker"})
    record(store, "ben", {"words": "stays"})
    with store.transaction() as connection:
        connection.execute(schema.participants.delete().where(schema.participants.c.id == store.participant("anna")))
    assert list(store.contributions(1, "check-in", "words").values()) == ["stays"]
    with store.transaction() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM submissions").scalar() == 1


def test_no_answer_stands_in_an_index(store):
    with store.transaction() as connection:
        indexed = (
            connection.exec_driver_sql(
                "SELECT x.name FROM sqlite_master AS m, pragma_index_info(m.name) AS x WHERE m.type = 'index'"
            )
            .scalars()
            .all()
        )
    assert "participant" in indexed
    assert "sealed" not in indexed
