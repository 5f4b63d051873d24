"""Many rows at once are stored as they would be one by one, in few statements, and a new database costs a copy."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing

import pytest
from sqlalchemy import event

from kit.answers import open_store
from kit.answers.database import make_database
from kit.answers.recording import Row
from kit.curriculum.loader import load_curriculum
from kit.errors import InvalidAnswer, StoreFull
from kit.sending.submissions import Submission
from kit.settings import packaged_curriculum
from tests.cohorts import whole_cohort


@pytest.fixture(scope="module")
def weeks():
    return load_curriculum(packaged_curriculum())


def rows(store, people, weeks, *, wrong=False):
    (exercise, item), *_ = weeks[1].group_items()
    answer = 3 if item.form == "rating" else item.check(1)
    for number in range(people):
        yield Row(
            submission=Submission(
                id=str(uuid.UUID(int=number + 1)),
                cohort=store.cohort.slug,
                week=1,
                exercise=exercise.id,
                answers={item.id: object() if wrong and number == people - 1 else answer},
            ),
            participant=store.participant(f"person {number}"),
            consent="on paper",
            source="import",
        )


def counted(store):
    statements = []
    event.listen(store.engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    return statements


def test_a_file_of_thirty_takes_no_more_statements_than_one_of_five(tmp_path, weeks):
    numbers = []
    for people in (5, 30):
        with open_store(whole_cohort(tmp_path / f"with-{people}", size=30), weeks=weeks) as store:
            statements = counted(store)
            store.record_all(rows(store, people, weeks), asked=[1])
            numbers.append(len(statements))
            assert len(store.participants()) == people
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(("people", "wrong", "error"), [(6, False, StoreFull), (5, True, InvalidAnswer)])
def test_where_one_of_many_is_refused_nobody_is_there_and_nothing_is_open(tmp_path, weeks, people, wrong, error):
    with open_store(whole_cohort(tmp_path / "spring", size=5), weeks=weeks) as store:
        with pytest.raises(error):
            store.record_all(rows(store, people, weeks, wrong=wrong), asked=[1, 2])
        assert store.participants() == set()
        assert store.status(1, next(iter(weeks[1].group_items()))[0].id) == "never opened"
        store.record_all(rows(store, 5, weeks), asked=[1])
        assert len(store.participants()) == 5


def test_every_new_database_has_the_same_tables_and_nothing_in_them(tmp_path):
    found = []
    for name in ("one.db", "two.db"):
        make_database(tmp_path / name)
        with closing(sqlite3.connect(tmp_path / name)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found.append(opened.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall())
            tables = [one for (one,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            assert all(opened.execute(f"SELECT count(*) FROM {one}").fetchone() == (0,) for one in tables)
    assert found[0] == found[1] != []
    assert (tmp_path / "two.db").stat().st_mode & 0o777 == 0o600
