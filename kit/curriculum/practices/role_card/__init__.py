"""The role and resources card: what is mine, shared or not mine, and what time, skill, authority and energy allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice, Sentences


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

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((name, sentences[name]) for name in ("situation", "mine", "shared", "not_mine", "whom", "how"))
        yield from ((name, resource.prompt) for name, resource in self.resources)

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        for name, resource in self.resources:
            yield from ((name, level, getattr(resource, level)) for level in ("enough", "little", "none"))
