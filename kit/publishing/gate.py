"""The gate: closes an exercise and releases what may be released. What it decides never depends on any answer.

A decision is a function of who contributed, of the policy and of the ledger; answers only fill the ranges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kit.answers import Store
from kit.answers.counted import note_used, unagreed
from kit.curriculum.items import Item
from kit.curriculum.policy import Policy
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Exercise, Week, week_in
from kit.errors import ReleaseError, UnknownName
from kit.publishing.counting import count_ranges
from kit.publishing.forms import Said, load_forms
from kit.publishing.ledger import Draft, Ledger, agree_with_file, family_of
from kit.publishing.ranges import load_table
from kit.results.bins import bin_of
from kit.results.releases import FILE_NAME, Asked, Release, Releases, read_releases, to_text
from kit.system.disk import write_text
from kit.system.opening import bytes_of

_UNAGREED = (
    "not published, as its answers were imported without consent and don't count; if the people agreed, import the "
    'same file once more with --consent "on paper, DATE", and publish again.'
)


class Decision(StrEnum):
    """What became of an item; the value is the sentence's second half."""

    PUBLISHED = "published"
    ALREADY = (
        "published before, and that stays as it is; later answers of people who were here by then wait for a result of "
        "their own, from at least eight people, and answers of people who joined after it aren't counted."
    )
    HELD = "not published, as there aren't enough answers to show without saying something about a single person."
    NOT_ASKED = "not asked in this cohort so far, so there is nothing to publish."
    NOT_SHOWN = "a text; shared texts are looked through in the session first, and shown from there."


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one item when its exercise was published; it tells no number unless there is a release.

    With ``unagreed`` all answers to it came from files without anybody's consent, as was said when they were imported.
    """

    week: int
    exercise: str
    item: str
    decision: Decision
    release: Release | None = None
    unagreed: bool = False

    @property
    def told(self) -> str:
        """What became of it, in words that go on after its name."""
        if self.unagreed:
            return _UNAGREED
        return f"{self.decision}, from {self.release.people} answers." if self.release else str(self.decision)

    @property
    def sentence(self) -> str:
        """The outcome with the ids of its question."""
        return f"Week {self.week}, {self.exercise}, {self.item}: {self.told}"


def publish(
    store: Store, weeks: Mapping[int, Week], policy: Policy, *, week: int, exercise: str | None = None
) -> list[Outcome]:
    """Close the exercises of *week* (or one *exercise*) that were asked, and release what may be released.

    One outcome for each group item, in the order of the week. Publishing again changes no release; at least eight new
    answers, or more where the policy asks for more, make a second release of their own. Raises UnknownName, PolicyError
    where the cohort started under another policy, ContentError where an item was changed after its first answer,
    ReleaseError where the ledger and releases.json cannot both be right, StoreError; then nothing is released.
    """
    chosen = _exercises(weeks, week, exercise)
    store.check_unchanged(week)
    with store.transaction() as connection:
        ledger = Ledger(connection, store.cohort.slug)
        agree_with_file(ledger.everything(), store.cohort.published)
        ledger.fix_policy(policy.name)
        ledger.note_size(store.cohort.size)
    statuses = store.statuses(weeks[week])
    asked = [one.id for one in chosen if statuses[one.id] != "never opened"]
    for opened in asked:
        store.close_exercise(week, opened)
    gate = _Gate(store, policy)
    with store.transaction() as connection:
        ledger = Ledger(connection, store.cohort.slug)
        outcomes = [
            gate.decide(ledger, Asked(week=week, exercise=one.id, item=item.id), item)
            if one.id in asked
            else Outcome(week=week, exercise=one.id, item=item.id, decision=Decision.NOT_ASKED)
            for one in chosen
            for item in one.group_items
        ]
        published = ledger.everything()
    write_releases(published, store.cohort.published)
    return outcomes


def fix_policy(store: Store, policy: Policy) -> None:
    """Fix the cohort's policy when its first exercise opens. Raises PolicyError where it started under another."""
    with store.transaction() as connection:
        ledger = Ledger(connection, store.cohort.slug)
        ledger.fix_policy(policy.name)
        ledger.note_size(store.cohort.size)


def sizes_of(store: Store) -> list[int]:
    """How many places the cohort had when it started, and after each time they were raised, now included.

    Empty before it has started. Raises StoreError, ReleaseError.
    """
    with store.transaction() as connection:
        return Ledger(connection, store.cohort.slug).note_size(store.cohort.size)


def export(store: Store, folder: Path | None = None) -> None:
    """Write releases.json into *folder* (default: the cohort's published/) from the ledger: the same bytes each time.

    Raises ReleaseError where the file there knows releases that the ledger does not.
    """
    with store.transaction() as connection:
        published = Ledger(connection, store.cohort.slug).everything()
    folder = folder or store.cohort.published
    agree_with_file(published, folder)
    write_releases(published, folder)


