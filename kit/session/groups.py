"""Who is with whom: pairs and trios that change every week, peer groups that stay, and wishes to be kept apart.

Pure: who takes part, who is kept apart and who has met are passed in, and the same seed gives the same groups.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kit.curriculum.registers import Messages
from kit.errors import PairingError

Pair = frozenset[str]
Group = tuple[str, ...]

SMALLEST, LARGEST = 3, 5  # people in a peer group
# How many arrangements are tried before a number of repeats counts as out of reach, and before a pairing with
# more weeks to come is taken as good enough. Both are far above what thirty people need.
_PATIENCE = 1000
_TRIES = 40


def pairs_of(groups: Iterable[Sequence[str]]) -> Iterator[Pair]:
    """Everybody who meets in these groups, two by two."""
    return (frozenset(pair) for group in groups for pair in combinations(group, 2))


# One solver for every kind of group: pairs, trios, peer groups.


@dataclass(frozen=True, kw_only=True)
class Seating:
    """*people* who are to be put into *count* groups of *least* to *most*, and who of them is kept *apart*."""

    people: Sequence[str]
    count: int
    least: int
    most: int
    apart: Collection[Pair] = ()

    def solved(self, chance: random.Random, met: Mapping[Pair, int] | None = None) -> list[Group] | None:
        """Return groups by lot in which as few as possible have *met* before, or None where no way was found."""
        counts = met or {}
        most = sum(counts.values())
        budgets = [*range(min(most, len(self.people)) + 1), *([most] if most > len(self.people) else [])]
        return next(filter(None, (_Search(self, counts, chance).run(budget) for budget in budgets)), None)


class _Search:
    """Backtracking that always places whoever has the fewest partners left, and remembers dead ends.

    People are numbered in an order by lot; a set of them is a whole number with a bit for each.
    """

    def __init__(self, seating: Seating, met: Mapping[Pair, int], chance: random.Random) -> None:
        self._seating, self._chance = seating, chance
        self._lot = chance.sample(list(seating.people), len(seating.people))
        number = {name: at for at, name in enumerate(self._lot)}
        self._apart = [_numbered(pair, number) for pair in seating.apart]
        self._met = {_numbered(pair, number): times for pair, times in met.items() if pair <= set(number)}
        self._partners: dict[int, list[int]] = {}
        self._dead: set[tuple[int, int, int]] = set()
        self._patience = _PATIENCE

    def run(self, budget: int) -> list[Group] | None:
        """Groups in which people have met at most *budget* times before, or None where none was found."""
        everybody = (1 << len(self._lot)) - 1
        if not self._met and _all_apart(everybody, self._partners_within(budget)) > self._seating.count:
            return None
        groups = self._place(everybody, self._seating.count, budget)
        if groups is None:
            return None
        return [tuple(self._lot[at] for at in group) for group in self._chance.sample(groups, len(groups))]

    def _place(self, left: int, groups: int, budget: int) -> list[tuple[int, ...]] | None:
        if not left:
            return []
        if (left, groups, budget) in self._dead or self._patience <= 0:
            return None
        self._patience -= 1
        for group, cost in self._candidates(left, groups, budget):
            rest = self._place(left - sum(1 << at for at in group), groups - 1, budget - cost)
            if rest is not None:
                return [group, *rest]
            if self._patience <= 0:
                return None
        self._dead.add((left, groups, budget))
        return None

    def _candidates(self, left: int, groups: int, budget: int) -> Iterable[tuple[tuple[int, ...], int]]:
        partners = self._partners_within(budget)
        who = min(_numbers(left), key=lambda at: (partners[at] & left).bit_count())
        sizes = self._sizes(left.bit_count(), groups)
        cliques = (group for size in sizes for group in _cliques((who,), partners[who] & left, size, partners))
        if not self._met:
            return ((group, 0) for group in cliques)
        costed = ((group, sum(self._met.get(pair, 0) for pair in combinations(sorted(group), 2))) for group in cliques)
        return sorted(((group, cost) for group, cost in costed if cost <= budget), key=lambda choice: choice[1])

    def _sizes(self, people: int, groups: int) -> list[int]:
        """How many may be in the next of so many *groups* for so many *people*, in the order to be tried."""
        least, most = self._seating.least, self._seating.most
        small, large = people // groups, -(-people // groups)
        # Everybody is in a larger group as often as their share of the seats, not because they are hard to place.
        first = large if self._chance.random() * people < large * (people - small * groups) else small
        sizes = [s for s in range(least, most + 1) if least * (groups - 1) <= people - s <= most * (groups - 1)]
        return sorted(sizes, key=lambda size: (abs(size - first), abs(size * groups - people)))

    def _partners_within(self, budget: int) -> list[int]:
        """With whom each person may be while people may still meet again *budget* times."""
        if budget not in self._partners:
            everybody = (1 << len(self._lot)) - 1
            partners = [everybody - (1 << at) for at in range(len(self._lot))]
            for person, other in [*self._apart, *(pair for pair, times in self._met.items() if times > budget)]:
                partners[person] &= ~(1 << other)
                partners[other] &= ~(1 << person)
            self._partners[budget] = partners
        return self._partners[budget]


def _numbered(pair: Pair, number: Mapping[str, int]) -> tuple[int, int]:
    first, other = sorted(number[name] for name in pair)
    return first, other


def _numbers(people: int) -> Iterator[int]:
    while people:
        lowest = people & -people
        yield lowest.bit_length() - 1
        people -= lowest


def _all_apart(people: int, partners: Sequence[int]) -> int:
    """How many people, at the least, must each be in another group because none of them may be with another."""
    count = 0
    for at in sorted(_numbers(people), key=lambda at: partners[at].bit_count()):
        if people >> at & 1:
            count, people = count + 1, people & ~partners[at] & ~(1 << at)
    return count


def _cliques(group: tuple[int, ...], free: int, size: int, partners: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every group of *size* that adds people who are *free* and can all be with one another."""
    if len(group) == size:
        yield group
    elif len(group) + free.bit_count() >= size:
        for at in _numbers(free):
            free -= 1 << at
            yield from _cliques((*group, at), free & partners[at], size, partners)


