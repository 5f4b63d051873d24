"""A week knows its exercises, practices and files, and nobody can make one whose parts do not fit."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kit.curriculum.items import Rating, Text
from kit.curriculum.practices.guided import Guided
from kit.curriculum.weeks import Exercise, Minutes, week_file_name, week_in, week_number_of
from kit.errors import UnknownName
from tests.weeks import block_of, week_of


def rating(id: str, share: str = "group") -> Rating:
    return Rating(id=id, prompt="How much?", share=share, low="none", high="plenty")


def exercise(id: str, *items) -> Exercise:
    return Exercise(id=id, title=id.title(), items=items)


PULSE = exercise("pulse", rating("energy"), Text(id="diary", prompt="For yourself", share="private"), rating("calm"))
ROUND = exercise("round", Text(id="word", prompt="One word", share="spoken"))


def test_an_item_is_found_by_its_id_and_no_other():
    assert PULSE["calm"].id == "calm"
    with pytest.raises(KeyError, match="clam"):
        PULSE["clam"]


def test_only_what_is_shared_with_the_group_is_submitted_in_order():
    week = week_of(PULSE, ROUND)
    assert [(one.id, item.id) for one, item in week.group_items()] == [("pulse", "energy"), ("pulse", "calm")]


def test_what_is_only_spoken_needs_no_form():
    assert PULSE.has_form
    assert not ROUND.has_form
    assert exercise("alone", Text(id="diary", prompt="For yourself", share="private")).has_form


def test_exercises_practices_and_elements_come_in_the_order_of_the_session():
    breath = Guided.model_validate(
        {"id": "breath", "title": "A breath", "minutes": 2, "steps": ["In."], "eyes_open": "Open.", "stopping": "Stop."}
    )
    first = block_of(PULSE, minutes=(5, 40, 40)).model_copy(update={"elements": ("E12", "E03")})
    second = block_of(ROUND, id="idea", minutes=(5, 50, 50)).model_copy(
        update={"elements": ("E03", "E01"), "practices": (breath,)}
    )
    week = week_of(first, second)
    assert [one.id for one in week.exercises] == ["pulse", "round"]
    assert [one.id for one in week.practices] == ["breath"]
    assert week.elements == ("E01", "E03", "E12")


def test_every_practice_says_how_to_stop_but_for_the_breath_on_arriving_which_says_it_itself():
    arrive, idea = block_of(minutes=(5, 40, 40)), block_of(id="idea", minutes=(5, 50, 50))
    week = week_of(arrive, idea, safety="You can stop.")
    assert (week.safety_beside(arrive), week.safety_beside(idea)) == ("", "You can stop.")


@pytest.mark.parametrize(("number", "stem"), [(0, "orientation"), (1, "week_01"), (12, "week_12"), (52, "week_52")])
def test_a_weeks_files_are_named_after_its_number_and_lead_back_to_it(number, stem):
    assert week_file_name(number) == stem
    assert week_of(PULSE, number=number).file_name == stem
    assert week_number_of(stem) == number


@pytest.mark.parametrize(
    "stem", ["week_1", "week_001", "week_01 copy", "Week_01", "week_٣٣x", "weeks_01", "", "summary"]
)
def test_a_copy_or_another_file_is_no_weeks(stem):
    assert week_number_of(stem) is None


@pytest.mark.parametrize("minutes", [(20, 10, 30), (5, 40, 30), (5, 5, 4)])
def test_minutes_rise_from_the_shortest_to_the_longest(minutes):
    least, target, most = minutes
    with pytest.raises(ValidationError, match="minutes must rise from min to target to max"):
        Minutes(min=least, target=target, max=most)


def test_a_week_whose_parts_do_not_fit_cannot_be_made_and_all_of_it_is_told_at_once():
    with pytest.raises(ValidationError) as told:
        week_of(PULSE, PULSE, cut_order=("arrive", "idea"), session_minutes=60)
    for said in ("sum to 90", "'pulse' stands twice", "'arrive', which is never cut", "'idea', which is no block"):
        assert said in str(told.value)


def test_a_week_stays_as_it_was_made():
    week = week_of(PULSE)
    with pytest.raises(ValidationError, match="frozen"):
        week.title = "Another"


def test_a_week_is_found_by_its_number_and_one_that_is_not_there_is_told_with_those_that_are():
    weeks = {number: week_of(PULSE, number=number) for number in (3, 1)}
    assert week_in(weeks, 3).number == 3
    with pytest.raises(UnknownName, match=r"There's no week 2 in this curriculum; there are weeks 1, 3\."):
        week_in(weeks, 2)
    with pytest.raises(UnknownName, match="there are weeks none"):
        week_in({}, 2)


def test_what_is_asked_is_the_same_whatever_is_talked_about_after_it():
    talk = {"talk": "What made room for it?"}
    other = PULSE.model_copy(update=talk | {"items": (PULSE.items[0].model_copy(update=talk), *PULSE.items[1:])})
    assert other != PULSE
    assert other.asked == PULSE.asked
    assert PULSE.model_copy(update={"items": PULSE.items[:2]}).asked != PULSE.asked


@pytest.mark.parametrize("share", ["private", "spoken"])
def test_a_question_to_talk_about_stands_only_beside_a_result(share):
    alone = Text(id="word", prompt="One word", share=share, talk="Why?")
    with pytest.raises(ValidationError, match="item 'word': 'talk' stands beside a result, and this has none"):
        exercise("round", rating("calm"), alone)
    with pytest.raises(ValidationError, match="no item here is shared with the group"):
        Exercise(id="round", title="Round", talk="Why?", items=(Text(id="word", prompt="One word", share=share),))
