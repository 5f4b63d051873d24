"""The words that masking goes by, from masks.yaml, and the ordinary words that the curriculum itself is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, ValidationError, field_validator

from kit.curriculum.complaints import entry_complaints
from kit.curriculum.items import Content
from kit.curriculum.yaml_files import read_yaml, told
from kit.errors import ContentError
from kit.settings import content_file
from kit.system.content_files import content_files
from kit.system.opening import text_of
from kit.text.spellings import BLANK, LATIN, SPELLED

# A text as it is read rather than spelled: small, without accents and invisible characters, look-alikes as Latin.
#
# Every folded character knows where it stands in the text, so that what is found there can be masked here.

OPAQUE = "\ufffc"  # stands where something is masked already

# Most texts are plain, and need none of the above.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PLAIN = str.maketrans({"\t": " ", "`": "'"})
_APOSTROPHES = frozenset("’‘ʼ`´ʹ＇")


@dataclass(frozen=True)
class Folded:
    """The folded text, and for each of its characters the place in the original."""

    text: str
    places: Sequence[int]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters from *start* to before *end* stand in the original."""
        after = self.places[end] if end < len(self.places) else len(self.original)
        return self.places[start], max(after, self.places[end - 1] + 1)

    def without(self, spans: Iterable[tuple[int, int, object]]) -> Folded:
        """The same with some spans hidden, so that nothing more is found in them or across them."""
        signs = list(self.text)
        for start, end, _ in spans:
            signs[start:end] = OPAQUE * (end - start)
        return replace(self, text="".join(signs))

    def is_capital(self, position: int) -> bool:
        """Whether the folded character stands for a capital, or for a letter of a script without small ones."""
        sign = self.original[self.places[position]]
        return sign.isupper() or sign.istitle() or (sign.isalpha() and not sign.islower())


def fold(text: str) -> Folded:
    """*text* folded, character by character."""
    if text.isascii() and not _CONTROL.search(text):
        return Folded(text.lower().translate(_PLAIN), range(len(text)), text)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        folded = _fold_sign(sign)
        signs.append(folded)
        places.extend([place] * len(folded))
    return Folded("".join(signs), places, text)


@lru_cache(maxsize=4096)
def _fold_sign(sign: str) -> str:
    if sign in "\n\r\u0085\u2028\u2029":
        return "\n"
    if sign in _APOSTROPHES:
        return "'"
    category = unicodedata.category(sign)
    if sign == "\t" or category[0] == "Z":
        return " "
    if category[0] == "C" or category in ("Mn", "Me") or sign in BLANK:
        return ""
    return "".join(
        LATIN.get(one, SPELLED.get(one, one))
        for part in unicodedata.normalize("NFKD", sign)
        if unicodedata.category(part) not in ("Mn", "Me")
        for one in _small(part)
    )


def _small(sign: str) -> str:
    return SPELLED.get(sign) or sign.casefold()


FILE_NAME = "masks.yaml"

Kind = Literal["name", "email", "phone", "link", "handle", "address", "date", "number"]
Found = tuple[int, int, Kind]  # from, to before, and what it is
KINDS: tuple[Kind, ...] = get_args(Kind)


def _in_brackets(text: str) -> str:
    if not re.fullmatch(r"\[[^\[\]\d]+\]", text):
        raise ValueError(f"'{text}' is shown in place of words; put it in square brackets, without a digit: \"[name]\"")
    return text


Shown = Annotated[str, AfterValidator(_in_brackets)]
FoldedWords = tuple[str, ...]

_SMALL = re.compile(r"[^\W\d_]+")


class MaskWords(Content):
    """The words of masks.yaml, folded as texts are when names are looked for; ``shown_as`` stays as it is written."""

    shown_as: dict[Kind, Shown]
    titles: FoldedWords
    particles: FoldedWords
    suffixes: FoldedWords
    abbreviations: FoldedWords
    names_that_are_words: FoldedWords
    months: FoldedWords
    months_short: FoldedWords
    months_that_are_words: FoldedWords
    streets: FoldedWords
    streets_weak: FoldedWords
    streets_joined: FoldedWords
    streets_first: FoldedWords
    doors: FoldedWords
    domains: FoldedWords
    nicknames: tuple[FoldedWords, ...]

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
    words: set[str] = set()
    for path in content_files(folder, ".yaml"):
        if path.name != FILE_NAME:
            try:
                words |= _small_words(path, path.stat().st_mtime_ns)
            except (OSError, UnicodeDecodeError):
                raise ContentError(f"{path.name}: can't be read; check the file and its folder.") from None
    return frozenset(words)


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
