"""A worksheet: questions for one's own eyes, each with options that have something to say, or with room to write.

A facilitator can add one without any code: a practice with ``module: worksheet`` and its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from kit.curriculum.items import Content, Slug, Words
from kit.curriculum.practices.base import Practice, Sentences


class Option(Content):
    """One thing to choose, and what is said to whoever chooses it (or nothing).

    ``was`` has the words it had in earlier versions: what somebody chose then is kept in their browser under these.
    """

    label: Words
    says: str = ""
    was: tuple[Words, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _label_alone(cls, raw: Any) -> Any:
        return {"label": raw} if isinstance(raw, str) else raw


class Part(Content):
    """A question: ``text`` to write, ``one`` or ``any`` of the options, or a ``list`` of things with a weight."""

    id: Slug
    kind: Literal["text", "one", "any", "list"]
    prompt: Words
    help: str = ""
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _options_where_they_belong(self) -> Part:
        chosen = self.kind in ("one", "any")
        if chosen and len(self.options) < 2:
            raise ValueError(f"a part of kind '{self.kind}' needs at least two options")
        if not chosen and self.options:
            raise ValueError(f"a part of kind '{self.kind}' has no options; use 'kind: one' or 'kind: any' for them")
        labels = [words for option in self.options for words in (option.label, *option.was)]
        if len(set(labels)) < len(labels):
            raise ValueError("an option stands twice; give every option its own words")
        return self


class Worksheet(Practice):
    """Parts to fill in as one likes, and a closing line."""

    module: Literal["worksheet"]
    parts: tuple[Part, ...] = Field(min_length=1)
    closing: str = ""

    @property
    def on_paper(self) -> tuple[str, ...]:
        return tuple(_on_paper(part) for part in self.parts)

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((part.id, part.prompt) for part in self.parts)

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        yield from (("weight", weight, sentences[f"weight_{weight}"]) for weight in ("little", "some", "lot"))

    @field_validator("parts")
    @classmethod
    def _own_ids(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        ids = [part.id for part in parts]
        for name in ids:
            if ids.count(name) > 1:
                raise ValueError(f"part id '{name}' stands twice; every id must be its own")
        return parts


def _on_paper(part: Part) -> str:
    labels = "; ".join(option.label for option in part.options)
    return f"{part.prompt} ({labels})" if labels else part.prompt
