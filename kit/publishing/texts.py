"""Shared texts: who may look through them before anybody else sees them, and how they are published.

A text comes into a pool where its author agreed that exactly this text is shown, the exercise is closed, and enough
people answered and share one. The pool is fixed when the facilitator first looks at it, so that looking twice tells
nothing of who came in between. Each text is masked again, and left out where that would change it. What is shown, or
offered to be looked through, has no author and no time, and stands in an order that a key decides. A theme that its
author picked stands with it where several texts have the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kit.answers import Store
from kit.answers.consents import QUOTED, SHOWN, agreed, all_consents
from kit.answers.counted import note_used
from kit.answers.recording import exercise_of
from kit.answers.shared_texts import fix_pool, read_pool, refuse, subject_of
from kit.curriculum.items import Item, Text
from kit.curriculum.policy import Policy
from kit.curriculum.themes import as_shown
from kit.curriculum.weeks import Week
from kit.errors import MaskingFailed, ReleaseError
from kit.publishing.gate import write_releases
from kit.publishing.ledger import Draft, Ledger, agree_with_file, family_of
from kit.publishing.masking.masker import CohortMasker
from kit.results.releases import Asked, Release, SharedText, read_releases


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A text to look through: a mark that tells it from the others and nothing else, and whether it may be quoted."""

    id: str
    text: str
    quote: bool


@dataclass(frozen=True, kw_only=True)
class _Known(Candidate):
    participant: str
    subject: str


