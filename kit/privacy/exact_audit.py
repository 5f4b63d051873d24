"""The exact audit of a cohort: every attack on everything it published, by exact search wherever that can decide.

A release of more than 60 people is the sum over parts whose own ranges nobody keeps; it is judged by the interval
formula, and each of its parts is safe by the table that was proven. So is a release whose members were lost with an
older copy of the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kit.curriculum.items import Item
from kit.curriculum.weeks import Week
from kit.errors import AuditError
from kit.privacy.exact import Attacker
from kit.privacy.exact_puzzle import Claim, puzzles
from kit.privacy.ledger import read_members
from kit.privacy.proof import any_exposures, exposures
from kit.privacy.ranges import LARGEST
from kit.releases import Release, read_releases
from kit.settings import Cohort
from kit.store.database import FILE_NAME as STORE_FILE

SECONDS = 300.0


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
    """A release with what the attacker knows beside it: how its item is answered, and who is in it."""

    release: Release
    form: str
    members: frozenset[str]

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"week {self.release.week}, {self.release.exercise}, {self.release.item}"

    def claims(self) -> list[Claim]:
        """What it says: one claim, or for a choice of any number one for each option."""
        release, ranges = self.release, tuple((part.low, part.high) for part in self.release.bins)
        if self.form == "one":
            return [Claim(question=release.family, members=self.members, ranges=ranges)]
        both = [((release.people - high, release.people - low), (low, high)) for low, high in ranges]
        return [
            Claim(question=f"{release.family}#{option}", members=self.members, ranges=pair)
            for option, pair in enumerate(both)
        ]

    def by_formula(self) -> list[str]:
        """What the interval formula finds in it."""
        play = exposures if self.form == "one" else any_exposures
        return play([(part.low, part.high) for part in self.release.bins], self.release.people)


def audit_exactly(cohort: Cohort, weeks: Mapping[int, Week], *, seconds: float = SECONDS) -> ExactAudit:
    """Attack everything a cohort published, knowing who is in which batch. Nothing is written.

    What is not decided after *seconds* is given up. Raises AuditError without a ledger, without SciPy or where a
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
                form=_item(one, weeks).form,
                members=members.get((one.sequence, one.family), frozenset()),
            )
            for one in published
        ),
        seconds=seconds,
    )


def audit_batches(batches: Iterable[Batch], *, seconds: float = SECONDS) -> ExactAudit:
    """Attack releases whose members are known, all together."""
    attacker, attacks = Attacker(seconds), 0
    successes: list[str] = []
    gave_up: list[str] = []
    by_formula: list[str] = []
    by_family: dict[str, list[Batch]] = {}
    every = list(batches)
    for batch in every:
        if not batch.members or batch.release.people > LARGEST:
            by_formula.append(batch.place)
            successes += [f"{batch.place}: {what}" for what in batch.by_formula()]
        else:
            by_family.setdefault(batch.release.family, []).append(batch)
    for alike in by_family.values():
        place = alike[0].place
        for puzzle in puzzles([claim for batch in alike for claim in batch.claims()]):
            result = attacker.play(puzzle[0])
            attacks += result.attacks
            successes += [f"{place}: {what}" for what in result.successes]
            gave_up += [place] * result.gave_up
    return ExactAudit(
        releases=len(every),
        attacks=attacks,
        successes=tuple(successes),
        gave_up=tuple(gave_up),
        by_formula=tuple(by_formula),
    )


def _item(release: Release, weeks: Mapping[int, Week]) -> Item:
    pairs = weeks[release.week].group_items() if release.week in weeks else []
    for exercise, item in pairs:
        if (exercise.id, item.id) == (release.exercise, release.item):
            return item
    raise AuditError(
        f"Release {release.sequence} is of {release.exercise}, {release.item} in week {release.week}, which this "
        "curriculum does not have; put the week file back as it was, then audit again."
    )


def _listed(places: tuple[str, ...]) -> str:
    return f" ({'; '.join(sorted(set(places)))})" if places else ""
