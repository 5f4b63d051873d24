"""Reading YAML: every scalar stays text until a declared type converts it, and every error names file and line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from kit.errors import ContentError
from kit.system.opening import text_of
from kit.text.parsing import MERGED, merge_line

# Building content from the events of a YAML parser, one after the other, so that no text can exhaust the computer.

DEEPEST = 40
MOST_PARTS = 20_000
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
_MERGE = "'<<' takes nothing over here; write its keys out"
_ALIAS = "no part is marked with '&{}' before this; put words that begin with * in quotes"
_TAG = "'{}' stands before a value; put words that begin with ! in quotes"


class RefusedYaml(yaml.MarkedYAMLError):
    """Something YAML allows and a content file does not have. Its problem says how to mend it."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(None, None, problem)
        self.line = line


class Keys(dict[Any, Any]):
    """A mapping that knows in which line of its file it begins, and each of its keys."""

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self.line = 0
        self.lines: dict[Any, int] = {}


class Parser(Protocol):
    """Whatever gives the events of a text."""

    def get_event(self) -> Any:
        """The next event, None after the last."""


class _Open:
    """A mapping or list of which the end was not read yet."""

    def __init__(self, made: Any, before: int, anchor: str | None) -> None:
        self.made = made
        self.before = before
        self.anchor = anchor
        self.key: str | None = None


