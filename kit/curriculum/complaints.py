"""Turning validation errors into sentences: which file, which place, what is wrong, what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kit.curriculum.items import KINDS, Several
from kit.curriculum.practices import PRACTICES
from kit.curriculum.yaml_files import Fault, Unread, line_in

# What privacy forbids is not merely unknown: say why.
_FORBIDDEN = {
    **dict.fromkeys(
        ("pick", "picks", "min_picks", "max_picks", "at_least", "at_most"),
        "a limit on the number of picks would give answers away; use 'choose: one' or 'choose: any'",
    ),
    **dict.fromkeys(
        ("if", "when", "depends_on", "show_if", "relevant"),
        "no item may depend on another's answer, because who sees it would give that answer away",
    ),
    **dict.fromkeys(
        ("group_by", "subgroup", "subgroups", "by_role"), "the kit has no subgroups; a figure is for the whole cohort"
    ),
    **dict.fromkeys(("mean", "median", "average", "statistic"), "inside a cohort only ranges are published"),
}
# What the library that checks the types says in its own words, in ours.
_WORDS = {
    "too_long": "at most {max_length} fit here",
    "too_short": "at least {min_length} must be here",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "bool_parsing": "write true or false",
    "literal_error": "write {expected}",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
    "string_type": "write words here",
    "string_too_short": "write something here",
    "string_too_long": "write at most {max_length} characters",
    "model_type": "write its keys below it, indented",
    "dict_type": "write its keys below it, indented",
    "tuple_type": "write a list here, such as [one, two]",
    "list_type": "write a list here, such as [one, two]",
}


def complaints(raw: Any, error: ValidationError, root: type[BaseModel]) -> list[Fault]:
    """Everything in *error* as sentences; *raw* is the content that was validated as *root*."""
    details = error.errors(include_url=False)
    unknown = {one["loc"] for one in details if one["type"] == "extra_forbidden"}
    faults = _missing(raw, [one for one in details if not _is_misspelt(one, unknown)], root)
    for detail in details:
        if detail["type"] == "missing":
            continue
        said_before = any(isinstance(part, Unread) for _, part in _way(raw, detail["loc"]))
        if not (said_before or _follows(detail)):
            place, model = _place(raw, detail["loc"], root)
            faults += [
                Fault(line_at(raw, detail["loc"]), f"{place}{said}.") for said in _what(detail, detail["loc"], model)
            ]
    return faults


def _missing(raw: Any, details: Iterable[ErrorDetails], root: type[BaseModel]) -> list[Fault]:
    """One sentence for all keys that are missing in one place."""
    names: dict[tuple[int | str, ...], list[str]] = {}
    for detail in details:
        if detail["type"] == "missing" and not any(isinstance(part, Unread) for _, part in _way(raw, detail["loc"])):
            names.setdefault(detail["loc"][:-1], []).append(f"'{detail['loc'][-1]}'")
    faults = []
    for location, keys in names.items():
        what = f"the key {keys[0]} is" if len(keys) == 1 else f"the keys {', '.join(keys[:-1])} and {keys[-1]} are"
        place, _ = _place(raw, (*location, ""), root)
        faults.append(Fault(line_at(raw, (*location, "")), f"{place}{what} missing."))
    return faults


def entry_complaints(raw: Any, error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """As ``complaints``, for a file that is a mapping from id to a *model* or to words."""
    faults = []
    details = error.errors(include_url=False)
    unknown = {one["loc"] for one in details if one["type"] == "extra_forbidden"}
    for detail in (one for one in details if not _is_misspelt(one, unknown)):
        location = tuple(step for step in detail["loc"] if step != "[key]")
        place = "".join(f"'{step}': " for step in location[: len(location) - ("[key]" not in detail["loc"])])
        faults += [Fault(line_at(raw, location), f"{place}{said}.") for said in _what(detail, location, model)]
    return faults


def _is_misspelt(missing: ErrorDetails, unknown: Collection[tuple[int | str, ...]]) -> bool:
    """Whether a missing key is there, misspelt: then the misspelling is told, and not that the key is missing."""
    if missing["type"] != "missing":
        return False
    beside = [str(place[-1]) for place in unknown if place[:-1] == missing["loc"][:-1]]
    return bool(difflib.get_close_matches(str(missing["loc"][-1]), beside, 1))


def _follows(error: ErrorDetails) -> bool:
    """Whether a list is called too short only because some of its entries were refused, which is told anyway."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def line_at(raw: Any, location: Sequence[int | str]) -> int:
    """The line of the innermost part of *raw* on the way to *location* that has one; 0 where none has."""
    return max((line for line, _ in _way(raw, location)), default=0)


