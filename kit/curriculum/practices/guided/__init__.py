"""Practices that are guided line by line: the breath, and the meditations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice, Sentences

# For whom a phrase of goodwill is meant, in the order in which a sitting goes from one to the next.
Whom = Literal["self", "dear", "neutral", "difficult", "all"]


class Phrases(Content):
    """Phrases of goodwill for somebody, which whoever practises may replace with their own."""

    whom: Whom
    lines: tuple[Words, ...] = Field(min_length=1)


class Guided(Practice):
    """A script that can be read aloud, printed or followed alone, paced as breath or followed line by line.

    Left out, ``module`` is ``breath`` for the practice with that id and ``meditation`` for any other.
    """

    module: Literal["breath", "meditation"]
    steps: tuple[Words, ...] = Field(min_length=1)
    eyes_open: Words
    stopping: Words
    phrases: tuple[Phrases, ...] = ()

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((f"lines/{whom}", words) for whom, words in _whom_words(sentences))
        yield f"whom/{self.id}", self.title

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        yield from ((f"whom/{self.id}", whom, words) for whom, words in _whom_words(sentences))

    @model_validator(mode="before")
    @classmethod
    def _usual_module(cls, raw: Any) -> Any:
        return {"module": guided_module(raw), **raw} if isinstance(raw, dict) else raw

    @field_validator("phrases")
    @classmethod
    def _once_each(cls, phrases: tuple[Phrases, ...]) -> tuple[Phrases, ...]:
        named = [one.whom for one in phrases]
        for whom in named:
            if named.count(whom) > 1:
                raise ValueError(f"phrases: '{whom}' stands twice; give each its phrases in one place")
        return phrases


def guided_module(raw: Any) -> str:
    """The module of a practice that names none."""
    return "breath" if isinstance(raw, dict) and raw.get("id") == "breath" else "meditation"


def _whom_words(sentences: Sentences) -> Iterator[tuple[str, str]]:
    """Yield for whom phrases may be meant, and how that is said."""
    yield from ((whom, sentences[f"whom_{whom}"]) for whom in get_args(Whom) if f"whom_{whom}" in sentences)
