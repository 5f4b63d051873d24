"""The boundary-script builder: four parts of a few words for a limit that is said kindly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice, Sentences

ScriptPartId = Literal["acknowledge", "wish", "limit", "next_step"]
PARTS: tuple[ScriptPartId, ...] = ("acknowledge", "wish", "limit", "next_step")


class ScriptPart(Content):
    """One part of the script, with an example, and words of which one is usually found in such a sentence."""

    id: ScriptPartId
    title: Words
    prompt: Words
    example: Words
    signs: tuple[Words, ...] = Field(min_length=1)


class Ready(Content):
    """A script that is ready to be said, and the situation it is for."""

    situation: Words
    says: Words


class BoundaryScript(Practice):
    """The four parts in their order, some scripts from work like one's own, and how one is tried out in threes."""

    module: Literal["boundary_script"]
    parts: tuple[ScriptPart, ...]
    scripts: tuple[Ready, ...] = ()
    rehearsal: tuple[Words, ...] = ()

    @property
    def on_paper(self) -> tuple[str, ...]:
        return tuple(f"{part.title}: {part.prompt}" for part in self.parts)

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield "situation", sentences["situation"]
        yield from ((part.id, part.title) for part in self.parts)

    @field_validator("parts")
    @classmethod
    def _all_four(cls, parts: tuple[ScriptPart, ...]) -> tuple[ScriptPart, ...]:
        if tuple(part.id for part in parts) != PARTS:
            raise ValueError(f"the parts are {', '.join(PARTS)}, each once and in this order")
        return parts
