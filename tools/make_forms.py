"""Finding the forms that say which answer leads: ``python -m tools.make_forms`` writes data/curriculum/forms.csv.

For 5 to 30 people and three to five answers every row of at most seven ranges is tried, each with up to two leaders.
A form may be taken where an insider's worst posterior (all groups alike likely) is at most 0.90, or no higher than
with the ranges of ``ranges.csv``. Among those the one with most bits is taken that says which answer leads in at
least 85 % of the cases in which one does, and whose tightest bounds are at most 1.2 times as wide; where there is
none, the one with most bits whose bounds are no wider. Bits, width and cases are those of a group whose members
answer independently with the shares of ``SHARES``. With more answers than five the ranges stay, and the leaders are
said where the posterior allows.

A form that never says a leader, and is the row of ``ranges.csv``, is left out: the table has only what is new.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, combinations_with_replacement
from math import lgamma
from typing import Any

import numpy as np
import numpy.typing as npt

from kit.curriculum.items import MOST_BINS
from kit.publishing import ranges
from kit.publishing.forms import LARGEST, MOST_LEADERS, SMALLEST, Box, Form, Ranks, boxes, table_path
from kit.publishing.ranges import Row, row_holds
from kit.system.disk import write_text
from tools.make_ranges import MOST_RANGES, NARROWEST

SHARES = {3: (0.5, 0.3, 0.2), 4: (0.45, 0.3, 0.15, 0.1), 5: (0.4, 0.25, 0.15, 0.1, 0.1)}
KNOWN = 0.85  # of the cases in which one answer leads, those in which the output says which
WIDER = 1.2  # how much wider the bounds may be for that
POSTERIOR = 0.9
_TINY = 1e-9

Counts = npt.NDArray[Any]


@dataclass(frozen=True)
class Figures:
    """What a form tells: bits of its output, mean width of the tightest bounds by people, and how often who leads."""

    bits: float
    width: float
    known: float


def chosen(people: int, bins: int) -> Form:
    """The form to publish that many people and answers by."""
    plain = Form(people, _today(people, bins), 0)
    most = max(POSTERIOR, posterior(plain, bins)) + _TINY
    if bins not in SHARES:
        with_leaders = (Form(people, plain.row, leaders) for leaders in range(MOST_LEADERS, 0, -1))
        return next((form for form in with_leaders if posterior(form, bins) <= most), plain)
    today = figures(plain, bins)
    # With every leader said a form tells more than it may in the end: what fails there needs no closer look.
    bounded = [(figures(form, bins, every=True), form) for form in candidates(people, bins)]
    bounded.sort(key=lambda one: (-round(one[0].bits, 9), one[1].leaders, one[1].row))
    for known, width in ((KNOWN, WIDER * today.width), (0.0, today.width)):
        best, tells = plain, 0.0
        for bound, form in bounded:
            if bound.bits <= tells + _TINY:
                break
            if bound.known < known or bound.width > width + _TINY:
                continue
            exact = figures(form, bins)
            fits = exact.known >= known and exact.width <= width + _TINY and exact.bits > tells + _TINY
            if fits and posterior(form, bins) <= most:
                best, tells = form, exact.bits
        if tells:
            return best
    return plain


def candidates(people: int, bins: int) -> Iterator[Form]:
    """Every form that gives nobody away."""
    for row in _rows(0, people, MOST_RANGES):
        if row_holds(people, bins, row):
            yield from (Form(people, row, leaders) for leaders in range(MOST_LEADERS + 1))


def figures(form: Form, bins: int, *, every: bool = False) -> Figures:
    """What *form* tells on average; with *every* as if each leader could be said."""
    counts, weight = _groups(form.people, bins), _weights(form.people, bins)
    leads, how_many = _leaders(form.people, bins)
    rank = np.repeat(np.arange(len(form.row)), [high - low + 1 for low, high in form.row])[counts]
    powers = len(form.row) ** np.arange(bins)
    said = how_many <= form.leaders
    if not every:
        kind = (-np.sort(-rank, axis=1) * powers).sum(axis=1)
        said &= np.isin(kind * (bins + 1) + how_many, [*_said(form, bins, powers.tolist())])
    output = (rank * powers).sum(axis=1) * 2**bins + np.where(said, leads, 0)
    _, output = np.unique(output, return_inverse=True)
    order = np.argsort(output, kind="stable")
    starts = np.searchsorted(output[order], np.arange(output.max() + 1))
    mass = np.bincount(output, weight)
    spread = _range_in(counts[order], starts).sum(axis=1) / bins / form.people
    alone = np.where(how_many == 1, leads, 0)
    is_told = (_range_in(alone[order], starts) == 0) & (alone[order][starts] > 0)
    cases = np.bincount(output, weight * (how_many == 1))
    logs = np.log2(mass, where=mass > 0, out=np.zeros_like(mass))
    known = (cases * is_told).sum() / cases.sum()
    return Figures(bits=float(-(mass * logs).sum()), width=float((mass * spread).sum()), known=float(known))


def posterior(form: Form, bins: int) -> float:
    """The worst that an insider can believe of another member in any output, all groups taken to be alike likely."""
    return max(_posterior(form, ranks, leading) for ranks in kinds(form, bins) for leading, _ in form.outputs(ranks))


def kinds(form: Form, bins: int) -> Iterator[Ranks]:
    """Every way in which the counts can fall into the ranges, the highest first."""
    for ranks in combinations_with_replacement(range(len(form.row) - 1, -1, -1), bins):
        if sum(form.row[rank][0] for rank in ranks) <= form.people <= sum(form.row[rank][1] for rank in ranks):
            yield ranks


def table_text() -> str:
    """The whole table as CSV: people, bins, ranges, leaders."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["people", "bins", "ranges", "leaders"])
    for people in range(SMALLEST, LARGEST + 1):
        for bins in range(3, MOST_BINS + 1):
            form = chosen(people, bins) if ranges.load_table().edges(people, bins) else None
            if form and form.leaders:
                writer.writerow([people, bins, ranges.text(form.row), form.leaders])
    return out.getvalue()


