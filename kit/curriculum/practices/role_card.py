"""The role and resources card: what is mine, shared or not mine, and what time, skill, authority and energy allow."""

from __future__ import annotations

from typing import Literal

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice


class Resource(Content):
    """What one looks at, and how it can stand with it: enough, a little, or not now."""

    prompt: Words
    enough: Words
    little: Words
    none: Words


class Resources(Content):
    """The four resources that decide what one can give."""

    time: Resource
    skill: Resource
    authority: Resource
    energy: Resource


class Suggestions(Content):
    """What may fit, each with its reason and how it is done kindly."""

    offer: Words
    refer: Words
    defer: Words
    decline: Words


class RoleCard(Practice):
    """A card for a situation of one's own. What it suggests is a thought, and the decision stays with its owner."""

    module: Literal["role_card"]
    resources: Resources
    suggestions: Suggestions
    paper: tuple[Words, ...] = ()

    @property
    def on_paper(self) -> tuple[str, ...]:
        return self.paper
