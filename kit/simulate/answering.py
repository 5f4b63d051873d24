"""Drawing the answers of simulated participants to items of each kind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from kit.curriculum.items import Choice, Emotion, Item, Likert, Ranking, Rating, Text
from kit.curriculum.reading import Stored
from kit.simulate.people import bell, weighted

# A lean of 1 is a fifth of a scale.
_PER_LEAN = 0.2
# How often somebody gives the answer that is typical of him or her, where answers have no order.
_HABIT = 0.45

SENTENCES = (
    "I asked a second question before I offered help.",
    "I said what I could do and what I could not.",
    "It went better once I had taken a breath.",
    "I noticed that I was tired and said so.",
    "Next time I would listen a little longer.",
    "I left the problem with the person it belonged to.",
)
# What people might share where a question of the stock weeks asks for something of its own.
ABOUT = {
    "gives-energy": (
        "Walking to the bus stop instead of waiting at the near one.",
        "The ten minutes before the others arrive.",
        "When a task is really finished and I can cross it out.",
        "Lunch with someone who talks about anything but work.",
        "Music on the way home, loud.",
        "A morning without a meeting.",
    ),
    "say-to-kim": (
        "I've missed your eye for mistakes lately. How are you?",
        "Can we have coffee, ten minutes, no agenda?",
        "The last two reports had gaps, and that isn't like you.",
        "What has been making the reports hard?",
        "I'd like to talk about the reports before anyone else does.",
        "I noticed, and I'm not here to tell you off.",
    ),
    "small-thing": (
        "Stand still for one breath before you open the door.",
        "Ask whose job it is before you take it on.",
        "Say a time when you say later.",
        "Put one nice thing in the calendar, with an hour.",
        "Ask again three days later. One sentence is enough.",
        "Write down what went well before what didn't.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Leaning:
    """What draws somebody's answer to an item.

    ``lean`` is the tendency on a scale, 0 for its middle; ``liked`` is how popular each option is in this
    cohort, and ``taste`` how much this participant favours it, both from 0 to 1.
    """

    lean: float = 0.0
    liked: Sequence[float] = ()
    taste: Sequence[float] = ()


@singledispatch
def sample(item: Item, rng: random.Random, leaning: Leaning) -> Stored:
    """Draw an answer to *item*, in the stored form that ``item.check`` returns."""
    raise NotImplementedError(f"no simulated answer for {type(item).__name__}")


@sample.register
def _(item: Rating, rng: random.Random, leaning: Leaning) -> Stored:
    return item.points[_place(rng, leaning, len(item.points))]


@sample.register
def _(item: Likert, rng: random.Random, leaning: Leaning) -> Stored:
    return item.stored(1 + _place(rng, leaning, len(item.scale)))


@sample.register
def _(item: Choice, rng: random.Random, leaning: Leaning) -> Stored:
    if item.choose == "any":
        return _several(item.options.ids, rng, leaning)
    return item.options.ids[_favoured(rng, leaning, len(item.options))]


@sample.register
def _(item: Emotion, rng: random.Random, leaning: Leaning) -> Stored:
    if item.by == "labels":
        return _several(item.labels.ids, rng, leaning)
    calm = leaning.taste[0] - 0.5 if leaning.taste else 0.0
    unpleasant = leaning.lean + bell(rng) < 0
    low_energy = 2 * calm + bell(rng) > 0
    return item.quadrants.ids[2 * unpleasant + low_energy]


@sample.register
def _(item: Ranking, rng: random.Random, leaning: Leaning) -> Stored:
    weights = _weights(leaning, len(item.options))
    drawn = [(-weight * rng.random(), option) for weight, option in zip(weights, range(len(item.options)), strict=True)]
    return [item.options.ids[place] for _, place in sorted(drawn)]


@sample.register
def _(item: Text, rng: random.Random, leaning: Leaning) -> Stored:  # noqa: ARG001 - any of the sentences will do
    sentences = ABOUT.get(item.id, SENTENCES)
    return sentences[int(rng.random() * len(sentences))][: item.longest].strip()


def _place(rng: random.Random, leaning: Leaning, points: int) -> int:
    position = 0.5 + _PER_LEAN * (leaning.lean + bell(rng))
    return min(points - 1, max(0, int(position * points)))


def _weights(leaning: Leaning, options: int) -> list[float]:
    return [0.2 + popular for popular in (leaning.liked or [0.5] * options)[:options]]


def _favoured(rng: random.Random, leaning: Leaning, options: int) -> int:
    weights = _weights(leaning, options)
    if leaning.taste and rng.random() < _HABIT:
        drawn = [weight * taste for weight, taste in zip(weights, leaning.taste, strict=False)]
        return drawn.index(max(drawn))
    return weighted(rng, weights)


def _several(options: Sequence[str], rng: random.Random, leaning: Leaning) -> list[str]:
    liked = leaning.liked or [0.5] * len(options)
    taste = leaning.taste or [0.5] * len(options)
    return [
        option
        for option, popular, own in zip(options, liked, taste, strict=False)
        if rng.random() < 0.1 + 0.5 * popular + 0.6 * (own - 0.5)
    ]
