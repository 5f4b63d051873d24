"""Who is with whom: pairs and trios that change every week, peer groups that stay, and wishes to be kept apart."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kit.curriculum.registers import Messages
from kit.errors import PairingError

# Which of the wishes to be kept apart leave no way of grouping people, and how to say so in few words.

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


Group = tuple[str, ...]

# How many arrangements are tried before a number of repeats counts as out of reach, and before a pairing with
# more weeks to come is taken as good enough. Both are far above what thirty people need.
_PATIENCE = 1000
_TRIES = 40
# Of how many people, those kept apart from most first, it is tried whether the others could do without them.
_SUSPECTS = 6


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
        said = [messages(f"session.pairs_{len(group)}", names=_named(group, messages)) for group in odd]
        said += [messages("session.pairs_again", names=_named(pair, messages)) for pair in self.again]
        if not self.again:
            said.append(messages("session.pairs_new"))
        return [*said, messages("session.pairs_apart")] if self.kept_apart else said


def pairs_of(groups: Iterable[Sequence[str]]) -> Iterator[Pair]:
    """Everybody who meets in these groups, two by two."""
    return (frozenset(two) for group in groups for two in combinations(group, 2))


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
    threes = _threes(present, size)
    kept = {pair for pair in apart if pair <= set(present)}
    counts = Counter(met or {})
    chosen = _best(_Room(present, threes, kept), counts, seed, ahead if size == 2 and not threes else 0)
    if chosen is None:
        raise PairingError(_in_the_way(present, threes, kept, seed))
    again = tuple(tuple(sorted(pair)) for pair in pairs_of(chosen) if counts[pair])
    return Groups(groups=tuple(chosen), size=size, again=again, kept_apart=bool(kept))


def _threes(present: Sequence[str], size: int) -> int:
    """How many groups of three there are. Raises PairingError where the people make no groups at all."""
    if size not in (2, 3):
        raise PairingError("Groups have two or three people; choose one of the two.")
    if len(set(present)) < len(present):
        raise PairingError("A name is ticked twice; tick each person once.")
    if len(present) < 2:
        raise PairingError("Tick at least two people who are here; a group needs two.")
    odd_one = len(present) % 2
    if size == 2:
        return odd_one
    # As many threes as leave an even number for twos: 4 people are two pairs, 5 a trio and a pair.
    return next(
        count
        for count in range(len(present) // 3, -1, -1)
        if (len(present) - 3 * count) % 2 == 0 and len(present) - 3 * count <= 4
    )


@dataclass(frozen=True)
class _Room:
    """Who is here, how many threes they make, and who must not meet."""

    present: Sequence[str]
    threes: int
    apart: Collection[Pair]


def _best(room: _Room, met: Counter[Pair], seed: int, ahead: int) -> list[Group] | None:
    """The drawing after which the coming ones need the fewest repeats, or None where there is no drawing."""
    best: list[Group] | None = None
    least: list[int] = []
    for attempt in range(_TRIES if ahead else 1):
        chance = random.Random(f"{seed}/{attempt}")  # noqa: S311 - who sits with whom is no secret
        season = _season(room, met, chance, ahead)
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


def _season(room: _Room, met: Counter[Pair], chance: random.Random, ahead: int) -> list[tuple[list[Group], int]]:
    """This drawing and *ahead* more with the same people: the groups, and how often somebody in them has met."""
    known, season = Counter(met), []
    for _ in range(ahead + 1):
        chosen = _fewest_repeats(room, known, chance)
        if chosen is None:
            break
        season.append((chosen, sum(known[pair] for pair in pairs_of(chosen))))
        known.update(pairs_of(chosen))
    return season


def _fewest_repeats(room: _Room, met: Counter[Pair], chance: random.Random) -> list[Group] | None:
    most = sum(met.values())
    budgets = [*range(min(most, len(room.present)) + 1), *([most] if most > len(room.present) else [])]
    for budget in budgets:
        found = _Search(room, met, chance).run(budget)
        if found is not None:
            return found
    return None


class _Search:
    """Backtracking that always seats the person with the fewest partners left, and remembers dead ends."""

    def __init__(self, room: _Room, met: Counter[Pair], chance: random.Random) -> None:
        self._room, self._met, self._chance = room, met, chance
        self._people = chance.sample(list(room.present), len(room.present))
        self._dead: set[tuple[frozenset[str], int, int]] = set()
        self._patience = _PATIENCE

    def run(self, budget: int) -> list[Group] | None:
        """Groups in which people have met at most *budget* times before, or None where none was found."""
        found = self._place(frozenset(self._people), self._room.threes, budget)
        if found is None:
            return None
        place = {name: at for at, name in enumerate(self._room.present)}
        return [tuple(sorted(group, key=place.__getitem__)) for group in self._chance.sample(found, len(found))]

    def _place(self, left: frozenset[str], threes: int, budget: int) -> list[Group] | None:
        if not left:
            return []
        if (left, threes, budget) in self._dead or self._patience <= 0:
            return None
        self._patience -= 1
        for group, cost in self._candidates(left, threes, budget):
            rest = self._place(left - set(group), threes - (len(group) == 3), budget - cost)
            if rest is not None:
                return [group, *rest]
        self._dead.add((left, threes, budget))
        return None

    def _candidates(self, left: frozenset[str], threes: int, budget: int) -> list[tuple[Group, int]]:
        partners = {one: self._partners(one, left, budget) for one in self._people if one in left}
        who = min(partners, key=lambda one: len(partners[one]))
        twos: list[Group] = [(who, other) for other in partners[who]] if len(left) > 3 * threes else []
        trios: list[Group] = []
        if threes:
            trios = [(who, a, b) for a, b in combinations(partners[who], 2) if b in partners[a]]
        # Each person ends up in a trio as often as their share of the seats, not because they are hard to place.
        groups = [*trios, *twos] if self._chance.random() * len(left) < 3 * threes else [*twos, *trios]
        costed = [(group, sum(self._met[pair] for pair in pairs_of([group]))) for group in groups]
        return sorted(((group, cost) for group, cost in costed if cost <= budget), key=lambda found: found[1])

    def _partners(self, one: str, left: frozenset[str], budget: int) -> list[str]:
        found = []
        for other in self._people:
            pair = frozenset((one, other))
            if other in left and other != one and pair not in self._room.apart and self._met[pair] <= budget:
                found.append(other)
        return found


def _in_the_way(present: Sequence[str], threes: int, apart: Collection[Pair], seed: int) -> str:
    """The sentence that says whose being kept apart leaves no arrangement."""
    alone = [one for one in present if all(frozenset((one, other)) in apart for other in present if other != one)]
    if alone:
        return (
            f"{alone[0]} is kept apart from everybody who is ticked; leave {alone[0]} out of the drawing, or change "
            "apart_from in private/roster.csv."
        )
    kept = decisive(apart, lambda fewer: _best(_Room(present, threes, fewer), Counter(), seed, 0) is not None)
    said = f"No groups can be made while these are kept apart: {in_words(kept, present)}."
    counts = Counter(one for pair in kept for one in pair)
    likely = sorted((one for one in present if counts[one]), key=lambda one: -counts[one])[:_SUSPECTS]
    enough = [one for one in likely if _works_without(one, present, threes, apart, seed)]
    if enough:
        return (
            f"{said} It would work if {_or(enough)} were kept apart from fewer people: change apart_from in "
            "private/roster.csv, or leave that person out today."
        )
    return f"{said} Change apart_from in private/roster.csv, or leave some of them out of the drawing."


def _works_without(one: str, present: Sequence[str], threes: int, apart: Collection[Pair], seed: int) -> bool:
    eased = {pair for pair in apart if one not in pair}
    return _best(_Room(present, threes, eased), Counter(), seed, 0) is not None


def _or(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _named(names: Sequence[str], messages: Messages) -> str:
    return messages("session.names", first=", ".join(names[:-1]), last=names[-1])


# Peer groups of three to five, drawn by lot so that nobody is with whom they are kept apart, and who hosts when.
#
# Pure: who takes part and who stays apart are passed in, and the same seed gives the same groups.

SMALLEST, LARGEST = 3, 5
# How many seats are tried for one number of groups before it counts as out of reach.
_PEER_PATIENCE = 600


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
        raise PairingError("A name stands twice among those who take part; name each person once.")
    if len(people) < SMALLEST:
        raise PairingError(
            f"A peer group needs {SMALLEST} people, and {len(people)} take part; ask who else would like to."
        )
    kept = {pair for pair in apart if pair <= set(people)}
    found = _grouped(people, size, kept, seed)
    if found is None:
        least = decisive(kept, lambda fewer: _grouped(people, size, fewer, seed) is not None)
        raise PairingError(
            f"No peer groups can be made while these are kept apart: {in_words(least, people)}. Change apart_from in "
            "private/roster.csv, or leave somebody out with --without."
        )
    return found


def rota(group: Sequence[str], meetings: int) -> list[Duty]:
    """Who hosts and who keeps time at each of the *meetings*: in turn, and whoever keeps time hosts the next one."""
    return [Duty(host=group[at % len(group)], time_keeper=group[(at + 1) % len(group)]) for at in range(meetings)]


def _grouped(people: Sequence[str], size: int, kept: set[Pair], seed: int) -> list[Group] | None:
    for count, least, most in _shapes(len(people), size):
        found = _Tables(people, kept, (count, least, most), random.Random(seed)).seated()  # noqa: S311 - no secret
        if found is not None:
            return found
    return None


def _shapes(people: int, size: int) -> Iterator[tuple[int, int, int]]:
    """How many groups, and how few and many are in each: first as even as can be and near *size*, then any."""
    counts = range(-(-people // LARGEST), people // SMALLEST + 1)
    wanted = sorted(counts, key=lambda count: (abs(people / count - size), count))
    yield from ((count, people // count, -(-people // count)) for count in wanted)
    yield from ((count, SMALLEST, LARGEST) for count in wanted)


class _Tables:
    """Seats those with wishes one after the other, always whoever has the fewest tables left; then all others."""

    def __init__(
        self, people: Sequence[str], kept: set[Pair], shape: tuple[int, int, int], chance: random.Random
    ) -> None:
        count, self._least, self._most = shape
        self._people, self._chance = people, chance
        self._tables: list[list[str]] = [[] for _ in range(count)]
        self._from: dict[str, list[str]] = {one: [] for one in people}
        for one, other in sorted(sorted(pair) for pair in kept):
            self._from[one].append(other)
            self._from[other].append(one)
        self._blocked = {one: Counter[int]() for one in people}
        lot = chance.sample(list(people), len(people))
        self._waiting = [one for one in lot if self._from[one]]
        self._free = [one for one in lot if not self._from[one]]

    def seated(self) -> list[Group] | None:
        """The groups by lot, each in an order by lot; None where no way was found."""
        if not self._wishes():
            return None
        for one in self._free:
            self._sit(one, min(self._open(one), key=lambda at: len(self._tables[at])))
        return [tuple(self._chance.sample(table, len(table))) for table in self._tables]

    def _wishes(self) -> bool:
        """Whether all who have wishes found a seat that leaves enough people for the other tables."""
        way: list[tuple[str, int, list[int]]] = []
        for _ in range(_PEER_PATIENCE + len(self._waiting)):
            if not self._waiting:
                return True
            one = max(self._waiting, key=lambda name: (len(self._blocked[name]), len(self._from[name])))
            self._waiting.remove(one)
            choices = self._choices(one)
            while not choices:
                self._waiting.append(one)
                if not way:
                    return False
                one, at, choices = way.pop()
                self._rise(one, at)
            way.append((one, choices[0], choices[1:]))
            self._sit(one, choices[0])
        return False

    def _choices(self, one: str) -> list[int]:
        """Tables for *one*, the smallest first; of the empty ones, which are all alike, only one."""
        tables = sorted(self._open(one), key=lambda at: len(self._tables[at]))
        empty = sum(not self._tables[at] for at in tables)
        missing = sum(max(0, self._least - len(table)) for table in self._tables)
        # Whoever sits down where enough sit already leaves one fewer for the tables that still need people.
        spare = len(self._waiting) + len(self._free) - missing
        return [at for at in tables[max(0, empty - 1) :] if spare >= 0 or len(self._tables[at]) < self._least]

    def _open(self, one: str) -> list[int]:
        return [at for at, table in enumerate(self._tables) if len(table) < self._most and not self._blocked[one][at]]

    def _sit(self, one: str, at: int) -> None:
        self._tables[at].append(one)
        for other in self._from[one]:
            self._blocked[other][at] += 1

    def _rise(self, one: str, at: int) -> None:
        self._tables[at].remove(one)
        for other in self._from[one]:
            self._blocked[other] -= Counter({at: 1})
