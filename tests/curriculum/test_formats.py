"""Four sessions, a half-day and a reunion: every minute is given, and what is asked for is there."""

from __future__ import annotations

import re

import pytest

from kit.curriculum.formats import FILE, format_problems, load_formats
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.weeks import TALKING
from kit.errors import ContentError
from kit.settings import packaged_curriculum

CURRICULUM = packaged_curriculum()
FORMATS = load_formats(CURRICULUM)
MEETINGS = [(name, meeting) for name, one in FORMATS.items() for meeting in one.meetings]


def problems(folder):
    return list(format_problems(load_formats(folder), load_curriculum(CURRICULUM), load_practices(CURRICULUM)))


def changed(tmp_path, old, new):
    text = (CURRICULUM / FILE).read_text("utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), "utf-8")
    return tmp_path


def test_there_are_four_sessions_a_half_day_and_a_reunion_and_each_says_what_it_leaves_out():
    assert {name: [one.minutes for one in FORMATS[name].meetings] for name in FORMATS} == {
        "four-sessions": [90, 90, 90, 90],
        "half-day": [180],
        "reunion": [45],
    }
    assert all(one.leaves_out for one in FORMATS.values())


@pytest.mark.parametrize(("name", "meeting"), MEETINGS, ids=[f"{name}-{at}" for at, (name, _) in enumerate(MEETINGS)])
def test_the_minutes_of_a_meeting_are_those_of_its_stretches_and_people_are_asked_after_practising(name, meeting):
    assert sum(one.minutes for one in meeting.stretches) == meeting.minutes
    assert any(one.how in TALKING for one in meeting.stretches)
    assert "asking" in [one.how for one in meeting.stretches]
    assert (meeting.week is not None) == (name == "four-sessions")


def test_every_block_and_practice_that_a_format_names_is_there_and_gets_minutes_it_can_take():
    assert problems(CURRICULUM) == []


def test_four_sessions_leave_out_no_arrival_journal_or_close():
    for meeting in FORMATS["four-sessions"].meetings:
        assert {"arrive", "check-in", "practice", "pairs", "journal", "close"} <= {
            one.block for one in meeting.stretches
        }


def test_the_half_day_rests_and_the_reunion_counts_nobody():
    (half_day,), (reunion,) = FORMATS["half-day"].meetings, FORMATS["reunion"].meetings
    alone = sum(one.minutes for one in half_day.stretches if one.how == "alone")
    assert alone >= 45
    assert not [one for one in reunion.stretches if one.how == "reveal"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "minutes: 11, how: twos, block: idea",
            "minutes: 12, how: twos, block: idea",
            "the stretches of 'First session: feeling and doing' take 91 minutes, and it has 90",
        ),
        ("how: asking", "how: sevens", "'how' has 'sevens'"),
        ("leaves_out:", "leave_out:", "did you mean 'leaves_out'"),
    ],
)
def test_a_plan_that_does_not_add_up_or_has_a_key_nobody_knows_is_told(tmp_path, old, new, said):
    with pytest.raises(ContentError) as refused:
        load_formats(changed(tmp_path, old, new))
    assert all(one.startswith(FILE) for one in refused.value.problems)
    assert said in "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("practice: letter", "practice: leter", "there is no practice 'leter'; there are "),
        ("block: pairs", "block: trios", "there is no block 'trios' in its week; it has arrive, "),
        ("week: 1\n", "week: 11\n", "there is no week 11; name one that there is"),
        (
            '{minutes: 10, how: together, block: arrive, what: "Welcome',
            '{minutes: 10, how: together, block: check-in, what: "Welcome',
            "'check-in' gets 15 minutes, and its week gives it 3 to 7",
        ),
        ("practice: breath, what: \"The 4-2-6", "block: arrive, what: \"The 4-2-6", "none, for it names no week"),
    ],
)  # fmt: skip
def test_what_a_plan_asks_for_and_no_week_has_is_told(tmp_path, old, new, said):
    found = problems(changed(tmp_path, old, new))
    assert any(re.match(rf"{re.escape(FILE)}: '[a-z-]+', '.*': {re.escape(said)}", one) or said in one for one in found)


def test_a_cohort_without_plans_of_its_own_has_those_of_the_kit(tmp_path):
    assert load_formats(tmp_path) == FORMATS
