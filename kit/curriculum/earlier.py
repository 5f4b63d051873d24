"""Texts that were the kit's own in an earlier version: in a cohort's copies they are nobody's words."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kit.settings import content_root

FILE = "earlier_own.txt"
_VERSION = re.compile(r"# \d+\.\d+\.\d+")


def is_earlier_own(text: str) -> bool:
    """Whether *text* was, but for its blanks, a sentence, a safety line or a cell of an earlier version of the kit."""
    return bool(text.strip()) and mark(text) in _marks()


def earlier_cells(text: str) -> frozenset[str]:
    """The ids of the notebook cells that said *text* in an earlier version."""
    return _marks().get(mark(text), frozenset())


def came_with(place: str) -> int:
    """With which version an element, a week or a block came, counted from 0; beyond all earlier ones: with this one."""
    wanted = place_mark(place)
    versions = _versions()
    return next((number for number, marks in enumerate(versions) if wanted in marks), len(versions))


def mark(text: str) -> str:
    """What stands in the file for *text*, whatever became of its blanks."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def place_mark(place: str) -> str:
    """What stands in the file for an element ("E07"), a week ("week 3") or a block ("week 3, close")."""
    return mark(f"place: {place}")


@lru_cache(maxsize=1)
def _marks() -> dict[str, frozenset[str]]:
    cells: dict[str, frozenset[str]] = {}
    for line in _lines():
        key, _, cell = line.partition(" ")
        if key and key != "#":
            cells[key] = cells.get(key, frozenset()) | ({cell} if cell else set())
    return cells


@lru_cache(maxsize=1)
def _versions() -> list[set[str]]:
    """The lines of each earlier version, the oldest first."""
    versions: list[set[str]] = []
    for line in _lines():
        if _VERSION.fullmatch(line):
            versions.append(set())
        elif versions:
            versions[-1].add(line)
    return versions


def _lines() -> list[str]:
    return (content_root() / "data" / FILE).read_text("utf-8").splitlines()
