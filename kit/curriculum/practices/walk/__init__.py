"""The five-step walk: on one's own situation, or through a vignette whose story depends on the turns one takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator, model_validator

from kit.curriculum.items import Content, Several, Slug, Words
from kit.curriculum.practices.base import Practice, Sentences

Step = Literal["pause", "recognise", "assess", "act", "reflect"]
STEPS: tuple[Step, ...] = ("pause", "recognise", "assess", "act", "reflect")

# What an ending comes to: feeling without a limit, keeping out, or care with a view of one's role.
Leaning = Literal["empathy", "detachment", "compassion"]
LEANINGS: tuple[Leaning, ...] = ("empathy", "detachment", "compassion")


class Turn(Content):
    """Something one may do in a scene, and where the story goes then."""

    id: Slug
    label: Words
    to: Slug


class Scene(Content):
    """A moment of the story, at one of the first four steps, with the turns it offers."""

    id: Slug
    step: Step
    text: Words
    turns: tuple[Turn, ...] = Field(max_length=4)


class Ending(Content):
    """How it turned out, without praise or blame, and a question to take along."""

    id: Slug
    leans: Leaning
    text: Words
    question: Words


class Contrast(Content):
    """The same situation answered by empathy alone, by detachment, and by compassionate intelligence."""

    empathy: Words
    detachment: Words
    compassion: Words


class Vignette(Content):
    """A made-up situation to walk through. Every way through it comes to an end, and none leads round in a circle."""

    id: Slug
    title: Words
    situation: Words
    scenes: tuple[Scene, ...] = Field(min_length=1)
    endings: tuple[Ending, ...] = Field(min_length=1)
    contrast: Contrast

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Vignette:
        Several.check(_problems(self))
        return self


class WalkStep(Content):
    """What a step asks where somebody walks through a situation of their own."""

    id: Step
    title: Words
    prompt: Words


class Walk(Practice):
    """The five steps, and the vignettes that can be walked through."""

    module: Literal["walk"]
    steps: tuple[WalkStep, ...]
    vignettes: tuple[Vignette, ...] = ()

    def asked(self, sentences: Sentences) -> Iterator[tuple[str, str]]:
        notes = ("pause", "recognise", "mine", "shared", "not_mine", "act", "reflect")
        yield from ((name, sentences[f"note_{name}"]) for name in notes)
        yield "kind", sentences["kind"]
        for vignette in self.vignettes:
            yield f"ways/{vignette.id}", f"{vignette.title}: {sentences['your_way']}"
            yield f"thoughts/{vignette.id}", f"{vignette.title}: {sentences['thought']}"

    def in_words(self, sentences: Sentences) -> Iterator[tuple[str, str, str]]:
        kinds = (name for name in sentences if name.startswith("kind_"))
        yield from (("kind", name.removeprefix("kind_"), sentences[name]) for name in kinds)
        for vignette in self.vignettes:
            for scene in vignette.scenes:
                yield from ((f"ways/{vignette.id}", turn.id, turn.label) for turn in scene.turns)

    @field_validator("steps")
    @classmethod
    def _all_five(cls, steps: tuple[WalkStep, ...]) -> tuple[WalkStep, ...]:
        if tuple(step.id for step in steps) != STEPS:
            raise ValueError(f"the steps are {', '.join(STEPS)}, each once and in this order")
        return steps


def _problems(vignette: Vignette) -> Iterator[str]:
    names = [*(scene.id for scene in vignette.scenes), *(ending.id for ending in vignette.endings)]
    for name in names:
        if names.count(name) > 1:
            yield f"'{name}' stands twice; every scene and ending needs an id of its own"
    if vignette.scenes[0].step != "pause":
        yield f"scene '{vignette.scenes[0].id}' comes first, so its step must be 'pause'"
    scenes = {scene.id: scene for scene in vignette.scenes}
    for scene in vignette.scenes:
        for problem in _turn_problems(scene, scenes, names):
            yield f"scene '{scene.id}'{problem}"
    yield from _loops(vignette.scenes[0], scenes, ())
    reached = {turn.to for scene in vignette.scenes for turn in scene.turns}
    for name in names[1:]:
        if name not in reached:
            yield f"no turn leads to '{name}'; let one lead there, or take it out"
    missing = [leaning for leaning in LEANINGS if leaning not in {ending.leans for ending in vignette.endings}]
    if missing:
        yield f"no ending leans to {missing[0]}; a walk may come out at {', '.join(LEANINGS)}, each at least once"


def _turn_problems(scene: Scene, scenes: dict[str, Scene], names: list[str]) -> Iterator[str]:
    if scene.step == "reflect":
        yield f" has the step 'reflect', which belongs to the endings; steps are {', '.join(STEPS[:4])}"
    if len(scene.turns) < 2:
        yield " leaves nothing to choose and leads nowhere; give it at least two turns"
    for turn in scene.turns:
        after = scenes.get(turn.to)
        if turn.to not in names:
            yield f", turn '{turn.id}' leads to '{turn.to}', which is nowhere; there are {', '.join(names)}"
        elif after and STEPS.index(after.step) < STEPS.index(scene.step):
            yield f", turn '{turn.id}' leads back to the step '{after.step}'; steps go forward"


def _loops(scene: Scene, scenes: dict[str, Scene], way: tuple[str, ...]) -> Iterator[str]:
    if scene.id in way:
        circle = " to ".join((*way[way.index(scene.id) :], scene.id))
        yield f"the story goes round in a circle, {circle}; give it an ending"
        return
    for turn in scene.turns:
        if turn.to in scenes:
            yield from _loops(scenes[turn.to], scenes, (*way, scene.id))
