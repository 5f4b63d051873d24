"""The commitment: one tool for one week, as a plan that names its moment."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice


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
