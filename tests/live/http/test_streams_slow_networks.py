"""Networks that go away, devices that sleep or read nothing, and clocks that are wrong."""

from __future__ import annotations

import asyncio
import time
import uuid

from kit.live import room
from kit.live.http import base
from tests.live.serving import Client, Stream, serving


def test_after_a_sleep_or_a_lost_network_a_page_goes_on_where_it_was(served):
    client = served.joined()
    with Stream(client) as stream:
        seen, _ = stream.next()
    served.open()
    with Stream(client, headers={"Last-Event-ID": seen}) as stream:
        version, state = stream.next()
        assert version != seen
        assert state["exercises"] == {"check-in": "open"}
    with Stream(client, headers={"Last-Event-ID": version}) as stream:
        served.facilitator().ask("POST", "/api/facilitator/advance", {"block": "idea"})
        again, state = stream.next()
        assert again != version
        assert state["block"] == "idea"


def test_the_order_of_answers_is_the_order_of_their_coming_whatever_a_devices_clock_says(served):
    served.open()
    client = served.joined()
    body = {"week": 1, "exercise": "check-in", "revision": 1, "answers": {"energy": 1}}
    for energy, date in ((1, "Fri, 01 Jan 2038 00:00:00 GMT"), (2, "Thu, 01 Jan 1998 00:00:00 GMT")):
        sent = {**body, "answers": {"energy": energy}}
        path = f"/api/submissions/{uuid.uuid4()}"
        assert client.ask("PUT", path, sent, headers={"Date": date, "If-Modified-Since": date}).status == 201
    assert client.put({"energy": 3}, sent_at=date).status == 400
    assert list(served.host.store.contributions(1, "check-in", "energy").values()) == [2]


def test_a_clock_that_was_set_wrong_begins_the_session_anew_rather_than_late(root, monkeypatch):
    plan = {"block": None, "begun": 0, "minutes": 30, "lengths": {"arrive": 10, "idea": 20}}
    with serving(root) as served:
        session, clock = served.session, {"zero": time.time(), "plan": plan}
        served.facilitator().ask("POST", "/api/facilitator/advance", {"block": "idea", "clock": clock})
    with serving(root, session=session) as served:
        assert served.host.room.clock.to_json() == clock
    monkeypatch.setattr(room, "_STILL_THE_SAME", -1)
    with serving(root, session=session) as served:
        assert served.host.room.clock is None


def test_a_page_that_is_loaded_again_finds_the_same_participant_and_what_was_sent(served):
    served.open()
    client = served.joined()
    client.put({"energy": 5})
    reloaded = Client(served.port, dict(client.cookies))
    first, again = (one.ask("GET", "/api/state").json["me"] for one in (client, reloaded))
    assert first == again
    assert [unsealed(one) for one in reloaded.mine()] == [unsealed(one) for one in client.mine()] != []


def unsealed(submission):
    """The submission without its sealed copy, which is sealed anew each time."""
    return {name: value for name, value in submission.items() if name != "sealed"}


def test_a_device_that_reads_nothing_holds_up_nobody_and_gets_the_latest_when_it_reads(served):
    stuck, lively = served.joined(), served.joined()
    channel = served.host.channels.everyone
    channel.spacing = 0

    async def storm() -> int:
        for _ in range(6000):
            channel.changed()
            await asyncio.sleep(0)
        return channel.version

    with Stream(stuck, receive=1024) as slow, Stream(lively) as stream:
        slow.next()
        stream.next()
        last = asyncio.run_coroutine_threadsafe(storm(), served.loop).result(60)
        started = time.monotonic()
        stream.until(lambda state: state["version"] == last)
        assert time.monotonic() - started < 10
        assert lively.ask("GET", "/api/state").status == 200
        versions = []
        slow.until(lambda state: versions.append(state["version"]) or state["version"] == last)
    # What fitted into the connection, then the latest: nothing was kept for it in between.
    assert len(versions) < 5000
    assert versions == sorted(set(versions), key=lambda version: int(version.split("-")[1]))


def test_a_device_that_never_reads_again_is_let_go(served, monkeypatch):
    monkeypatch.setattr(base, "STUCK", 0.2)
    channel = served.host.channels.everyone
    channel.spacing = 0

    async def until_gone() -> bool:
        for _ in range(100_000):
            if not served.host.services.streams.listening():
                return True
            channel.changed()
            await asyncio.sleep(0)
        return False

    with Stream(served.joined(), receive=1024) as slow:
        slow.next()
        assert asyncio.run_coroutine_threadsafe(until_gone(), served.loop).result(60)
    assert served.joined().ask("GET", "/api/state").status == 200


def test_streams_end_when_the_host_ends(root):
    with serving(root) as served:
        stream = Stream(served.joined())
        stream.next()
    assert stream.ended()
    stream.close()
