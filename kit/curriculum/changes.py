"""What became of a question since its first answer, in words: of two identities of one item, where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kit.curriculum.items import KINDS, Item
from kit.curriculum.reading import Options
from kit.text.parsing import json_of

# What an identity calls otherwise than a week file does.
_CALLED = {"binning": "bins", "lowest": "min", "highest": "max"}
_NAMED = ("options", "scale", "labels", "quadrants")


def differences(before: str, item: Item) -> list[str]:
    """How *item* differs from what it was when its identity was *before*, each difference as a part of a sentence."""
    was, now = json_of(before), json_of(item.identity)
    if was["kind"] != now["kind"]:
        return [f"its kind was {was['kind']} and is now {now['kind']}"]
    for identity in (was, now):
        for name, value in KINDS[identity["kind"]].came_later().items():
            identity.setdefault(name, list(value.ids) if isinstance(value, Options) else value)
    return list(_differences(was, now))


def _differences(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    if was.get("by_id") != now.get("by_id"):
        yield "its words have ids now" if now.get("by_id") else "its words had ids"
    for name in sorted(was.keys() | now.keys()):
        before, after = was.get(name), now.get(name)
        if before == after or name == "by_id":
            continue
        called = _CALLED.get(name, name)
        if name in _NAMED and before and after:
            yield _of_options(called, before, after)
        else:
            yield f"'{called}' was {_shown(before)} and is now {_shown(after)}"


def _of_options(called: str, before: list[str], after: list[str]) -> str:
    gone = [option for option in before if option not in after]
    new = [option for option in after if option not in before]
    listed = f"'{called}' were {_quoted(before)} and are now {_quoted(after)}"
    differences = [f"{what}: {_quoted(options)}" for what, options in (("gone", gone), ("new", new)) if options]
    return f"{listed} ({'; '.join(differences) or 'in another order'})"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ", ".join(_stretch(part) for part in value) or "left out"
    return str(value)


def _stretch(part: Any) -> str:
    low, high = part["low"], part["high"]
    return str(low) if low == high else f"{low}-{high}"


def _quoted(options: list[str]) -> str:
    return ", ".join(f"'{option}'" for option in options)
