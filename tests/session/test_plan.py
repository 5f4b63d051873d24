from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kit.curriculum.coherence import PROTECTED
from kit.curriculum.loader import load_week
from kit.curriculum.registers import load_messages
from kit.errors import UnknownName
from kit.session.plan import Clock, Plan, Replan, at, begin, clock_of, from_json, plan, replan, sentences, to_json
from kit.settings import packaged_curriculum
from tests.weeks_at_random import KNOWN, moments, weeks

MESSAGES = load_messages(packaged_curriculum())


def cases() -> list[tuple[Plan, int, int, Replan]]:
    return [
        (made, elapsed, late, replan(made, elapsed, late)) for week in weeks() for made, elapsed, late in moments(week)
    ]


CASES = cases()


def current_of(made: Plan, elapsed: int, result: Replan) -> str:
    return made.current or at(made, max(0, elapsed - result.late)).slot.block


def end_of(made: Plan, block: str, elapsed: float = 0) -> float:
    return max(made[block].end, elapsed) + sum(slot.minutes for slot in made.after(block))


def test_the_plan_of_every_week_fills_its_session_and_leaves_no_gap() -> None:
    for week in weeks():
        made = plan(week)
        assert made.slots[0].start == 0
        assert [slot.start for slot in made.slots[1:]] == [slot.end for slot in made.slots[:-1]]
        assert made.slots[-1].end == week.session_minutes
        assert [slot.minutes for slot in made.slots] == [block.minutes.target for block in week.blocks]


def test_a_shorter_session_is_planned_as_if_it_had_begun_late_and_a_longer_one_stretches_blocks() -> None:
    short, long = plan(KNOWN, 75), plan(KNOWN, 100)
    assert short.slots[-1].end == 75
    assert short["pairs"].minutes == 12
    assert long.slots[-1].end == 100
    assert all(slot.minutes <= slot.longest for slot in long.slots)
    assert [long[block].minutes for block in PROTECTED] == [5, 6, 7]


def test_a_session_much_too_short_is_planned_as_short_as_it_can_be() -> None:
    assert plan(KNOWN, 20).slots[-1].end == 5 + 6 + 8 + 6 + 7


def test_without_word_from_the_room_the_clock_says_which_block_it_is() -> None:
    made = plan(KNOWN)
    found = at(made, 17.5)
    assert (found.slot.block, found.next and found.next.block) == ("idea", "exercise")
    assert (found.left_in_block, found.late) == (12.5, 0)
    assert at(made, 500).slot.block == "close"
    assert at(made, 93).late == 3


def test_a_block_that_runs_over_or_began_late_moves_the_end() -> None:
    made = begin(plan(KNOWN), "check-in", 9)
    assert at(made, 10).late == 4
    assert at(made, 19).left_in_block == 0
    assert at(made, 22).late == 7
    assert at(made, 22).slot.block == "check-in"
    assert made["idea"].start == 19


def test_a_block_begun_early_leaves_time_to_spare() -> None:
    found = at(begin(plan(KNOWN), "idea", 12), 12)
    assert found.late == 0
    assert replan(begin(plan(KNOWN), "idea", 12), 12, None).decisions == ()


def test_eight_minutes_late_shorten_the_first_of_the_cut_order_and_then_the_second() -> None:
    result = replan(begin(plan(KNOWN), "check-in", 13), 13, 8)
    changed = {one.slot.block: one.minutes for one in result.decisions}
    assert changed == {"pairs": 12, "idea": 12}
    assert result.over == 0
    assert end_of(result.plan, "check-in") == 90


def test_the_facilitator_may_be_later_than_the_clock_says_because_the_block_needs_longer() -> None:
    result = replan(begin(plan(KNOWN), "check-in", 5), 12, 8)
    assert result.late == 8
    assert ("extend", "check-in", 18) in [(one.kind, one.slot.block, one.minutes) for one in result.decisions]
    assert end_of(result.plan, "check-in") == 90


def test_lateness_that_the_clock_has_already_used_up_cannot_be_talked_away() -> None:
    result = replan(begin(plan(KNOWN), "check-in", 5), 30, 5)
    assert result.late == 15


def test_blocks_are_dropped_by_the_cut_order_and_what_is_freed_in_excess_goes_back() -> None:
    result = replan(begin(plan(KNOWN), "arrive", 25), 25, 25)
    kinds = {one.slot.block: one.kind for one in result.decisions}
    assert kinds["pairs"] == "drop"
    assert "idea" not in [slot.block for slot in result.plan.slots if slot.dropped]
    assert end_of(result.plan, "arrive") == 90
    assert result.plan["check-in"].minutes + result.plan["practice"].minutes > 6 + 8


