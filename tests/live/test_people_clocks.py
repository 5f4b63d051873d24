"""A computer whose clock is years off, or is set while people take part: they go on as who they are."""

from __future__ import annotations

import time

import pytest

from tests.live.serving import Client, serving

DAY = 86400
real = time.time


def back(served, device: Client) -> Client:
    """The same device at a host that was started anew."""
    return Client(served.port, cookies=device.cookies)


@pytest.mark.parametrize("clocks", [(0, 100, 107), (0, 400, 1), (0, -20_000, 7), (-20_000, 0, 7), (0, 91, 182, 273)])
def test_nobody_is_sent_away_by_a_clock_and_nobody_takes_a_second_place(root, monkeypatch, clocks):
    devices: list[Client] = []
    for number, shift in enumerate(clocks, start=1):
        monkeypatch.setattr(time, "time", lambda shift=shift: max(0.0, real() + shift * DAY))
        with serving(root) as served:
            served.open()
            devices = [back(served, one) for one in devices] or [served.joined() for _ in range(3)]
            for one in devices:
                reply = one.ask("POST", "/api/join", {"code": served.code()})
                assert (reply.status, "words" in reply.json) == (200, False), "known as who they are"
                one.agree()
                assert one.put(revision=number).status == 201
            assert len(served.host.store.participants()) == 3
            assert served.host.store.contributors(1, "check-in") == served.host.store.participants()


def test_a_clock_that_is_set_while_people_take_part_changes_nothing(served, monkeypatch):
    served.open()
    first = served.joined()
    monkeypatch.setattr(time, "time", lambda: real() + 4000 * DAY)
    second = served.joined()
    monkeypatch.setattr(time, "time", lambda: 60.0)
    third = served.joined()
    assert [one.put().status for one in (first, second, third)] == [201] * 3
    monkeypatch.setattr(time, "time", real)
    assert [one.ask("GET", "/api/state").status for one in (first, second, third)] == [200] * 3


def test_a_browser_keeps_its_key_for_a_time_and_not_until_a_day_of_the_hosts_clock(served, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 60.0)
    reply = served.device().ask("POST", "/api/join", {"code": served.host.room.code})
    (cookie,) = reply.cookies
    assert "max-age=" in cookie.lower()
    assert "expires" not in cookie.lower()