# Pairs and trios, in which people meet others than in the weeks before.


@dataclass(frozen=True, kw_only=True)
class Groups:
    """A drawing: the groups, and the pairs in them that have met before."""

    groups: tuple[Group, ...]
    size: int = 2
    again: tuple[Group, ...] = ()
    kept_apart: bool = False

    def sentences(self, messages: Messages) -> list[str]:
        """Why the groups are as they are, in words."""
        odd = [group for group in self.groups if len(group) != self.size]
        sentences = [messages(f"session.pairs_{len(group)}", names=_named(group, messages)) for group in odd]
        sentences += [messages("session.pairs_again", names=_named(pair, messages)) for pair in self.again]
        if not self.again:
            sentences.append(messages("session.pairs_new"))
        return [*sentences, messages("session.pairs_apart")] if self.kept_apart else sentences


def draw(
    present: Sequence[str],
    size: int = 2,
    *,
    apart: Collection[Pair] = (),
    met: Mapping[Pair, int] | None = None,
    seed: int = 0,
    ahead: int = 0,
) -> Groups:
    """Groups of two or three from those *present*, each person in exactly one.

    Pairs of an odd number have one trio among them; trios that do not come out even have one or two pairs.
    *met* says how often two have met; *ahead* is how many more drawings the pairs should leave room for.
    Raises PairingError naming who stands in the way where no arrangement keeps everybody *apart* who should be.
    """
    if size not in (2, 3):
        raise PairingError("Groups have two or three people; choose one of the two.")
    if len(set(present)) < len(present):
        raise PairingError("A name is ticked twice; tick each person once.")
    if len(present) < 2:
        raise PairingError("Tick at least two people who are here; a group needs two.")
    # Trios leave an even number for pairs: 4 people are two pairs, 5 a trio and a pair.
    count = len(present) // 2 if size == 2 else -(-len(present) // 3)
    kept = {pair for pair in apart if pair <= set(present)}
    seating = Seating(people=present, count=count, least=2, most=3, apart=kept)
    counts = Counter(met or {})
    chosen = _best(seating, counts, seed, ahead if len(present) == 2 * count else 0)
    if chosen is None:
        raise PairingError(_in_the_way(seating, seed))
    order = {name: at for at, name in enumerate(present)}
    groups = tuple(tuple(sorted(group, key=order.__getitem__)) for group in chosen)
    again = tuple(tuple(sorted(pair)) for pair in pairs_of(groups) if counts[pair])
    return Groups(groups=groups, size=size, again=again, kept_apart=bool(kept))


