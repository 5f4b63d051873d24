"""What the parts of a session took is noted as the room goes on, and survives what a host survives."""

from __future__ import annotations

from datetime import date

import pytest

from kit.curriculum.loader import load_week
from kit.live.times import Times
from kit.session.debrief import Run, keep, log_of, read_log
from kit.session.plan import begin, plan, to_json
from tests.live.serving import serving

# Noon in every time zone is the same day as the one before it began.
ZERO = 1_803_211_200.0


@pytest.fixture
def week(curriculum):
    return load_week(curriculum / "week_01.yaml")


def minutes(count: float) -> float:
    return ZERO + 60 * count


def times(week, *begun: tuple[str, float]) -> Times:
    found = Times(week)
    for block, minute in begun:
        found.go(block, minutes(minute), anew=False)
    return found


def test_a_part_is_timed_from_its_beginning_to_that_of_the_next(week):
    run = times(week, ("arrive", 0), ("idea", 12)).run(minutes(35), ended=True)
    assert run == Run(week=1, day=date.fromtimestamp(ZERO), took={"arrive": 12, "idea": 23})


def test_while_the_session_runs_its_last_part_is_not_timed_yet(week):
    found = times(week, ("arrive", 0), ("idea", 16))
    assert found.run(minutes(30), ended=False).took == {"arrive": 16}
    assert times(week, ("arrive", 0)).run(minutes(30), ended=False) is None


def test_going_on_twice_to_the_same_part_does_not_begin_it_again(week):
    assert times(week, ("arrive", 0), ("arrive", 5), ("idea", 16)).run(minutes(17), ended=False).took == {"arrive": 16}


def test_a_last_part_that_nobody_ended_is_left_out(week):
    found = times(week, ("arrive", 0), ("idea", 16))
    assert found.run(minutes(16 + 25 + 15), ended=True).took == {"arrive": 16, "idea": 40}
    assert found.run(minutes(16 + 25 + 16), ended=True).took == {"arrive": 16}


def test_a_try_out_leaves_no_trace_and_a_session_that_begins_anew_forgets_the_first(week):
    found = times(week, ("arrive", 0), ("idea", 1))
    assert found.run(minutes(2), ended=True) is None
    found.go("arrive", minutes(60), anew=True)
    found.go("idea", minutes(78), anew=False)
    assert found.run(minutes(80), ended=True).took == {"arrive": 18, "idea": 2}


@pytest.mark.parametrize(
    "kept", [None, "x", {"arrive": 1}, [["lunch", 1.0]], [["arrive", "1"]], [["arrive"]], [["arrive", True]], [7]]
)
def test_what_was_kept_by_somebody_else_is_not_believed(week, kept):
    assert Times(week, kept).begun == []


def advance(served, block: str, zero: float, begun: int) -> None:
    week = served.host.room.week
    clock = {"zero": zero, "plan": to_json(begin(plan(week), block, begun))}
    reply = served.facilitator().ask("POST", "/api/facilitator/advance", {"week": 1, "block": block, "clock": clock})
    assert reply.status == 200


def test_a_session_leaves_its_times_in_the_log_and_the_notes_that_are_there(root, monkeypatch):
    now = [ZERO]
    monkeypatch.setattr("kit.live.room.time.time", lambda: now[0])
    day = date.fromtimestamp(ZERO)
    with serving(root) as served:
        cohort, session = served.host.store.cohort, served.session
        keep(log_of(cohort), Run(week=1, day=day, notes=("Written beforehand.",)))
        advance(served, "arrive", ZERO, 0)
        now[0] = minutes(17)
        advance(served, "idea", ZERO, 17)
        assert read_log(log_of(cohort))[0].took == {"arrive": 17}
    assert read_log(log_of(cohort))[0].took == {"arrive": 17}
    now[0] = minutes(37)
    with serving(root, session=session):
        pass
    assert read_log(log_of(cohort)) == (
        Run(week=1, day=day, took={"arrive": 17, "idea": 20}, notes=("Written beforehand.",)),
    )


def test_a_log_that_cannot_be_used_costs_the_session_nothing(root, monkeypatch):
    now = [ZERO]
    monkeypatch.setattr("kit.live.room.time.time", lambda: now[0])
    with serving(root) as served:
        log = log_of(served.host.store.cohort)
        log.parent.mkdir()
        log.write_text("nonsense: [", "utf-8")
        advance(served, "arrive", ZERO, 0)
        now[0] = minutes(20)
        advance(served, "idea", ZERO, 20)
        assert served.facilitator().ask("GET", "/api/facilitator/state").json["block"] == "idea"
    assert log.read_text("utf-8") == "nonsense: ["


def test_self_paced_hours_are_no_session(root, monkeypatch):
    now = [ZERO]
    monkeypatch.setattr("kit.live.room.time.time", lambda: now[0])
    with serving(root, mode="self-paced") as served:
        advance(served, "arrive", ZERO, 0)
        now[0] = minutes(20)
        advance(served, "idea", ZERO, 20)
        log = log_of(served.host.store.cohort)
    assert not log.exists()
