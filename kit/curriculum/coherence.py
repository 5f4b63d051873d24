"""What must fit together within a week: its minutes, its ids, and the order in which blocks may be cut.

It looks at a week, or at what a week file says so far: where a part of it cannot be read, the rest is still compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kit.curriculum.reading import whole_number

# Arrival, journal and close hold the room together; no clock may take them away.
PROTECTED = ("arrive", "journal", "close")


_Placed = tuple[str, tuple[int | str, ...]]


class Found(NamedTuple):
    """Something that does not fit: the place in the file at which it shows, and what it is, part of a sentence."""

    place: tuple[int | str, ...]
    text: str


class Outline(NamedTuple):
    """As much of a week as must fit together. Ids come with their places; None is what cannot be read."""

    session_minutes: int | None
    minutes: tuple[tuple[int, int] | None, ...]
    blocks: list[_Placed]
    called: list[_Placed]
    items: dict[str, list[_Placed]]
    cut_order: list[_Placed]
    runs: list[tuple[_Placed, int, int]]  # a block, what its parts take, and what it plans


def most_minimal_minutes(session_minutes: int) -> int:
    """The most that the shortest times may sum to, so that a late start can be made good: 65 of 90 minutes."""
    return session_minutes * 65 // 90


def outline(week: Any) -> Outline:
    """The outline of a week, or of the mapping that a week file is."""
    blocks = _listed(week, "blocks")
    called: list[_Placed] = []
    items: dict[str, list[_Placed]] = {}
    for at, block in enumerate(blocks):
        for place, exercise in enumerate(_listed(block, "exercises")):
            where = ("blocks", at, "exercises", place)
            called.append((_text(exercise, "id"), where))
            asked = enumerate(_listed(exercise, "items"))
            items[called[-1][0]] = [(_text(item, "id"), (*where, "items", number)) for number, item in asked]
    for at, block in enumerate(blocks):
        inside = enumerate(_listed(block, "practices"))
        called += [(_text(one, "id"), ("blocks", at, "practices", place)) for place, one in inside]
    length = _get(week, "session_minutes")
    return Outline(
        session_minutes=90 if length is None else whole_number(length),
        minutes=tuple(_minutes(block) for block in blocks),
        blocks=[(_text(block, "id"), ("blocks", at)) for at, block in enumerate(blocks)],
        called=called,
        items=items,
        cut_order=[(str(one), ("cut_order",)) for one in _listed(week, "cut_order")],
        runs=list(_runs(blocks)),
    )


def _runs(blocks: Sequence[Any]) -> Iterator[tuple[_Placed, int, int]]:
    for at, block in enumerate(blocks):
        taken = [whole_number(_get(part, "minutes")) for part in _listed(block, "run")]
        target = whole_number(_get(_get(block, "minutes"), "target"))
        if taken and target is not None and None not in taken:
            yield (_text(block, "id"), ("blocks", at, "run")), sum(one or 0 for one in taken), target


def problems(week: Outline) -> Iterator[Found]:
    """All that does not fit together."""
    yield from _minute_problems(week)
    for (block, place), taken, target in week.runs:
        if taken != target:
            yield Found(place, f"the parts of '{block}' take {taken} minutes, and its target is {target}")
    yield from _twice("block", week.blocks)
    # A notebook and a page call both by their ids, so these must tell them apart.
    yield from _twice("exercise or practice", week.called)
    for exercise, items in week.items.items():
        yield from _twice(f"exercise '{exercise}': item", items)
    known = [block for block, _ in week.blocks]
    for block, place in week.cut_order:
        if block not in known:
            yield Found(place, f"cut_order names '{block}', which is no block; blocks are {', '.join(known)}")
        if block in PROTECTED:
            yield Found(place, f"cut_order names '{block}', which is never cut")
    yield from _twice("cut_order", week.cut_order)


def _minute_problems(week: Outline) -> Iterator[Found]:
    minutes = [one for one in week.minutes if one is not None]
    if week.session_minutes is None or not minutes or len(minutes) < len(week.minutes):
        return
    targets = sum(target for _, target in minutes)
    if targets != week.session_minutes:
        problem = f"the blocks' target minutes sum to {targets}, and the session has {week.session_minutes}"
        yield Found(("blocks",), problem)
    minima, most = sum(least for least, _ in minutes), most_minimal_minutes(week.session_minutes)
    if minima > most:
        problem = f"the blocks' shortest minutes sum to {minima}; at most {most} leave room for a late start"
        yield Found(("blocks",), problem)


def _twice(what: str, ids: Sequence[_Placed]) -> Iterator[Found]:
    seen: set[str] = set()
    for name, place in ids:
        if name in seen:
            yield Found(place, f"{what} id '{name}' stands twice; every id must be its own")
        seen.add(name)


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _text(thing: Any, name: str) -> str:
    return str(_get(thing, name) or "")


def _listed(thing: Any, name: str) -> Sequence[Any]:
    entries = _get(thing, name)
    return entries if isinstance(entries, list | tuple) else ()


def _minutes(block: Any) -> tuple[int, int] | None:
    minutes = _get(block, "minutes")
    least, target = (whole_number(_get(minutes, name)) for name in ("min", "target"))
    # Where these two are not in order, it is that which is to be mended; a sum would only repeat it.
    return None if least is None or target is None or least > target else (least, target)
