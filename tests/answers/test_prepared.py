from __future__ import annotations

import contextlib
import sqlite3

import pytest
from sqlalchemy import bindparam, insert, select, update

from kit.answers import schema
from kit.answers.consents import COUNTED, PAGE, Consent
from kit.answers.members import Key, Member, agree, join, members
from kit.answers.places import Limits, serve
from kit.answers.prepared import Prepared
from kit.answers.recording import Row
from kit.errors import StoreError
from tests.answers.examples import said


@contextlib.contextmanager
def statements(store):
    """What SQLite is told to do on the store's one writing connection."""
    told: list[str] = []
    with store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
    # A statement is told once more for each trigger that it sets off, which is part of it.
    raw.set_trace_callback(lambda text: None if told[-1:] == [text] else told.append(text))
    try:
        yield told
    finally:
        raw.set_trace_callback(None)


def joining(store, number: int):
    member = Member(participant=store.participant(f"live:{number}"), public=f"public {number}")
    here = Limits(session="now", people=30, newcomers=30)

    def job(writing):
        join(writing, member, f"words {number}", Key(token=f"token {number}", last_day=9), f"attempt {number}")
        return serve(writing.connection, here, member.participant, newcomer=True)

    return member, job


def sending(member: Member):
    row = Row(submission=said(), participant=member.participant, consent="page", source="live")
    return lambda writing: (writing.recording.has_taken_back(member.participant), writing.recording.add(row))[1]


def agreeing(member: Member):
    given = Consent(purpose=COUNTED, version="1", how=PAGE)
    return lambda writing: agree(writing, member, given)


def one_person(store, number: int) -> list[list[str]]:
    """The statements of one person's joining, agreeing and sending, each in a commit of its own."""
    member, job = joining(store, number)
    found = []
    for one in (job, agreeing(member), sending(member)):
        with statements(store) as told:
            (result,) = store.together([one])
            assert not isinstance(result, Exception), result
        found.append(told)
    return found


def test_what_one_person_does_costs_few_statements_however_many_are_there(store):
    one_person(store, 0)  # who comes first notes that the exercise was asked, and what its items are
    early = one_person(store, 1)
    store.together([joining(store, number)[1] for number in range(2, 10)])
    late = one_person(store, 10)
    assert [len(told) for told in early] == [len(told) for told in late]
    # BEGIN and COMMIT among them.
    assert [len(told) <= most for told, most in zip(late, (11, 6, 8), strict=True)] == [True] * 3, late


def test_nobody_reads_who_else_is_there_to_take_one_answer(store):
    one_person(store, 0)
    _, _, told = one_person(store, 1)
    assert any("participants" in statement for statement in told)
    for statement in told:
        if statement.startswith("SELECT") and "participants" in statement:
            assert "WHERE" in statement, statement


def test_a_value_that_is_forgotten_is_an_error_and_never_an_empty_one(store):
    add = Prepared(insert(members), "participant", "public", "words", "attempt")
    values = {"participant": "p1", "public": "a", "words": "b"}
    with pytest.raises(StoreError), store.transaction() as connection:
        add.run(connection, values)
    with pytest.raises(sqlite3.ProgrammingError), store.engine.begin() as connection:
        Prepared(select(members.c.words).where(members.c.public == bindparam("mine"))).run(connection)
    with pytest.raises(sqlite3.ProgrammingError), store.engine.begin() as connection:
        add.run_each(connection, [{"participant": "p2", "public": "b", "words": "c"}])
    with store.reading() as connection:
        assert connection.execute(select(members)).all() == []


def test_what_a_statement_brings_along_goes_with_it_and_whatever_is_said_else_stays_text(store):
    person = f"p{1:032x}"
    name = Prepared(select(schema.about.c.value).where(schema.about.c.name == "cohort"))
    end = Prepared(update(members).where(members.c.participant == bindparam("whose")).values(attempt=None))
    with store.transaction() as connection:
        assert name.run(connection).fetchone() == (store.cohort.slug,)
        Prepared(insert(schema.participants), "id").run(connection, {"id": person})
        values = {"participant": person, "public": "a", "words": "'); DROP TABLE members; --", "attempt": "x"}
        Prepared(insert(members), *values).run(connection, values)
        assert end.run(connection, {"whose": person}).rowcount == 1
        assert end.run(connection, {"whose": "somebody"}).rowcount == 0
        (kept,) = connection.execute(select(members)).all()
    assert (kept.words, kept.attempt) == (values["words"], None)


def test_what_is_written_so_is_taken_back_with_the_rest(store):
    add = Prepared(insert(schema.participants), "id")
    with pytest.raises(StoreError), store.transaction() as connection:
        add.run(connection, {"id": "p1"})
        add.run(connection, {"id": "p1"})
    assert store.participants() == set()