def test_no_block_is_ever_shorter_than_its_shortest_unless_it_is_dropped() -> None:
    for _, _, _, result in CASES:
        for slot in result.plan.slots:
            assert slot.dropped or slot.minutes >= slot.shortest, slot


def test_arrival_journal_and_close_are_never_shortened_or_dropped_and_the_safety_line_stays() -> None:
    for made, elapsed, _, result in CASES:
        current = current_of(made, elapsed, result)
        for slot in result.plan.slots:
            if slot.block in PROTECTED:
                assert not slot.dropped
                assert slot.minutes == made[slot.block].minutes or (
                    slot.block == current and slot.minutes > made[current].minutes
                )
        assert result.plan.safety == made.safety
        assert not result.late or made.safety in sentences(result, MESSAGES)[-1]


def test_what_can_fit_fits_and_what_cannot_has_given_everything_it_may() -> None:
    for made, elapsed, _, result in CASES:
        if not result.late:
            continue
        current = current_of(made, elapsed, result)
        end = end_of(result.plan, current)
        assert end == made.minutes + result.over if result.over else end <= made.minutes
        if result.over:
            for slot in result.plan.after(current):
                assert slot.protected or (slot.minutes == slot.shortest and slot.block not in made.cut_order)


def test_nothing_is_taken_that_is_not_needed() -> None:
    for made, elapsed, _, result in CASES:
        current = current_of(made, elapsed, result)
        if result.late and end_of(result.plan, current) < made.minutes:
            assert all(slot.minutes == made[slot.block].minutes for slot in result.plan.after(current))
        dropped = {one.slot.block for one in result.decisions if one.kind == "drop"}
        if dropped:
            last = [block for block in made.cut_order if block in dropped][-1]
            back = [slot for slot in made.after(current) if slot.block not in dropped or slot.block == last]
            shortest = sum(slot.minutes if slot.protected else slot.shortest for slot in back)
            now = result.plan[current]
            spent = now.end if now.protected else max(elapsed, now.start + now.shortest)
            assert spent + shortest > made.minutes


def test_blocks_are_dropped_in_the_cut_order_alone_and_only_while_they_lie_ahead() -> None:
    for made, elapsed, _, result in CASES:
        current = current_of(made, elapsed, result)
        ahead = [slot.block for slot in made.after(current)]
        dropped = {one.slot.block for one in result.decisions if one.kind == "drop"}
        candidates = [block for block in made.cut_order if block in ahead]
        assert dropped == set(candidates[: len(dropped)])


def test_no_drop_happens_while_shortening_would_do() -> None:
    for made, elapsed, _, result in CASES:
        if not any(one.kind == "drop" for one in result.decisions):
            continue
        current = current_of(made, elapsed, result)
        room = sum(max(0, slot.minutes - slot.shortest) for slot in made.after(current) if not slot.protected)
        assert room < result.late


def test_the_order_of_the_blocks_and_what_is_behind_stay_as_they_were() -> None:
    for made, elapsed, _, result in CASES:
        assert [slot.block for slot in result.plan.slots] == [slot.block for slot in made.slots]
        current = made.slots.index(made[current_of(made, elapsed, result)])
        assert result.plan.slots[:current] == made.slots[:current]
        starts = [slot.start for slot in result.plan.slots[current:]]
        assert starts == sorted(starts)
        assert result.plan.current == made.current


def test_planning_again_without_more_lateness_changes_nothing() -> None:
    for _, elapsed, _, result in CASES:
        assert replan(result.plan, elapsed, 0) == Replan(plan=result.plan, late=0)
        if result.plan.current and result.late:
            assert replan(result.plan, elapsed).plan == result.plan


def test_every_decision_is_told_in_a_sentence_that_names_its_block() -> None:
    for _, _, _, result in CASES:
        said = sentences(result, MESSAGES)
        for one in result.decisions:
            assert any(f"“{one.slot.title}”" in sentence for sentence in said)


