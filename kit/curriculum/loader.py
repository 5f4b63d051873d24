"""Reading week files: every scalar stays text until a declared type converts it, and every error names its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kit.curriculum.complaints import complaint
from kit.curriculum.weeks import Week, week_number_of
from kit.errors import ContentError, UnknownName

# In a week file these are mappings from id to content: the id is written once, as the key.
_KEYED = ("blocks", "exercises", "items")


class _Loader(yaml.BaseLoader):
    """Every scalar stays text ("yes", 12:30 and dates keep their spelling); a key written twice is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key.value}' stands twice; every id and key must be its own", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, every scalar as text. Raises ContentError naming file and line."""
    try:
        return yaml.load(path.read_text("utf-8-sig"), Loader=_Loader)  # noqa: S506 - a BaseLoader makes only text
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        problem = error.problem or error.context
        cure = "" if "stands twice" in str(problem) else "; indent with spaces, and put words with : ? # or , in quotes"
        raise ContentError(f"{path.name}{line}: {problem}{cure}.") from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise ContentError(f"{path.name}: this is no text in UTF-8; save the file as UTF-8 and try again.") from None
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read ({error.strerror}); check the file and its folder.") from None


def load_week(path: Path) -> Week:
    """The week written in *path*. Raises ContentError that names file, place and cure."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: a week file starts with keys such as 'number:' and 'title:'.")
    keyed = _with_ids(raw, path.name)
    try:
        week = Week.model_validate(keyed)
    except ValidationError as error:
        raise ContentError(complaint(path.name, keyed, error)) from None
    expected = week_number_of(path.stem)
    if expected is not None and expected != week.number:
        raise ContentError(f"{path.name}: 'number' is {week.number}; the file's name says {expected}.")
    return week


def load_curriculum(folder: Path) -> dict[int, Week]:
    """All weeks in *folder* by number, in order. Raises ContentError, also where there is no week at all."""
    paths = [path for path in folder.glob("*.yaml") if week_number_of(path.stem) is not None]
    if not paths:
        raise ContentError(f"{folder.name}: no week files here; a curriculum has files such as week_01.yaml.")
    weeks = [load_week(path) for path in sorted(paths)]
    return {week.number: week for week in sorted(weeks, key=lambda week: week.number)}


def find_week_file(folder: Path, number: int) -> Path:
    """The file of week *number*. Raises UnknownName listing the weeks there are."""
    found = {week_number_of(path.stem): path for path in folder.glob("*.yaml")}
    found.pop(None, None)
    if number not in found:
        there = ", ".join(str(n) for n in sorted(n for n in found if n is not None)) or "none"
        raise UnknownName(f"There is no week {number} in this curriculum; there are weeks {there}.")
    return found[number]


def _with_ids(raw: Any, name: str) -> Any:
    """Turn mappings from id to content into lists of contents that carry their id."""
    if isinstance(raw, list):
        return [_with_ids(part, name) for part in raw]
    if not isinstance(raw, Mapping):
        return raw
    made: dict[Any, Any] = {}
    for key, value in raw.items():
        if key in _KEYED and isinstance(value, Mapping):
            made[key] = [_entry(key, one, content, name) for one, content in value.items()]
        else:
            made[key] = _with_ids(value, name)
    return made


def _entry(group: str, one: str, content: Any, name: str) -> dict[str, Any]:
    place = f"{name}: {group.removesuffix('s')} '{one}'"
    if not isinstance(content, Mapping):
        raise ContentError(f"{place}: write its keys below it, indented, such as 'title:'.")
    if "id" in content:
        raise ContentError(f"{place}: unknown key 'id'; the id is the name before the colon.")
    return {"id": one, **_with_ids(content, name)}
