"""The recipes of docs/recipes, run as they are: two cohorts behind Caddy and behind JupyterHub's proxy."""

from __future__ import annotations

import contextlib
import json
import shlex
import signal
import socket
import ssl
import statistics
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from kit.live.http.pages import pages
from kit.sending.joining import Visit
from kit.sending.sender import door_of
from kit.settings import packaged_guide
from tests.cohorts import small_cohort
from tests.live.outside import open_to_outside
from tests.live.proxies import NAMES, PROXIES, RECIPES
from tests.live.serving import DEADLINE, Stream
from tests.processes import connected, free_port, started

AT_ONCE = 2.0  # seconds; what a proxy keeps back comes with the next sign of life, 15 seconds later at the earliest


@contextmanager
def two_cohorts(folder, make):
    https = free_port()
    with contextlib.ExitStack() as opened:
        served = {}
        for name in NAMES:
            root = small_cohort(folder / name, slug=name, size=40).root
            public = f"https://{NAMES[name]}:{https}"
            served[name] = opened.enter_context(open_to_outside(root, public=public, pages=pages))
        ports = {name: one.host.outside_at[1] for name, one in served.items()}
        (folder / "proxy").mkdir()
        proxy = opened.enter_context(make(folder / "proxy", ports, https))
        yield SimpleNamespace(proxy=proxy, **served)


@pytest.fixture(scope="module", params=PROXIES)
def both(request, tmp_path_factory):
    with two_cohorts(tmp_path_factory.mktemp("proxy"), PROXIES[request.param]) as found:
        yield found


class Heard:
    """A stream through the proxy, with the moment at which each state came."""

    def __init__(self, device):
        self.states, self._over, self.came = [], threading.Event(), threading.Condition()
        self._connection = device.connection()
        self._connection.request("GET", "/api/events", headers=device.headers())
        self._reply = self._connection.getresponse()
        assert (self._reply.status, self._reply.getheader("Content-Type")) == (200, "text/event-stream; charset=utf-8")
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def _hear(self):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            for line in iter(self._reply.readline, b""):
                if line.startswith(b"data: {"):
                    with self.came:
                        self.states.append((time.monotonic(), json.loads(line[6:])))
                        self.came.notify_all()

    def when(self, wanted) -> float:
        """When the first state came for which *wanted* holds."""
        with self.came:
            assert self.came.wait_for(lambda: any(wanted(state) for _, state in self.states), DEADLINE)
            return next(at for at, state in self.states if wanted(state))

    def close(self):
        with contextlib.suppress(OSError):
            self._reply.fp.raw._sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(DEADLINE)
        self._connection.close()


