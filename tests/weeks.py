"""Weeks for tests: one small week written out, and one maker of weeks of any blocks and exercises."""

from __future__ import annotations

import shutil
from pathlib import Path

from kit.curriculum.weeks import Block, Exercise, Minutes, Notes, Week
from kit.settings import packaged_curriculum

SMALL_WEEK = """\
number: 1
title: A small week
lead: Enough of a week to test with.
aims: [try things out]
session_minutes: 30
safety: You can stop at any time.
home_practice: [rest a little]
cut_order: [idea]
blocks:
  arrive:
    title: Arrive
    minutes: {min: 3, target: 10, max: 11}
    reading: "A *few* words. <b>raw</b>"
    practices:
      breath:
        title: A breath
        minutes: 2
        steps: [Breathe in., Breathe out.]
        eyes_open: Keep your eyes open if you like.
        stopping: Stop whenever you like.
    facilitator: {say: [Welcome.], do: [Open the window.], watch_for: [Hurry.], if_it_goes_wrong: [Go on.]}
  idea:
    title: Idea
    minutes: {min: 5, target: 20, max: 25}
    elements: [E01]
    facilitator: {say: [Look.], do: [Point.], watch_for: [Silence.], if_it_goes_wrong: [Wait.]}
    exercises:
      check-in:
        title: Check in
        items:
          energy: {kind: rating, share: group, recurs: true, prompt: "How much energy?", low: none, high: plenty}
          useful: {kind: likert, share: group, recurs: true, prompt: "How useful?", scale: [not, a little, very]}
          helped: {kind: choice, choose: any, share: group, prompt: "What helped?", options: [rest, talk, walk]}
          tank: {kind: rating, share: group, sensitive: true, recurs: true, prompt: "How full?", low: empty, high: full}
          note: {kind: text, share: group, prompt: "A sentence, if you like"}
          diary: {kind: text, share: private, prompt: For yourself}
          word: {kind: text, share: spoken, prompt: One word aloud}
"""


NOTES = Notes(say=("a",), do=("b",), watch_for=("c",), if_it_goes_wrong=("d",))


def small_week(number: int = 1) -> str:
    """The text of the small week as week *number*."""
    return SMALL_WEEK.replace("number: 1\n", f"number: {number}\n", 1)


def write_weeks(folder: Path, *numbers: int) -> None:
    """Write the small week into the curriculum *folder*, once for each of *numbers*."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(packaged_curriculum() / "policy.yaml", folder)
    for number in numbers:
        (folder / f"week_{number:02d}.yaml").write_text(small_week(number), "utf-8")


def block_of(*exercises: Exercise, id: str = "arrive", minutes: tuple[int, int, int] = (5, 90, 90)) -> Block:
    """A block with *exercises*, and its shortest, planned and longest *minutes*."""
    least, target, most = minutes
    return Block(
        id=id,
        title=id.title(),
        minutes=Minutes(min=least, target=target, max=most),
        exercises=exercises,
        facilitator=NOTES,
    )


def week_of(*blocks: Block | Exercise, number: int = 1, **more: object) -> Week:
    """A week of *blocks*; exercises come into one block of their own. *more* is whatever else a week says."""
    exercises = tuple(part for part in blocks if isinstance(part, Exercise))
    parts = (*((block_of(*exercises),) if exercises else ()), *(part for part in blocks if isinstance(part, Block)))
    said = {"title": "T", "lead": "L", "aims": ("A",), "safety": "S", "home_practice": ("H",), **more}
    return Week.model_validate({"number": number, "blocks": parts, **said})
