"""What a page sends is stored once, while it is time to answer, from who has a place and agrees to be counted."""

from __future__ import annotations

import pytest

from kit.answers import Store
from kit.answers.consents import COUNTED, Consent, consents_of, take_back
from kit.answers.recording import InSession
from kit.answers.sent import Sent
from kit.answers.shared_texts import agreements, subject_of
from kit.errors import ExerciseClosed, ExerciseNotOpen, KitError, NotAgreed, NotJoined, OtherSession
from kit.sending.submissions import Submission
from tests.answers.examples import said

NOW = InSession(now="today")


@pytest.fixture
def ana(store: Store) -> str:
    whose = store.participant("ana")
    store.enrol(whose)
    return whose


def send(store: Store, submission: Submission, whose: str, **about: object) -> object:
    """What became of it: the outcome with the agreements, or the kind of error."""
    sent = Sent(submission=submission, participant=whose, consent="page", **about)
    (result,) = store.together([sent.store])
    return type(result) if isinstance(result, KitError) else result


def test_it_is_stored_once_however_often_it_comes_and_confirmed_after_the_exercise_closed(store: Store, ana: str):
    store.open_exercise(1, "check-in")
    mine = said()
    assert send(store, mine, ana, session=NOW) == ("stored", None)
    store.close_exercise(1, "check-in")
    assert send(store, mine, ana, session=NOW) == ("already", None)
    assert send(store, said(revision=2), ana, session=NOW) is ExerciseClosed
    assert store.contributions(1, "check-in", "energy") == {ana: 7}


def test_before_an_exercise_opens_and_from_another_session_nothing_is_taken(store: Store, ana: str):
    assert send(store, said(), ana, session=NOW) is ExerciseNotOpen
    store.open_exercise(1, "check-in")
    assert send(store, said(), ana, session=InSession(now="today", written="yesterday")) is OtherSession
    assert send(store, said(), ana, session=InSession(now="today", written="today")) == ("stored", None)


def test_what_is_taken_at_any_time_opens_nothing_for_others(store: Store, ana: str):
    assert send(store, said(), ana) == ("stored", None)
    assert store.status(1, "check-in") == "closed"


def test_nothing_is_taken_from_who_has_no_place_or_does_not_want_to_be_counted(store: Store, ana: str):
    store.open_exercise(1, "check-in")
    assert send(store, said(), store.participant("ben"), session=NOW) is NotJoined
    with store.transaction() as connection:
        take_back(connection, ana, COUNTED)
    assert send(store, said(), ana, session=NOW) is NotAgreed
    assert store.contributions(1, "check-in", "energy") == {}


def test_with_texts_all_that_the_sender_agreed_to_comes_back(store: Store, ana: str):
    store.open_exercise(1, "check-in")
    shared = agreements(subject_of(store, ana, 1, "check-in", "words", "a pause"), "v1", quote=True)
    outcome, agreed = send(store, said({"words": "a pause"}), ana, shared=shared, session=NOW)  # type: ignore[misc]
    with store.reading() as connection:
        assert (outcome, agreed) == ("stored", consents_of(connection, ana))
    assert len(agreed) == len(shared) == 2
    assert all(isinstance(one, Consent) for one in agreed)
