"""What a result can be expected to say, from how many people there are and from the question alone.

It is worked out before anybody answers, from the forms that the gate publishes by and from made-up groups of that many
people, and it never sees an answer or who has answered.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate

from kit.curriculum.items import Item
from kit.curriculum.policy import Policy
from kit.curriculum.registers import load_messages
from kit.publishing.forms import Said, load_forms
from kit.publishing.ranges import LARGEST, Row, load_table
from kit.results.bins import Together, bin_of
from kit.results.findings import says_something
from kit.settings import packaged_curriculum

# How answers may spread, the most frequent first; of any number, how many pick each option.
SHARES = (0.4, 0.25, 0.15, 0.1, 0.1)
PICKED = (0.7, 0.5, 0.3, 0.15)
# So many made-up groups, the same at each start, tell what is likely from what is not.
GROUPS = 200
OFTEN, SELDOM = 0.7, 0.35


class Expected(StrEnum):
    """What a result will say if everyone who is there answers."""

    TOO_FEW = "too few"
    NO_FORM = "no form"
    SELDOM = "seldom"
    PERHAPS = "perhaps"
    OFTEN = "often"


def expected(item: Item, people: int, policy: Policy) -> Expected:
    """What the first result of *item* will say of *people*, under *policy*. *item* is no text."""
    if people < policy.floor_for(item):
        return Expected.TOO_FEW
    if people > LARGEST:
        return Expected.OFTEN
    if not _row(item, people):
        return Expected.NO_FORM
    share = _share(item, people, leads=policy.may_lead(item))
    return Expected.OFTEN if share >= OFTEN else Expected.PERHAPS if share >= SELDOM else Expected.SELDOM


def _row(item: Item, people: int) -> Row:
    return load_table().edges(people, 2 if item.form == "any" else len(item.bins)) or ()


def _share(item: Item, people: int, *, leads: bool) -> float:
    """In how many of the made-up groups the result says something, as a share of them."""
    # What an answer is called changes nothing of it, so that questions alike are worked out once.
    alike = (item.form, item.ordered, len(item.bins), people, leads)
    if alike not in _shares:
        words = load_messages(packaged_curriculum())
        outcomes = [
            says_something(item, _result(item, counts, people, leads=leads), words) for counts in _groups(item, people)
        ]
        _shares[alike] = sum(outcomes) / len(outcomes)
    return _shares[alike]


_shares: dict[tuple[str, bool, int, int, bool], float] = {}


def _result(item: Item, counts: Sequence[int], people: int, *, leads: bool) -> Together:
    """What would be published of these *counts*."""
    form = load_forms().of(people, len(item.bins)) if leads else None
    if form is not None:
        statement = form.say(counts)
    else:
        row = _row(item, people)
        statement = Said(ranges=tuple(next(ends for ends in row if ends[0] <= count <= ends[1]) for count in counts))
    bins = tuple(bin_of(item, name, *ends) for name, ends in zip(item.bins, statement.ranges, strict=True))
    return Together(people=people, bins=bins, leads=tuple(item.bins[place] for place in statement.leads))


def _groups(item: Item, people: int) -> Iterator[list[int]]:
    """Made-up groups as counts by answer; which answer is the frequent one goes round, neighbours follow it."""
    bins = len(item.bins)
    dice = random.Random(f"{item.form} {bins} {people}")  # noqa: S311 - made up, never a secret
    for group in range(GROUPS):
        order = sorted(range(bins), key=lambda place: abs(place - group % bins))
        if item.form == "any":
            shares = {place: PICKED[rank % len(PICKED)] for rank, place in enumerate(order)}
            yield [sum(dice.random() < shares[place] for _ in range(people)) for place in range(bins)]
            continue
        shares = {place: (*SHARES, *[0.05] * bins)[rank] for rank, place in enumerate(order)}
        edges = list(accumulate(shares[place] for place in range(bins)))
        counts = [0] * bins
        for _ in range(people):
            thrown = dice.random() * edges[-1]
            counts[next(place for place, edge in enumerate(edges) if thrown < edge)] += 1
        yield counts
