"""A simulated cohort's published results, worked out in memory: the same ranges, without store, ledger or chain.

For measuring how often a rule speaks over hundreds of cohorts. What people see comes from ``kit.publishing.gate``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kit.curriculum.items import Item
from kit.curriculum.policy import Policy
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Week
from kit.publishing.forms import load_forms
from kit.publishing.ranges import Table, load_table
from kit.results.bins import bin_of
from kit.results.releases import Bin, Release, Releases
from kit.simulate.cohort import Sending, Simulated
from tests.publishing.attacker import band


def published(
    simulated: Simulated, weeks: Mapping[int, Week], *, policy: Policy | None = None, table: Table | None = None
) -> Releases:
    """What *simulated*, a cohort of at most 60, would have published, each week in one batch; hashes are left empty."""
    rule, ranges = policy or Policy(), table or load_table()
    found = _contributions(simulated.latest)
    made: list[Release] = []
    for number, week in sorted(weeks.items()):
        for exercise, item in week.group_items():
            answers = found.get((number, exercise.id, item.id), [])
            bins = _bins(item, answers, ranges, rule) if len(answers) >= rule.floor_for(item) else None
            if bins is not None:
                made.append(
                    Release(
                        sequence=len(made) + 1,
                        family=f"w{number:02d}/{exercise.id}/{item.id}",
                        week=number,
                        exercise=exercise.id,
                        item=item.id,
                        people=len(answers),
                        bins=bins,
                        policy=rule.name,
                        previous="",
                    )
                )
    return Releases(cohort="simulated", releases=tuple(made))


def _contributions(sendings: Collection[Sending]) -> dict[tuple[int, str, str], list[Stored]]:
    found: dict[tuple[int, str, str], list[Stored]] = {}
    for one in sendings:
        for item, answer in one.answers.items():
            found.setdefault((one.week, one.exercise, item), []).append(answer)
    return found


def _bins(item: Item, answers: Collection[Stored], table: Table, rule: Policy) -> tuple[Bin, ...] | None:
    if item.form == "text":
        return None
    size = 2 if item.form == "any" else len(item.bins)
    counts = [0] * len(item.bins)
    for position in _positions(item, answers):
        counts[position] += 1
    row = table.edges(len(answers), size)
    if row is None:
        return None
    form = load_forms().of(len(answers), size) if rule.may_lead(item) else None
    ranges = form.say(counts).ranges if form else (band(count, row) for count in counts)
    return tuple(bin_of(item, name, low, high) for name, (low, high) in zip(item.bins, ranges, strict=True))


def _positions(item: Item, answers: Collection[Stored]) -> Iterator[int]:
    return (position for answer in answers for position in item.codes(answer))
