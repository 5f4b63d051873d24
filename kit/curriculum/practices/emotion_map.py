"""The emotion map: where a feeling lies between unpleasant and pleasant, low and high energy, and words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kit.curriculum.items import Content, Words
from kit.curriculum.practices.base import Practice


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
