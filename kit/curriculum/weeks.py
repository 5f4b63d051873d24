"""Exercise, Block and Week: what happens in a session, as frozen data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from kit.curriculum import coherence
from kit.curriculum.items import Content, Item, Several, Slug, Talk, Words
from kit.curriculum.practices import AnyPractice, Practice
from kit.errors import UnknownName

ElementId = Annotated[str, StringConstraints(pattern=r"^E\d\d$")]


class Exercise(Content):
    """Items that are answered together and sent as one submission.

    ``talk`` is a question to talk about, for the results of all items that have none of their own.
    """

    id: Slug
    title: Words
    intro: str = ""
    talk: Talk = ""
    # Whether the group looks at the result in the session or reads it afterwards, in the week's report.
    shown: Literal["together", "afterwards"] = "together"
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _talk_beside_results(self) -> Exercise:
        if self.talk and not self.group_items:
            raise ValueError("'talk' stands beside results, and no item here is shared with the group; leave it out")
        alone = [f"'{item.id}'" for item in self.items if item.talk and item.share != "group"]
        Several.check(f"item {one}: 'talk' stands beside a result, and this has none; leave it out" for one in alone)
        return self

    def __getitem__(self, item_id: str) -> Item:
        """The item with that id; KeyError if there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    @property
    def group_items(self) -> tuple[Item, ...]:
        """The items whose answers are submitted, in order."""
        return tuple(item for item in self.items if item.share == "group")

    @property
    def asked(self) -> dict[str, Any]:
        """All that is asked, without when its result is looked at and what is talked about then."""
        return self.model_dump(exclude={"talk": True, "shown": True, "items": {"__all__": {"talk"}}})

    @property
    def has_form(self) -> bool:
        """Whether there is anything to fill in on a screen: an item that is not only spoken."""
        return any(item.share != "spoken" for item in self.items)


class Minutes(Content):
    """The shortest, the planned and the longest time of a block, in minutes."""

    min: int = Field(ge=1, le=180)
    target: int = Field(ge=1, le=180)
    max: int = Field(ge=1, le=180)

    @model_validator(mode="after")
    def _in_order(self) -> Minutes:
        if not self.min <= self.target <= self.max:
            raise ValueError(f"minutes must rise from min to target to max, not {self.min}, {self.target}, {self.max}")
        return self


class Notes(Content):
    """A block's facilitator notes."""

    say: tuple[Words, ...] = Field(min_length=1)
    do: tuple[Words, ...] = Field(min_length=1)
    watch_for: tuple[Words, ...] = Field(min_length=1)
    if_it_goes_wrong: tuple[Words, ...] = Field(min_length=1)


# How people are together for some minutes: the facilitator speaks, everyone alone, a practice, questions after one,
# in twos, threes or fours, the whole group, or the group before its result.
How = Literal["you", "alone", "practice", "asking", "twos", "threes", "fours", "together", "reveal"]
TALKING: frozenset[How] = frozenset({"asking", "twos", "threes", "fours"})


class Part(Content):
    """A few minutes inside a block: how people are together in them, and what happens, in the facilitator's words."""

    minutes: int = Field(ge=1, le=60)
    how: How
    what: Words


class Block(Content):
    """A stretch of the session with minutes, what participants read, and the facilitator's notes.

    ``run`` says what its minutes go to, part by part; where it is left out, nothing is said about that. ``second`` is
    what a second person does meanwhile, where two hold the session.
    """

    id: Slug
    title: Words
    minutes: Minutes
    run: tuple[Part, ...] = ()
    second: str = ""
    elements: tuple[ElementId, ...] = ()
    reading: str = ""
    practices: tuple[AnyPractice, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    facilitator: Notes


class Week(Content):
    """One week: its aims, its blocks in order, the order in which blocks may be cut, and home practice."""

    number: int = Field(ge=0, le=52)
    title: Words
    lead: Words
    aims: tuple[Words, ...] = Field(min_length=1)
    session_minutes: int = Field(default=90, ge=5, le=240)
    blocks: tuple[Block, ...] = Field(min_length=1)
    cut_order: tuple[Slug, ...] = ()
    safety: Words
    home_practice: tuple[Words, ...] = Field(min_length=1)
    review: tuple[Words, ...] = ()

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises of the week, in the order of the session."""
        return tuple(exercise for block in self.blocks for exercise in block.exercises)

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """All practices of the week, in the order of the session."""
        return tuple(practice for block in self.blocks for practice in block.practices)

    @property
    def elements(self) -> tuple[str, ...]:
        """Ids of the curriculum elements the week covers, sorted."""
        return tuple(sorted({element for block in self.blocks for element in block.elements}))

    @property
    def talking(self) -> int:
        """The minutes in which people talk in twos, threes and fours, or are asked after a practice."""
        return sum(part.minutes for block in self.blocks for part in block.run if part.how in TALKING)

    @property
    def file_name(self) -> str:
        """Stem of the week's file and notebook: ``week_03``, and ``orientation`` for week 0."""
        return week_file_name(self.number)

    def safety_beside(self, block: Block) -> str:
        """The safety line that every practice of *block* shows; on arriving, a breath says by itself how to stop."""
        return "" if block.id == "arrive" else self.safety

    def group_items(self) -> Iterator[tuple[Exercise, Item]]:
        """Every (exercise, item) whose answers are submitted, in week, exercise, item order."""
        return ((exercise, item) for exercise in self.exercises for item in exercise.group_items)

    @model_validator(mode="after")
    def _coherent(self) -> Week:
        Several.check(found.text for found in coherence.problems(coherence.outline(self)))
        return self


def week_in(weeks: Mapping[int, Week], number: int) -> Week:
    """The week of that *number*. Raises UnknownName listing the weeks there are."""
    if number not in weeks:
        raise no_such_week(number, weeks)
    return weeks[number]


def no_such_week(number: int, there: Iterable[int]) -> UnknownName:
    """The error for a week that is not among those that are *there*."""
    listed = ", ".join(map(str, sorted(there))) or "none"
    return UnknownName(f"There's no week {number} in this curriculum; there are weeks {listed}.")


def week_file_name(number: int) -> str:
    """Stem of a week's file and notebook: ``week_03``, and ``orientation`` for week 0."""
    return f"week_{number:02d}" if number else "orientation"


def week_number_of(stem: str) -> int | None:
    """The week number that a file's stem stands for, or None where it is no week's file."""
    if stem == "orientation":
        return 0
    match = re.fullmatch(r"week_(\d\d)", stem)
    return int(match[1]) if match else None
