"""The forms in which a count may be published: its range and, where nobody is given away by it, which answer leads.

A form has a row of ranges, as ``ranges`` has them, and a number of leaders, at most two. An output is what everybody
gets to see: the range of each answer, and either which answers have most or that this is not said. Which groups have
the same output is all that anybody can find out, so an output is safe where (a) and (b) of ``ranges`` hold for all of
them taken together. The leaders are said wherever that is safe; the other groups with the same ranges then make one
more output, which has to be safe as well.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from kit.errors import PolicyError
from kit.publishing.ranges import PAIRS_FROM, Range, Row, row_from, row_holds
from kit.settings import packaged_curriculum

FILE_NAME = "forms.csv"
SMALLEST, LARGEST = 5, 30
MOST_LEADERS = 2

Ranks = tuple[int, ...]  # which range of the row each answer's count is in, the highest first
Known = tuple[int, ...]  # the answers of those who put what they know together, as places in the ranks
Box = list[Range]


@dataclass(frozen=True)
class Said:
    """What is published of one question: where each count lies, and the answers that have most, where that is said."""

    ranges: tuple[Range, ...]
    leads: tuple[int, ...] = ()


@dataclass(frozen=True)
class Form:
    """How the counts of *people* are published: by the ranges of ``row``, with up to ``leaders`` that have most."""

    people: int
    row: Row
    leaders: int

    def say(self, counts: Sequence[int]) -> Said:
        """What is published of these *counts*, which add up to ``people``."""
        order = sorted(range(len(counts)), key=lambda place: -counts[place])
        ranks = tuple(self._rank(counts[place]) for place in order)
        tied = sum(count == max(counts) for count in counts)
        leading = tied if tied in self.stated(ranks) else 0
        ends = bounds(self, ranks, (leading,) if leading else self.unstated(ranks), leading=leading)
        ranges = dict(zip(order, ends, strict=True))
        leads = tuple(sorted(order[:leading]))
        return Said(ranges=tuple(ranges[place] for place in range(len(counts))), leads=leads)

    def stated(self, ranks: Ranks) -> tuple[int, ...]:
        """How many leaders there may be so that they are said, where the counts have these *ranks*; often none."""
        return _plan(self, ranks)[0]

    def unstated(self, ranks: Ranks) -> tuple[int, ...]:
        """How many leaders there can be where they are not said."""
        return _plan(self, ranks)[1]

    def outputs(self, ranks: Ranks) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Every output with these *ranks*: how many leaders are said (0: none), and how many there can be."""
        stated, unstated = _plan(self, ranks)
        yield from ((leading, (leading,)) for leading in stated)
        if unstated:
            yield 0, unstated

    def _rank(self, count: int) -> int:
        return next(place for place, (low, high) in enumerate(self.row) if low <= count <= high)


def exposures(statement: Said, form: Form) -> list[str]:
    """What one publication gives away, as sentences; empty where (a) and (b) hold, and where it is one of *form*."""
    places = [
        [i for i, (low, high) in enumerate(form.row) if low <= one[0] and one[1] <= high] for one in statement.ranges
    ]
    if not all(places):
        return ["its ranges aren't those of the table"]
    order = sorted(range(len(places)), key=lambda place: (-places[place][0], place not in statement.leads))
    ranks = tuple(places[place][0] for place in order)
    sizes = dict(form.outputs(ranks)).get(len(statement.leads))
    if sizes is None or set(order[: len(statement.leads)]) != set(statement.leads):
        return ["what it says of the most frequent answer isn't what the table allows"]
    if bounds(form, ranks, sizes, leading=len(statement.leads)) != [statement.ranges[place] for place in order]:
        return ["its ranges aren't those of the table"]
    return _exposures(form, ranks, sizes, len(statement.leads))


def bounds(form: Form, ranks: Ranks, sizes: Sequence[int], *, leading: int) -> list[Range]:
    """Where each count can lie in one output, by place in *ranks*; each end is attained by some group."""
    spans = _spans(form, ranks, sizes, leading, ())
    if spans is None:
        raise ValueError(f"no group of {form.people} has the ranks {ranks}")
    return spans