class _Building:
    def __init__(self, escapes: bool) -> None:
        self.escapes = escapes
        self.open: list[_Open] = []
        self.marked: dict[str, tuple[Any, int]] = {}
        self.parts = 0
        self.documents = 0
        self.whole: Any = None

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._count(event, 1)
            self._mark(event.anchor, self._text(event), 1)
            self._put(event.value, event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self.open.pop()
            self._mark(done.anchor, done.made, self.parts - done.before)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise RefusedYaml("a second document begins here; delete the line with ---", _event_line(event))

    def _begin(self, event: Any) -> None:
        self._count(event, 1)
        if len(self.open) >= DEEPEST:
            raise RefusedYaml("this is nested too deeply; take out some brackets or levels", _event_line(event))
        self._plain_tag(event)
        made: Any = []
        if isinstance(event, yaml.MappingStartEvent):
            made = Keys()
            made.line = _event_line(event)
        if event.anchor:
            self.marked.pop(event.anchor, None)
        before = self.parts
        self._put(made, event)
        self.open.append(_Open(made, before, event.anchor))

    def _put(self, value: Any, event: Any) -> None:
        if not self.open:
            self.whole = value
            return
        here = self.open[-1]
        if isinstance(here.made, list):
            here.made.append(value)
        elif here.key is None:
            here.key = _key(value, here.made, event)
            here.made.lines[here.key] = _event_line(event)
        else:
            here.made[here.key] = value
            here.key = None

    def _text(self, event: Any) -> str:
        self._plain_tag(event)
        value: str = event.value
        if self.escapes and event.style == '"':
            for letter in value:
                if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs"):
                    raise RefusedYaml(unseen(letter), _event_line(event))
        return value

    def _plain_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!" and event.tag not in _PLAIN_TAGS:
            raise RefusedYaml(_TAG.format(event.tag), _event_line(event))

    def _alias(self, event: Any) -> None:
        if any(one.anchor == event.anchor for one in self.open):
            raise RefusedYaml(f"'*{event.anchor}' stands inside what it stands for; write it out", _event_line(event))
        if event.anchor not in self.marked:
            raise RefusedYaml(_ALIAS.format(event.anchor), _event_line(event))
        value, size = self.marked[event.anchor]
        self._count(event, size)
        self._put(value, event)

    def _mark(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self.marked[anchor] = (value, max(size, 1))

    def _count(self, event: Any, parts: int) -> None:
        self.parts += parts
        if self.parts > MOST_PARTS:
            raise RefusedYaml(f"more than {MOST_PARTS} parts come of this file; make it shorter", _event_line(event))


def _key(value: Any, there: dict[Any, Any], event: Any) -> str:
    if not isinstance(value, str):
        raise RefusedYaml("a key is a word, not a list or braces; put words with { or [ in quotes", _event_line(event))
    if value == "<<" and not getattr(event, "style", None):
        raise RefusedYaml(_MERGE, _event_line(event))
    if value in there:
        raise RefusedYaml(f"'{value}' stands twice; every id and key must be its own", _event_line(event))
    return value


def unseen(character: str) -> str:
    """What is said of a character that nobody can see in an editor."""
    return f"a character that can't be seen is here (U+{ord(character):04X}); delete it"


def _event_line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def built(parser: Parser, *, escapes: bool) -> Any:
    """What *parser* reads, every scalar as text and every mapping as Keys; None for an empty text.

    *escapes* says whether the text has a backslash, so that unseen characters are looked for. Raises
    yaml.YAMLError, RefusedYaml among them.
    """
    building = _Building(escapes)
    while True:
        event = parser.get_event()
        if event is None or isinstance(event, yaml.StreamEndEvent):
            return building.whole
        building.take(event)


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
    """An entry whose content cannot be read; that was told already, so nothing more is said about it."""


class Fault(NamedTuple):
    """Something wrong in a file: its line, 0 where that is not known, and where, what and how to mend it in words."""

    line: int
    text: str


def told(name: str, faults: Iterable[Fault], others: Iterable[str] = ()) -> ContentError:
    """The error that tells all *faults* of the file *name* in order, and those of *others* that it needs."""
    ordered = sorted(dict.fromkeys(faults), key=lambda fault: fault.line)
    sentences = [f"{name}, line {line}: {text}" if line else f"{name}: {text}" for line, text in ordered]
    problems = tuple(dict.fromkeys([*sentences, *others]))
    return ContentError(problems[0], problems)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, every scalar as text. Raises ContentError naming file and line.

    What is read is shared with whoever read the same text before: nobody changes it.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ContentError(f"{path.name}: this is larger than a content file can be; keep it below 1 MB.")
        return _read(text_of(path, "utf-8-sig"))
    except RefusedYaml as error:
        raise ContentError(f"{path.name}, line {error.line}: {error.problem}.") from None
    except yaml.MarkedYAMLError as error:
        problem = error.problem or error.context
        cure = "indent with spaces, and put words with : ? # * & or , in quotes"
        raise ContentError(f"{path.name}{_line(error)}: {problem}; {cure}.") from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise ContentError(f"{path.name}: this is no text in UTF-8; save the file as UTF-8 and try again.") from None
    except OSError as error:
        raise ContentError(f"{path.name}: can't be read ({error.strerror}); check the file and its folder.") from None


def _line(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f", line {mark.line + 1}" if mark else ""


@lru_cache(maxsize=128)
def _read(text: str) -> Any:
    """What *text* says; the copies of a file that many cohorts have are read once."""
    line = merge_line(text)
    if line is not None:
        raise RefusedYaml(MERGED, line)
    if MARK in text:
        # The mark at the beginning is gone by now; one further below is left where files were put together.
        raise RefusedYaml(unseen(MARK), text.count("\n", 0, text.index(MARK)) + 1)
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
        raise RefusedYaml(unseen(chr(error.character)), text.count("\n", 0, error.position) + 1) from None


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


def entries(group: str, written: Mapping[str, Any], faults: list[Fault]) -> list[dict[str, Any]]:
    """The contents of a mapping from id to content, each with its id; a practice may be called by its id alone."""
    return [_entry(group, one, content, line_in(written, one), faults) for one, content in written.items()]


def line_in(raw: object, key: object) -> int:
    """The line in which *key* of *raw* stands, 0 where that is not known."""
    return raw.lines.get(key, raw.line) if isinstance(raw, Keys) else 0


def _entry(group: str, name: str, content: Any, line: int, faults: list[Fault]) -> dict[str, Any]:
    place = f"{group.removesuffix('s')} '{name}'"
    made: Keys = in_place_of(content)
    made.line = line
    made["id"] = name
    if isinstance(content, Mapping):
        if "id" in content:
            at = line_in(content, "id")
            faults.append(Fault(at, f"{place}: unknown key 'id'; the id is the name before the colon."))
        made.update(with_ids(content, faults) | {"id": name})
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
