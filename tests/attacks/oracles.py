"""Oracles: each looks at what was published and says, in sentences, whom it exposes; nothing said is nothing found."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from kit.curriculum.items import Item
from kit.curriculum.policy import Policy
from kit.publishing.ranges import any_exposures, exposures
from kit.results.releases import verify_chain
from tests.attacks.exact.audit import Batch, audit_batches
from tests.attacks.scene import Published, Scene, scene


def inf(history: Iterable[Published]) -> list[str]:
    """INF: whose answer or which count follows for certain, from outside, to insiders and to two; by exact search."""
    found = audit_batches([Batch(release=one.release, item=one.item, members=one.members) for one in history])
    return [*found.successes, *found.gave_up]


def by_formula(history: Iterable[Published]) -> list[str]:
    """INF by the interval formula: quicker, and for each batch alone."""
    found = []
    for release, item in ((one.release, one.item) for one in history):
        play = any_exposures if item.form == "any" else exposures
        ranges = [(part.low, part.high) for part in release.bins]
        found += [f"{release.family}: {what}" for what in play(ranges, release.people)]
    return found


def dsj(history: Iterable[Published]) -> list[str]:
    """DSJ: batches of a family that share somebody, are smaller than the policy allows, or are miscounted."""
    found, before = [], dict[str, set[str]]()
    for one in history:
        family, people = one.release.family, one.release.people
        later = bool(before.setdefault(family, set()))
        if before[family] & one.members:
            found.append(f"{family}: an answer is in two batches")
        before[family] |= one.members
        if people < least(one.item, later=later) or len(one.members) != people:
            found.append(f"{family}: a small or miscounted batch")
    return found


def exposed(here: Scene) -> list[str]:
    """INF, DSJ and the chain of the file together: what most attacks end with."""
    history = here.history()
    verify_chain([one.release for one in history])
    return inf(history) + dsj(history)


def db(folder: Path, marker: str) -> list[str]:
    """DB: the files below *folder* in which *marker* still stands, in plain or as Python writes it into JSON."""
    wanted = {marker.encode(), json.dumps(marker).strip('"').encode(), marker.encode("utf-16-le")}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [str(path.relative_to(folder)) for path in files if any(one in path.read_bytes() for one in wanted)]


def least(item: Item, *, later: bool = False) -> int:
    """How many the kit's own policy asks for."""
    return Policy().floor_for(item, later=later)


def ni(folder: Path, draws: int, live: Callable[[Scene, random.Random], object]) -> list[str]:
    """NI: where *live*, in which the same people answer the same items otherwise, hears or shows other decisions."""
    told = []
    for draw in range(draws):
        with scene(folder / str(draw)) as here:
            told.append((live(here, random.Random(draw)), shape(here)))
    return [f"draw {draw} is decided otherwise than draw 0" for draw, one in enumerate(told) if one != told[0]]


def shape(here: Scene) -> object:
    """All that is published but the ranges themselves."""
    rows = [
        (r.family, r.sequence, r.people, [part.label for part in r.bins], r.policy) for r in here.published.releases
    ]
    return rows, here.published.asked
