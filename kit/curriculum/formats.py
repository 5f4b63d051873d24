"""Other formats than eight sessions of ninety minutes: formats.yaml, with what every minute of them goes to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from kit.curriculum.complaints import entry_complaints
from kit.curriculum.items import Content, Slug, Words
from kit.curriculum.practices import Practice
from kit.curriculum.weeks import How, Week
from kit.curriculum.yaml_files import read_yaml, told
from kit.settings import packaged_curriculum

FILE = "formats.yaml"


class Stretch(Content):
    """Some minutes of a format: how people are together, what happens, and what of the weeks it is.

    A ``block`` is one of the week whose host runs; a ``practice`` may be of any week, or of none.
    """

    minutes: int = Field(ge=1, le=120)
    how: How
    what: Words
    block: Slug | None = None
    practice: Slug | None = None


class Meeting(Content):
    """One meeting of a format: its length, the week whose host runs in it, and its stretches in order."""

    title: Words
    minutes: int = Field(ge=5, le=480)
    week: Annotated[int, Field(ge=0, le=52)] | None = None
    stretches: tuple[Stretch, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Meeting:
        taken = sum(one.minutes for one in self.stretches)
        if taken != self.minutes:
            raise ValueError(f"the stretches of '{self.title}' take {taken} minutes, and it has {self.minutes}")
        return self


class Format(Content):
    """A way to hold the workshop, or to come back to it: what it is for, what it leaves out, and its meetings."""

    title: Words
    about: Words
    leaves_out: Words
    meetings: tuple[Meeting, ...] = Field(min_length=1)


def load_formats(folder: Path) -> dict[str, Format]:
    """Format by id from formats.yaml in *folder*, or else from the kit's own. Raises ContentError."""
    own = folder / FILE
    path = own if os.path.lexists(own) else packaged_curriculum() / FILE
    raw = read_yaml(path)
    try:
        return TypeAdapter(dict[Slug, Format]).validate_python(raw)
    except ValidationError as error:
        raise told(FILE, entry_complaints(raw, error, Format)) from None


def format_problems(
    formats: Mapping[str, Format], weeks: Mapping[int, Week], shelf: Mapping[str, Practice]
) -> Iterator[str]:
    """A sentence for each stretch that asks for what no week has, or gives a block less or more than it can take."""
    practices = {plan.id for week in weeks.values() for plan in week.practices} | set(shelf)
    for name, plan in formats.items():
        for meeting in plan.meetings:
            place = f"{FILE}: '{name}', '{meeting.title}'"
            if meeting.week is not None and meeting.week not in weeks:
                yield f"{place}: there is no week {meeting.week}; name one that there is, or leave 'week' out."
                continue
            week = weeks[meeting.week] if meeting.week is not None else None
            yield from _block_problems(place, meeting, week)
            for stretch in meeting.stretches:
                if stretch.practice and stretch.practice not in practices:
                    known = ", ".join(sorted(practices))
                    yield f"{place}: there is no practice '{stretch.practice}'; there are {known}."


def _block_problems(place: str, meeting: Meeting, week: Week | None) -> Iterator[str]:
    blocks = {block.id: block for block in week.blocks} if week else {}
    taken: dict[str, int] = {}
    for stretch in meeting.stretches:
        if stretch.block:
            taken[stretch.block] = taken.get(stretch.block, 0) + stretch.minutes
    for name, minutes in taken.items():
        if name not in blocks:
            known = ", ".join(blocks) or "none, for it names no week"
            yield f"{place}: there is no block '{name}' in its week; it has {known}."
        elif not blocks[name].minutes.min <= minutes <= blocks[name].minutes.max:
            least, most = blocks[name].minutes.min, blocks[name].minutes.max
            yield f"{place}: '{name}' gets {minutes} minutes, and its week gives it {least} to {most}."