@lru_cache(maxsize=4096)
def _plan(form: Form, ranks: Ranks) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of leaders that are said with these *ranks*, and those that are not; as many as can be are said."""
    tied = ranks.count(ranks[0])
    sizes = [size for size in range(1, tied + 1) if _spans(form, ranks, [size], size, ()) is not None]
    safe = [size for size in sizes if size <= form.leaders and not _exposures(form, ranks, [size], size)]
    for how_many in range(len(safe), 0, -1):
        for leaders in combinations(safe, how_many):
            rest = [size for size in sizes if size not in leaders]
            if not rest or not _exposures(form, ranks, rest, 0):
                return leaders, tuple(rest)
    return (), tuple(sizes)


def _exposures(form: Form, ranks: Ranks, sizes: Sequence[int], leading: int) -> list[str]:
    """What an output gives away: from outside, to every insider, and from 14 people on to every two of them."""
    problems = set[str]()
    for known in _knowledge(form, ranks, leading):
        spans = _spans(form, ranks, sizes, leading, known)
        if spans is None:
            continue
        taken = [known.count(place) for place in range(len(ranks))]
        others = [(low - one, high - one) for (low, high), one in zip(spans, taken, strict=True)]
        who = ("from outside", "to an insider", "to two insiders together")[len(known)]
        if sum(high >= 1 for _, high in others) < 2:
            problems.add(f"{who}, the answer of every other member is known")
        if len(known) < 2 and any(low == high and not (known and high == 0) for low, high in others):
            problems.add(f"{who}, a count is known exactly")
    return sorted(problems)


def _knowledge(form: Form, ranks: Ranks, leading: int) -> Iterator[Known]:
    """Who may put answers together, one example of each kind: nobody, an insider, two.

    Answers of the same rank are alike, but for those that are said to lead.
    """
    alike: dict[tuple[int, bool], list[int]] = {}
    for place, rank in enumerate(ranks):
        alike.setdefault((rank, place < leading), []).append(place)
    yield ()
    yield from ((places[0],) for places in alike.values())
    if form.people < PAIRS_FROM:
        return
    for index, places in enumerate(alike.values()):
        yield places[0], places[0]
        if len(places) > 1:
            yield places[0], places[1]
        yield from ((places[0], others[0]) for others in list(alike.values())[index + 1 :])


def _spans(form: Form, ranks: Ranks, sizes: Iterable[int], leading: int, known: Known) -> list[Range] | None:
    """The least and the most that each count can be in an output, when the answers in *known* were given.

    None where no group fits. *leading* answers, the first ones, are said to lead; with 0 any that have the highest
    rank can.
    """
    least = [known.count(place) for place in range(len(ranks))]
    spans: list[Range | None] = [None] * len(ranks)
    free = range(leading, ranks.count(ranks[0])) if leading else range(ranks.count(ranks[0]))
    alike = [place for place in free if place not in known]
    for size in sizes:
        leaders = [tuple(range(leading))] if leading else _leaders(ranks, size, known, alike)
        for box in (box for who in leaders for box in boxes(form, ranks, who, least)):
            _widen(spans, box, form.people)
    if not leading:
        # Whichever of the answers that nobody knows leads, another of them could as well.
        both = [span for place in alike if (span := spans[place])]
        for place in alike if both else []:
            spans[place] = min(low for low, _ in both), max(high for _, high in both)
    return None if None in spans else [span for span in spans if span]


def _leaders(ranks: Ranks, size: int, known: Known, alike: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Sets of *size* answers that can lead: every choice among those in *known*, filled up with the first others."""
    asked = [place for place in sorted(set(known)) if ranks[place] == ranks[0]]
    for how_many in range(max(0, size - len(alike)), min(size, len(asked)) + 1):
        for chosen in combinations(asked, how_many):
            yield *chosen, *alike[: size - how_many]


def boxes(form: Form, ranks: Ranks, leaders: Sequence[int], least: Sequence[int]) -> Iterator[Box]:
    """Where every count lies, for each height that the *leaders* can have: below it, and at *least* what is known."""
    low, high = form.row[ranks[0]]
    for height in range(max(low, 1), high + 1):
        box = []
        for place, rank in enumerate(ranks):
            first, last = form.row[rank]
            first, last = (height, height) if place in leaders else (first, min(last, height - 1))
            box.append((max(first, least[place]), last))
        yield box


def _widen(spans: list[Range | None], box: Box, people: int) -> None:
    """Widen *spans* by what the counts in *box* can be where they add up to *people*."""
    lows, highs = sum(low for low, _ in box), sum(high for _, high in box)
    if any(low > high for low, high in box) or not lows <= people <= highs:
        return
    for place, (low, high) in enumerate(box):
        least, most = max(low, people - (highs - high)), min(high, people - (lows - low))
        span = spans[place]
        spans[place] = (least, most) if span is None else (min(least, span[0]), max(most, span[1]))


class Forms:
    """The forms by (people, answers to choose from). Raises PolicyError where one would give somebody away."""

    def __init__(self, forms: Mapping[tuple[int, int], Form]) -> None:
        for (people, bins), form in forms.items():
            # A table edited by hand or damaged must not publish anything.
            holds = row_holds(people, bins, form.row) and form.leaders in range(MOST_LEADERS + 1)
            if not SMALLEST <= people <= LARGEST or form.people != people or not holds:
                raise PolicyError(
                    f"{FILE_NAME}: the row for {people} people and {bins} bins would give answers away; "
                    "restore the file as the kit came with it."
                )
        self._forms = dict(forms)

    def of(self, people: int, bins: int) -> Form | None:
        """The form for that many people and answers; None where the ranges of ``ranges`` alone are published."""
        return self._forms.get((people, bins))


def table_path() -> Path:
    """The file of the kit's own table; a cohort's copy of the curriculum has no say in it."""
    return packaged_curriculum() / FILE_NAME


@cache
def load_forms(path: Path | None = None) -> Forms:
    """The forms in *path* (default: the kit's own), every row checked. Raises PolicyError where it cannot be used."""
    try:
        with (path or table_path()).open(encoding="utf-8", newline="") as file:
            rows = [(int(row["people"]), int(row["bins"]), row) for row in csv.DictReader(file)]
            forms = {
                (people, bins): Form(people, row_from(row["ranges"]), int(row["leaders"])) for people, bins, row in rows
            }
        if not forms:
            raise ValueError("no rows")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise PolicyError(f"{FILE_NAME}: can't be read; restore the file as the kit came with it.") from None
    return Forms(forms)