class Pools:
    """The pools of a cohort, under its policy and with its masks."""

    def __init__(self, store: Store, policy: Policy, masker: CohortMasker) -> None:
        self._store = store
        self._policy = policy
        self._masker = masker

    def look(self, place: Asked) -> list[Candidate]:
        """The texts to say yes or no to, in an order that tells nothing; empty where there are not enough.

        Raises UnknownName, ReleaseError where the exercise is not closed, PolicyError, StoreError.
        """
        item = self._item(place)
        with self._store.transaction() as connection:
            known = self._candidates(self._ledger(connection), place, item)
        texts = as_shown([one.text for one in known], _themes(item))
        return [Candidate(id=one.id, text=text, quote=one.quote) for one, text in zip(known, texts, strict=True)]

    def publish(self, place: Asked, yes: Collection[str], no: Collection[str]) -> Release:
        """Publish the texts marked *yes*, together and once; those marked *no* are never offered again.

        Where an earlier try was stored and the file could not be written, it is written now, whatever is marked.
        Raises ReleaseError where the marks are not those of the texts that ``look`` gives, or too few are marked yes;
        and as ``look``. Then nothing is published.
        """
        item = self._item(place)
        with self._store.transaction() as connection:
            ledger = self._ledger(connection)
            unwritten = self._unwritten(ledger, place, item)
            if unwritten is not None:
                write_releases(ledger.everything(), self._store.cohort.published)
                return unwritten
            known = {one.id: one for one in self._candidates(ledger, place, item)}
            if set(yes) & set(no) or set(yes) | set(no) != set(known) or not known:
                raise ReleaseError("The shared texts aren't those that you looked at; look through them once more.")
            least = self._policy.sharing(later=ledger.is_published(family_of(place.week, place.exercise, item)))
            if len(set(yes)) < least:
                raise ReleaseError(
                    f"At least {least} texts have to be shown together, so nothing was shown; say "
                    "yes to more of them, or leave it at that."
                )
            shown = [one for mark, one in known.items() if mark in yes]
            release = self._add(ledger, place, item, shown)
            refuse(connection, release.family, [one.subject for mark, one in known.items() if mark in no])
            published = ledger.everything()
        write_releases(published, self._store.cohort.published)
        return release

    def _item(self, place: Asked) -> Item:
        exercise = exercise_of(self._store.weeks, place.week, place.exercise)
        item = next((one for one in exercise.group_items if one.id == place.item and one.form == "text"), None)
        if item is None:
            raise ReleaseError(f"Week {place.week}, {place.exercise}: no text {place.item!r} is shared there.")
        if self._store.status(place.week, place.exercise) != "closed":
            raise ReleaseError("Close the exercise first; shared texts are looked through only then.")
        self._store.check_unchanged(place.week)
        return item

    def _ledger(self, connection: Any) -> Ledger:
        ledger = Ledger(connection, self._store.cohort.slug)
        agree_with_file(ledger.everything(), self._store.cohort.published)
        ledger.fix_policy(self._policy.name)
        return ledger

    def _unwritten(self, ledger: Ledger, place: Asked, item: Item) -> Release | None:
        """The texts of this place that are released and that the file does not have, as after a full disk."""
        released = ledger.everything().releases
        try:
            written = len(read_releases(self._store.cohort.published).releases)
        except ReleaseError:
            return None  # a damaged file is written anew as a whole
        family = family_of(place.week, place.exercise, item)
        return next((one for one in released[written:] if one.family == family and one.texts), None)

    def _candidates(self, ledger: Ledger, place: Asked, item: Item) -> list[_Known]:
        family = family_of(place.week, place.exercise, item)
        least = self._policy.sharing(later=ledger.is_published(family))
        kept = read_pool(ledger.connection, family)
        there = [one for one in self._shared(ledger, place, family) if not kept.get(one.subject, False)]
        # Whoever was published is no longer among those who are fresh, so what is left of them is an open pool.
        still_open = [one for one in there if one.subject in kept]
        there = still_open or there
        enough = len(self._store.contributors(place.week, place.exercise)) >= self._policy.floor_for(item)
        if len(there) < least or not (enough or still_open):
            return []
        if not still_open:
            fix_pool(ledger.connection, family, {one.subject: one.participant for one in there})
        return sorted(there, key=lambda one: one.id)

    def _shared(self, ledger: Ledger, place: Asked, family: str) -> list[_Known]:
        """Every text that may be shown by consent and mask, of those who are in no release of the family."""
        where = (place.week, place.exercise, place.item)
        answers = self._store.contributions(*where, connection=ledger.connection)
        consents = all_consents(ledger.connection)
        waiting = []
        for participant in ledger.fresh(family, answers):
            text, given = str(answers[participant]), consents.get(participant, set())
            subject = subject_of(self._store, participant, *where, text)
            if agreed(given, SHOWN, subject=subject) and self._is_masked(text):
                quote = agreed(given, QUOTED, subject=subject)
                mark = self._store.order(f"texts/{family}/{participant}/{subject}")
                waiting.append(_Known(id=mark, text=text, quote=quote, participant=participant, subject=subject))
        return waiting

    def _is_masked(self, text: str) -> bool:
        try:
            return self._masker.mask(text).text == text
        except MaskingFailed:
            return False

    def _add(self, ledger: Ledger, place: Asked, item: Item, shown: list[_Known]) -> Release:
        family = family_of(place.week, place.exercise, item)
        words = as_shown([one.text for one in shown], _themes(item))
        texts = tuple(SharedText(text=text, quote=one.quote) for one, text in zip(shown, words, strict=True))
        ledger.ask(place)
        draft = Draft(family=family, place=place, people=len(shown), texts=texts, policy=self._policy.name)
        members = [one.participant for one in shown]
        release = ledger.add(draft, members)
        where, opening = (place.week, place.exercise, place.item), self._store.envelopes
        note_used(ledger.connection, opening, where, members, release.sequence, stable=item.stable)
        return release


def _themes(item: Item) -> tuple[str, ...]:
    return item.themes if isinstance(item, Text) else ()


def places_of(weeks: Mapping[int, Week], week: int, exercise: str) -> list[tuple[Asked, Item]]:
    """Where texts can be shared in an exercise. Raises UnknownName where there is no such exercise."""
    asked = exercise_of(weeks, week, exercise)
    texts = [item for item in asked.group_items if item.form == "text"]
    return [(Asked(week=week, exercise=exercise, item=item.id), item) for item in texts]
