"""Which of the wishes to be kept apart leave no way of grouping people, and how to say so in few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

Pair = frozenset[str]

# Every check is a search of its own. What is left after so many is still too much together, only not the least.
_CHECKS = 120
# From how many people on "from one another" is shorter than naming every two of them.
_CIRCLE = 3


def decisive(apart: Collection[Pair], possible: Callable[[set[Pair]], bool]) -> list[Pair]:
    """Those of *apart* that make it impossible by themselves, as few as are found, in an order that never changes.

    *possible* says whether people can be grouped with the wishes it is given; with all of *apart* they cannot.
    """
    counts = Counter(one for pair in apart for one in pair)
    kept = sorted(apart, key=lambda pair: (max(counts[one] for one in pair), sorted(pair)))
    # First whole people, those with few wishes before the others, so that the sentence names as few as may be.
    for someone in sorted(counts, key=lambda one: (counts[one], one)):
        fewer = [pair for pair in kept if someone not in pair]
        if len(fewer) < len(kept) and not possible(set(fewer)):
            kept = fewer
    checks, size = 0, max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept) and checks < _CHECKS:
            fewer = kept[:at] + kept[at + size :]
            checks += 1
            if possible(set(fewer)):
                at += size
            else:
                kept = fewer
        if size == 1:
            return kept
        size //= 2


def in_words(pairs: Collection[Pair], people: Sequence[str]) -> str:
    """These wishes in words: ``Ana from Ben and Cem; Dee, Eli and Fay from one another``."""
    left, said = set(pairs), []
    while left:
        circle, star = _circle(left, people), _star(left, people)
        if len(circle) >= _CIRCLE and len(circle) * (len(circle) - 1) // 2 >= len(star) - 1:
            said.append(f"{_and(circle)} from one another")
            left -= {pair for pair in left if pair <= set(circle)}
        else:
            said.append(f"{star[0]} from {_others(_star(pairs, people, star[0]), people)}")
            left -= {pair for pair in left if star[0] in pair}
    return "; ".join(said)


def _star(left: Collection[Pair], people: Sequence[str], middle: str | None = None) -> list[str]:
    """Somebody, or else who is in most of these wishes, and then from whom."""
    counts = Counter(one for pair in left for one in pair)
    middle = middle or max(people, key=lambda one: counts[one])
    return [middle, *(one for one in people if frozenset((middle, one)) in left)]


def _circle(left: Collection[Pair], people: Sequence[str]) -> list[str]:
    """People who are all kept apart from one another, grown from who is in most of these wishes."""
    counts = Counter(one for pair in left for one in pair)
    circle: list[str] = []
    for one in sorted(people, key=lambda one: -counts[one]):
        if all(frozenset((one, other)) in left for other in circle):
            circle.append(one)
    return [one for one in people if one in circle]


def _others(star: Sequence[str], people: Sequence[str]) -> str:
    rest = [one for one in people if one not in star]
    if not rest:
        return "everybody else"
    return f"everybody but {_and(rest)}" if len(rest) < len(star) - 1 else _and(star[1:])


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
