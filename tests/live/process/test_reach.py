"""The computer wakes with another address, or with none: the session follows, and everybody who asks is told."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace

import pytest

from kit.live.process import reach
from kit.live.process.certificate import certificate_for
from kit.live.process.networks import Kind, LocalAddress
from kit.live.process.serve import running
from kit.live.process.session import new_session
from tests.live.serving import DEADLINE, Stream, serving


def local(address: str, adapter: str = "wlan0", kind: Kind = Kind.WIFI) -> LocalAddress:
    return LocalAddress(address=address, adapter=adapter, kind=kind, network=f"{address}/24")


@pytest.fixture
def networked(root, monkeypatch):
    """A session in a network of the test's own, and ``look(*addresses)``: what a look at these addresses leads to."""
    here = [[local("127.0.0.2")]]
    monkeypatch.setattr(reach, "local_addresses", lambda: here[0])
    # Addresses of this computer stand for those of a network, and go when the test says so.
    monkeypatch.setattr(reach, "_is_always_here", lambda _: False)
    monkeypatch.setattr(reach, "EVERY", 0.01)

    def start(**more):
        said: list[str] = []
        session = replace(new_session(root, 1, lan="127.0.0.2", people=40), **more)
        return said, session, lambda *addresses: here.__setitem__(0, list(addresses))

    return start


def states(served):
    return Stream(served.facilitator(), "/api/facilitator/events")


def until(served, wanted) -> dict:
    """How people join, once that is as wanted; waits for what the host tells the panel."""
    with states(served) as stream:
        for _ in range(1000):
            found = served.facilitator().ask("GET", "/api/facilitator/state").json
            if wanted(found):
                return found
            stream.next()
    raise AssertionError


def test_another_address_is_noticed_listened_at_and_told(root, networked):
    said, session, look = networked()
    with serving(root, session=session, tell=said.append) as served:
        inside, screen = served.joined(), served.device()
        ticket = served.facilitator().ask("POST", "/api/facilitator/screen", {}).json["ticket"]
        assert screen.ask("POST", "/api/screen", {"ticket": ticket}).status == 200
        assert screen.ask("GET", "/api/screen").json["url"] == f"http://127.0.0.2:{served.port}"
        with Stream(screen) as shown:
            version = shown.next()[0]
            look(local("127.0.0.3"))
            # Every change is an event, so that a screen asks again how people join.
            assert shown.next()[0] != version
            assert "127.0.0.3" in screen.ask("GET", "/api/screen").json["url"]
        found = until(served, lambda state: "127.0.0.3" in state["url"])
        assert (found["network"], said) == ("", [reach.MOVED])
        new = served.device("127.0.0.3")
        assert new.ask("POST", "/api/join", {"code": session.code}).status == 200
        headers = {"Origin": f"http://127.0.0.3:{served.port}"}
        assert new.ask("GET", "/api/state", headers=headers).status == 200
        assert inside.ask("GET", "/api/state").status == 200
        # Where the old address comes back, the pages that are open there go on.
        assert served.device("127.0.0.2").ask("GET", "/api/state").status == 401


def test_no_network_at_all_is_told_once_and_the_way_back_too(root, networked):
    said, session, look = networked()
    with serving(root, session=session, tell=said.append) as served:
        look()
        found = until(served, lambda state: state["network"])
        assert found["network"] == reach.GONE
        look(local("127.0.0.2"))
        found = until(served, lambda state: not state["network"])
        assert found["url"] == f"http://127.0.0.2:{served.port}"
        assert said == [reach.GONE, reach.BACK]


def test_a_network_that_came_under_another_address_after_none_is_followed(root, networked):
    said, session, look = networked()
    with serving(root, session=session, tell=said.append) as served:
        look(local("127.0.0.9", "tun0", Kind.VPN))
        assert until(served, lambda state: state["network"])["network"] == reach.GONE
        look(local("127.0.0.9", "tun0", Kind.VPN), local("127.0.0.5", "eth0", Kind.CABLE))
        assert until(served, lambda state: "127.0.0.5" in state["url"])["network"] == ""
        until(served, lambda _: len(said) > 1)
        assert said == [reach.GONE, reach.MOVED]


def test_an_address_that_was_asked_for_is_followed_on_its_own_adapter_alone(root, networked):
    said, session, look = networked(pinned=True)
    with serving(root, session=session, tell=said.append) as served:
        look(local("127.0.0.5", "eth0", Kind.CABLE))
        found = until(served, lambda state: state["network"])
        assert "127.0.0.2" in found["network"]
        assert "--address" in found["network"]
        look(local("127.0.0.6"), local("127.0.0.5", "eth0", Kind.CABLE))
        until(served, lambda state: "127.0.0.6" in state["url"])


def test_a_port_that_another_program_has_there_is_told_with_the_cure_and_then_used(root, networked):
    said, session, look = networked()
    with serving(root, session=session, tell=said.append) as served, socket.socket() as other:
        other.bind(("127.0.0.7", served.port))
        other.listen()
        look(local("127.0.0.7"))
        found = until(served, lambda state: state["network"])
        assert f"port {served.port}" in found["network"]
        other.close()
        until(served, lambda state: "127.0.0.7" in state["url"])


def test_a_host_that_starts_again_after_the_address_went_goes_on_where_it_can(root, networked):
    said, session, look = networked()
    look(local("127.0.0.8"))
    with serving(root, session=replace(session, lan="192.0.2.77"), tell=said.append) as served:
        assert served.host.services.address.lan == "127.0.0.8"
        assert served.device("127.0.0.8").ask("POST", "/api/join", {"code": session.code}).status == 200


def test_a_certificate_that_the_kit_made_follows_the_address(root, networked):
    path = certificate_for(root / "private", "127.0.0.2")
    said, session, look = networked(certificate=str(path), key=str(path), made=True)

    async def prints() -> list[str]:
        async with running(session, tell=said.append) as host:
            before = host.services.joining.shown()
            look(local("127.0.0.3"))
            while host.services.address.lan != "127.0.0.3":
                await asyncio.sleep(0)
            return [before["fingerprint"], host.services.joining.shown()["fingerprint"]]

    first, second = asyncio.run(asyncio.wait_for(prints(), DEADLINE))
    assert first != second
    assert json.dumps(said) == json.dumps([reach.MOVED])


def test_where_people_come_from_outside_too_the_screen_keeps_its_address(root, networked):
    said, session, look = networked(public="https://spring.example.org", behind="127.0.0.1")
    with serving(root, session=session, tell=said.append) as served:
        look(local("127.0.0.7"))
        found = until(served, lambda _: said)
        assert (found["url"], found["network"]) == ("https://spring.example.org", "")
        assert said == [reach.MOVED_HERE.format(address=f"http://127.0.0.7:{served.port}")]
        assert served.device("127.0.0.7").ask("GET", "/api/about").status == 200
