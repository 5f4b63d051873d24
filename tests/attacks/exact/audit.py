"""The exact audit of a cohort: every attack on everything it published, by exact search wherever that can decide.

All that was published of one question is attacked together, however its batches lie: in one week, or for a stable item
in all weeks. The options of a choice of *any number* share no condition, so all combinations of what fits each of them
fit together, and each is a question of its own. Answers to different questions are different answers: what is known
of one says nothing certain of another.

A result that can say which answer leads is attacked by listing every group that is published just like it, for what is
not said of it says something as well.

The ranges of more than 60 people are sums over parts and are attacked as such, up to five parts; above that, and where
the members of a batch were lost with an older copy of the store, the interval formula judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, select

from kit.answers.database import FILE_NAME as STORE_FILE
from kit.answers.database import reading_engine, told
from kit.curriculum.items import Item
from kit.curriculum.policy import Policy
from kit.curriculum.weeks import Week
from kit.publishing.forms import Form, load_forms
from kit.publishing.ledger import batch_members, family_of
from kit.publishing.ranges import LARGEST, Range, any_exposures, exposures, load_table, parts_of
from kit.results.releases import Release, read_releases
from kit.settings import Cohort
from tests.attacks.exact.attacker import Attacker, Result
from tests.attacks.exact.groups import Groups, fitting
from tests.attacks.exact.parts import Sums
from tests.attacks.exact.puzzle import Claim, puzzles

SECONDS = 300.0
MOST_PARTS = 5


class AuditError(Exception):
    """An audit that cannot be played as asked."""


@dataclass(frozen=True, kw_only=True)
class ExactAudit:
    """What the attacks came to; a cohort is safe only where ``successes`` and ``gave_up`` are both empty.

    ``gave_up`` names the places where something was left undecided, ``by_formula`` those that no exact search judged.
    """

    releases: int
    attacks: int
    successes: tuple[str, ...]
    gave_up: tuple[str, ...]
    by_formula: tuple[str, ...]

    @property
    def safe(self) -> bool:
        """Whether every attack was decided, and failed."""
        return not self.successes and not self.gave_up

    @property
    def sentence(self) -> str:
        """The result in one line."""
        seen = f"{self.releases} releases" if self.releases != 1 else "1 release"
        line = f"Exact audit of {seen}: {self.attacks:,} attacks played, "
        line += f"{len(self.successes)} successes, {len(self.gave_up)} given up{_listed(self.gave_up)}; "
        return line + f"{len(self.by_formula)} judged by the interval formula instead{_listed(self.by_formula)}."


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A release with what the attacker knows beside it: its item, and who is in it (nobody: that was lost)."""

    release: Release
    item: Item
    members: frozenset[str]

    @property
    def question(self) -> str:
        """What its answers are answers to. The release's own word for its family is not taken for it."""
        return family_of(self.release.week, self.release.exercise, self.item)

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"week {self.release.week}, {self.release.exercise}, {self.release.item}"

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The range of each bin."""
        return tuple((part.low, part.high) for part in self.release.bins)

    def claims(self) -> list[Claim]:
        """What it says: one claim, or for a choice of any number one for each option."""
        if self.item.form == "one":
            return [Claim(question=self.question, members=self.members, ranges=self.ranges)]
        people = self.release.people
        both = [((people - high, people - low), (low, high)) for low, high in self.ranges]
        return [
            Claim(question=f"{self.question}#{option}", members=self.members, ranges=pair)
            for option, pair in enumerate(both)
        ]

    @property
    def form(self) -> Form | None:
        """The form it was published by, where that can say what leads."""
        policy = Policy.named(self.release.policy)
        allowed = policy is not None and policy.may_lead(self.item)
        return load_forms().of(self.release.people, len(self.ranges)) if allowed else None

    def groups(self, form: Form) -> Groups:
        """Every group that *form* publishes just like this, found by going through all of them."""
        leads = {place for place, part in enumerate(self.release.bins) if part.name in self.release.leads}
        return Groups(
            people=self.release.people,
            counts=[counts for counts in fitting(self.ranges, self.release.people) if _says(form, counts, leads)],
        )

    def sums(self) -> list[Sums]:
        """What it says as sums over parts; nothing where these are too many, or the table has no row for them."""
        sizes = tuple(parts_of(self.release.people))
        any_number = self.item.form == "any"
        rows = [load_table().edges(size, 2 if any_number else len(self.ranges)) for size in sizes]
        if len(sizes) > MOST_PARTS or not all(rows):
            return []
        each = [(range_,) for range_ in self.ranges] if any_number else [self.ranges]
        return [Sums(sizes=sizes, rows=tuple(filter(None, rows)), ranges=one, any_number=any_number) for one in each]

    def by_formula(self) -> list[str]:
        """What the interval formula finds in it."""
        play = any_exposures if self.item.form == "any" else exposures
        return play(self.ranges, self.release.people)


def _says(form: Form, counts: tuple[int, ...], leads: set[int]) -> bool:
    """Whether *form* says of these counts that just *leads* lead, or with nothing in it does not say what does."""
    most = {place for place, count in enumerate(counts) if count == max(counts)}
    ranks = tuple(
        sorted((next(i for i, (_, high) in enumerate(form.row) if count <= high) for count in counts), reverse=True)
    )
    return (most if len(most) in form.stated(ranks) else set()) == leads


def audit_exactly(cohort: Cohort, weeks: Mapping[int, Week], *, seconds: float = SECONDS) -> ExactAudit:
    """Attack everything a cohort published, knowing who is in which batch. Nothing is written.

    What is not decided after *seconds* is given up. Raises AuditError without a ledger or where a
    release is of no item of the curriculum; ReleaseError and StoreError where results or ledger cannot be read.
    """
    published = read_releases(cohort.published).releases
    path = cohort.private / STORE_FILE
    if published and not path.is_file():
        raise AuditError(f"{cohort.root}: the exact audit needs the ledger in private/; run it where the answers are.")
    members = read_members(path) if published else {}
    return audit_batches(
        (
            Batch(
                release=one,
                item=_item(one, weeks),
                members=members.get((one.sequence, one.family), frozenset()),
            )
            for one in published
            if one.bins  # a text says nothing that counting could find out
        ),
        seconds=seconds,
    )


def audit_batches(batches: Iterable[Batch], *, seconds: float = SECONDS) -> ExactAudit:
    """Attack releases whose members are known, all together."""
    every, found = list(batches), _Found(seconds)
    together: dict[str, list[Batch]] = {}
    for batch in every:
        if batch.members:
            together.setdefault(batch.question, []).append(batch)
        else:
            found.judge(batch)
    for alike in together.values():
        found.attack(alike)
    return ExactAudit(
        releases=len(every),
        attacks=found.attacks,
        successes=tuple(found.successes),
        gave_up=tuple(found.gave_up),
        by_formula=tuple(found.by_formula),
    )


class _Found:
    """What came of the attacks so far."""

    def __init__(self, seconds: float) -> None:
        self._attacker = Attacker(seconds)
        self.attacks = 0
        self.successes: list[str] = []
        self.gave_up: list[str] = []
        self.by_formula: list[str] = []

    def attack(self, alike: Sequence[Batch]) -> None:
        """Attack all batches of one question together."""
        whole = [one for one in alike if len(one.members) == one.release.people]
        # What a batch with other members than it was made from says is not known.
        self.gave_up += [one.place for one in alike if one not in whole]
        whole = [one for one in whole if not self._attack_groups(one, alike)]
        small = [one for one in whole if one.release.people <= LARGEST]
        for puzzle, _, _ in puzzles([claim for one in small for claim in one.claims()]):
            self._add(small[0].place, self._attacker.play(puzzle))
        for one in whole:
            if one in small:
                continue
            if any(other.members & one.members for other in alike if other is not one):
                self.gave_up.append(one.place)  # sums over parts of people who are counted elsewhere, too
            else:
                self._attack_sums(one)

    def _attack_groups(self, batch: Batch, alike: Sequence[Batch]) -> bool:
        """Attack a batch that nobody of another stands in, where it can say what leads. Whether it was attacked."""
        form = batch.form
        if form is None or any(other.members & batch.members for other in alike if other is not batch):
            return False  # with people of other batches the ranges are attacked, which says less than was published
        self._add(batch.place, batch.groups(form).play())
        return True

    def _attack_sums(self, batch: Batch) -> None:
        sums = batch.sums()
        if not sums:
            self.judge(batch)
        for one in sums:
            self._add(batch.place, one.play(self._attacker.clock))

    def judge(self, batch: Batch) -> None:
        """Let the interval formula decide."""
        self.by_formula.append(batch.place)
        self.successes += [f"{batch.place}: {what}" for what in batch.by_formula()]

    def _add(self, place: str, result: Result) -> None:
        self.attacks += result.attacks
        self.successes += [f"{place}: {what}" for what in result.successes]
        self.gave_up += [place] * result.gave_up


def _item(release: Release, weeks: Mapping[int, Week]) -> Item:
    pairs = weeks[release.week].group_items() if release.week in weeks else []
    for exercise, item in pairs:
        if (exercise.id, item.id) == (release.exercise, release.item):
            return item
    raise AuditError(
        f"Release {release.sequence} is of {release.exercise}, {release.item} in week {release.week}, which this "
        "curriculum doesn't have; put the week file back as it was, then audit again."
    )


def _listed(places: tuple[str, ...]) -> str:
    return f" ({'; '.join(sorted(set(places)))})" if places else ""


def read_members(path: Path) -> dict[tuple[int, str], frozenset[str]]:
    """Whose answers are in which batch, by (sequence, family); nothing is written or locked.

    Empty where nothing was published. Raises StoreError where the file cannot be read.
    """
    found: dict[tuple[int, str], set[str]] = {}
    with told(path):
        engine = reading_engine(path)
        try:
            with engine.begin() as connection:
                if inspect(connection).has_table(batch_members.name):
                    for row in connection.execute(select(batch_members)):
                        found.setdefault((row.sequence, row.family), set()).add(row.participant)
        finally:
            engine.dispose()
    return {place: frozenset(members) for place, members in found.items()}
