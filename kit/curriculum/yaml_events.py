"""Building content from the events of a YAML parser, one after the other, so that no text can exhaust the computer."""

from __future__ import annotations

import unicodedata
from typing import Any, Protocol

import yaml

DEEPEST = 40
MOST_PARTS = 20_000
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
_MERGE = "'<<' takes nothing over here; write its keys out"
_ALIAS = "no part is marked with '&{}' before this; put words that begin with * in quotes"
_TAG = "'{}' stands before a value; put words that begin with ! in quotes"


class Refused(yaml.MarkedYAMLError):
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
                raise Refused("a second document begins here; delete the line with ---", _line(event))

    def _begin(self, event: Any) -> None:
        self._count(event, 1)
        if len(self.open) >= DEEPEST:
            raise Refused("this is nested too deeply; take out some brackets or levels", _line(event))
        self._plain_tag(event)
        made: Any = []
        if isinstance(event, yaml.MappingStartEvent):
            made = Keys()
            made.line = _line(event)
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
            here.made.lines[here.key] = _line(event)
        else:
            here.made[here.key] = value
            here.key = None

    def _text(self, event: Any) -> str:
        self._plain_tag(event)
        value: str = event.value
        if self.escapes and event.style == '"':
            for one in value:
                if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cs"):
                    raise Refused(unseen(one), _line(event))
        return value

    def _plain_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!" and event.tag not in _PLAIN_TAGS:
            raise Refused(_TAG.format(event.tag), _line(event))

    def _alias(self, event: Any) -> None:
        if any(one.anchor == event.anchor for one in self.open):
            raise Refused(f"'*{event.anchor}' stands inside what it stands for; write it out", _line(event))
        if event.anchor not in self.marked:
            raise Refused(_ALIAS.format(event.anchor), _line(event))
        value, size = self.marked[event.anchor]
        self._count(event, size)
        self._put(value, event)

    def _mark(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self.marked[anchor] = (value, max(size, 1))

    def _count(self, event: Any, parts: int) -> None:
        self.parts += parts
        if self.parts > MOST_PARTS:
            raise Refused(f"more than {MOST_PARTS} parts come of this file; make it shorter", _line(event))


def _key(value: Any, there: dict[Any, Any], event: Any) -> str:
    if not isinstance(value, str):
        raise Refused("a key is a word, not a list or braces; put words with { or [ in quotes", _line(event))
    if value == "<<" and not getattr(event, "style", None):
        raise Refused(_MERGE, _line(event))
    if value in there:
        raise Refused(f"'{value}' stands twice; every id and key must be its own", _line(event))
    return value


def unseen(character: str) -> str:
    """What is said of a character that nobody can see in an editor."""
    return f"a character that cannot be seen stands here (U+{ord(character):04X}); delete it"


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def built(parser: Parser, *, escapes: bool) -> Any:
    """What *parser* reads, every scalar as text and every mapping as Keys; None for an empty text.

    *escapes* says whether the text has a backslash, so that unseen characters are looked for. Raises
    yaml.YAMLError, Refused among them.
    """
    building = _Building(escapes)
    while True:
        event = parser.get_event()
        if event is None or isinstance(event, yaml.StreamEndEvent):
            return building.whole
        building.take(event)
