from __future__ import annotations

import json

import pytest

from kit.curriculum.items import KINDS
from kit.curriculum.policy import Policy
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages
from kit.curriculum.seen import seen_by_others
from kit.curriculum.weeks import Week
from kit.settings import packaged_curriculum
from kit.widgets.specs import control, exercise_spec, practices_with_sentences


def test_a_spec_is_plain_data_and_names_where_answers_are_kept_apart(week: Week, messages: Messages) -> None:
    spec = exercise_spec(week, week.exercises[0], messages, Policy(), cohort="spring", participant="p7", place="page")
    assert json.loads(json.dumps(spec)) == spec
    assert (spec["cohort"], spec["participant"], spec["week"], spec["place"]) == ("spring", "p7", 3, "page")
    assert set(spec) == {"cohort", "participant", "place", "week", "heading", "exercise", "messages"}


def test_every_kind_of_item_has_a_control(week: Week) -> None:
    items = [item for exercise in week.exercises for item in exercise.items]
    assert {item.kind for item in items} == set(KINDS)
    assert {control(item)["control"] for item in items} == {"one", "any", "order", "text", "shared"}
    with pytest.raises(NotImplementedError):
        control("not an item")


def test_what_a_control_offers_is_what_the_item_accepts(week: Week) -> None:
    for exercise in week.exercises:
        for item in exercise.items:
            offered = [option["value"] for option in control(item).get("options", [])]
            if control(item)["control"] == "one":
                assert [item.check(value) for value in offered] == offered
            elif offered:
                assert item.check(offered) == offered


def test_quadrants_are_laid_out_by_energy_and_pleasantness(week: Week) -> None:
    offered = [option["value"] for option in control(week.exercises[0]["weather"])["options"]]
    assert offered == [
        "unpleasant, high energy",
        "pleasant, high energy",
        "unpleasant, low energy",
        "pleasant, low energy",
    ]


def test_a_private_text_has_no_limit_and_a_shared_one_has(week: Week) -> None:
    assert control(week.exercises[0]["journal"])["longest"] is None
    assert control(week.exercises[0]["note"])["longest"] == 60


def test_under_every_item_stands_what_others_will_see_of_an_answer(week: Week, messages: Messages) -> None:
    strict = Policy(minimum=7, sensitive=9)
    spec = exercise_spec(week, week.exercises[0], messages, strict, cohort="spring")
    said = {item["id"]: item["travels"] for item in spec["exercise"]["items"]}
    assert said == {item.id: seen_by_others(item, strict, messages) for item in week.exercises[0].items}
    assert "at least 7 have answered" in said["energy"]


def test_several_practices_carry_what_all_of_them_say_once(messages: Messages) -> None:
    shelf = load_practices(packaged_curriculum())
    held = practices_with_sentences([(shelf["breath"], "Stop whenever you like."), (shelf["sitting"], "")], messages)
    assert held["practices"]["breath"]["practice"]["safety"] == "Stop whenever you like."
    assert held["practices"]["sitting"]["module"] == "meditation"
    shared, own = held["sentences"]["practice"], held["sentences"]["breath"]
    assert shared == messages.section("practice")
    assert not [name for name, text in own.items() if shared.get(name) == text]
