"""The words that masking goes by, from masks.yaml, and the ordinary words that the curriculum itself is written in."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, ValidationError, field_validator

from kit.curriculum.complaints import entry_complaints
from kit.curriculum.items import Content
from kit.curriculum.yaml_files import read_yaml, told
from kit.errors import ContentError
from kit.publishing.masking.folding import fold
from kit.settings import content_file
from kit.system.content_files import content_files
from kit.system.opening import text_of

FILE_NAME = "masks.yaml"

Kind = Literal["name", "email", "phone", "link", "handle", "address", "date", "number"]
Found = tuple[int, int, Kind]  # from, to before, and what it is
KINDS: tuple[Kind, ...] = get_args(Kind)


def _in_brackets(text: str) -> str:
    if not re.fullmatch(r"\[[^\[\]\d]+\]", text):
        raise ValueError(f"'{text}' is shown in place of words; put it in square brackets, without a digit: \"[name]\"")
    return text


Shown = Annotated[str, AfterValidator(_in_brackets)]
Folded = tuple[str, ...]

_SMALL = re.compile(r"[^\W\d_]+")


class MaskWords(Content):
    """The words of masks.yaml, folded as texts are when names are looked for; ``shown_as`` stays as it is written."""

    shown_as: dict[Kind, Shown]
    titles: Folded
    particles: Folded
    suffixes: Folded
    abbreviations: Folded
    names_that_are_words: Folded
    months: Folded
    months_short: Folded
    months_that_are_words: Folded
    streets: Folded
    streets_weak: Folded
    streets_joined: Folded
    streets_first: Folded
    doors: Folded
    domains: Folded
    nicknames: tuple[Folded, ...]

    @field_validator("*", mode="before")
    @classmethod
    def _folded(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        words = value.split() if isinstance(value, str) else value
        return [_plain(word) for word in words] if isinstance(words, list) else words

    @field_validator("shown_as")
    @classmethod
    def _each_its_own(cls, shown: dict[Kind, Shown]) -> dict[Kind, Shown]:
        if set(shown) != set(KINDS) or len({text.casefold() for text in shown.values()}) < len(KINDS):
            raise ValueError(f"shown_as needs words of their own for {', '.join(KINDS)}")
        return shown


def load_words(folder: Path) -> MaskWords:
    """The words of masks.yaml in *folder*, or the kit's own where there is none. Raises ContentError."""
    return _load(content_file(folder, FILE_NAME))


def ordinary_words(folder: Path) -> frozenset[str]:
    """Every word that the content in *folder* writes small: in a text, written small, it is hardly a name.

    Raises ContentError where a file cannot be read.
    """
    found: set[str] = set()
    for path in content_files(folder, ".yaml"):
        if path.name != FILE_NAME:
            try:
                found |= _small_words(path, path.stat().st_mtime_ns)
            except (OSError, UnicodeDecodeError):
                raise ContentError(f"{path.name}: cannot be read; check the file and its folder.") from None
    return frozenset(found)


@lru_cache(maxsize=64)
def _small_words(path: Path, _changed: int) -> frozenset[str]:
    text = text_of(path)
    return frozenset(fold(word).text for word in _SMALL.findall(text) if word.islower())


def _load(path: Path) -> MaskWords:
    raw = read_yaml(path)
    try:
        return MaskWords.model_validate(raw)
    except ValidationError as error:
        raise told(path.name, entry_complaints(raw, error, MaskWords)) from None


def _plain(word: Any) -> Any:
    if isinstance(word, list):
        return [_plain(one) for one in word]
    return fold(word).text if isinstance(word, str) else word
