"""Agreements about texts: each about one exact text, and ended when that text is replaced."""

from __future__ import annotations

from kit.answers import Store
from kit.answers.consents import QUOTED, SHOWN, Consent, consents_of
from kit.answers.shared_texts import agreements, note_sharing, shared_in, subject_of
from kit.sending.submissions import Submission
from tests.answers.examples import record, said


def share(store: Store, text: str, *, quote: bool = False, revision: int = 1, version: str = "v1") -> Submission:
    """One person sends and shares a text."""
    answers = {"words": text} if text else {}
    record(store, "ana", answers, revision=revision)
    subject = subject_of(store, store.participant("ana"), 1, "check-in", "words", text)
    given = agreements(subject, version, quote=quote) if text else []
    sent = said(answers, revision=revision)
    with store.transaction() as connection:
        note_sharing(connection, store.participant("ana"), sent, given)
    return sent


def given(store: Store) -> list[Consent]:
    with store.reading() as connection:
        return consents_of(connection, store.participant("ana"))


def shared_by(store: Store, sent: Submission, known: list[Consent]) -> dict[str, dict[str, str | bool]]:
    return shared_in(store, store.participant("ana"), sent, known)


def test_an_agreement_is_about_one_exact_text_at_one_place(store: Store) -> None:
    store.enrol(store.participant("ana"))
    subjects = {
        subject_of(store, store.participant("ana"), 1, "check-in", "words", "one"),
        subject_of(store, store.participant("ana"), 1, "check-in", "words", "one."),
        subject_of(store, store.participant("ana"), 2, "check-in", "words", "one"),
    }
    assert len(subjects) == 3
    assert not any("one" in subject.rpartition("/")[2] for subject in subjects)


def test_sharing_and_letting_quote_are_noted_apart_with_the_notice(store: Store) -> None:
    first = share(store, "one")
    assert shared_by(store, first, given(store)) == {"words": {"version": "v1", "quote": False}}
    second = share(store, "two", quote=True, revision=2, version="v2")
    assert shared_by(store, second, given(store)) == {"words": {"version": "v2", "quote": True}}
    assert {one.purpose for one in given(store)} == {SHOWN, QUOTED}


def test_a_newer_text_ends_what_was_agreed_about_the_one_before(store: Store) -> None:
    first = share(store, "one", quote=True)
    share(store, "two", revision=2)
    assert shared_by(store, first, given(store)) == {}
    assert len(given(store)) == 1
    share(store, "", revision=3)
    assert given(store) == []


def test_taking_the_quote_away_leaves_the_text_shared(store: Store) -> None:
    share(store, "one", quote=True)
    again = share(store, "one", revision=2)
    assert shared_by(store, again, given(store)) == {"words": {"version": "v1", "quote": False}}


def test_what_was_agreed_of_other_exercises_stays(store: Store) -> None:
    share(store, "one")
    with store.transaction() as connection:
        note_sharing(connection, store.participant("ana"), said({"order": []}, exercise="listening"), [])
    assert len(given(store)) == 1
