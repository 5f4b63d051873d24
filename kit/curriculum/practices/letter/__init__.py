"""A letter to oneself, which rests until a day that its writer chooses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from kit.curriculum.items import Words
from kit.curriculum.practices.base import Practice, Sentences


class Letter(Practice):
    """What to write about, and in how many ``months`` it is usually opened.

    ``appointment`` is the title of that day in the writer's own calendar, which others may be able to see.
    """

    module: Literal["letter"] = "letter"
    prompt: Words
    months: int = Field(default=3, ge=1, le=24)
    appointment: Words

    @property
    def on_paper(self) -> tuple[str, ...]:
        return (self.prompt,)

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from (("text", self.prompt), ("until", sentences["until"]))
