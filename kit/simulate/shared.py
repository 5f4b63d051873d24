"""Texts that simulated people share, as on the page of a session: a file of answers carries none that may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kit.answers import Store
from kit.answers.consents import Consent
from kit.answers.recording import Row, exercise_of
from kit.answers.shared_texts import agreements, note_sharing, subject_of
from kit.curriculum.policy import policy_of
from kit.curriculum.weeks import Week
from kit.publishing.masking.masker import CohortMasker
from kit.publishing.texts import Pools, places_of
from kit.results.releases import FIRST, Releases
from kit.sending.submissions import Submission, new_id
from kit.simulate.cohort import Simulated
from kit.simulate.people import source
from kit.text.spellings import folded

HOW = "simulated participants"
_LATER = 9  # a revision after those that a file has
_QUOTED = 0.5  # of the texts may be quoted outside the group


def share(store: Store, simulated: Simulated) -> None:
    """Everyone who wrote something that can be shared has looked at it, and agrees; some to be quoted as well."""
    for sending in simulated.latest:
        exercise = exercise_of(store.weeks, sending.week, sending.exercise)
        texts = [item.id for item in exercise.group_items if item.form == "text" and item.id in sending.answers]
        if texts:
            submission = Submission(
                id=new_id(),
                cohort=store.cohort.slug,
                week=sending.week,
                exercise=sending.exercise,
                answers=dict(sending.answers),
                revision=_LATER,
            )
            participant = store.participant(folded(sending.participant))
            store.record_all([Row(submission=submission, participant=participant, consent=HOW, source="live")])
            given = [one for item in texts for one in _agreed(store, participant, submission, item, simulated.seed)]
            with store.transaction() as connection:
                note_sharing(connection, participant, submission, given)


def _agreed(store: Store, participant: str, submission: Submission, item: str, seed: int) -> Iterator[Consent]:
    text = str(submission.answers[item])
    subject = subject_of(store, participant, submission.week, submission.exercise, item, text)
    for consent in agreements(subject, "", quote=source(seed, "quote", text).random() < _QUOTED):
        yield replace(consent, how=HOW)


def show(store: Store, week: Week) -> None:
    """Show what was shared in *week*: the facilitator has looked it through, and says yes to each text once."""
    pools = Pools(store, policy_of(store.cohort), CohortMasker(store.cohort))
    for exercise in week.exercises:
        for place, _ in places_of(store.weeks, week.number, exercise.id):
            offered = pools.look(place)
            yes = set({one.text: one.id for one in offered}.values())
            if offered:
                pools.publish(place, yes, {one.id for one in offered} - yes)


def in_order(published: Releases, seed: int) -> Releases:
    """The same with texts in an order that *seed* decides; a store decides it by keys that are others each time."""
    releases, previous = [], FIRST
    for release in published.releases:
        texts = sorted(release.texts, key=lambda one: source(seed, "order", one.text).random())
        moved = replace(release, texts=tuple(texts), previous=previous)
        releases.append(replace(moved, hash=moved.computed_hash()))
        previous = releases[-1].hash
    return replace(published, releases=tuple(releases))
