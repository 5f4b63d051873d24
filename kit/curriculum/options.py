"""How options, scales, labels and anchors are written in a week file: as words, or as ids with their words.

options: [I paused, I asked for help]                       the words are stored and published themselves
options: {paused: I paused, asked: I asked for help}        the ids are; the words may be mended and translated
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, PlainSerializer, StringConstraints, TypeAdapter

from kit.curriculum.reading import BAR, NONE, NONE_OF_THESE, Options, folded

MOST_BINS = 12
MOST_OF_A_TALK = 160  # characters: a line or two beside a result
MOST_POINTS_IN_WORDS = 10

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _one_short_line(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > MOST_OF_A_TALK:
        raise ValueError(f"'talk' is one question of at most {MOST_OF_A_TALK} characters; here are {len(line)}")
    return line


Talk = Annotated[str, AfterValidator(_one_short_line)]
# What an item says around its answers, and may be worded anew at any time.
BESIDE = frozenset({"prompt", "help", "talk"})


@dataclass(frozen=True)
class Anchor:
    """One end of a scale: its words, and the id that fixes what it means; the words themselves where it has none."""

    id: str
    words: str
    by_id: bool = False


def distinct(options: Options) -> Options:
    """The options as given. Raises ValueError where an answer or a file of answers could not tell two of them apart."""
    small = [words.casefold() for words in options.words]
    for words in options.words:
        if small.count(words.casefold()) > 1:
            raise ValueError(f"the label {words!r} stands twice; give every option its own words")
        if words.casefold() == NONE_OF_THESE:
            raise ValueError(f"the kit offers {NONE_OF_THESE!r} by itself; leave it out of the list")
        if BAR in words:
            raise ValueError(f"the label {words!r} contains '{BAR}', which separates choices in a file of answers")
    if options.by_id:
        _distinct_ids(options)
    return options


def _distinct_ids(options: Options) -> None:
    small = [option.casefold() for option in options.ids]
    for place, option in enumerate(options.ids):
        _fit_for_an_id(option)
        if small.count(option.casefold()) > 1:
            raise ValueError(
                f"the id '{option}' stands twice, as capitals make no difference; give every option its own"
            )
        others = [words for other, words in enumerate(options.words) if other != place]
        if folded(option) in map(folded, others):
            raise ValueError(f"the id '{option}' is the words of another option; give it another id")


def _fit_for_an_id(option: str) -> None:
    if option.isdigit():
        raise ValueError(f"'{option}' is no id for an option, as a number stands for a place in the list; use a word")
    if option.casefold() == NONE:
        raise ValueError(
            f"the id '{NONE}' stands for {NONE_OF_THESE!r}, which the kit offers by itself; use another word"
        )


def _read_as(least: int, most: int) -> Callable[[Any], Options]:
    """What reads options that are *least* to *most*."""
    plain = TypeAdapter[tuple[str, ...]](Annotated[tuple[Words, ...], Field(min_length=least, max_length=most)])
    named = TypeAdapter[dict[str, str]](Annotated[dict[Slug, Words], Field(min_length=least, max_length=most)])

    def read(written: Any) -> Options:
        if isinstance(written, Options):
            return written
        if not isinstance(written, Mapping):
            return distinct(Options.plain(plain.validate_python(written)))
        words = named.validate_python(dict(written))
        return distinct(Options(tuple(words), tuple(words.values()), by_id=True))

    return read


def _read_anchor(written: Any) -> Anchor:
    if isinstance(written, Anchor):
        return written
    if not isinstance(written, Mapping):
        words = _WORDS.validate_python(written)
        return Anchor(words, words)
    if len(written) != 1:
        raise ValueError("write one id with its words here, such as {never: hardly ever}")
    ((anchor, words),) = _NAMED.validate_python(dict(written)).items()
    return Anchor(anchor, words, by_id=True)


_WORDS = TypeAdapter[str](Words)
_NAMED = TypeAdapter[dict[str, str]](dict[Slug, Words])
_AS_IDS = PlainSerializer(lambda options: list(options.ids), return_type=list[str])
_AS_ID = PlainSerializer(lambda anchor: anchor.id, return_type=str)

# The types of fields; as JSON they are their ids.
Choices = Annotated[InstanceOf[Options], BeforeValidator(_read_as(2, MOST_BINS)), _AS_IDS]
Labels = Annotated[InstanceOf[Options], BeforeValidator(_read_as(0, MOST_BINS)), _AS_IDS]
Points = Annotated[InstanceOf[Options], BeforeValidator(_read_as(2, MOST_POINTS_IN_WORDS)), _AS_IDS]
End = Annotated[InstanceOf[Anchor], BeforeValidator(_read_anchor), _AS_ID]
