"""Texts that were the kit's own in an earlier version: in a cohort's copies they are nobody's words."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kit.settings import content_root

FILE = "earlier_own.txt"
_VERSION = re.compile(r"# \d+\.\d+\.\d+")
# Parts of a guide's page that kit guide --write makes from the week files: nobody's own words.
_MADE = re.compile(r"(<!-- (\w+) -->).*?(<!-- /\2 -->)", re.DOTALL)


def is_earlier_own(text: str) -> bool:
    """Whether *text* was, but for its blanks, a sentence, a safety line or a cell of an earlier version of the kit."""
    return bool(text.strip()) and mark(text) in _marks()


def earlier_cells(text: str) -> frozenset[str]:
    """The ids of the notebook cells that said *text* in an earlier version."""
    return _marks().get(mark(text), frozenset())


def came_with(place: str) -> int:
    """With which version a place came, counted from 0; beyond all earlier ones: with this one."""
    wanted = place_mark(place)
    versions = _versions()
    return next((number for number, marks in enumerate(versions) if wanted in marks), len(versions))


def mark(text: str) -> str:
    """What stands in the file for *text*, whatever became of its blanks."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def place_mark(place: str) -> str:
    """What stands in the file for an element ("E07"), a week ("week 3") or a block ("week 3, close").

    So for a file of the material ("curriculum/masks.yaml") and a cell ("week_01.ipynb, open").
    """
    return mark(f"place: {place}")


def is_earlier_file(place: str, data: bytes) -> bool:
    """Whether an earlier version had *data* as its file at *place* ("curriculum/week_01.yaml"), but for blanks."""
    return file_mark(place, data) in _marks()


def same_words(place: str, data: bytes, other: bytes) -> bool:
    """Whether two contents of the file at *place* say the same, but for blanks and what is made from week files."""
    return file_mark(place, data) == file_mark(place, other)


def file_mark(place: str, data: bytes) -> str:
    """What stands in the file for the whole of a file of the kit's material, whatever became of its blanks."""
    own = _MADE.sub(r"\1\3", data.decode("utf-8-sig", "surrogateescape"))
    return mark(f"file: {place} {own}")


def versions_before() -> tuple[str, ...]:
    """The earlier versions by name, the oldest first; the places of ``came_with`` count them."""
    return tuple(line.removeprefix("# ") for line in _lines() if _VERSION.fullmatch(line))


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
