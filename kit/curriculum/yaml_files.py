"""Reading YAML: every scalar stays text until a declared type converts it, and every error names file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kit.curriculum.yaml_events import Keys, Refused, built, unseen
from kit.errors import ContentError
from kit.system.opening import text_of
from kit.text.parsing import MERGED, merge_line

# In a content file these are mappings from id to content: the id is written once, as the key.
_KEYED = ("blocks", "exercises", "items", "practices", "steps", "scenes", "turns", "endings", "cards", "parts")
MARK = "\ufeff"
MOST_BYTES = 1_000_000
# libyaml is ten times as fast; not every computer's PyYAML has it, and none exports it by name.
_FAST: Any = vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else None


class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The events of a text, read by Python alone."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


class Unread(Keys):
    """An entry of which it was said that its content cannot be read; nothing more is to be said about it."""


class Fault(NamedTuple):
    """Something wrong in a file: its line, 0 where that is not known, and where, what and how to mend it in words."""

    line: int
    text: str


def told(name: str, faults: Iterable[Fault], others: Iterable[str] = ()) -> ContentError:
    """The error that tells all *faults* of the file *name* in order, and those of *others* that it needs."""
    ordered = sorted(dict.fromkeys(faults), key=lambda fault: fault.line)
    said = [f"{name}, line {line}: {text}" if line else f"{name}: {text}" for line, text in ordered]
    problems = tuple(dict.fromkeys([*said, *others]))
    return ContentError(problems[0], problems)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, every scalar as text. Raises ContentError naming file and line.

    What is read is shared with whoever read the same text before: nobody changes it.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ContentError(f"{path.name}: this is larger than a content file can be; keep it below 1 MB.")
        return _read(text_of(path, "utf-8-sig"))
    except Refused as error:
        raise ContentError(f"{path.name}, line {error.line}: {error.problem}.") from None
    except yaml.MarkedYAMLError as error:
        problem = error.problem or error.context
        cure = "indent with spaces, and put words with : ? # * & or , in quotes"
        raise ContentError(f"{path.name}{_line(error)}: {problem}; {cure}.") from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise ContentError(f"{path.name}: this is no text in UTF-8; save the file as UTF-8 and try again.") from None
    except OSError as error:
        raise ContentError(f"{path.name}: cannot be read ({error.strerror}); check the file and its folder.") from None


def _line(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f", line {mark.line + 1}" if mark else ""


@lru_cache(maxsize=128)
def _read(text: str) -> Any:
    """What *text* says; the copies of a file that many cohorts have are read once."""
    line = merge_line(text)
    if line is not None:
        raise Refused(MERGED, line)
    if MARK in text:
        # The mark at the beginning is gone by now; one further below is left where files were put together.
        raise Refused(unseen(MARK), text.count("\n", 0, text.index(MARK)) + 1)
    # The two parsers differ in which tabs they accept and in the words of their errors: both come from the slow one.
    if _FAST is not None and "\t" not in text:
        try:
            return built(_FAST(text), escapes="\\" in text)
        except yaml.YAMLError:
            pass
    try:
        return built(_Parser(text), escapes="\\" in text)
    except yaml.reader.ReaderError as error:
        if error.character == 0:
            raise
        raise Refused(unseen(chr(error.character)), text.count("\n", 0, error.position) + 1) from None


def with_ids(raw: Any, faults: list[Fault]) -> Any:
    """Turn mappings from id to content into lists of contents that carry their id; what cannot be joins *faults*."""
    if isinstance(raw, list):
        return [with_ids(part, faults) for part in raw]
    if not isinstance(raw, Mapping):
        return raw
    made = in_place_of(raw)
    for key, value in raw.items():
        if key in _KEYED and isinstance(value, Mapping):
            made[key] = entries(key, value, faults)
        else:
            made[key] = with_ids(value, faults)
    return made


def entries(group: str, found: Mapping[str, Any], faults: list[Fault]) -> list[dict[str, Any]]:
    """The contents of a mapping from id to content, each with its id; a practice may be called by its id alone."""
    return [_entry(group, one, content, line_in(found, one), faults) for one, content in found.items()]


def line_in(raw: object, key: object) -> int:
    """The line in which *key* of *raw* stands, 0 where that is not known."""
    return raw.lines.get(key, raw.line) if isinstance(raw, Keys) else 0


def _entry(group: str, one: str, content: Any, line: int, faults: list[Fault]) -> dict[str, Any]:
    place = f"{group.removesuffix('s')} '{one}'"
    made: Keys = in_place_of(content)
    made.line = line
    made["id"] = one
    if isinstance(content, Mapping):
        if "id" in content:
            at = line_in(content, "id")
            faults.append(Fault(at, f"{place}: unknown key 'id'; the id is the name before the colon."))
        made.update(with_ids(content, faults) | {"id": one})
    elif not (group == "practices" and content == ""):
        faults.append(Fault(line, f"{place}: write its keys below it, indented, such as 'title:'."))
        made = Unread(made)
    return made


def in_place_of(raw: object, content: Mapping[Any, Any] | None = None) -> Keys:
    """A mapping of *content* that stands in the lines of *raw*."""
    made = Keys(content or {})
    if isinstance(raw, Keys):
        made.line, made.lines = raw.line, raw.lines
    return made