def _best(seating: Seating, met: Counter[Pair], seed: int, ahead: int) -> list[Group] | None:
    """The drawing after which the coming ones need the fewest repeats, or None where there is no drawing."""
    best: list[Group] | None = None
    least: list[int] = []
    for attempt in range(_TRIES if ahead else 1):
        chance = random.Random(f"{seed}/{attempt}")  # noqa: S311 - who sits with whom is no secret
        season = _season(seating, met, chance, ahead)
        if not season:
            return None
        repeats = [count for _, count in season]
        # As few as can be today, then in all, and those as late as can be.
        cost = [repeats[0], sum(repeats), *repeats]
        if best is None or cost < least:
            best, least = season[0][0], cost
        if not sum(repeats):
            break
    return best


def _season(seating: Seating, met: Counter[Pair], chance: random.Random, ahead: int) -> list[tuple[list[Group], int]]:
    """This drawing and *ahead* more with the same people: the groups, and how often somebody in them has met."""
    known, season = Counter(met), []
    for _ in range(ahead + 1):
        groups = seating.solved(chance, known)
        if groups is None:
            break
        season.append((groups, sum(known[pair] for pair in pairs_of(groups))))
        known.update(pairs_of(groups))
    return season


# Peer groups, drawn by lot, and who hosts when.


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who opens and closes a meeting, and who watches the clock there."""

    host: str
    time_keeper: str


def draw_peer_groups(
    people: Sequence[str], size: int = 4, *, apart: Collection[Pair] = (), seed: int = 0
) -> list[Group]:
    """Everybody of *people* in one group of three to five, as near to *size* as it comes out.

    Raises PairingError where there are too few people, or none of the ways keeps everybody *apart* who should be;
    the sentence then names those wishes that leave no way.
    """
    if not SMALLEST <= size <= LARGEST:
        raise PairingError(f"Peer groups have {SMALLEST} to {LARGEST} people; choose a size among these.")
    if len(set(people)) < len(people):
        raise PairingError("A name is there twice among the people taking part; name each person once.")
    if len(people) < SMALLEST:
        raise PairingError(
            f"A peer group needs {SMALLEST} people, and {len(people)} take part; ask who else would like to."
        )
    kept = {pair for pair in apart if pair <= set(people)}
    groups = _peer_groups(people, size, kept, seed)
    if groups is None:
        wishes = decisive(kept, lambda fewer: _peer_groups(people, size, fewer, seed) is not None)
        raise PairingError(
            f"No peer groups can be made while these are kept apart: {in_words(wishes, people)}. Change apart_from in "
            "private/roster.csv, or leave someone out with --without."
        )
    return groups


def _peer_groups(people: Sequence[str], size: int, apart: Collection[Pair], seed: int) -> list[Group] | None:
    """Groups by lot as even as can be and near *size*, or else any of three to five; each in an order by lot."""
    counts = range(-(-len(people) // LARGEST), len(people) // SMALLEST + 1)
    wanted = sorted(counts, key=lambda count: (abs(len(people) / count - size), count))
    even = [(count, len(people) // count, -(-len(people) // count)) for count in wanted]
    for count, least, most in [*even, *((count, SMALLEST, LARGEST) for count in wanted)]:
        chance = random.Random(seed)  # noqa: S311 - who meets whom is no secret
        groups = Seating(people=people, count=count, least=least, most=most, apart=apart).solved(chance)
        if groups is not None:
            return [tuple(chance.sample(group, len(group))) for group in groups]
    return None


def rota(group: Sequence[str], meetings: int) -> list[Duty]:
    """Who hosts and who keeps time at each of the *meetings*: in turn, and whoever keeps time hosts the next one."""
    return [Duty(host=group[at % len(group)], time_keeper=group[(at + 1) % len(group)]) for at in range(meetings)]


# Which of the wishes to be kept apart leave no way of grouping people, and how to say so in few words.

# Every check is a search of its own. What is left after so many is still too much together, only not the least.
_CHECKS = 150
# From how many people on "from one another" is shorter than naming every two of them.
_CIRCLE = 3
# Of how many people, those kept apart from most first, it is tried whether the others could do without them.
_SUSPECTS = 6


def decisive(apart: Collection[Pair], possible: Callable[[set[Pair]], bool]) -> list[Pair]:
    """A minimal part of *apart* that cannot be satisfied, in an order that never changes.

    *possible* says whether people can be grouped with the wishes it is given; with all of *apart* they cannot.
    """
    counts = Counter(name for pair in apart for name in pair)
    kept = sorted(apart, key=lambda pair: (max(counts[name] for name in pair), sorted(pair)))
    # First whole people, those with few wishes before the others, so that the sentence names as few as may be.
    parts = [{pair for pair in kept if name in pair} for name in sorted(counts, key=lambda name: (counts[name], name))]
    checks, size = 0, len(kept)
    while size:
        for part in parts:
            fewer = [pair for pair in kept if pair not in part]
            if len(fewer) < len(kept) and checks < _CHECKS:
                checks += 1
                kept = kept if possible(set(fewer)) else fewer
        size = min(size, len(kept)) // 2
        parts = [set(kept[at : at + size]) for at in range(0, len(kept), max(1, size))]
    return kept


def in_words(pairs: Collection[Pair], people: Sequence[str]) -> str:
    """These wishes in words: ``Ana from Ben and Cem; Dee, Eli and Fay from one another``."""
    left, parts = set(pairs), []
    while left:
        circle, star = _circle(left, people), _star(left, people)
        if len(circle) >= _CIRCLE and len(circle) * (len(circle) - 1) // 2 >= len(star) - 1:
            parts.append(f"{_listed(circle)} from one another")
            left -= {pair for pair in left if pair <= set(circle)}
        else:
            parts.append(f"{star[0]} from {_others(_star(pairs, people, star[0]), people)}")
            left -= {pair for pair in left if star[0] in pair}
    return "; ".join(parts)


def _star(left: Collection[Pair], people: Sequence[str], middle: str | None = None) -> list[str]:
    """Somebody, or else who is in most of these wishes, and then from whom."""
    counts = Counter(name for pair in left for name in pair)
    middle = middle or max(people, key=lambda name: counts[name])
    return [middle, *(name for name in people if frozenset((middle, name)) in left)]


def _circle(left: Collection[Pair], people: Sequence[str]) -> list[str]:
    """People who are all kept apart from one another, grown from who is in most of these wishes."""
    counts = Counter(name for pair in left for name in pair)
    circle: list[str] = []
    for name in sorted(people, key=lambda name: -counts[name]):
        if all(frozenset((name, other)) in left for other in circle):
            circle.append(name)
    return [name for name in people if name in circle]


def _others(star: Sequence[str], people: Sequence[str]) -> str:
    rest = [name for name in people if name not in star]
    if not rest:
        return "everybody else"
    return f"everyone but {_listed(rest)}" if len(rest) < len(star) - 1 else _listed(star[1:])


def _in_the_way(seating: Seating, seed: int) -> str:
    """The sentence that says whose being kept apart leaves no pairs or trios."""

    def possible(apart: Collection[Pair]) -> bool:
        return _best(replace(seating, apart=apart), Counter(), seed, 0) is not None

    people, apart = seating.people, seating.apart
    for name in people:
        if all(frozenset((name, other)) in apart for other in people if other != name):
            return (
                f"{name} is kept apart from everyone who is ticked; leave {name} out of the drawing, or change "
                "apart_from in private/roster.csv."
            )
    wishes = decisive(apart, possible)
    problem = f"No groups can be made while these are kept apart: {in_words(wishes, people)}."
    counts = Counter(name for pair in wishes for name in pair)
    likely = sorted((name for name in people if counts[name]), key=lambda name: -counts[name])[:_SUSPECTS]
    enough = [name for name in likely if possible({pair for pair in apart if name not in pair})]
    if enough:
        return (
            f"{problem} It would work if {_listed(enough, 'or')} were kept apart from fewer people: change apart_from "
            "in private/roster.csv, or leave that person out today."
        )
    return f"{problem} Change apart_from in private/roster.csv, or leave some of them out of the drawing."


def _listed(names: Sequence[str], last: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def _named(names: Sequence[str], messages: Messages) -> str:
    return messages("session.names", first=", ".join(names[:-1]), last=names[-1])