def test_where_nothing_suffices_that_is_said_plainly_with_the_choice_there_is() -> None:
    result = replan(begin(plan(KNOWN), "check-in", 70), 70, 65)
    said = " ".join(sentences(result, MESSAGES))
    assert result.over > 0
    assert f"That still leaves you {result.over} minutes over." in said
    assert f"End {result.over} minutes later" in said
    assert "leave out “Practice” yourself" in said
    at_the_end = replan(begin(plan(KNOWN), "close", 88), 88, 5)
    assert at_the_end.by_hand is None
    assert "nothing else left to shorten" in " ".join(sentences(at_the_end, MESSAGES))


def test_one_minute_is_one_minute() -> None:
    assert "1 minute late" in sentences(replan(begin(plan(KNOWN), "idea", 16), 16), MESSAGES)[0]


def test_without_lateness_nothing_has_to_change() -> None:
    assert sentences(replan(plan(KNOWN), 20), MESSAGES) == ["Nothing has to change: the session ends on time."]


def test_a_dropped_block_that_is_begun_all_the_same_gets_its_shortest_time() -> None:
    result = replan(begin(plan(KNOWN), "arrive", 25), 25, 25)
    assert result.plan["pairs"].dropped
    assert begin(result.plan, "pairs", 60)["pairs"].minutes == 12


def test_a_plan_is_kept_as_json_and_read_back_as_it_was() -> None:
    for week in weeks()[:12]:
        for made, elapsed, late in moments(week):
            kept = replan(made, elapsed, late).plan
            read = from_json(week, to_json(kept))
            assert to_json(read) == to_json(kept)
            ahead = read.after(read.current) if read.current else read.slots
            assert not read.current or read[read.current] == kept[read.current]
            assert all(slot == kept[slot.block] for slot in ahead if not slot.dropped) or not read.current


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {},
        {"block": "nowhere", "begun": 0, "minutes": 90, "lengths": {slot.block: 1 for slot in plan(KNOWN).slots}},
        {"block": None, "begun": -1, "minutes": 90, "lengths": {slot.block: 1 for slot in plan(KNOWN).slots}},
        {"block": None, "begun": 0, "minutes": True, "lengths": {slot.block: 1 for slot in plan(KNOWN).slots}},
        {"block": None, "begun": 0, "minutes": 90, "lengths": {"arrive": 1}},
        {"block": None, "begun": 0, "minutes": 90, "lengths": [1, 2]},
        {"block": [], "begun": 0, "minutes": 90, "lengths": {slot.block: 1 for slot in plan(KNOWN).slots}},
        {"block": None, "begun": 0, "minutes": float("nan"), "lengths": {}},
    ],
)
def test_what_is_no_plan_of_this_session_is_refused(values: object) -> None:
    with pytest.raises(UnknownName):
        from_json(KNOWN, values)


PLAN = to_json(plan(KNOWN))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (None, "needs zero and plan"),
        ([], "needs zero and plan"),
        ({"zero": 3}, "needs zero and plan"),
        ({"zero": 3, "plan": PLAN, "late": 2}, "needs zero and plan"),
        ({"zero": True, "plan": PLAN}, "'zero' must be a time"),
        ({"zero": "3", "plan": PLAN}, "'zero' must be a time"),
        ({"zero": -1, "plan": PLAN}, "'zero' must be a time"),
        ({"zero": float("nan"), "plan": PLAN}, "'zero' must be a time"),
        ({"zero": float("inf"), "plan": PLAN}, "'zero' must be a time"),
        ({"zero": 1e11, "plan": PLAN}, "'zero' must be a time"),
        ({"zero": 3, "plan": {}}, "no plan of this session"),
    ],
)
def test_what_is_no_clock_of_this_session_is_refused(values: object, says: str) -> None:
    with pytest.raises(UnknownName, match=says):
        clock_of(KNOWN, values)


def test_a_clock_comes_back_as_it_was_kept_and_tells_the_minutes() -> None:
    clock = clock_of(KNOWN, {"zero": 600, "plan": PLAN})
    assert clock == Clock(zero=600, plan=plan(KNOWN))
    assert clock.to_json() == {"zero": 600, "plan": PLAN}
    assert clock.elapsed(660) == 1
    assert clock.elapsed(0) == 0


def test_a_block_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match=r"no block 'lunch'.*arrive"):
        begin(plan(KNOWN), "lunch", 3)


def test_plans_are_frozen(curriculum: Path) -> None:
    made = plan(load_week(curriculum / "week_01.yaml"))
    assert replace(made) == made
    with pytest.raises(AttributeError):
        made.minutes = 3  # type: ignore[misc]
