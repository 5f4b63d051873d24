"""An attacker who knows no formula: lists every possible group, and looks at what all that fit have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from kit.publishing.ranges import can_occur, exposures

Counts = tuple[int, ...]
Output = tuple[object, ...]


def histograms(people: int, bins: int) -> Iterator[Counts]:
    """Every way in which that many people can fall into that many bins."""
    if bins == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in histograms(people - first, bins - 1):
            yield first, *rest


def band(count: int, row: Sequence[tuple[int, int]]) -> object:
    """The range a count is published as."""
    return next(one for one in row if one[0] <= count <= one[1])


def caught(outputs: dict[Output, list[Counts]], bins: int, insiders: int) -> list[str]:
    """What anybody who knows the own answer (or two who talk) can be sure of: the same thing in all that fit."""
    found = []
    for output, fitting in outputs.items():
        for known in combinations_with_replacement(range(bins), insiders):
            taken = [known.count(place) for place in range(bins)]
            others = [tuple(c - t for c, t in zip(one, taken, strict=True)) for one in fitting]
            others = [one for one in others if min(one) >= 0]
            if not others:
                continue
            peopled = {place for one in others for place, count in enumerate(one) if count}
            if len(peopled) < 2:
                found.append(f"{output} {known}: everybody else is in one bin")
            sure = [{one[place] for one in others} for place in range(bins)]
            if insiders < 2 and any(len(s) == 1 and not (known and s == {0}) for s in sure):
                found.append(f"{output} {known}: a count is certain")
    return found


def attack(people: int, bins: int, row: Sequence[object], insiders: int = 1) -> list[str]:
    """What the attacker finds out, over all possible groups, when counts are published as the ranges of *row*."""
    outputs: dict[Output, list[Counts]] = defaultdict(list)
    for counts in histograms(people, bins):
        outputs[tuple(band(count, row) for count in counts)].append(counts)  # type: ignore[arg-type]
    return [one for known in range(insiders + 1) for one in caught(outputs, bins, known)]


def row_exposures(people: int, bins: int, row: Sequence[tuple[int, int]]) -> list[str]:
    """What ``row_holds`` looks for, by going through all outputs a row can have: slower, and with reasons."""
    outputs = (output for output in combinations_with_replacement(row, bins) if can_occur(output, people))
    return sorted({sentence for output in outputs for sentence in exposures(output, people)})
