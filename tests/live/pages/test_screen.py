"""What the screen says of the part of the session that the room is in."""

from __future__ import annotations

import time

from kit.live.pages.screen import block_now
from kit.session.plan import begin, plan, to_json


def test_before_the_session_begins_there_is_no_part(served):
    assert block_now(served.host.room) is None


def test_without_a_clock_there_is_a_part_and_what_is_done_in_it_and_no_time(served):
    served.facilitator().ask("POST", "/api/facilitator/advance", {"week": 1, "block": "arrive"})
    assert block_now(served.host.room) == {
        "id": "arrive",
        "title": "Arrive",
        "kind": "breath",
        "next": None,
        "left": None,
    }
    served.facilitator().ask("POST", "/api/facilitator/advance", {"week": 1, "block": "idea"})
    assert block_now(served.host.room)["kind"] == ""


def test_with_a_clock_the_seconds_left_are_counted_from_its_beginning(served):
    clock = {"zero": time.time() - 120, "plan": to_json(begin(plan(served.host.room.week), "arrive", 0))}
    served.facilitator().ask("POST", "/api/facilitator/advance", {"week": 1, "block": "arrive", "clock": clock})
    now = block_now(served.host.room)
    assert (now["title"], now["next"]) == ("Arrive", "Idea")
    assert 420 < now["left"] <= 480
