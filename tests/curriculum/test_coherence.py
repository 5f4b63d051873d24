"""What must fit together in a week is found in the file as far as it can be read, and each fault at its place."""

from __future__ import annotations

import copy

import pytest
import yaml

from kit.curriculum.coherence import PROTECTED, most_minimal_minutes, outline, problems
from kit.curriculum.loader import load_curriculum
from kit.settings import packaged_curriculum
from tests.weeks import SMALL_WEEK

TIMES = {"min": 5, "target": 15, "max": 20}


def week(*blocks, **more):
    """A week as its file says it, of blocks with 15 minutes each."""
    made = [{"id": id, "minutes": TIMES, **said} for id, said in blocks]
    return {"session_minutes": 15 * len(made), "blocks": made, **more}


def found(raw):
    return [(one.place, one.text) for one in problems(outline(raw))]


def test_weeks_that_fit_have_no_problem():
    assert found(week(("arrive", {}), ("idea", {}), cut_order=["idea"])) == []
    for each in load_curriculum(packaged_curriculum()).values():
        assert found(each) == []


@pytest.mark.parametrize(("session", "most"), [(90, 65), (30, 21), (5, 3), (240, 173)])
def test_the_shortest_minutes_leave_room_for_a_late_start(session, most):
    assert most_minimal_minutes(session) == most
    block = {"id": "arrive", "minutes": {"min": most, "target": session, "max": session}}
    assert found({"session_minutes": session, "blocks": [block]}) == []
    late = {**block, "minutes": {**block["minutes"], "min": most + 1}}
    ((place, said),) = found({"session_minutes": session, "blocks": [late]})
    assert place == ("blocks",)
    assert said.endswith(f"sum to {most + 1}; at most {most} leave room for a late start")


def test_minutes_that_do_not_sum_to_the_session_are_found():
    ((place, said),) = found(week(("arrive", {}), ("idea", {}), session_minutes=31))
    assert (place, said) == (("blocks",), "the blocks' target minutes sum to 30, and the session has 31")


def test_a_session_without_a_length_has_ninety_minutes():
    raw = week(*((name, {}) for name in "abcdef"))
    del raw["session_minutes"]
    assert found(raw) == []


@pytest.mark.parametrize("block", PROTECTED)
def test_what_holds_a_session_together_is_never_cut(block):
    ((place, said),) = found(week((block, {}), cut_order=[block]))
    assert place == ("cut_order",)
    assert said == f"cut_order names '{block}', which is never cut"


def test_a_block_that_is_cut_must_be_there_and_only_once():
    said = [text for _, text in found(week(("idea", {}), cut_order=["idea", "ideas", "idea"]))]
    assert said == [
        "cut_order names 'ideas', which is no block; blocks are idea",
        "cut_order id 'idea' stands twice; every id must be its own",
    ]


def test_ids_that_stand_twice_are_found_at_the_second_place():
    items = [{"id": "energy"}, {"id": "note"}, {"id": "energy"}]
    talk = {"exercises": [{"id": "pulse", "items": items}], "practices": [{"id": "breath"}]}
    raw = week(("arrive", talk), ("arrive", {"practices": [{"id": "pulse"}]}))
    assert [place for place, _ in found(raw)] == [
        ("blocks", 1),
        ("blocks", 1, "practices", 0),
        ("blocks", 0, "exercises", 0, "items", 2),
    ]
    assert "exercise or practice id 'pulse' stands twice" in found(raw)[1][1]


def test_items_of_different_exercises_may_share_an_id():
    exercises = [{"id": name, "items": [{"id": "energy"}]} for name in ("pulse", "exit")]
    assert found(week(("arrive", {"exercises": exercises}))) == []


@pytest.mark.parametrize(
    "raw", [None, [], "words", 7, {}, {"blocks": 3}, {"blocks": [None]}, {"blocks": [[]]}, {"cut_order": 1}]
)
def test_what_cannot_be_read_at_all_is_no_problem_of_what_must_fit(raw):
    assert found(raw) == []


@pytest.mark.parametrize(
    "minutes",
    [None, 20, {"min": 20, "target": 10}, {"min": "a", "target": 15}, {"target": 15}, {"min": 5.5, "target": 15}],
)
def test_where_one_blocks_minutes_cannot_be_read_no_sum_is_blamed_and_the_rest_is_still_compared(minutes):
    raw = week(("arrive", {}), ("idea", {"minutes": minutes}), ("idea", {}))
    assert [text for _, text in found(raw)] == ["block id 'idea' stands twice; every id must be its own"]


def test_the_small_week_fits_as_a_file_and_with_a_block_taken_out_it_does_not():
    raw = yaml.safe_load(SMALL_WEEK)
    listed = {**raw, "blocks": [{"id": id, **block} for id, block in raw["blocks"].items()]}
    assert found(listed) == []
    shorter = copy.deepcopy(listed)
    del shorter["blocks"][1]
    assert len(found(shorter)) == 2, "its minutes, and the order of cuts"


def test_the_parts_of_a_block_take_the_minutes_that_it_plans():
    parts = [{"minutes": "5", "how": "you", "what": "Say it"}, {"minutes": 10, "how": "twos", "what": "Talk"}]
    assert found(week(("arrive", {"run": parts}))) == []
    wanted = "the parts of 'idea' take 17 minutes, and its target is 15"
    more = [*parts, {"minutes": 2, "how": "alone", "what": "Write"}]
    assert found(week(("arrive", {"run": parts}), ("idea", {"run": more}))) == [(("blocks", 1, "run"), wanted)]


def test_a_part_whose_minutes_cannot_be_read_is_not_summed():
    assert found(week(("arrive", {"run": [{"minutes": "some", "how": "you", "what": "Say it"}]}))) == []
