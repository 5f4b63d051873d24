"""What one participant may see of what the host holds of them, and of how they stand in this session."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence

from kit.answers import Store
from kit.answers.consents import Consent
from kit.answers.members import Member
from kit.answers.own import own_submissions
from kit.answers.shared_texts import shared_in
from kit.curriculum.weeks import Exercise, Week
from kit.errors import OneAtATime
from kit.live.copies import sealed_copy
from kit.live.facts import Facts
from kit.live.people import People
from kit.live.published import Published
from kit.live.taking import proof_of
from kit.live.writer import Readers
from kit.publishing.fates import AnswerFate, fates_of
from kit.publishing.ledger import Standing, family_of, standing_of
from kit.sending.submissions import Submission


class Own:
    """Reads what belongs to the participant who asks, and nothing of anybody else."""

    def __init__(self, store: Store, facts: Facts, people: People, published: Published, readers: Readers) -> None:
        self._store = store
        self._facts = facts
        self._people = people
        self._published = published
        self._readers = readers
        week = facts.week
        self._families = {family_of(week.number, exercise.id, item) for exercise, item in week.group_items()}
        self._copying: set[str] = set()

    async def submissions(self, member: Member) -> list[Submission]:
        """Return what *member* sent so far. Raises StoreError."""
        return await self._readers.read(own_submissions, self._store, member.participant)

    async def fates(self, member: Member) -> list[tuple[Submission, dict[str, AnswerFate]]]:
        """Return every submission of *member* with the fate of each answer, by item. Raises StoreError."""
        submissions = await self.submissions(member)
        fates = await self._readers.read(fates_of, self._store, self._facts.weeks, member.participant)
        by_id: dict[str, dict[str, AnswerFate]] = {}
        for fate in fates:
            by_id.setdefault(fate.submission, {})[fate.item] = fate
        return [(submission, by_id.get(submission.id, {})) for submission in submissions]

    def consents(self, member: Member) -> list[Consent]:
        """Return everything *member* agreed to and has not taken back."""
        return self._people.consents(member)

    def shared(self, member: Member, submission: Submission) -> dict[str, dict[str, str | bool]]:
        """Return what *member* agreed to about the texts in *submission*, by item."""
        return shared_in(self._store, member.participant, submission, self._people.consents(member))

    def proof(self, member: Member, submission: Submission) -> str:
        """Return what proves, to this cohort alone, that this submission of *member* was taken before."""
        return proof_of(self._store, member, submission)

    def sealed(self, member: Member, submission: Submission) -> str:
        """Return the answers of *submission* as the browser of *member* keeps them."""
        return sealed_copy(self._store, member, submission)

    async def late(self, member: Member) -> dict[str, list[str]]:
        """Return the items in which no answer of *member* can be counted, by exercise. Raises StoreError."""
        # Every page asks this when it opens. Whoever takes a place does so before a reveal or after all of it.
        if self._families.isdisjoint(self._published.families):
            return {}
        return await self._readers.read(late_for, self._store, self._facts.week, member.participant)

    async def gone(self, before: Sequence[str]) -> list[str]:
        """Return those ids in *before* that no longer have a place, though nobody gave it up. Raises StoreError."""
        if not before:
            return []
        there: Collection[str] = await self._readers.read(self._store.participants)
        keys = self._store.envelopes.keys
        whose = {public: self._people.pseudonym(public) for public in before}
        return [public for public, one in whose.items() if one not in there and not keys.is_destroyed(one)]

    @contextlib.contextmanager
    def copying(self, member: Member) -> Iterator[None]:
        """Allow each participant one copy at a time, as the host holds it until it is taken. Raises OneAtATime."""
        if member.participant in self._copying:
            raise OneAtATime("A copy of these answers is being made already.")
        self._copying.add(member.participant)
        try:
            yield
        finally:
            self._copying.discard(member.participant)


# Which questions had a result before somebody joined: their answers there are never counted, and they are told so.


def late_for(store: Store, week: Week, participant: str) -> dict[str, list[str]]:
    """Return the items of *week* in which no answer of *participant* can be counted, by exercise. Raises StoreError."""
    with store.reading() as connection:
        standing = standing_of(connection, participant)
    missed = {exercise.id: _missed(week.number, exercise, standing) for exercise in week.exercises}
    return {exercise: items for exercise, items in missed.items() if items}


def _missed(week: int, exercise: Exercise, standing: dict[str, Standing]) -> list[str]:
    # A shared text belongs to no result that counts people; it waits for the facilitator's yes like any other.
    return [
        item.id
        for item in exercise.group_items
        if item.form != "text" and _is_missed(standing.get(family_of(week, exercise.id, item)))
    ]


def _is_missed(published: Standing | None) -> bool:
    return published is not None and not published.present and not published.lost and published.sequence is None
