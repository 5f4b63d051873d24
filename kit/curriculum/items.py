"""The kinds of item: frozen data that say what is asked and which answers fit.

An item knows no widget, frame or database. Its ``bins`` are the names under which a group result is published: ids
where its options have ids (``by_id``), else words. ``bin_words`` are what people read in their place, and ``codes``
says in which of them an answer falls.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kit.curriculum.options import BESIDE, MOST_BINS, Choices, End, Labels, Points, Slug, Talk, Words
from kit.curriculum.reading import (
    Options,
    Stored,
    any_of,
    clean_text,
    pick,
    place_of,
    positions,
    several,
    whole_number,
)
from kit.curriculum.themes import Themes
from kit.errors import InvalidAnswer

Share = Literal["private", "spoken", "group"]
Form = Literal["one", "any", "text"]

__all__ = ["BESIDE", "MOST_BINS", "Slug", "Talk", "Words"]

MOST_STRETCHES = 5  # bins of a scale
MOST_POINTS = 11  # numbers of a rating
TEXT_LIMIT = 2000


class Content(BaseModel):
    """Frozen content from a file; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Several(ValueError):
    """Everything that a rule found wrong with a whole item or week; ``problems`` are parts of sentences."""

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

    ``talk`` is a question to talk about beside the group's result. ``sensitive`` items need more contributors before
    they are published; a ``stable`` item is one family for all weeks, because its answer hardly changes and must not
    be published twice. An item that ``recurs`` is asked in several weeks, and of it a result never says what leads:
    over eight weeks that could tell too much of people who hardly change.
    """

    id: Slug
    prompt: Words
    help: str = ""
    talk: Talk = ""
    share: Share
    sensitive: bool = False
    stable: bool = False
    recurs: bool = False

    form: ClassVar[Form]
    ordered: ClassVar[bool] = False
    # Fields that came later, with the value that says what items without them said; such items stay the same items.
    _since_0_1_0: ClassVar[dict[str, Any]] = {}

    @property
    def by_id(self) -> bool:
        """Whether answers and bins are kept by ids of their own, so that all words of the item may be mended."""
        return False

    @property
    def bins(self) -> tuple[str, ...]:
        """The names by which the bins of a group result are published, in declared order; empty for a text."""
        raise NotImplementedError

    @property
    def bin_words(self) -> tuple[str, ...]:
        """What people read for each of ``bins``."""
        return self.bins

    @property
    def counted(self) -> Options:
        """The options for which a number in a file of answers may stand, by their place; empty where none does."""
        return _NONE

    def check(self, answer: Any, *, first: int = 1) -> Stored:
        """Return *answer* (a JSON value or the text of a CSV cell) in its stored form.

        It may name options by their words, by id or by their place. A number that stands for an option by its place
        counts from *first*. Raises InvalidAnswer when it does not fit.
        """
        raise NotImplementedError

    def codes(self, stored: Stored) -> tuple[int, ...]:
        """Positions in ``bins`` that a stored answer falls in: one, or for *any* none to all."""
        raise NotImplementedError

    @classmethod
    def came_later(cls) -> dict[str, Any]:
        """Fields that came after 0.1.0, with the value that says what items without them said."""
        return {"recurs": False} | cls._since_0_1_0

    @property
    def identity(self) -> str:
        """What fixes the meaning of an answer, as canonical JSON.

        Prompt, help and talk may be reworded, and words that stand beside ids; this may not change.
        """
        return _identity_of(self)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the ``identity``."""
        return fingerprint_of(self.identity)


_NONE = Options.plain(())


@lru_cache(maxsize=2048)
def fingerprint_of(identity: str) -> str:
    """The fingerprint of an item with that *identity*."""
    return hashlib.sha256(identity.encode()).hexdigest()


