"""A peer group's meeting: its agenda with minutes, a charter to agree on, and who does what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from kit.curriculum.items import Content, Slug, Words
from kit.curriculum.practices.base import Practice, Sentences


class AgendaPart(Content):
    """A part of the meeting: its minutes, and how it goes."""

    title: Words
    minutes: int = Field(ge=1, le=60)
    how: Words


class CharterQuestion(Content):
    """Something a group agrees on, with an idea to begin from."""

    id: Slug
    question: Words
    idea: Words


class Role(Content):
    """What somebody does for a meeting."""

    title: Words
    task: Words


class Theme(Content):
    """What a meeting can turn to when nothing else is pressing."""

    title: Words
    question: Words


class PeerMeeting(Practice):
    """A meeting of a few colleagues with an agenda whose parts fill its ``minutes``, and the charter of their group.

    There are as many meetings as ``themes``, one every ``weeks_apart`` weeks.
    """

    module: Literal["peer_group"] = "peer_group"
    agenda: tuple[AgendaPart, ...] = Field(min_length=1)
    charter: tuple[CharterQuestion, ...] = Field(min_length=1)
    host: Role
    time_keeper: Role
    themes: tuple[Theme, ...] = Field(min_length=1, max_length=26)
    weeks_apart: int = Field(default=2, ge=1, le=8)
    care: Words

    @property
    def on_paper(self) -> tuple[str, ...]:
        return tuple(one.question for one in self.charter)

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((question.id, question.question) for question in self.charter)

    @model_validator(mode="after")
    def _coherent(self) -> PeerMeeting:
        whole = sum(part.minutes for part in self.agenda)
        if whole != self.minutes:
            raise ValueError(f"the minutes of the agenda's parts sum to {whole}, and the meeting has {self.minutes}")
        ids = [one.id for one in self.charter]
        for name in ids:
            if ids.count(name) > 1:
                raise ValueError(f"charter: the id '{name}' stands twice; every question must have its own")
        return self
