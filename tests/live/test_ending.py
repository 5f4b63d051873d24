"""The end of a session: everyone hears of it once, nothing stays open, and no number of answers is told."""

from __future__ import annotations

import json

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.live.ending import farewell
from kit.settings import packaged_curriculum
from tests.live.serving import DEADLINE, Client, Stream, serving
from tests.live.supervised import supervised

MESSAGES = load_messages(packaged_curriculum())


def end(served) -> dict[str, object]:
    reply = served.facilitator().ask("POST", "/api/facilitator/end", {})
    assert reply.status == 200, reply.body
    return reply.json


def test_everyone_hears_of_the_end_with_what_to_do_until_next_time(served):
    served.open()
    with Stream(served.joined()) as phone:
        assert phone.next()[1]["ended"] is None
        end(served)
        told = phone.until(lambda state: state["ended"])
    week = served.host.room.week
    assert told["ended"] == farewell(week, served.host.services.messages)
    assert told["ended"]["home"]["lines"] == list(week.home_practice)
    assert all(told["ended"][name] for name in ("title", "thanks", "save", "whom"))
    assert set(told["exercises"].values()) <= {"closed", "never opened"}


def test_nothing_is_taken_after_the_end(served):
    served.open()
    late = served.joined()
    end(served)
    assert late.put().json["code"] == "closed"


def test_an_end_in_the_window_tells_everyone_too_before_the_streams_break_off(root):
    with serving(root) as served:
        phone, screen = Stream(served.joined()), Stream(served.joined())
        for stream in (phone, screen):
            stream.next()
        # Both changes fall into one quarter of a second, the first of which was just told.
        served.open()
    for stream in (phone, screen):
        assert stream.until(lambda state: state["ended"])["exercises"]["check-in"] == "closed"
        assert stream.ended()
        stream.close()


def test_what_the_facilitator_learns_does_not_depend_on_how_many_have_answered(make_root):
    told = []
    for number, people in enumerate((0, 3, 9)):
        with serving(make_root(f"group-{number}")) as served:
            served.open()
            for _ in range(people):
                served.joined().put()
            told.append(end(served)["left"])
    assert told[0] == told[1] == told[2]
    assert {"exercise": "check-in", "outcome": "closed"} in told[0]


@pytest.mark.parametrize(("people", "outcome"), [(8, "published"), (2, "not_enough")])
def test_what_was_revealed_is_told_as_everyone_has_seen_it(served, people, outcome):
    served.open()
    for _ in range(people):
        served.joined().put()
    served.reveal()
    assert {"exercise": "check-in", "outcome": outcome} in end(served)["left"]


def test_what_was_never_opened_is_told_as_that(served):
    assert {"exercise": "check-in", "outcome": "never opened"} in end(served)["left"]


@pytest.mark.parametrize("who", ["nobody", "participant"])
def test_only_the_facilitator_ends_a_session(served, who):
    client = served.joined() if who == "participant" else served.device()
    assert client.ask("POST", "/api/facilitator/end", {}).status in (401, 403)
    assert served.host.room.ended is None


def test_the_host_stops_by_itself_without_a_fault_once_those_who_listen_have_heard(root):
    with supervised(root) as host:
        host.open()
        phone = host.joined()
        with Stream(phone) as stream:
            stream.next()
            reply = Client(host.port, token=host.session.token).ask("POST", "/api/facilitator/end", {})
            assert reply.status == 200
            assert stream.until(lambda state: state["ended"])
            # A page fetches what it wants to keep, and closes its stream then.
            assert phone.ask("GET", "/api/mine/export").status == 200
        host._thread.join(DEADLINE)
        assert not host._thread.is_alive()
        assert host.failed == []
        assert host.starts == 0


def test_the_farewell_is_small_and_the_same_for_all():
    weeks = load_curriculum(packaged_curriculum())
    for week in weeks.values():
        assert len(json.dumps(farewell(week, MESSAGES))) < 4000
    assert "0" not in farewell(weeks[0], MESSAGES)["title"]
