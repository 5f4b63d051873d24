"""The commitment: one tool for one week, as a plan that names its moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice, Sentences


class Tool(Content):
    """A tool for a working day, with an example of a plan: if the ``moment`` comes, then the ``action``."""

    tool: Words
    moment: Words
    action: Words


class Commitment(Practice):
    """A plan in the form of if and then, from one of the ``tools`` or in own words; ``aloud`` is only ever spoken."""

    module: Literal["commitment"] = "commitment"
    tools: tuple[Tool, ...] = Field(min_length=1)
    choose: Words
    moment: Words
    action: Words
    restart: Words
    aloud: str = ""

    @property
    def on_paper(self) -> tuple[str, ...]:
        return self.choose, self.moment, self.action, self.restart

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from (("tool", self.choose), ("moment", self.moment), ("action", self.action))
        yield from (("restart", self.restart), ("day", sentences["which_day"]), ("how", sentences["how_it_went"]))

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        yield from (("how", how, sentences[how]) for how in ("done", "partly", "not_this_time"))
