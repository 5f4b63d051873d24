"""The discernment sort: small situations, each of which may call for support, a challenge, or a step back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from kit.curriculum.items import Content, Slug, Words
from kit.curriculum.practices.base import Practice, Sentences


class Reasons(Content):
    """What speaks for each of the three, because none of them is right by itself."""

    support: Words
    challenge: Words
    step_back: Words


class Card(Content):
    """A situation to sort, and a reason for each of the three places."""

    id: Slug
    text: Words
    reasons: Reasons


class Sort(Practice):
    """Cards to sort into support, challenge and stepping back."""

    module: Literal["sort"]
    cards: tuple[Card, ...] = Field(min_length=2)

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        yield from ((f"places/{card.id}", card.text) for card in self.cards)

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        for card in self.cards:
            for place in ("support", "challenge", "step_back"):
                yield f"places/{card.id}", place, sentences[f"place_{place}"]
