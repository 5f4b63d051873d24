"""Shared texts are shown together, once, with nothing that tells whose they are; a mark of anything else is refused."""

from __future__ import annotations

import pytest

from kit.curriculum.policy import Policy
from kit.errors import ReleaseError, UnknownName
from kit.publishing.masking.masker import CohortMasker
from kit.publishing.texts import Pools, places_of
from kit.results.releases import Asked
from tests.attacks.scene import EXERCISE, ITEMS, scene, week
from tests.attacks.shared_texts import PLACE, pools, publish, share, text_of, texts

PEOPLE = 9


@pytest.fixture
def here(tmp_path):
    with scene(tmp_path / "spring") as opened:
        for who in range(PEOPLE):
            share(opened, who)
        yield opened


def test_everything_that_was_shared_is_offered_with_a_mark_that_tells_nothing(here):
    found = pools(here).look(PLACE)
    assert sorted(texts(found)) == sorted(text_of(who) for who in range(PEOPLE))
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert not any(here.store.participant(f"person {who}") in repr(found) for who in range(PEOPLE))
    assert pools(here).look(PLACE) == found, "to look twice tells nothing more"


def test_what_was_said_yes_to_is_published_and_a_no_is_never_offered_again(here):
    there = pools(here)
    release = publish(there, no={text_of(0)})
    assert sorted(one.text for one in release.texts) == sorted(text_of(who) for who in range(1, PEOPLE))
    assert release.people == PEOPLE - 1
    assert text_of(0) not in here.bytes.decode()
    assert there.look(PLACE) == []


@pytest.mark.parametrize(
    "marks",
    [
        lambda ids: (ids, ids[:1]),
        lambda ids: (ids[1:], []),
        lambda ids: ([*ids, "0" * len(ids[0])], []),
        lambda ids: ([], []),
        lambda ids: (ids[:-1], ["x"]),
    ],
    ids=["yes and no at once", "one left out", "one too many", "none", "another's mark"],
)
def test_marks_that_are_not_those_that_were_looked_at_publish_nothing(here, marks):
    there = pools(here)
    yes, no = marks([one.id for one in there.look(PLACE)])
    with pytest.raises(ReleaseError, match="look through them once more"):
        there.publish(PLACE, yes, no)
    assert here.published.releases == ()


def test_too_few_are_not_shown_and_may_be_said_yes_to_after_all(here):
    there = pools(here)
    ids = [one.id for one in there.look(PLACE)]
    with pytest.raises(ReleaseError, match=r"At least \d+ texts have to be shown together, so nothing was shown"):
        there.publish(PLACE, ids[:2], ids[2:])
    assert here.published.releases == ()
    assert len(there.publish(PLACE, ids, []).texts) == PEOPLE


def test_an_open_exercise_and_an_item_that_is_no_text_are_refused(here):
    there = pools(here)
    with pytest.raises(ReleaseError, match="no text 'calm' is shared there"):
        there.look(Asked(week=1, exercise=EXERCISE, item="calm"))
    with pytest.raises(UnknownName):
        there.look(Asked(week=1, exercise="nowhere", item="words"))
    here.store.open_exercise(1, EXERCISE)
    with pytest.raises(ReleaseError, match="Close the exercise first"):
        Pools(here.store, Policy(), CohortMasker(here.store.cohort)).look(PLACE)


def test_a_text_that_names_somebody_by_now_is_left_out(here):
    share(here, PEOPLE, "Ottilie made room for all of us")
    assert "Ottilie made room for all of us" in texts(pools(here).look(PLACE))
    assert sorted(texts(pools(here, names="Ottilie Brandt").look(PLACE))) == sorted(map(text_of, range(PEOPLE)))


def test_where_texts_are_shared_is_known_for_every_exercise_and_for_no_other():
    weeks = {1: week(1)}
    assert [place for place, _ in places_of(weeks, 1, EXERCISE)] == [PLACE]
    with pytest.raises(UnknownName):
        places_of(weeks, 2, EXERCISE)
    with pytest.raises(UnknownName):
        places_of(weeks, 1, "nowhere")


def themed(folder):
    items = tuple(
        item.model_copy(update={"themes": ("Rest", "Company")}) if item.id == "words" else item for item in ITEMS
    )
    return scene(folder, weeks={number: week(number, items) for number in (1, 2)})


@pytest.mark.parametrize("many", [2, 3])
def test_a_theme_is_shown_where_three_texts_have_it_and_is_counted_nowhere(tmp_path, many):
    with themed(tmp_path / "themed") as here:
        for who in range(PEOPLE):
            share(here, who, f"Rest: {text_of(who)}" if who < many else text_of(who))
        there = pools(here)
        offered = texts(there.look(PLACE))
        release = publish(there)
        here.publish()
        everything = here.bytes.decode()
    shown = sorted(one.text for one in release.texts)
    assert sorted(offered) == shown
    assert [text for text in shown if text.startswith("Rest: ")] == sorted(
        f"Rest: {text_of(who)}" for who in range(many if many >= 3 else 0)
    )
    assert everything.count("Rest") == (many if many >= 3 else 0)
    assert release.bins == ()


def test_a_theme_that_is_left_to_two_texts_by_a_no_is_not_shown(tmp_path):
    with themed(tmp_path / "themed") as here:
        for who in range(PEOPLE):
            share(here, who, f"Company: {text_of(who)}" if who < 3 else text_of(who))
        release = publish(pools(here), no={f"Company: {text_of(0)}"})
    assert len(release.texts) == PEOPLE - 1
    assert not any("Company" in one.text for one in release.texts)
