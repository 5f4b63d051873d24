"""A walk has the five steps in their order, and the ways of a vignette all come to an end."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.walk import LEANINGS, STEPS, Vignette
from kit.curriculum.practices.walk.vignettes import raw_vignettes
from kit.curriculum.registers import load_messages
from kit.errors import ContentError
from kit.settings import packaged_curriculum

VIGNETTE = """\
title: A cup of tea
situation: Somebody drops a cup.
scenes:
  crash:
    step: pause
    text: It is loud.
    turns:
      breathe: {label: Breathe, to: floor}
      shout: {label: Shout, to: cold}
  floor:
    step: act
    text: There are shards.
    turns:
      sweep: {label: Sweep together, to: together}
      alone: {label: Do it all yourself, to: tired}
endings:
  together: {leans: compassion, text: It is swept., question: Who held the pan}
  tired: {leans: empathy, text: It is swept by you., question: Why you}
  cold: {leans: detachment, text: It is still there., question: And now}
contrast: {empathy: One., detachment: Two., compassion: Three.}
"""


@pytest.fixture
def said(tmp_path):
    """The sentence about a vignette in which one thing was changed; empty where all is well."""
    folder = tmp_path / "vignettes"
    folder.mkdir()

    def say(old="", new=""):
        assert old in VIGNETTE
        (folder / "tea.yaml").write_text(VIGNETTE.replace(old, new), "utf-8")
        try:
            raw_vignettes(tmp_path)
        except ContentError as error:
            return str(error)
        return ""

    return say


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("to: floor", "to: flor", ["scene 'crash', turn 'breathe' leads to 'flor', which is nowhere", "floor"]),
        ("to: together", "to: crash", ["turn 'sweep' leads back to the step 'pause'"]),
        ("step: act", "step: pause", []),
        ("      alone: {label: Do it all yourself, to: tired}\n", "", ["scene 'floor' leaves nothing to choose"]),
        ("to: tired", "to: together", ["no turn leads to 'tired'"]),
        ("leans: empathy", "leans: compassion", ["no ending leans to empathy"]),
        ("leans: empathy", "leans: pity", ["ending 'tired'", "'leans' has 'pity'"]),
        ("step: pause", "step: assess", ["comes first, so its step must be 'pause'"]),
        ("step: act", "step: reflect", ["belongs to the endings"]),
        ("  tired: {", "  floor: {", ["'floor' stands twice"]),
        ("text: It is loud.", "txet: It is loud.", ["scene 'crash'", "unknown key 'txet'", "did you mean 'text'"]),
        ("label: Shout", "lable: Shout", ["turn 'shout'", "unknown key 'lable'"]),
        ("contrast: {empathy: One., ", "contrast: {", ["'contrast'", "the key 'empathy' is missing"]),
    ],
)
def test_a_vignette_that_leads_nowhere_or_is_misspelt_is_told_with_file_place_and_cure(said, old, new, parts):
    sentence = said(old, new)
    assert bool(sentence) == bool(parts)
    for part in parts:
        assert part in sentence
    assert not sentence or sentence.startswith(("tea.yaml: ", "tea.yaml, line "))


def test_a_story_that_goes_round_in_a_circle_is_refused(tmp_path):
    folder = tmp_path / "vignettes"
    folder.mkdir()
    text = VIGNETTE.replace("step: act", "step: pause").replace("to: together", "to: crash")
    (folder / "tea.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError, match="goes round in a circle, crash to floor to crash"):
        raw_vignettes(tmp_path)


def test_a_cohorts_own_vignettes_replace_the_packaged_ones(said, tmp_path):
    assert said() == ""
    assert list(raw_vignettes(tmp_path)) == ["tea"]


def test_eight_situations_are_there_and_each_can_come_out_in_each_way():
    packaged = {name: Vignette.model_validate(raw) for name, raw in raw_vignettes(packaged_curriculum()).items()}
    assert set(packaged) >= {
        *("client-in-tragedy", "tearful-colleague", "underperformer", "termination", "competitive-team"),
        *("toxic-culture", "over-identifying-helper", "performed-compassion"),
    }
    for vignette in packaged.values():
        assert {ending.leans for ending in vignette.endings} == set(LEANINGS)
        assert {scene.step for scene in vignette.scenes} == set(STEPS[:4])


def test_the_way_that_a_group_may_share_is_worded_as_the_walk_words_it():
    weeks = load_curriculum(packaged_curriculum())
    words = load_messages(packaged_curriculum()).section("walk")
    exercise = next(one for one in weeks[5].exercises if one.id == "underperformer")
    assert list(exercise["way"].options.words) == [words[f"way_{leaning}"] for leaning in LEANINGS]
