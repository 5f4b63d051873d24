"""Texts that their authors agreed to share: each agreement is about one exact text, and ends when that is replaced."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from kit.answers.consents import PAGE, QUOTED, SHOWN, Consent, agreed, consents_of, note, take_back
from kit.answers.store import Store
from kit.sending.submissions import Submission


def subject_of(store: Store, week: int, exercise: str, item: str, text: str) -> str:
    """What an agreement about a text is about: where it was written, and a keyed hash that tells it from any other."""
    return f"{week}/{exercise}/{item}/{store.hidden('shared text', text)}"


def agreements(subject: str, version: str, *, quote: bool) -> list[Consent]:
    """What is agreed to by sharing a text under *version* of the notice, and by letting it be quoted as well."""
    purposes = (SHOWN, QUOTED) if quote else (SHOWN,)
    return [Consent(purpose=purpose, subject=subject, version=version, how=PAGE) for purpose in purposes]


def note_sharing(connection: Connection, participant: str, said: Submission, given: Iterable[Consent]) -> None:
    """Note what was *given* with a submission; what was agreed about earlier texts of its exercise ends."""
    fresh, place = set(given), f"{said.week}/{said.exercise}/"
    for one in consents_of(connection, participant):
        if one.purpose in (SHOWN, QUOTED) and one.subject.startswith(place) and one not in fresh:
            take_back(connection, participant, one.purpose, one.subject)
    for one in fresh:
        note(connection, participant, one)


def shared_in(store: Store, said: Submission, given: Iterable[Consent]) -> dict[str, dict[str, str | bool]]:
    """By item of a submission, where its text may be shown by *given*: under which notice, and whether to be quoted."""
    known, found = list(given), dict[str, dict[str, str | bool]]()
    for item, text in said.answers.items():
        if isinstance(text, str):
            subject = subject_of(store, said.week, said.exercise, item, text)
            versions = [one.version for one in known if (one.purpose, one.subject) == (SHOWN, subject)]
            if versions:
                found[item] = {"version": versions[-1], "quote": agreed(known, QUOTED, subject=subject)}
    return found
