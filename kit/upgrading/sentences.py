"""The kit's sentences, renewed in a cohort's copy: those that somebody put into other words stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from kit.curriculum.earlier import is_earlier_own
from kit.curriculum.yaml_files import read_yaml
from kit.errors import ContentError
from kit.system.opening import text_of

_SECTIONS = TypeAdapter(dict[str, dict[str, str]])


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """The new text of a catalogue of sentences, and what became of the words that are the cohort's own.

    *kept* has by name what the kit says today where that is new, *gone* what is not said any more.
    """

    text: str
    own: int
    kept: Mapping[str, str]
    gone: Mapping[str, str]


def renewed_sentences(mine: Path, kits: Path) -> Renewed | None:
    """The catalogue in the file *kits* with the words of the one in *mine* that no version of the kit ever said.

    None where *mine* cannot be read.
    """
    try:
        there = _SECTIONS.validate_python(read_yaml(mine))
    except (ValidationError, ContentError):
        return None
    now = _by_name(_SECTIONS.validate_python(read_yaml(kits)))
    own = {name: text for name, text in _by_name(there).items() if text != now.get(name) and not is_earlier_own(text)}
    translated = {name: text for name, text in own.items() if name in now}
    return Renewed(
        text=_with(text_of(kits, "utf-8-sig"), translated),
        own=len(translated),
        kept={name: now[name] for name in translated if not is_earlier_own(now[name])},
        gone={name: text for name, text in own.items() if name not in now},
    )


def _by_name(sections: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}


def _with(text: str, wording: Mapping[str, str]) -> str:
    """A catalogue's *text* with other words for some of its names; its order and its remarks stay."""
    if not wording:
        return text
    made, at = [], 0
    for name, begin, end in _places(text):
        if name in wording:
            made += [text[at:begin], json.dumps(wording[name], ensure_ascii=False)]
            at = end
    return "".join([*made, text[at:]])


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    """Name, beginning and end of each sentence in a catalogue's *text*."""
    path: list[str] = []
    key = None
    for event in yaml.parse(text):
        if isinstance(event, yaml.MappingStartEvent):
            path += [key] if key is not None else []
            key = None
        elif isinstance(event, yaml.MappingEndEvent):
            path = path[:-1]
        elif isinstance(event, yaml.ScalarEvent):
            if key is None:
                key = event.value
            else:
                yield ".".join([*path, key]), _index(event.start_mark), _index(event.end_mark)
                key = None


def _index(mark: Any) -> int:
    return int(mark.index)
