"""The kinds of item: frozen data that say what is asked and which answers fit.

An item knows no widget, frame or database. Its ``bins`` are the labels under which a group result
is published; ``codes`` says in which of them an answer falls.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from kit.curriculum.reading import (
    NONE_OF_THESE,
    Stored,
    any_of,
    clean_text,
    distinct_labels,
    pick,
    position,
    positions,
    several,
    whole_number,
)
from kit.errors import InvalidAnswer

Share = Literal["private", "spoken", "group"]
Form = Literal["one", "any", "text"]

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

MOST_BINS = 12
MOST_STRETCHES = 5  # bins of a scale
MOST_POINTS = 11  # numbers of a rating
TEXT_LIMIT = 2000


class Content(BaseModel):
    """Frozen content from a file; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Several(ValueError):
    """All that a rule which looks at the whole of something has found; ``problems`` are parts of sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))

    @classmethod
    def check(cls, problems: Iterable[str]) -> None:
        """Raise one of *problems*, where there are any."""
        error = cls(problems)
        if error.problems:
            raise error


class _ItemBase(Content):
    """One thing asked. ``share`` says how far the answer travels.

    ``sensitive`` items need more contributors before they are published; a ``stable`` item is one
    family for all weeks, because its answer hardly changes and must not be published twice.
    """

    id: Slug
    prompt: Words
    help: str = ""
    share: Share
    sensitive: bool = False
    stable: bool = False

    form: ClassVar[Form]
    ordered: ClassVar[bool] = False
    # Fields that came later, with the value that says what items without them said; such items stay the same items.
    _since_0_1_0: ClassVar[dict[str, Any]] = {}

    @property
    def bins(self) -> tuple[str, ...]:
        """Labels of the bins of a group result, in declared order; empty for a text."""
        raise NotImplementedError

    @property
    def counted(self) -> tuple[str, ...]:
        """The labels for which a number in a file of answers may stand, by their place; empty where none does."""
        return ()

    def check(self, answer: Any, *, first: int = 1) -> Stored:
        """Return *answer* (a JSON value or the text of a CSV cell) in its stored form.

        A number that stands for a label by its place counts from *first*. Raises InvalidAnswer when it
        does not fit.
        """
        raise NotImplementedError

    def codes(self, stored: Stored) -> tuple[int, ...]:
        """Positions in ``bins`` that a stored answer falls in: one, or for *any* none to all."""
        raise NotImplementedError

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what fixes the meaning of an answer; prompts may be reworded, this may not change."""
        unsaid = {name for name, value in self._since_0_1_0.items() if getattr(self, name) == value}
        identity = self.model_dump(exclude={"prompt", "help", *unsaid}, mode="json")
        text = json.dumps(identity, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _rating_bin(text: str) -> dict[str, int]:
    low, _, high = text.replace("–", "-").partition("-")  # noqa: RUF001 - as word processors write it
    ends = whole_number(low), whole_number(high or low)
    if ends[0] is None or ends[1] is None:
        raise ValueError(f"the bin {text!r} is not a stretch of the scale; write for example 0-3")
    return {"low": ends[0], "high": ends[1]}


def _stretches(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [_rating_bin(part) if isinstance(part, str) else part for part in value]


def _stretch(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _covered(binning: Sequence[RatingBin], lowest: int, highest: int, what: str) -> None:
    """Raise ValueError unless two to five bins follow one another from *lowest* to *highest*."""
    example = f"for example bins: [{', '.join(_example(lowest, highest))}]"
    if not 2 <= len(binning) <= MOST_STRETCHES:
        raise ValueError(f"{what} from {lowest} to {highest} needs two to five bins, {example}")
    wanted = lowest
    for part in binning:
        if part.low != wanted or part.high < part.low:
            raise ValueError(f"the bins must follow one another from {lowest} to {highest}, {example}")
        wanted = part.high + 1
    if wanted != highest + 1:
        raise ValueError(f"the bins must end at {highest}, {example}")


def _example(lowest: int, highest: int) -> list[str]:
    points = highest - lowest + 1
    outer = max(1, int(points * 0.36 + 0.05))
    middle = (lowest + outer, highest - outer)
    parts = [(lowest, middle[0] - 1), *([middle] if middle[0] <= middle[1] else []), (middle[1] + 1, highest)]
    return [str(low) if low == high else f"{low}-{high}" for low, high in parts]


def _within(binning: Sequence[RatingBin], stored: Stored) -> tuple[int, ...]:
    return tuple(i for i, part in enumerate(binning) if part.low <= int(stored) <= part.high)  # type: ignore[arg-type]


class RatingBin(Content):
    """A stretch of a scale, ends included."""

    low: int
    high: int

    @property
    def label(self) -> str:
        """How the stretch is written: ``4 to 6``."""
        return _stretch(str(self.low), str(self.high))


class Rating(_ItemBase):
    """A number between two anchors, 0 to 10 or with ends of its own; published in at most five declared bins."""

    kind: Literal["rating"] = "rating"
    low: Words
    high: Words
    lowest: int = Field(alias="min", default=0, ge=0, le=99)
    highest: int = Field(alias="max", default=10, ge=1, le=100)
    binning: tuple[RatingBin, ...] = Field(
        alias="bins", default=(RatingBin(low=0, high=3), RatingBin(low=4, high=6), RatingBin(low=7, high=10))
    )
    form: ClassVar[Form] = "one"
    ordered: ClassVar[bool] = True
    _since_0_1_0: ClassVar[dict[str, Any]] = {"lowest": 0, "highest": 10}

    @model_validator(mode="before")
    @classmethod
    def _few_points_are_bins(cls, raw: Any) -> Any:
        if isinstance(raw, Mapping) and "bins" not in raw:
            lowest, highest = whole_number(raw.get("min", 0)), whole_number(raw.get("max", 10))
            if lowest is not None and highest is not None and lowest < highest < lowest + MOST_STRETCHES:
                return {**raw, "bins": [str(number) for number in range(lowest, highest + 1)]}
        return raw

    _from_text = field_validator("binning", mode="before")(_stretches)

    @model_validator(mode="after")
    def _cover_the_scale(self) -> Rating:
        points = self.highest - self.lowest + 1
        if points < 2:
            raise ValueError(f"'min' is {self.lowest} and 'max' is {self.highest}; 'max' must be more than 'min'")
        if points > MOST_POINTS:
            raise ValueError(
                f"from {self.lowest} to {self.highest} there are {points} numbers; a rating has at most {MOST_POINTS}, "
                "such as 0 to 10"
            )
        _covered(self.binning, self.lowest, self.highest, "a rating")
        return self

    @property
    def points(self) -> range:
        """The numbers that can be chosen."""
        return range(self.lowest, self.highest + 1)

    @property
    def bins(self) -> tuple[str, ...]:
        return tuple(part.label for part in self.binning)

    def check(self, answer: Any, *, first: int = 1) -> int:  # noqa: ARG002 - the scale is the number
        number = whole_number(answer)
        if number is None or number not in self.points:
            raise InvalidAnswer("rating", lowest=self.lowest, highest=self.highest)
        return number

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return _within(self.binning, stored)


class Likert(_ItemBase):
    """A labelled scale of two to ten points, stored as a position from 1; more than five points are put into bins."""

    kind: Literal["likert"] = "likert"
    scale: tuple[Words, ...] = Field(min_length=2, max_length=10)
    binning: tuple[RatingBin, ...] = Field(alias="bins", default=())
    form: ClassVar[Form] = "one"
    ordered: ClassVar[bool] = True
    _since_0_1_0: ClassVar[dict[str, Any]] = {"binning": ()}

    @field_validator("scale")
    @classmethod
    def _distinct(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return distinct_labels(value)

    _from_text = field_validator("binning", mode="before")(_stretches)

    @model_validator(mode="after")
    def _cover_the_scale(self) -> Likert:
        if self.binning or len(self.scale) > MOST_STRETCHES:
            _covered(self.binning, 1, len(self.scale), "a scale")
        return self

    @property
    def bins(self) -> tuple[str, ...]:
        if not self.binning:
            return self.scale
        return tuple(_stretch(self.scale[part.low - 1], self.scale[part.high - 1]) for part in self.binning)

    @property
    def counted(self) -> tuple[str, ...]:
        return self.scale

    def check(self, answer: Any, *, first: int = 1) -> int:
        # A label may itself be a number, so in a file the label is looked for before the position.
        number = position(self.scale, answer) if isinstance(answer, str) else None
        if number is None:
            counted = whole_number(answer)
            number = None if counted is None else counted - first + 1
        if number is None or not 1 <= number <= len(self.scale):
            last = first + len(self.scale) - 1
            raise InvalidAnswer("scale", first=first, low=self.scale[0], last=last, high=self.scale[-1])
        return number

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return _within(self.binning, stored) if self.binning else (int(stored) - 1,)  # type: ignore[arg-type]


class _Options(_ItemBase):
    """What items with named options share: finding an option by its label or number."""

    options: tuple[Words, ...] = Field(min_length=2, max_length=MOST_BINS)

    @field_validator("options")
    @classmethod
    def _distinct(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return distinct_labels(value)

    @property
    def bins(self) -> tuple[str, ...]:
        return self.options

    @property
    def counted(self) -> tuple[str, ...]:
        return self.options


class Choice(_Options):
    """One of many, or any number of them including none; never a number of picks in between."""

    kind: Literal["choice"] = "choice"
    choose: Literal["one", "any"]

    @property
    def form(self) -> Form:  # type: ignore[override]
        return self.choose

    def check(self, answer: Any, *, first: int = 1) -> Stored:
        read = pick if self.choose == "one" else any_of
        return read(self.options, answer, first=first)

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return positions(self.options, stored)


class Ranking(_Options):
    """All options put in order; what stood first is what a group result can show."""

    kind: Literal["ranking"] = "ranking"
    form: ClassVar[Form] = "one"

    def check(self, answer: Any, *, first: int = 1) -> list[str]:
        order = several(self.options, answer, first=first)
        if sorted(order) != sorted(self.options):
            raise InvalidAnswer("order")
        return order

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return (self.options.index(stored[0]),)  # type: ignore[index]


QUADRANTS = ("pleasant, high energy", "pleasant, low energy", "unpleasant, high energy", "unpleasant, low energy")


class Emotion(_ItemBase):
    """An emotion, named by labels (any number) or placed in one of four quadrants; never both."""

    kind: Literal["emotion"] = "emotion"
    by: Literal["labels", "quadrants"]
    labels: tuple[Words, ...] = Field(default=(), max_length=MOST_BINS)

    @model_validator(mode="after")
    def _labels_or_quadrants(self) -> Emotion:
        if self.by == "labels" and len(self.labels) < 2:
            raise ValueError("an emotion asked by labels needs a list of at least two labels")
        if self.by == "quadrants" and self.labels:
            raise ValueError("an emotion asked by quadrants takes no labels: ask labels as another item, or not at all")
        distinct_labels(self.labels)
        return self

    @property
    def form(self) -> Form:  # type: ignore[override]
        return "any" if self.by == "labels" else "one"

    @property
    def bins(self) -> tuple[str, ...]:
        return self.labels if self.by == "labels" else QUADRANTS

    @property
    def counted(self) -> tuple[str, ...]:
        return self.bins

    def check(self, answer: Any, *, first: int = 1) -> Stored:
        read = any_of if self.by == "labels" else pick
        return read(self.bins, answer, first=first)

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return positions(self.bins, stored)


class Text(_ItemBase):
    """Words of one's own."""

    kind: Literal["text"] = "text"
    longest: int = Field(default=TEXT_LIMIT, ge=20, le=TEXT_LIMIT)
    form: ClassVar[Form] = "text"

    @property
    def bins(self) -> tuple[str, ...]:
        return ()

    def check(self, answer: Any, *, first: int = 1) -> str:  # noqa: ARG002 - words count nothing
        if not isinstance(answer, str):
            raise InvalidAnswer("text")
        text = clean_text(answer)
        if not text:
            raise InvalidAnswer("empty")
        if len(text) > self.longest:
            raise InvalidAnswer("too_long", longest=self.longest, length=len(text))
        return text

    def codes(self, stored: Stored) -> tuple[int, ...]:  # noqa: ARG002 - a text falls in no bin
        return ()


Item = Annotated[Rating | Likert | Choice | Ranking | Emotion | Text, Field(discriminator="kind")]
KINDS: dict[str, type[_ItemBase]] = {
    "rating": Rating,
    "likert": Likert,
    "choice": Choice,
    "ranking": Ranking,
    "emotion": Emotion,
    "text": Text,
}


# A stored answer in the words of whoever gave it.


@singledispatch
def in_words(item: Item, stored: Stored) -> str:  # noqa: ARG001 - how an answer reads depends on the kind of item
    """A stored answer as its owner would say it."""
    return plainly(stored)


@in_words.register
def _(item: Likert, stored: Stored) -> str:
    # A scale that was shortened since leaves answers that it no longer has a word for.
    if isinstance(stored, int) and 1 <= stored <= len(item.scale):
        return item.scale[stored - 1]
    return plainly(stored)


def plainly(stored: Stored) -> str:
    """A stored answer to a question that is no longer known, or no longer the same."""
    if isinstance(stored, list):
        return ", ".join(stored) or NONE_OF_THESE
    return str(stored)


def height(item: Item, stored: Stored) -> float | None:
    """How far up its scale an answer lies, 0 to 1; None without a scale, or for an answer that the scale has not."""
    match item:
        case Rating(lowest=lowest, highest=highest):
            pass
        case Likert(scale=scale):
            lowest, highest = 1, len(scale)
        case _:
            return None
    if isinstance(stored, int) and lowest <= stored <= highest:
        return (stored - lowest) / (highest - lowest)
    return None
