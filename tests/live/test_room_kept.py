"""What a restart goes on with: what run/room.json keeps, as far as it is what a host has kept."""

from __future__ import annotations

import json
import time

import pytest

from kit.session.plan import begin, plan, to_json
from tests.live.serving import serving


@pytest.mark.parametrize(
    ("name", "odd"), [("code", 5), ("people", "12"), ("people", True), ("block", ["idea"]), ("asked", 1), ("week", "1")]
)
def test_what_a_room_file_holds_of_another_kind_counts_as_not_there(root, name, odd):
    with serving(root, people=9) as served:
        session, code = served.session, served.host.room.code
        clock = {"zero": time.time(), "plan": to_json(begin(plan(served.host.room.week), "arrive", 0))}
        body = {"week": 1, "block": "arrive", "clock": clock}
        assert served.facilitator().ask("POST", "/api/facilitator/advance", body).status == 200
        path = root / "private" / "run" / "room.json"
        kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, name: odd}))
    with serving(root, session=session) as served:
        room = served.host.room
        assert (room.code, room.counted.people, room.asked) == (code, 9, False)
        assert room.block == ("" if name in ("block", "week") else "arrive")
