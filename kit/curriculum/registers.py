"""The registers beside the week files: elements, claims and messages."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from kit.curriculum.complaints import entry_complaints
from kit.curriculum.earlier import is_earlier_own
from kit.curriculum.items import Content, Words
from kit.curriculum.weeks import ElementId, Week
from kit.curriculum.yaml_files import read_yaml, told
from kit.errors import ContentError, TranslatableError
from kit.settings import packaged_curriculum

T = TypeVar("T")


class Element(Content):
    """One element of the curriculum that every cohort must meet."""

    title: Words
    meaning: Words


class Reference(Content):
    """A study that claims rest on, and how much of it was read; what was not checked is empty."""

    authors: Words
    year: int
    title: Words
    published: str = ""
    doi: str = ""
    design: Words
    read: Words

    @property
    def short(self) -> str:
        """First author and year, such as ``West 2014``."""
        first = self.authors.split(",")[0]
        name, _, initials = first.rpartition(" ")
        return f"{name if name and initials.isupper() else first} {self.year}"


class Claim(Content):
    """A research claim the material makes: where it comes from, how strong it is, and the words used for it.

    ``references`` are ids of references.yaml. With the strength ``mixed`` studies disagree; a ``description`` says what
    a course or a word is, and claims no effect. ``not_said`` is what the claim must not be turned into.
    """

    claim: Words
    source: Words
    strength: Literal["strong", "moderate", "weak", "mixed", "anecdote", "common practice", "description"]
    wording: Words
    used_in: tuple[Words, ...]
    references: tuple[Words, ...] = ()
    not_said: tuple[Words, ...] = ()


def load_elements(folder: Path) -> dict[str, Element]:
    """Element by id, E01 to E39, from elements.yaml in *folder*. Raises ContentError."""
    return _register(folder / "elements.yaml", TypeAdapter(dict[ElementId, Element]), Element)


def load_claims(folder: Path) -> dict[str, Claim]:
    """Claim by id from claims.yaml in *folder*. Raises ContentError."""
    return _register(folder / "claims.yaml", TypeAdapter(dict[str, Claim]), Claim)


def load_references(folder: Path) -> dict[str, Reference]:
    """Reference by id from references.yaml in *folder*, or else from the kit's own. Raises ContentError."""
    own = folder / "references.yaml"
    path = own if os.path.lexists(own) else packaged_curriculum() / own.name
    return _register(path, TypeAdapter(dict[str, Reference]), Reference)


def coverage(weeks: Iterable[Week]) -> dict[str, list[str]]:
    """For each element id that is covered, the places that cover it, such as ``week 3, idea``."""
    places: dict[str, list[str]] = {}
    for week in weeks:
        for block in week.blocks:
            for element in block.elements:
                places.setdefault(element, []).append(f"week {week.number}, {block.id}")
    return dict(sorted(places.items()))


class Messages:
    """The sentences the kit itself says, by dotted name, each in one place so that they can be translated."""

    def __init__(self, texts: dict[str, dict[str, str]]) -> None:
        self._texts = texts

    def __call__(self, name: str, **values: object) -> str:
        """The sentence called ``section.name``, its {fields} filled in. KeyError if there is none."""
        section, _, key = name.partition(".")
        return self._texts[section][key].format(**values)

    def of_error(self, error: TranslatableError) -> str:
        """What *error* says to whoever reads it."""
        return self(f"{error.section}.{error.name}", **error.values)

    def number(self, number: int) -> str:
        """A number in words, as far as there are words for it."""
        words = self("debrief.numbers").split()
        return words[number - 1] if 0 < number <= len(words) else str(number)

    def over(self, others: Messages) -> Messages:
        """These sentences, and those of *others* that are not among them: an older or partial copy stays usable.

        What an earlier version of the kit said is nobody's wish: there *others* say what they say today.
        """
        names = {*self._texts, *others._texts}
        return Messages({name: others._texts.get(name, {}) | self._edited(name) for name in names})

    def _edited(self, section: str) -> dict[str, str]:
        return {key: text for key, text in self._texts.get(section, {}).items() if not is_earlier_own(text)}

    def differing(self, others: Messages) -> Iterator[str]:
        """A sentence for each of these that *others* do not have, or that asks for a {field} nobody fills there."""
        for section in self._texts:
            texts = self._edited(section)
            known = others._texts.get(section, {})
            for key, text in texts.items():
                place = f"messages: '{section}', '{key}'"
                if key not in known:
                    near = difflib.get_close_matches(key, known, 1)
                    yield f"{place}: the kit has no such sentence; " + (
                        f"did you mean '{near[0]}'?" if near else "leave it out."
                    )
                elif not _fields(text) <= _fields(known[key]):
                    filled = ", ".join(f"{{{name}}}" for name in sorted(_fields(known[key]))) or "no word in braces"
                    yield f"{place}: the kit fills in {filled} there; write every other brace twice, or leave it out."

    def section(self, name: str, *, missing_ok: bool = False) -> dict[str, str]:
        """All sentences of one section, fields unfilled, for a front end that fills them itself.

        KeyError where there is no such section, unless *missing_ok*.
        """
        return dict(self._texts.get(name, {}) if missing_ok else self._texts[name])


@lru_cache(maxsize=8)
def load_messages(folder: Path) -> Messages:
    """The message catalogue: messages.yaml in *folder*, and what practices say in practice_messages.yaml.

    Raises ContentError, also where both write to one section.
    """
    adapter = TypeAdapter(dict[str, dict[str, str]])
    texts: dict[str, dict[str, str]] = {}
    first, *_ = files = message_files(folder)
    for path in files:
        # Whatever is there is read, and whatever is wrong with it told; without any the first is missed.
        if os.path.lexists(path) or (path == first and not has_messages(folder)):
            sections = _register(path, adapter)
            if twice := sorted(set(texts) & set(sections)):
                raise ContentError(f"{path.name}: the section '{twice[0]}' stands twice; keep one of them.")
            texts |= sections
    return Messages(texts)


def messages_in(curriculum: Path) -> Messages:
    """The message catalogue of a curriculum; what it does not say is taken from the packaged one."""
    packaged = load_messages(packaged_curriculum())
    own = has_messages(curriculum) and curriculum != packaged_curriculum()
    return load_messages(curriculum).over(packaged) if own else packaged


def message_files(folder: Path) -> tuple[Path, Path]:
    """Where the catalogue of *folder* is written."""
    return folder / "messages.yaml", folder / "practice_messages.yaml"


def has_messages(folder: Path) -> bool:
    """Whether *folder* has sentences of its own, whatever is wrong with them."""
    return any(os.path.lexists(path) for path in message_files(folder))


def _fields(text: str) -> set[str]:
    """The names in braces in *text*, and a brace alone where they are not in order."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"{"}


def _register(path: Path, adapter: TypeAdapter[T], model: type[BaseModel] = Content) -> T:
    raw = read_yaml(path)
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        raise told(path.name, entry_complaints(raw, error, model)) from None
