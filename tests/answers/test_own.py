"""Participants get back what they themselves sent, all of it and nothing else."""

from __future__ import annotations

from kit.answers.own import own_rows, own_submissions
from tests.answers.examples import record, said


def rows(store, label):
    with store.reading() as connection:
        return own_rows(connection, store.envelopes, store.participant(label))


def test_nobody_is_given_anything_of_somebody_else(store):
    record(store, "anna", {"energy": 7})
    record(store, "ben", {"energy": 2})
    assert [one.answers for one in own_submissions(store, store.participant("anna"))] == [{"energy": 7}]
    assert own_submissions(store, store.participant("nobody")) == []
    assert own_submissions(store, "") == []


def test_everything_comes_back_as_it_was_sent_in_the_order_in_which_it_came(store):
    answers = {"energy": 0, "hopes": ["rest", "people"], "words": "ünder „quotes“\nand lines"}
    first = said(answers)
    later = said({"order": ["fear", "hurry", "noise"]}, exercise="listening", week=2)
    for submission in (later, first):
        store.record(submission, store.participant("anna"), consent="ticked", source="live")
    assert own_submissions(store, store.participant("anna")) == [later, first]


def test_which_of_several_counts_and_whether_its_author_agreed_is_told(store):
    record(store, "anna", {"energy": 1}, revision=1)
    record(store, "anna", {"energy": 2}, revision=2)
    record(store, "anna", {"order": ["noise", "hurry", "fear"]}, exercise="listening", consent=None)
    found = rows(store, "anna")
    assert [(one.submission.exercise, one.submission.revision, one.newest) for one in found] == [
        ("check-in", 1, False),
        ("check-in", 2, True),
        ("listening", 1, True),
    ]
    assert [one.consented for one in found] == [True, True, False]
    assert [one.received for one in found] == sorted({one.received for one in found})


def test_answers_that_were_cleared_come_back_as_cleared(store):
    record(store, "anna", {"energy": 1}, revision=1)
    record(store, "anna", {}, revision=2)
    assert [one.submission.answers for one in rows(store, "anna") if one.newest] == [{}]
