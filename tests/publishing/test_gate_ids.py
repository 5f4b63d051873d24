"""Questions with ids are published by id: mended words and two languages are one family, and another id is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kit.curriculum.items import Choice, Emotion, Item, Likert, Rating
from kit.curriculum.weeks import Week
from kit.errors import ContentError
from kit.publishing.audit import audit, audit_folder
from kit.results.export import published_csv
from kit.results.findings import finding
from kit.results.releases import Bin, Release, Releases, read_releases, to_text
from tests.attacks.scene import EXERCISE, Scene, scene, week

LEAN = {"listen": "I listen first", "advise": "I give advice", "wait": "I wait"}
MENDED = LEAN | {"advise": "I give advice quickly"}
GERMAN = {"listen": "Ich höre erst zu", "advise": "Ich rate schnell", "wait": "Ich warte"}
OFTEN, OFT = {"never": "never", "once": "once", "often": "often"}, {"never": "nie", "once": "einmal", "often": "oft"}


def items(lean: Mapping[str, str], often: Mapping[str, str], ends: tuple[str, str]) -> tuple[Item, ...]:
    asked = {"prompt": "?", "share": "group"}
    return (
        Choice(id="lean", choose="one", options=lean, **asked),
        Choice(id="helped", choose="any", options=lean, **asked),
        Likert(id="often", scale=often, **asked),
        Rating(id="tank", low={"empty": ends[0]}, high={"full": ends[1]}, **asked),
        Emotion(id="felt", by="labels", labels=often, **asked),
    )


def curriculum(
    lean: Mapping[str, str] = LEAN, often: Mapping[str, str] = OFTEN, ends=("empty", "full")
) -> dict[int, Week]:
    return {1: week(1, items(lean, often, ends))}


ENGLISH, MENDED_WEEKS, IN_GERMAN = curriculum(), curriculum(MENDED), curriculum(GERMAN, OFT, ("leer", "voll"))


def answered(folder: Path, *, here: dict[int, Week], people: range, lean: str, often: str) -> None:
    with scene(folder, weeks=here) as opened:
        opened.all_say(people, lean=lean, helped=[lean], often=often, tank=9, felt=[often])


def published(folder: Path, weeks: dict[int, Week]) -> Scene:
    with scene(folder, weeks=weeks) as here:
        here.publish()
        assert audit(here.store.cohort, weeks).problems == ()
        return here


def test_a_word_that_was_mended_between_two_answers_makes_one_release_of_one_family(tmp_path):
    answered(tmp_path, here=ENGLISH, people=range(4), lean="I give advice", often="once")
    answered(tmp_path, here=MENDED_WEEKS, people=range(4, 9), lean="I give advice quickly", often="once")
    here = published(tmp_path, MENDED_WEEKS)
    (only,) = here.published.of(1, EXERCISE, "lean")
    assert only.people == 9
    assert [part.name for part in only.bins] == ["listen", "advise", "wait"]
    assert "I give" not in here.bytes.decode()
    assert finding(ENGLISH[1].exercises[0]["lean"], only) == "Most people who answered chose “I give advice”."


def test_two_languages_of_one_curriculum_are_counted_together_and_each_reads_its_own_words(tmp_path):
    answered(tmp_path, here=ENGLISH, people=range(5), lean="I listen first", often="often")
    answered(tmp_path, here=IN_GERMAN, people=range(5, 11), lean="Ich höre erst zu", often="oft")
    here = published(tmp_path, IN_GERMAN)
    assert {one.people for one in here.published.releases} == {11}
    assert audit_folder(tmp_path / "published", ENGLISH).problems == ()
    (lean,) = here.published.of(1, EXERCISE, "lean")
    assert finding(ENGLISH[1].exercises[0]["lean"], lean).endswith("“I listen first”.")
    assert finding(IN_GERMAN[1].exercises[0]["lean"], lean).endswith("“Ich höre erst zu”.")
    assert "Ich höre erst zu" in published_csv(here.published, IN_GERMAN)
    assert "Ich" not in published_csv(here.published, ENGLISH)
    document = json.loads(here.bytes)
    assert document["format"] == 3
    assert [set(part) for row in document["releases"] for part in row["bins"]] == [{"id", "low", "high"}] * 15


@pytest.mark.parametrize(
    ("lean", "said"),
    [
        (LEAN | {"leave": "I leave"}, "(new: 'leave')"),
        ({"listen": "I listen first", "wait": "I wait"}, "(gone: 'advise')"),
        ({"hear": "I listen first", "advise": "I give advice", "wait": "I wait"}, "(gone: 'listen'; new: 'hear')"),
        (dict(reversed(LEAN.items())), "(in another order)"),
        (list(LEAN.values()), "its words had ids"),
    ],
)
def test_another_id_or_order_publishes_nothing_and_says_which(tmp_path, lean, said):
    answered(tmp_path, here=ENGLISH, people=range(9), lean="listen", often="once")
    with scene(tmp_path, weeks=curriculum(lean)) as here:
        with pytest.raises(ContentError) as refused:
            here.publish()
        assert said in str(refused.value)
        assert here.published.releases == ()


def rewritten(folder: Path, change) -> None:
    """Releases changed and chained anew, as somebody would who owns the file and knows the rule."""
    there, chain = read_releases(folder), []
    for one in there.releases:
        changed = replace(change(one), previous=chain[-1].hash if chain else one.previous, hash="")
        chain.append(replace(changed, hash=changed.computed_hash()))
    (folder / "releases.json").write_text(to_text(Releases(cohort="spring", releases=tuple(chain), asked=there.asked)))


def leading(*names: str):
    return lambda one: replace(one, leads=names) if one.item == "lean" else one


def as_words(one: Release) -> Release:
    called = tuple(Bin(label=part.id, low=part.low, high=part.high) for part in one.bins)
    return replace(one, bins=called) if one.item == "lean" else one


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (as_words, "its bins aren't those of the item"),
        (leading("listen"), "it says what leads, and of such a question that is never said"),
        (
            lambda one: replace(one, leads=("listen",)) if one.item == "helped" else one,
            "it says what leads, and of any number of answers that is never said",
        ),
    ],
)
def test_the_audit_knows_ids_from_words_and_believes_no_word_that_may_not_be_said(tmp_path, change, said):
    answered(tmp_path, here=ENGLISH, people=range(9), lean="listen", often="once")
    published(tmp_path, ENGLISH)
    rewritten(tmp_path / "published", change)
    problems = audit_folder(tmp_path / "published", ENGLISH).problems
    assert any(said in problem for problem in problems), problems