def _today(people: int, bins: int) -> Row:
    row = ranges.load_table().edges(people, bins)
    if row is None:
        raise ValueError(f"no row for {people} people and {bins} bins")
    return row


def _rows(start: int, people: int, most: int) -> Iterator[Row]:
    if start > people:
        yield ()
        return
    for end in range(start + NARROWEST - 1, people + 1) if most else []:
        yield from (((start, end), *rest) for rest in _rows(end + 1, people, most - 1))


def _said(form: Form, bins: int, powers: Sequence[int]) -> Iterator[int]:
    for ranks in kinds(form, bins):
        kind = sum(rank * power for rank, power in zip(ranks, powers, strict=True))
        yield from (kind * (bins + 1) + size for size in form.stated(ranks))


def _range_in(values: Counts, starts: Counts) -> Counts:
    found: Counts = np.maximum.reduceat(values, starts) - np.minimum.reduceat(values, starts)
    return found


@lru_cache(maxsize=1)
def _groups(people: int, bins: int) -> Counts:
    """Every way in which *people* fall into *bins*, one a row."""
    made, left = np.zeros((1, 0), dtype=np.int64), np.array([people])
    for _ in range(bins - 1):
        times = left + 1
        added = np.concatenate([np.arange(one) for one in times])
        made, left = np.column_stack([np.repeat(made, times, axis=0), added]), np.repeat(left, times) - added
    return np.column_stack([made, left])


@lru_cache(maxsize=1)
def _weights(people: int, bins: int) -> Counts:
    counts = _groups(people, bins)
    logs = np.array([lgamma(count + 1) for count in range(people + 1)])
    weights: Counts = np.exp(logs[people] + (counts * np.log(SHARES[bins])).sum(axis=1) - logs[counts].sum(axis=1))
    return weights


@lru_cache(maxsize=1)
def _leaders(people: int, bins: int) -> tuple[Counts, Counts]:
    """The answers that have most as a number of bits, and how many these are."""
    counts = _groups(people, bins)
    top = counts == counts.max(axis=1, keepdims=True)
    return (top * 2 ** np.arange(bins)).sum(axis=1), top.sum(axis=1)


def _posterior(form: Form, ranks: Ranks, leading: int) -> float:
    """The worst in one output, over every kind of insider: those in the same range are alike, but for the leaders."""
    tied = ranks.count(ranks[0])
    worst = 0.0
    for own in {(rank, place < leading): place for place, rank in enumerate(ranks)}.values():
        least = [int(place == own) for place in range(len(ranks))]
        if leading:
            groups, sums = _counted(boxes(form, ranks, range(leading), least), form.people)
        else:
            # All groups with these ranges, but those for which it is said who leads.
            whole = [(max(form.row[rank][0], few), form.row[rank][1]) for rank, few in zip(ranks, least, strict=True)]
            leaders = [who for size in form.stated(ranks) for who in combinations(range(tied), size)]
            said = (box for who in leaders for box in boxes(form, ranks, who, least))
            (all_groups, all_sums), (groups, sums) = _counted([whole], form.people), _counted(said, form.people)
            groups, sums = all_groups - groups, all_sums - sums
        if groups:
            means = sums / groups
            means[own] -= 1
            worst = max(worst, float(means.max()) / (form.people - 1))
    return worst


def _counted(several: Iterable[Box], people: int) -> tuple[float, Counts]:
    """How many groups have their counts in one of *several* boxes, and the sum of each count over them."""
    groups, sums = 0.0, np.zeros(1)
    for box in several:
        if sum(low for low, _ in box) <= people and all(low <= high for low, high in box):
            found, total = _in_box(box, people)
            groups, sums = groups + found, sums + total
    return groups, sums


def _in_box(box: Box, people: int) -> tuple[float, Counts]:
    number = np.arange(people + 1)
    each = [((number >= low) & (number <= high)).astype(float) for low, high in box]
    before, after = [np.eye(1, people + 1)[0]], [np.eye(1, people + 1)[0]]
    for one in each:
        before.append(np.convolve(before[-1], one)[: people + 1])
    for one in reversed(each):
        after.append(np.convolve(after[-1], one)[: people + 1])
    sums = [
        (number * each[place] * np.convolve(before[place], after[len(box) - 1 - place])[: people + 1][::-1]).sum()
        for place in range(len(box))
    ]
    return float(before[-1][people]), np.array(sums)


def main() -> None:
    """Write the table."""
    write_text(table_path(), table_text())
    sys.stdout.write(f"{table_path().name} is written.\n")


if __name__ == "__main__":
    main()
