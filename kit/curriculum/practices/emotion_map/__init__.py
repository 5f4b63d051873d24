"""The emotion map: where a feeling lies between unpleasant and pleasant, low and high energy, and words for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice, Sentences


class Quarters(Content):
    """Words for feelings in each quarter of the map."""

    unpleasant_high: tuple[Words, ...] = Field(min_length=1)
    pleasant_high: tuple[Words, ...] = Field(min_length=1)
    unpleasant_low: tuple[Words, ...] = Field(min_length=1)
    pleasant_low: tuple[Words, ...] = Field(min_length=1)


class EmotionMap(Practice):
    """A map with two directions, words to choose from, and the strength of the feeling before and after."""

    module: Literal["emotion_map"]
    words: Quarters
    paper: tuple[Words, ...] = ()

    @property
    def on_paper(self) -> tuple[str, ...]:
        return self.paper

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((name, sentences[name]) for name in ("situation", "before", "pleasant", "energy", "after"))
        yield from (("own", sentences["own_word"]), ("words", sentences["labels"]))

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        for name in ("before", "after"):
            yield from ((name, str(value), sentences["strength"].format(value=value)) for value in range(11))
        for name in ("pleasant", "energy"):
            sides = {-1: sentences[f"{name}_low"], 0: sentences["middle"], 1: sentences[f"{name}_high"]}
            yield from ((name, str(value), sides[(value > 0) - (value < 0)]) for value in range(-5, 6))
