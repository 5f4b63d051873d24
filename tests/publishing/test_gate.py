"""The gate: what it closes, releases, holds and says, and the file it writes."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from kit.curriculum.items import Choice, Likert
from kit.curriculum.policy import Policy
from kit.errors import ContentError, KitError, PolicyError, UnknownName
from kit.publishing.gate import Decision, export, fix_policy, publish
from kit.results.releases import Asked, State
from tests.attacks.scene import ITEMS, scene, week


def test_an_exercise_is_closed_and_its_items_are_released_in_order(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2, yes=1, tank=9, hopes=["größer"], years=1, words="hello")
        outcomes = here.publish()
        assert here.store.status(1, "check-in") == "closed"
        assert [(one.item, one.decision) for one in outcomes] == [
            *((item, Decision.PUBLISHED) for item in ("calm", "yes", "tank", "hopes", "years")),
            ("words", Decision.NOT_SHOWN),
        ]
        assert [one.release for one in outcomes if one.release] == list(here.published.releases)
        assert here.ranges("calm") == [[(0, 2), (6, 8), (0, 2)]]
        assert here.ranges("hopes") == [[(6, 8), (0, 2), (0, 2)]]
        assert [part.label for part in here.published.of(1, "check-in", "tank")[0].bins] == [
            "0 to 3",
            "4 to 6",
            "7 to 10",
        ]


def test_outcomes_say_what_became_of_an_item(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2, words="hello")
        told = here.decisions()
        assert told["calm"] == "Week 1, check-in, calm: published, from 8 answers."
        assert told["yes"].startswith("Week 1, check-in, yes: not published")
        assert told["words"].endswith("shown from there.")
        assert "published before" in here.decisions()["calm"]


def test_the_four_states_of_an_item_follow(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2)
        here.publish()
        state = here.published.state
        assert state(1, "check-in", "calm", share="group") is State.RELEASED
        assert state(1, "check-in", "yes", share="group") is State.NOT_ENOUGH
        assert state(2, "check-in", "yes", share="group") is State.NOT_ASKED
        assert Asked(week=1, exercise="check-in", item="words") not in here.published.asked


def test_one_exercise_can_be_published_alone(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2)
        outcomes = publish(here.store, here.weeks, Policy(), week=1, exercise="check-in")
        assert len(outcomes) == len(ITEMS)
        with pytest.raises(UnknownName, match="its shared exercises are check-in"):
            publish(here.store, here.weeks, Policy(), week=1, exercise="nothing")
        with pytest.raises(UnknownName, match="There's no week 12"):
            publish(here.store, here.weeks, Policy(), week=12)


def test_an_item_changed_after_its_first_answer_stops_everything(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2, yes=1)
    turned = Likert(id="calm", prompt="Calm?", share="group", scale=("да", "un peu", "nein"))
    with scene(tmp_path, weeks={1: week(1, (turned, *ITEMS[1:]))}) as here:
        with pytest.raises(ContentError, match="item 'calm' was changed"):
            here.publish()
        assert here.store.status(1, "check-in") == "open"
        assert here.published.releases == ()


def test_the_policy_is_fixed_when_the_first_exercise_opens_or_is_published(tmp_path: Path) -> None:
    with scene(tmp_path / "published") as here:
        here.all_say(range(8), calm=2)
        here.publish()
        with pytest.raises(PolicyError, match=r"fixed as k5-s8-t8/5 .* now it's k9-s9-t8/5"):
            publish(here.store, here.weeks, Policy(minimum=9, sensitive=9), week=2)
    with scene(tmp_path / "opened") as here:
        fix_policy(here.store, Policy(minimum=6))
        fix_policy(here.store, Policy(minimum=6))
        with pytest.raises(PolicyError, match="A new cohort can have another policy"):
            fix_policy(here.store, Policy())
        here.all_say(range(8), calm=2)
        with pytest.raises(PolicyError):
            here.publish()
        assert here.store.status(1, "check-in") == "open"


def test_a_stricter_policy_holds_what_the_kits_own_would_release(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2)
        outcomes = publish(here.store, here.weeks, Policy(minimum=9), week=1)
        assert {one.decision for one in outcomes} == {Decision.HELD, Decision.NOT_SHOWN}
        here.all_say([8], calm=2)
        publish(here.store, here.weeks, Policy(minimum=9), week=1)
        assert [one.policy for one in here.published.releases] == ["k9-s8-t8/5"]


def test_exporting_again_writes_the_same_bytes_and_leaves_the_file_alone(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2)
        here.publish()
        before, file = here.bytes, tmp_path / "published" / "releases.json"
        number = file.stat().st_ino
        export(here.store)
        assert (here.bytes, file.stat().st_ino) == (before, number)
        export(here.store, tmp_path / "elsewhere")
        assert (tmp_path / "elsewhere" / "releases.json").read_bytes() == before
        assert [one.name for one in (tmp_path / "published").iterdir()] == ["releases.json"]
        assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_published_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=2)
        (tmp_path / "published").write_text("a file in its place", "utf-8")
        with pytest.raises(KitError, match="check the permissions"):
            here.publish()
        (tmp_path / "published").unlink()
        here.publish()
        assert len(here.published.releases) == 1


def test_two_cohorts_with_the_same_answers_publish_the_same_figures(tmp_path: Path) -> None:
    texts = set()
    for name in ("one", "two"):
        with scene(tmp_path / name) as here:
            here.all_say(range(30), calm=2, hopes=[])
            here.publish()
            texts.add(here.bytes)
    assert len(texts) == 1


# Which answer leads: only under a policy that says so, and never of what recurs or takes any number of answers.

LEADS = Policy(leaders=True)
ASKED = (
    Likert(id="once", prompt="Once?", share="group", scale=("a", "b", "c", "d")),
    Likert(id="again", prompt="Again?", share="group", scale=("a", "b", "c", "d"), recurs=True),
    Choice(id="several", prompt="Several?", share="group", choose="any", options=("a", "b", "c", "d")),
)


def test_which_answer_leads_is_published_where_the_policy_says_so(tmp_path: Path) -> None:
    with scene(tmp_path, weeks={1: week(1, ASKED)}) as here:
        for who, point in enumerate((2, 2, 2, 1, 1, 3, 3, 4)):
            here.all_say([who], once=point, again=point, several=["b"])
        once, again, several = (one.release for one in publish(here.store, here.weeks, LEADS, week=1))
    assert once is not None and again is not None and several is not None
    assert once.leads == ("b",)
    assert [(part.low, part.high) for part in once.bins] == [(0, 3), (3, 4), (0, 3), (0, 3)]
    assert again.leads == several.leads == ()
    assert [(part.low, part.high) for part in again.bins] == [(0, 4)] * 4
    assert '"leads": ["b"]' in json.dumps(once.content())
    assert "leads" not in again.content()


def test_a_cohort_that_began_without_leaders_goes_on_without_them(tmp_path: Path) -> None:
    with scene(tmp_path, weeks={1: week(1, ASKED)}) as here:
        here.all_say(range(8), once=2, again=2, several=["b"])
        fix_policy(here.store, Policy())
        with pytest.raises(PolicyError, match="fixed as k5-s8-t8/5 when it started"):
            publish(here.store, here.weeks, LEADS, week=1)
        publish(here.store, here.weeks, Policy(), week=1)
        assert not any(release.leads for release in here.published.releases)


def test_decisions_are_the_same_whatever_leads(tmp_path: Path) -> None:
    told = []
    for number, points in enumerate([(1,) * 9, (1, 2, 3, 4, 1, 2, 3, 4, 1), (4, 4, 4, 3, 3, 3, 2, 2, 2)]):
        with scene(tmp_path / str(number), weeks={1: week(1, ASKED)}) as here:
            for who, point in enumerate(points):
                here.all_say([who], once=point)
            told.append([(one.item, one.decision) for one in publish(here.store, here.weeks, LEADS, week=1)])
    assert told[0] == told[1] == told[2]
