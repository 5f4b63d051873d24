"""Many connections, devices that read nothing, and files that are large."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable

import pytest

from kit.live.http import base, connections
from kit.live.http.pages import pages
from kit.live.pages.assets import Assets
from tests.live.serving import Client, Served, Stream, serving


@pytest.fixture
def paged(root):
    (root / "notebooks").mkdir(exist_ok=True)
    with serving(root, pages=pages) as running:
        yield running


def opened(port: int, text: str = "", *, receive: int | None = None) -> socket.socket:
    one = socket.socket()
    if receive is not None:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    one.settimeout(20)
    one.connect(("127.0.0.1", port))
    one.sendall(text.encode())
    return one


def is_closed(one: socket.socket) -> bool:
    """Whether the host ends this connection; waits for it, and reads what came before."""
    try:
        while one.recv(1 << 16):
            pass
    except ConnectionError:
        pass
    return True


def request(served: Served, path: str, client: Client | None = None) -> str:
    lines = [f"{name}: {value}\r\n" for name, value in (client.headers() if client else {}).items()]
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n{''.join(lines)}\r\n"


@pytest.mark.parametrize("name", ["page.js", "practice_journal.js", "practice_breath.js"])
def test_a_large_file_is_for_those_who_have_a_session(paged, name):
    path = f"/static/{Assets().digest}/{name}"
    refused = paged.device().ask("GET", path)
    assert (refused.status, refused.json["code"]) == (401, "not_joined")
    forged = Client(
        paged.port, {paged.host.services.access.cookie: "x" * 43, paged.host.services.access.screen_cookie: "y" * 64}
    )
    assert forged.ask("GET", path).status == 401
    assert paged.joined(agreed=False).ask("GET", path).status == 200


def test_all_that_joining_needs_comes_without_a_session(paged):
    text = paged.device().ask("GET", "/").body.decode()
    files = {part.split('"')[0] for part in text.split('="') if part.startswith("/static/")}
    folder = next(iter(files)).rpartition("/")[0]
    for file in [*files, f"{folder}/enter.js"]:
        assert paged.device().ask("GET", file).status == 200


@pytest.mark.parametrize("path", ["/api/mine/export", "/api/events"])
def test_whatever_a_device_does_not_take_is_let_go_and_its_memory_given_back(paged, monkeypatch, path):
    monkeypatch.setattr(base, "STUCK", 0.1)
    client = paged.joined()
    # More than fits into the connection, whatever is asked for.
    monkeypatch.setattr("kit.live.http.mine.as_json", lambda _: b"x" * (8 << 20))
    monkeypatch.setattr("kit.live.events.json.dumps", lambda *_, **__: "x" * (8 << 20))
    with contextlib.closing(opened(paged.port, request(paged, path, client), receive=1024)) as stuck:
        # The host may not have begun with the request yet.
        wait_until(paged, lambda: busy(paged))
        wait_until(paged, lambda: not busy(paged))
        assert is_closed(stuck)
    assert not paged.host.services.streams.listening()
    assert not paged.host.services.own._copying


def wait_until(served: Served, true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        served.do(lambda: None)


def busy(served: Served) -> bool:
    return any(one.busy for one in list(served.host.server._open.values()))


def test_connections_of_one_address_have_a_limit_and_the_longest_idle_makes_room(paged, monkeypatch):
    monkeypatch.setattr(paged.host.server, "per_network", 20)
    client = paged.joined()
    with Stream(client) as stream, contextlib.ExitStack() as kept:
        stream.next()
        idle = [kept.enter_context(contextlib.closing(opened(paged.port))) for _ in range(60)]
        assert all(is_closed(one) for one in idle[:40])
        # Whoever comes now gets in, and who listens to the session goes on doing so.
        assert paged.device().ask("GET", "/").status == 200
        paged.open()
        assert stream.until(lambda state: state["exercises"] == {"check-in": "open"})
        assert len(paged.host.server._open) <= 20


def idle_ones(kept: contextlib.ExitStack, served: Served, number: int) -> list[socket.socket]:
    return [kept.enter_context(contextlib.closing(opened(served.port))) for _ in range(number)]


@pytest.mark.parametrize("source", ["127.0.0.1", "127.0.0.2"])
def test_thirty_people_join_and_send_beside_many_idle_connections(paged, monkeypatch, source):
    """Idle ones come from 127.0.0.1: from the people's own address, as behind one router, or from another one."""
    server = paged.host.server
    monkeypatch.setattr(server, "per_network", 200)
    paged.open()
    with contextlib.ExitStack() as kept:
        idle = idle_ones(kept, paged, 300)
        assert all(is_closed(one) for one in idle[:100])
        assert 190 <= server._counts["127.0.0.1"] <= 200
        took = []
        for n in range(30):
            person = Client(paged.port, source=source)
            start = time.monotonic()
            assert person.ask("POST", "/api/join", {"code": paged.session.code}).status == 200
            person.agree()
            assert person.put({"energy": n % 11}).status == 201
            took.append(time.monotonic() - start)
            idle_ones(kept, paged, 5)  # and more of them come all the time
        assert sorted(took)[15] < 1  # four requests with three commits
        assert server._counts["127.0.0.1"] <= 200
    assert paged.host.people.taken == 30


