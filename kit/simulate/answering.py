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
        "Movement: Walking to the bus stop instead of waiting at the near one.",
        "Rest: Ten minutes on the bench before I drive home.",
        "Movement: Ten minutes outside before I open my mail.",
        "Rest: The ten minutes before the others arrive.",
        "Rest: A lunch break that is really one.",
        "Rest: Closing the door for one cup of tea.",
        "Rest: A morning without a meeting.",
        "Company: Lunch with someone who talks about anything but work.",
        "Company: A laugh in the kitchen.",
        "Rest: Looking out of the window while the kettle boils.",
        "Music on the way home, loud.",
        "Getting something done: When a task is finished and I can cross it out.",
    ),
    "say-to-kim": (
        "Asking how they are: I've missed your eye for mistakes lately. How are you?",
        "Asking how they are: You've seemed tired to me. How's it going?",
        "Asking how they are: Before we get to the reports, how are things with you?",
        "Asking how they are: What has been making the reports hard?",
        "Naming what I saw: The last two reports had gaps, and that isn't like you.",
        "Naming what I saw: Two reports came back this month, and I'd like to understand why.",
        "Naming what I saw: I noticed, and I'm not here to tell you off.",
        "Offering time: Can we have coffee, ten minutes, no agenda?",
        "Asking how they are: I've kept half an hour free on Thursday. How are you doing?",
        "I'd like to talk about the reports before anyone else does.",
        "You can tell me as much or as little as you like.",
    ),
    "small-thing": (
        "A pause: Stand still for one breath before you open the door.",
        "A pause: Read the message again after lunch, then answer.",
        "A pause: Count to four before you say yes.",
        "Limits: Ask whose job it is before you take it on.",
        "Limits: Say a time when you say later.",
        "Limits: Say what you can do first, and then what you can't.",
        "Limits: Ask which of the two tasks can wait.",
        "Kindness: Write down what went well before what didn't.",
        "Staying in touch: Ask again three days later. One sentence is enough.",
        "Tell people when you're having a bad day. It saves them guessing.",
        "Limits: Go home on time once a week, and say that you do.",
    ),
    "sentence": (
        "I asked a second question before I offered help, and got another answer.",
        "It went better once I'd taken a breath.",
        "I noticed that I was tired and said so. Nothing bad happened.",
        "Next time I'd listen a little longer.",
        "I left the problem with the person it belonged to, and asked again on Friday.",
        "The smaller step was the one I actually took.",
        "I had planned too much talking and too little asking.",
        "Saying no took one sentence. I'd rehearsed ten.",
        "The moment didn't come, so I made one.",
        "I found out what they needed by asking what they needed.",
        "It helped to write the first words down beforehand.",
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
