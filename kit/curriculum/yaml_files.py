"""Reading YAML: every scalar stays text until a declared type converts it, and every error names file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from kit.errors import ContentError

# In a content file these are mappings from id to content: the id is written once, as the key.
_KEYED = ("blocks", "exercises", "items", "practices", "steps", "scenes", "turns", "endings", "cards", "parts")


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


def with_ids(raw: Any, name: str) -> Any:
    """Turn mappings from id to content into lists of contents that carry their id."""
    if isinstance(raw, list):
        return [with_ids(part, name) for part in raw]
    if not isinstance(raw, Mapping):
        return raw
    made: dict[Any, Any] = {}
    for key, value in raw.items():
        if key in _KEYED and isinstance(value, Mapping):
            made[key] = entries(key, value, name)
        else:
            made[key] = with_ids(value, name)
    return made


def entries(group: str, found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The contents of a mapping from id to content, each with its id; a practice may be called by its id alone."""
    return [
        {"id": one} if group == "practices" and content == "" else _entry(group, one, content, name)
        for one, content in found.items()
    ]


def _entry(group: str, one: str, content: Any, name: str) -> dict[str, Any]:
    place = f"{name}: {group.removesuffix('s')} '{one}'"
    if not isinstance(content, Mapping):
        raise ContentError(f"{place}: write its keys below it, indented, such as 'title:'.")
    if "id" in content:
        raise ContentError(f"{place}: unknown key 'id'; the id is the name before the colon.")
    return {"id": one, **with_ids(content, name)}
