"""Reading the body of a request: small, shallow, plain JSON, or nothing."""

from __future__ import annotations

import math
from typing import Any

from kit.text.parsing import json_of

MOST_BYTES = 64 * 1024
DEEPEST = 8


class Malformed(ValueError):
    """This is no JSON the kit takes."""


def parse(body: bytes) -> dict[str, Any]:
    """The object in *body*. Raises Malformed for anything else: NaN, a key that stands twice, deep nesting."""
    try:
        found = json_of(
            body.decode("utf-8"), parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_without_doubles
        )
    except (ValueError, RecursionError):
        raise Malformed("no plain JSON") from None
    if not isinstance(found, dict) or not _is_shallow(found, DEEPEST):
        raise Malformed("no object, or too deep")
    return found


def _refuse(_: str) -> Any:
    raise ValueError("no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no number")
    return number


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _is_shallow(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return left > 0 and all(_is_shallow(part, left - 1) for part in parts)