@lru_cache(maxsize=2048)
def _identity_of(item: _ItemBase) -> str:
    unsaid = {name for name, value in item.came_later().items() if getattr(item, name) == value}
    identity = item.model_dump(exclude=unsaid | BESIDE, mode="json")
    # A list of words never becomes one of ids that happen to look like them: answers to it are kept otherwise.
    identity |= {"by_id": True} if item.by_id else {}
    return json.dumps(identity, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _rating_bin(text: str) -> dict[str, int]:
    low, _, high = text.replace("–", "-").partition("-")  # noqa: RUF001 - as word processors write it
    ends = whole_number(low), whole_number(high or low)
    if ends[0] is None or ends[1] is None:
        raise ValueError(f"the bin {text!r} isn't a stretch of the scale; write for example 0-3")
    return {"low": ends[0], "high": ends[1]}


def _stretches(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [_rating_bin(part) if isinstance(part, str) else part for part in value]


def _stretch(first: str, last: str, between: str = " to ") -> str:
    return first if first == last else f"{first}{between}{last}"


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
        """How the stretch is read: ``4 to 6``."""
        return _stretch(str(self.low), str(self.high))

    @property
    def name(self) -> str:
        """How the stretch is written in a week file, and published where ends have ids: ``4-6``."""
        return _stretch(str(self.low), str(self.high), "-")


class Rating(_ItemBase):
    """A number between two anchors, 0 to 10 or with ends of its own; published in at most five declared bins."""

    kind: Literal["rating"] = "rating"
    low: End
    high: End
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
        if self.low.by_id != self.high.by_id:
            raise ValueError("give both ends of a rating an id, as in low: {never: hardly ever}, or neither of them")
        if self.low.by_id and self.low.id.casefold() == self.high.id.casefold():
            raise ValueError(f"both ends have the id '{self.low.id}'; give each its own")
        return self

    @property
    def points(self) -> range:
        """The numbers that can be chosen."""
        return range(self.lowest, self.highest + 1)

    @property
    def by_id(self) -> bool:
        return self.low.by_id

    @property
    def bins(self) -> tuple[str, ...]:
        return tuple(part.name if self.by_id else part.label for part in self.binning)

    @property
    def bin_words(self) -> tuple[str, ...]:
        return tuple(part.label for part in self.binning)

    def check(self, answer: Any, *, first: int = 1) -> int:  # noqa: ARG002 - the scale is the number
        number = whole_number(answer)
        if number is None or number not in self.points:
            raise InvalidAnswer("rating", lowest=self.lowest, highest=self.highest)
        return number

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return _within(self.binning, stored)


class Likert(_ItemBase):
    """A labelled scale of two to ten points; more than five points are put into bins.

    An answer is stored as the id of its point, or where the points have no ids as a position from 1.
    """

    kind: Literal["likert"] = "likert"
    scale: Points
    binning: tuple[RatingBin, ...] = Field(alias="bins", default=())
    form: ClassVar[Form] = "one"
    ordered: ClassVar[bool] = True
    _since_0_1_0: ClassVar[dict[str, Any]] = {"binning": ()}

    _from_text = field_validator("binning", mode="before")(_stretches)

    @model_validator(mode="after")
    def _cover_the_scale(self) -> Likert:
        if self.binning or len(self.scale) > MOST_STRETCHES:
            _covered(self.binning, 1, len(self.scale), "a scale")
        return self

    @property
    def by_id(self) -> bool:
        return self.scale.by_id

    @property
    def bins(self) -> tuple[str, ...]:
        return self._binned(self.scale.ids, ".." if self.by_id else " to ")

    @property
    def bin_words(self) -> tuple[str, ...]:
        return self._binned(self.scale.words, " to ")

    def _binned(self, names: tuple[str, ...], between: str) -> tuple[str, ...]:
        if not self.binning:
            return names
        return tuple(_stretch(names[part.low - 1], names[part.high - 1], between) for part in self.binning)

    @property
    def counted(self) -> Options:
        return self.scale

    def place(self, stored: Stored) -> int | None:
        """Position from 1 of a stored answer; None where the scale has no such point."""
        # What waits in an outbox from before the points had ids is a position too.
        if isinstance(stored, int):
            return stored if 1 <= stored <= len(self.scale) else None
        return self.scale.ids.index(stored) + 1 if self.by_id and stored in self.scale.ids else None

    def stored(self, place: int) -> Stored:
        """The stored form of the point at *place*, counted from 1."""
        return self.scale.ids[place - 1] if self.by_id else place

    def check(self, answer: Any, *, first: int = 1) -> Stored:
        place = place_of(self.scale, answer, first=first)
        if place is None:
            last, words = first + len(self.scale) - 1, self.scale.words
            raise InvalidAnswer("scale", first=first, low=words[0], last=last, high=words[-1])
        return self.stored(place)

    def codes(self, stored: Stored) -> tuple[int, ...]:
        place = self.place(stored)
        if place is None:
            raise ValueError("a stored answer is no point of its scale")
        return _within(self.binning, place) if self.binning else (place - 1,)


class _Options(_ItemBase):
    """What items with named options share."""

    options: Choices

    @property
    def by_id(self) -> bool:
        return self.options.by_id

    @property
    def bins(self) -> tuple[str, ...]:
        return self.options.ids

    @property
    def bin_words(self) -> tuple[str, ...]:
        return self.options.words

    @property
    def counted(self) -> Options:
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
        if sorted(order) != sorted(self.options.ids):
            raise InvalidAnswer("order")
        return order

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return (self.options.ids.index(stored[0]),)  # type: ignore[index]


QUADRANTS = Options.plain(
    ("pleasant, high energy", "pleasant, low energy", "unpleasant, high energy", "unpleasant, low energy")
)
QUADRANT_IDS = ("pleasant-high", "pleasant-low", "unpleasant-high", "unpleasant-low")


class Emotion(_ItemBase):
    """An emotion, named by labels (any number) or placed in one of four quadrants; never both.

    The quadrants are called as in ``QUADRANTS``, and stored so, unless the item says its own words for their ids.
    """

    kind: Literal["emotion"] = "emotion"
    by: Literal["labels", "quadrants"]
    labels: Labels = _NONE
    quadrants: Labels = QUADRANTS
    _since_0_1_0: ClassVar[dict[str, Any]] = {"quadrants": QUADRANTS}

    @model_validator(mode="after")
    def _labels_or_quadrants(self) -> Emotion:
        if self.by == "labels" and len(self.labels) < 2:
            raise ValueError("an emotion asked by labels needs a list of at least two labels")
        if self.by == "quadrants" and len(self.labels):
            raise ValueError("an emotion asked by quadrants takes no labels: ask labels as another item, or not at all")
        if self.quadrants != QUADRANTS and (self.by == "labels" or self.quadrants.ids != QUADRANT_IDS):
            raise ValueError(
                "'quadrants' are for an emotion asked by quadrants, and give words to these four in this order: "
                + ", ".join(QUADRANT_IDS)
            )
        return self

    @property
    def form(self) -> Form:  # type: ignore[override]
        return "any" if self.by == "labels" else "one"

    @property
    def by_id(self) -> bool:
        return self.counted.by_id

    @property
    def bins(self) -> tuple[str, ...]:
        return self.counted.ids

    @property
    def bin_words(self) -> tuple[str, ...]:
        return self.counted.words

    @property
    def counted(self) -> Options:
        return self.labels if self.by == "labels" else self.quadrants

    def check(self, answer: Any, *, first: int = 1) -> Stored:
        read = any_of if self.by == "labels" else pick
        return read(self.counted, answer, first=first)

    def codes(self, stored: Stored) -> tuple[int, ...]:
        return positions(self.counted, stored)


class Text(_ItemBase):
    """Words of one's own."""

    kind: Literal["text"] = "text"
    longest: int = Field(default=TEXT_LIMIT, ge=20, le=TEXT_LIMIT)
    themes: Themes = ()
    form: ClassVar[Form] = "text"
    _since_0_1_0: ClassVar[dict[str, Any]] = {"themes": ()}

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
    one.model_fields["kind"].default: one for one in (Rating, Likert, Choice, Ranking, Emotion, Text)
}
