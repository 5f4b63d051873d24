"""Texts that were the kit's own in an earlier version: in a cohort's copies they are nobody's words."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from kit.settings import content_root

FILE = "earlier_own.txt"


def is_earlier_own(text: str) -> bool:
    """Whether *text* was, but for its blanks, a sentence, a safety line or a cell of an earlier version of the kit."""
    return bool(text.strip()) and _mark(text) in _marks()


def earlier_cells(text: str) -> frozenset[str]:
    """The ids of the notebook cells that said *text* in an earlier version."""
    return _marks().get(_mark(text), frozenset())


def _mark(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache(maxsize=1)
def _marks() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in (content_root() / "data" / FILE).read_text("utf-8").splitlines():
        mark, _, cell = line.partition(" ")
        if mark and mark != "#":
            found[mark] = found.get(mark, frozenset()) | ({cell} if cell else set())
    return found