def test_a_connection_that_was_used_is_kept_beside_any_number_that_never_were(paged, monkeypatch):
    monkeypatch.setattr(paged.host.server, "per_network", 20)
    with contextlib.ExitStack() as kept:
        # Somebody's browser, which waits for its owner, was there long before the idle ones.
        browser = kept.enter_context(contextlib.closing(opened(paged.port, request(paged, "/api/about"))))
        assert b" 200 " in browser.recv(1 << 16)
        idle = idle_ones(kept, paged, 60)
        assert all(is_closed(one) for one in idle[:41])
        browser.sendall(request(paged, "/api/about").encode())
        assert b" 200 " in browser.recv(1 << 16)


def test_where_all_were_used_the_one_that_has_waited_longest_makes_room(paged, monkeypatch):
    monkeypatch.setattr(paged.host.server, "per_network", 3)
    with contextlib.ExitStack() as kept:
        used = []
        for _ in range(3):
            one = kept.enter_context(contextlib.closing(opened(paged.port, request(paged, "/api/about"))))
            assert b" 200 " in one.recv(1 << 16)
            used.append(one)
        assert paged.device().ask("GET", "/").status == 200
        assert is_closed(used[0])
        used[2].sendall(request(paged, "/api/about").encode())
        assert b" 200 " in used[2].recv(1 << 16)


def test_half_a_request_is_no_reason_to_keep_a_connection(paged, monkeypatch):
    monkeypatch.setattr(paged.host.server, "per_network", 5)
    half = f"POST /api/join HTTP/1.1\r\nHost: 127.0.0.1:{paged.port}\r\nContent-Length: 9\r\n\r\n{{"
    with contextlib.ExitStack() as kept:
        slow = [kept.enter_context(contextlib.closing(opened(paged.port, half))) for _ in range(12)]
        assert all(is_closed(one) for one in slow[:7])
        assert paged.joined().ask("GET", "/api/state").status == 200


def test_all_addresses_together_have_a_limit_too(paged, monkeypatch):
    monkeypatch.setattr(paged.host.server, "in_all", 8)
    monkeypatch.setattr(connections, "network_of", lambda address: str(time.monotonic_ns()))
    with contextlib.ExitStack() as kept:
        for _ in range(30):
            kept.enter_context(contextlib.closing(opened(paged.port)))
        assert paged.device().ask("GET", "/").status == 200
        assert len(paged.host.server._open) <= 8


def test_where_everybody_listens_to_the_session_one_more_is_refused_and_nobody_is_cut_off(paged, monkeypatch):
    clients = [paged.joined() for _ in range(4)]
    with contextlib.ExitStack() as kept:
        streams = [kept.enter_context(Stream(client)) for client in clients]
        for stream in streams:
            stream.next()
        monkeypatch.setattr(paged.host.server, "per_network", 4)
        assert is_closed(kept.enter_context(contextlib.closing(opened(paged.port))))
        monkeypatch.setattr(paged.host.server, "per_network", 99)
        paged.open()
        for stream in streams:
            stream.until(lambda state: state["exercises"] == {"check-in": "open"})


def test_a_connection_that_ended_counts_no_more(paged):
    for _ in range(50):
        assert paged.device().ask("GET", "/").status == 200
    deadline = time.monotonic() + 20
    while paged.host.server._open and time.monotonic() < deadline:
        paged.do(lambda: None)
    assert not paged.host.server._open
    assert not paged.host.server._counts
