from __future__ import annotations

import pytest

from kit.answers.members import Key, Member, join
from kit.answers.traces import NOTHING, everybodys_traces, traces_of
from tests.answers.examples import record, said

WORDS = 'a sentence of "mine"\nthat nobody else would write'


def of(store, participant=None):
    with store.reading() as connection:
        return traces_of(connection, store.envelopes, store.weeks, participant)


def test_ids_and_ones_own_words_are_traces_and_what_anybody_says_is_none(store):
    one = said({"words": WORDS, "energy": 7, "hopes": ["rest", "people"]})
    store.record(one, store.participant("a"), consent="yes", source="live")
    record(store, "a", {"words": "short"}, week=2)
    record(store, "b", {"words": "words of somebody else entirely"})
    found = of(store, store.participant("a"))
    assert found.words == {WORDS}
    assert one.id in found.ids
    assert len(found.ids) == 2
    everybody = of(store)
    assert len(everybody.words) == 2
    assert {store.participant("a"), store.participant("b"), one.id} <= everybody.ids


def test_the_id_that_a_device_knows_is_a_trace(store):
    key = Key(token="t", last_day=99)
    member = Member(participant=store.participant("a"), public="c0ffee" * 5)
    store.together([lambda writing: join(writing, member, "words", key, None)])
    assert of(store, member.participant).ids == {member.public}


@pytest.mark.parametrize("data", [None, b"no database at all"])
def test_where_there_is_no_store_there_are_no_traces_and_one_that_cannot_be_read_does_not_tell(cohort, data):
    if data is not None:
        cohort.private.mkdir()
        (cohort.private / "answers.db").write_bytes(data)
    assert everybodys_traces(cohort, {}) == (NOTHING if data is None else None)