def test_each_name_leads_to_its_own_cohort_and_no_other_name_to_any(both):
    for name in NAMES:
        page = both.proxy.device(name).ask("GET", "/")
        headers = {key.lower(): value for key, value in page.headers.items()}
        assert (page.status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert headers["strict-transport-security"]
    code = both.spring.code()
    assert both.proxy.device("autumn").ask("POST", "/api/join", {"code": code}).status == 403
    stranger = both.proxy.device("spring").ask("GET", "/", headers={"Host": "evil.example"})
    assert b"Join" not in stranger.body


def test_the_facilitators_part_is_not_there_with_the_true_key(both):
    device = both.proxy.device(token=both.spring.session.token)
    for path in (
        "state",
        "events",
        "code",
        "reveal",
        "end",
        "roster",
        "../facilitator/state",
        "%2e%2e/facilitator/state",
    ):
        for method in ("GET", "POST", "PUT"):
            reply = device.ask(method, f"/api/facilitator/{path}", {} if method != "GET" else None)
            assert reply.status in (400, 404), (method, path, reply.status)
    assert device.ask("GET", "/api/state").status == 401
    assert both.spring.device().ask("GET", "/api/about").status == 200, "and the session goes on"


def test_somebody_joins_answers_and_is_in_a_release_with_people_in_the_room(both):
    both.spring.open()
    people = [both.proxy.device().joined(both.spring) for _ in range(3)] + [both.spring.joined() for _ in range(3)]
    assert [one.put({"energy": number}).status for number, one in enumerate(people)] == [201] * 6
    with contextlib.closing(Heard(people[0])) as heard, Stream(people[3]) as room:
        room.until(lambda state: state["exercises"]["check-in"] == "open")
        heard.when(lambda state: state["exercises"]["check-in"] == "open")
        before = time.monotonic()
        both.spring.reveal()
        arrived = heard.when(lambda state: state["exercises"]["check-in"] != "open") - before
    assert [one.people for one in both.spring.host.services.published.parsed().releases] == [6]
    assert arrived < AT_ONCE


def test_events_come_at_once_one_by_one(both):
    device = both.proxy.device("autumn").joined(both.autumn)
    lags = []
    with contextlib.closing(Heard(device)) as heard:
        for word in ("open", "closed") * 3:
            before = time.monotonic()
            act = "open" if word == "open" else "close"
            both.autumn.facilitator().ask("POST", f"/api/facilitator/{act}", {"week": 1, "exercise": "check-in"})
            with heard.came:
                assert heard.came.wait_for(
                    lambda word=word: heard.states and heard.states[-1][1]["exercises"]["check-in"] == word, DEADLINE
                )
                lags.append(heard.states[-1][0] - before)
    print(f"events through the proxy: median {statistics.median(lags) * 1000:.0f} ms, most {max(lags) * 1000:.0f} ms")
    assert max(lags) < AT_ONCE


def test_who_goes_away_is_no_listener_any_more(both):
    device = both.proxy.device("autumn").joined(both.autumn)
    listening = both.autumn.host.services.streams.listening
    member = device.ask("GET", "/week/state").json["me"]["participant"]
    heard = Heard(device)
    heard.when(lambda _: True)
    assert member in listening()
    heard.close()
    ends = time.monotonic() + DEADLINE
    while member in listening():
        assert time.monotonic() < ends, "the proxy holds the stream of somebody who has gone"
        threading.Event().wait(0.05)


def test_what_a_device_claims_of_its_address_does_not_pass_the_proxy(both):
    claims = [{"X-Forwarded-For": f"198.51.100.{number}", "X-Real-Ip": f"198.51.100.{number}"} for number in range(61)]
    device = both.proxy.device("autumn", source="127.0.0.9")
    found = [device.ask("POST", "/api/return", {"words": "no such words"}, headers=claim).status for claim in claims]
    assert found[:5] == [403] * 5
    assert set(found[5:]) == {429}, "all of them came from one address, whatever they said"
    other = both.proxy.device("autumn", source="127.0.0.10")
    assert other.ask("POST", "/api/return", {"words": "no such words"}).status == 403


def test_a_page_of_the_other_cohort_can_do_nothing_with_the_cookies_of_this_one(both):
    device = both.proxy.device().joined(both.spring)
    sister = both.proxy.origin("autumn")
    assert device.ask("POST", "/api/withdraw", {"confirm": True}, headers={"Origin": sister}).status == 403
    asked = {"Origin": sister, "Access-Control-Request-Method": "PUT"}
    reply = device.ask("OPTIONS", "/api/submissions/mine", headers=asked)
    assert reply.status == 403
    assert not [name for name in reply.headers if name.lower().startswith("access-control")]
    at_the_other = both.proxy.device("autumn", cookies=dict(device.cookies))
    assert at_the_other.ask("GET", "/api/state").status == 401


def test_the_proxy_opens_no_tunnel_to_the_host(both):
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
    for path in ("/", "/api/facilitator/state"):
        assert both.proxy.device().ask("GET", path, headers=upgrade).status != 101


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: xchunked\r\nContent-Length: 4",
        "Transfer-Encoding : chunked",
        "Content-Length: 4\r\nContent-Length: 400",
        "Content-Length: 4, 400",
    ],
)
def test_a_request_within_a_request_gets_nothing_through_the_proxy(both, head):
    name, token = NAMES["spring"], both.spring.session.token
    inner = f"GET /api/facilitator/state HTTP/1.1\r\nHost: {name}\r\nAuthorization: Bearer {token}\r\n\r\n"
    context = ssl.create_default_context(cafile=str(both.proxy.authority))
    with context.wrap_socket(connected("127.0.0.1", both.proxy.port, limit=5), server_hostname=name) as one:
        found = b""
        with contextlib.suppress(OSError):
            one.sendall(f"POST /api/join HTTP/1.1\r\nHost: {name}\r\n{head}\r\n\r\n0\r\n\r\n{inner}".encode())
            while data := one.recv(65536):
                found += data
    assert b"places" not in found
    assert both.proxy.device().ask("GET", "/api/about").status == 200


@pytest.fixture
def found_here(monkeypatch, both):
    """The names of the recipes lead to this computer, and the proxy's own authority is trusted here."""
    asked = socket.getaddrinfo

    def here(name, *more, **how):
        return asked("127.0.0.1" if name in NAMES.values() else name, *more, **how)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    monkeypatch.setenv("SSL_CERT_FILE", str(both.proxy.authority))


def test_a_notebook_elsewhere_joins_through_the_proxy_and_its_key_is_the_same_in_the_room(both, found_here):
    both.autumn.open()
    place = Visit(both.proxy.origin("autumn")).join(both.autumn.code(), "Kim").place
    for address in (both.proxy.origin("autumn"), f"http://127.0.0.1:{both.autumn.port}"):
        known = door_of(replace(place, address=address)).ask("GET", "/api/notebook")
        assert (known.status, known.body["served"]) == (200, True)
        assert "news" in known.body


@pytest.mark.parametrize("name", ["Caddyfile", "kit-host@.service", "configurable_http_proxy.sh"])
def test_the_guides_page_has_the_very_file(name):
    page = (packaged_guide() / "online.md").read_text("utf-8")
    assert f"```\n{(RECIPES / name).read_text('utf-8')}```" in page


def test_the_unit_of_systemd_starts_a_session_and_ends_it_in_good_order(tmp_path):
    root = small_cohort(tmp_path / "spring", slug="spring", size=40).root
    lines = (RECIPES / "kit-host@.service").read_text("utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert (values["WorkingDirectory"], values["KillSignal"]) == ("/srv/workshop/spring", "SIGTERM")
    _, *words = shlex.split(values["ExecStart"].replace("%i", "1"))
    command = [sys.executable, "-c", "from kit.cli import main; main()", *words, "--public-port", str(free_port())]
    with started(command, cwd=root, text=True, stdout=-1, stderr=-2) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE) == 0
    text = "".join(said)
    assert "Join at   https://spring.workshop.example.org" in text
    assert "The session has ended; a backup is in private/backups/" in text