def _way(raw: Any, location: Sequence[int | str]) -> Iterator[tuple[int, Any]]:
    """Line and content of each part of *raw* on the way to *location*."""
    here = raw
    for step in location:
        line, inner = line_in(here, step), _inside(here, step)
        if inner is None:
            # A key that is missing, or the kind of an item, which is no key.
            yield getattr(here, "line", 0), here
            continue
        here = inner
        yield max(line, getattr(here, "line", 0)), here


def _place(raw: Any, location: tuple[int | str, ...], root: type[BaseModel]) -> tuple[str, type[BaseModel]]:
    """Where in the file, in words, and the model whose keys are known there."""
    words: list[str] = []
    model = root
    here, group = raw, ""
    for step, after in zip_longest(location, location[1:]):
        if isinstance(step, str) and (tagged := _tagged(step, here, group)):
            model = tagged
            continue
        here = _inside(here, step)
        if isinstance(step, int):
            if isinstance(here, dict):
                words.append(f"{group.removesuffix('s')} '{here['id']}'" if _has_id(here) else f"number {step + 1}")
        elif isinstance(after, int):
            group, model = step, _below(model, step)
            # What stands in a list is called by its id, such as "card 'late'", or else by its place in that list.
            if not _has_id(_inside(here, after)):
                words.append(f"'{step}'")
        elif after is not None:
            words.append(f"'{step}'")
            group, model = "", _below(model, step)
    return (", ".join(words) + ": " if words else ""), model


def _has_id(entry: Any) -> bool:
    return isinstance(entry, dict) and "id" in entry


def _tagged(step: str, here: Any, group: str) -> type[BaseModel] | None:
    """The kind of item or practice that a step of the location stands for, where it is not a key."""
    kinds: dict[str, dict[str, type[BaseModel]]] = {"items": {**KINDS}, "practices": {**PRACTICES}}
    if not isinstance(here, dict) or step in here:
        return None
    return kinds.get(group, {}).get(step)


def _below(model: type[BaseModel], step: str) -> type[BaseModel]:
    """The model of what stands under a key of *model*; *model* itself where that is no single one."""
    field = model.model_fields.get(step)
    models = _models(field.annotation) if field else []
    return models[0] if len(models) == 1 else model


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models(part)]


def _inside(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _what(details: ErrorDetails, location: tuple[int | str, ...], model: type[BaseModel]) -> Sequence[str]:
    """What is wrong; a rule that looks at the whole may find several things."""
    if details["type"] != "value_error":
        return [_said(details, location, model)]
    error = details["ctx"]["error"]
    return error.problems if isinstance(error, Several) else [str(error)]


def _said(details: ErrorDetails, location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    key = str(location[-1]) if location else ""
    if details["type"] == "extra_forbidden":
        return _unknown_key(key, model)
    if details["type"] == "missing":
        return f"the key '{key}' is missing"
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        key, known = ("module", PRACTICES) if "practices" in location else ("kind", KINDS)
        return f"'{key}' must be one of {', '.join(known)}"
    if details["type"] == "string_pattern_mismatch":
        cure = "use letters, digits, hyphens and underscores (an element is E and two digits)"
        return f"'{details['input']}' is no id; {cure}"
    message = details["msg"][0].lower() + details["msg"][1:]
    if details["type"] in _WORDS:
        message = _WORDS[details["type"]].format(**details.get("ctx", {}))
    return f"'{key}' has {_shown(details['input'])}: {message}" if key else message


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "1 entry" if len(value) == 1 else f"{len(value)} entries"
    return "keys below it" if isinstance(value, dict) else repr(value)


def _unknown_key(key: str, model: type[BaseModel]) -> str:
    if key in _FORBIDDEN:
        return f"the key '{key}' is refused: {_FORBIDDEN[key]}"
    known = sorted((field.alias or name) for name, field in model.model_fields.items() if name not in ("id",))
    near = difflib.get_close_matches(key, known, 1)
    hint = f"did you mean '{near[0]}'? known keys are " if near else "known keys are "
    return f"unknown key '{key}'; {hint}{', '.join(known)}"