class _Gate:
    """Decides for one item after the other, under one policy."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy
        self._table, self._forms = load_table(), load_forms()

    def decide(self, ledger: Ledger, place: Asked, item: Item) -> Outcome:
        """Publish the item's fresh answers, or hold them."""
        if item.form == "text":
            return Outcome(**vars(place), decision=Decision.NOT_SHOWN)
        ledger.ask(place)
        family = family_of(place.week, place.exercise, item)
        where = (place.week, place.exercise, place.item)
        answers = self._store.contributions(*where, stable=item.stable, connection=ledger.connection)
        fresh = ledger.fresh(family, answers)
        # Above 60 people the order decides who is in which part, so nobody outside may foresee it.
        fresh.sort(key=lambda one: self._store.order(f"{family}/{one}"))
        before = ledger.is_published(family)
        statement = self._said(item, [answers[one] for one in fresh], later=before)
        if statement is None:
            if before:
                return Outcome(**vars(place), decision=Decision.ALREADY)
            # Only where none counts: nobody is to learn that somebody took an agreement back.
            held = not answers and unagreed(ledger.connection, self._store.envelopes, *where)
            return Outcome(**vars(place), decision=Decision.HELD, unagreed=held)
        bins = tuple(bin_of(item, name, *ends) for name, ends in zip(item.bins, statement.ranges, strict=True))
        leads = tuple(item.bins[position] for position in statement.leads)
        draft = Draft(family=family, place=place, people=len(fresh), bins=bins, leads=leads, policy=self._policy.name)
        release = ledger.add(draft, fresh)
        note_used(ledger.connection, self._store.envelopes, where, fresh, release.sequence, stable=item.stable)
        return Outcome(**vars(place), decision=Decision.PUBLISHED, release=release)

    def _said(self, item: Item, answers: list[Stored], *, later: bool) -> Said | None:
        """What a release of these answers says; None where they are too few or the table has no row."""
        options, floor = len(item.bins), self._policy.floor_for(item, later=later)
        codes = [item.codes(answer) for answer in answers]
        if item.form == "any":
            # Of any number, each option is a form of two bins of its own: who picked it, and who did not.
            picked = [[int(place in of) for of in codes] for place in range(options)]
            forms = [count_ranges(column, self._table, bins=2, floor=floor) for column in picked]
            ranges = tuple(ends[1] for ends in forms if ends is not None)
            return Said(ranges=ranges) if len(ranges) == options else None
        flat = [code for (code,) in codes]
        counted = count_ranges(flat, self._table, bins=options, floor=floor)
        if counted is None:
            return None
        form = self._forms.of(len(answers), options) if self._policy.may_lead(item) else None
        return Said(ranges=counted) if form is None else form.say([flat.count(place) for place in range(options)])


def _exercises(weeks: Mapping[int, Week], week: int, exercise: str | None) -> list[Exercise]:
    exercises = [one for one in week_in(weeks, week).exercises if one.group_items and exercise in (None, one.id)]
    if exercise is not None and not exercises:
        there = ", ".join(one.id for one in weeks[week].exercises if one.group_items) or "none"
        raise UnknownName(f"Week {week} has no exercise {exercise!r} that is shared; its shared exercises are {there}.")
    return exercises


def write_releases(published: Releases, folder: Path) -> None:
    """Write releases.json into *folder* where it is not these bytes already. Raises ReleaseError, KitError."""
    text = to_text(published)
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = bytes_of(path) if path.is_file() else None
    except OSError as error:
        raise ReleaseError(f"{path}: can't be read ({error.strerror}); check the permissions of its folder.") from None
    if there != text.encode():
        write_text(path, text)


# After an older copy of the store was put back: what was published since is known again, and never published twice.
#
# Whose answers entered those releases is lost, so their families are closed for good: nobody counts for them any
# more.


def close_what_is_unknown(store: Store) -> list[str]:
    """Take releases of releases.json that the ledger lacks into it, and close their families; returns these.

    Raises ReleaseError where the file or the ledger is damaged, or the file is another cohort's.
    """
    there = read_releases(store.cohort.published)
    with store.transaction() as connection:
        ledger = Ledger(connection, store.cohort.slug)
        known = ledger.everything().releases
        missing = there.releases[len(known) :]
        # What was asked and held since the copy was made is in the file as well, without any release.
        lost = missing or set(there.asked) - set(ledger.everything().asked)
        if not lost or there.releases[: len(known)] != known:
            return []  # where both differ, publishing refuses and says what to do
        if there.cohort != store.cohort.slug:
            raise ReleaseError("published/releases.json belongs to another cohort; copy this cohort's file back.")
        for release in missing:
            ledger.take_in(release)
        for place in there.asked:
            ledger.ask(place)
    return sorted({release.family for release in missing})
