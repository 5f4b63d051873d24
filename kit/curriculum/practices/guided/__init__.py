"""Practices that are guided line by line: the breath, and the meditations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from pydantic import Field, computed_field, field_validator, model_validator

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice, Sentences
from kit.curriculum.reading import whole_number

# How fast a script is read aloud, and the longest silence that a line can have after it.
WORDS_A_MINUTE = 110
LONGEST_WAIT = 600

# For whom a phrase of goodwill is meant, in the order in which a sitting goes from one to the next.
Whom = Literal["self", "dear", "neutral", "difficult", "all"]


class Phrases(Content):
    """Phrases of goodwill for somebody, which whoever practises may replace with their own."""

    whom: Whom
    lines: tuple[Words, ...] = Field(min_length=1)


class Guided(Practice):
    """A script that can be read aloud, printed or followed alone, paced as breath or followed line by line.

    Left out, ``module`` is ``breath`` for the practice with that id and ``meditation`` for any other. A line is its
    words alone, or ``say`` and ``wait``, the seconds of silence after it; either all lines of a script have a wait or
    none has.
    """

    module: Literal["breath", "meditation"]
    steps: tuple[Words, ...] = Field(min_length=1)
    waits: tuple[int, ...] = ()
    eyes_open: Words
    stopping: Words
    phrases: tuple[Phrases, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def seconds(self) -> tuple[float, ...]:
        """How long each line takes, read aloud and with its silence; an equal share of the minutes without waits."""
        if not self.waits:
            return (self.minutes * 60 / len(self.steps),) * len(self.steps)
        spoken = (len(step.split()) * 60 / WORDS_A_MINUTE for step in self.steps)
        return tuple(round(reading + wait, 1) for reading, wait in zip(spoken, self.waits, strict=True))

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((f"lines/{whom}", words) for whom, words in _whom_words(sentences))
        yield f"whom/{self.id}", self.title

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        yield from ((f"whom/{self.id}", whom, words) for whom, words in _whom_words(sentences))

    @model_validator(mode="before")
    @classmethod
    def _usual_module(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return {"module": guided_module(raw), **raw, **_said_and_waited(raw.get("steps"))}

    @field_validator("phrases")
    @classmethod
    def _once_each(cls, phrases: tuple[Phrases, ...]) -> tuple[Phrases, ...]:
        named = [one.whom for one in phrases]
        for whom in named:
            if named.count(whom) > 1:
                raise ValueError(f"phrases: '{whom}' stands twice; give each its phrases in one place")
        return phrases


def _said_and_waited(written: Any) -> dict[str, list[Any]]:
    """The words and the waits of lines that have both; nothing where they are words alone.

    Raises ValueError naming the line that has one of the two, or something else.
    """
    if not isinstance(written, list | tuple) or not any(isinstance(line, Mapping) for line in written):
        return {}
    for number, line in enumerate(written, start=1):
        wait = whole_number(line["wait"]) if isinstance(line, Mapping) and set(line) == {"say", "wait"} else None
        if wait is None or wait > LONGEST_WAIT:
            raise ValueError(
                f"steps, line {number}: where one line has a wait, write 'say:' and 'wait:' for each of them, and the "
                f"wait in seconds, 0 to {LONGEST_WAIT}"
            )
    return {"steps": [line["say"] for line in written], "waits": [whole_number(line["wait"]) for line in written]}


def guided_module(raw: Any) -> str:
    """The module of a practice that names none."""
    return "breath" if isinstance(raw, dict) and raw.get("id") == "breath" else "meditation"


def _whom_words(sentences: Sentences) -> Iterator[tuple[str, str]]:
    """Yield for whom phrases may be meant, and how that is said."""
    yield from ((whom, sentences[f"whom_{whom}"]) for whom in get_args(Whom) if f"whom_{whom}" in sentences)
