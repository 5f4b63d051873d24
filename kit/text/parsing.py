"""Reading text of any origin: what cannot be read is a ValueError in words, however long, deep or odd it is."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

# What git and other programs write between two versions of a text that they could not bring together.
_MERGE = re.compile(r'^[ \t]*"?(<{7}|>{7}) ', re.MULTILINE)
MERGED = "two versions of this file were merged and both are still in it; keep one, and delete the lines with <<<<<<<"


def merge_line(text: str) -> int | None:
    """The line, from 1, at which a merge left both versions in *text*, or None."""
    mark = _MERGE.search(text)
    return text.count("\n", 0, mark.start(1)) + 1 if mark else None


def json_of(text: str | bytes, **options: Any) -> Any:
    """The value that *text* is in JSON, read with the *options* of the library.

    Raises ValueError, also where it is nested without end.
    """
    try:
        return json.loads(text, **options)
    except RecursionError:
        raise ValueError("it's nested too deeply") from None


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these *pairs*, for ``object_pairs_hook``. Raises ValueError where a key stands twice."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key stands twice")
    return values


def toml_of(text: str) -> dict[str, Any]:
    """The table that *text* is in TOML. Raises ValueError with the line, also where it is nested without end."""
    line = merge_line(text)
    if line is not None:
        raise ValueError(f"line {line}: {MERGED}")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it's nested too deeply; write at most a few brackets inside one another") from None
