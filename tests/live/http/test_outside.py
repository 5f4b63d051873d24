"""The second listener: participants alone come through it, whatever key is shown and whatever a request claims."""

from __future__ import annotations

import contextlib
import json
import socket
import uuid

import pytest

from kit.live.http.app import API
from kit.live.http.base import Answering
from kit.live.http.outside import FROM_OUTSIDE
from kit.live.http.pages import ROUTES, pages
from tests.cohorts import small_cohort
from tests.live.outside import NAME, ORIGIN, joined, open_to_outside, outside
from tests.live.serving import Client, Stream

METHODS = ("GET", "HEAD", "POST", "DELETE", "PATCH", "PUT", "OPTIONS")
CLOSED = sorted({path for path, handler in (*API, *ROUTES) if handler not in FROM_OUTSIDE})


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    root = small_cohort(tmp_path_factory.mktemp("outside") / "spring", slug="spring", size=40).root
    with open_to_outside(root, pages=pages) as running:
        yield running


@pytest.fixture
def own(root):
    with open_to_outside(root, pages=pages) as running:
        yield running


@pytest.fixture(scope="module")
def member(served):
    return joined(served)


@pytest.fixture(scope="module")
def keys(served, member) -> list[dict[str, str]]:
    """What somebody may hold: the facilitator's true key, the screen's, both, and a participant's besides."""
    token, screen = {"Authorization": f"Bearer {served.session.token}"}, served.host.tickets._key
    cookies = [f"{prefix}kit_screen_{served.host.services.facts.identity}={screen}" for prefix in ("", "__Host-")]
    both = {"Cookie": "; ".join([member.headers()["Cookie"], *cookies])}
    return [{}, token, {"Cookie": "; ".join(cookies)}, {**token, **both}]


def test_all_of_the_facilitator_and_the_screen_and_nothing_else_is_closed():
    assert [path for path in CLOSED if not path.startswith(("/api/facilitator/", "/screen"))] == ["/api/screen"]
    for path in (path for path, _ in (*API, *ROUTES) if "facilitator" in path or "screen" in path):
        assert path in CLOSED


def test_a_new_route_is_closed_until_somebody_opens_it():
    assert Answering not in FROM_OUTSIDE
    assert {handler for _, handler in (*API, *ROUTES)} >= FROM_OUTSIDE


@pytest.mark.parametrize("path", CLOSED)
def test_it_is_not_there_whatever_method_is_used_and_whatever_key_is_shown(served, keys, path):
    plain = path.replace("\\", "")
    for held in keys:
        for method in METHODS:
            body = b"" if method in ("GET", "HEAD", "OPTIONS", "DELETE") else b'{"week": 1, "exercise": "check-in"}'
            reply = outside(served).ask(method, plain, raw=body, headers=held)
            nowhere = outside(served).ask(method, "/nothing/here", raw=body, headers=held)
            assert reply.status == 404, (method, held)
            assert (reply.body, sorted(reply.headers)) == (nowhere.body, sorted(nowhere.headers))
    assert not served.host.room.asked


@pytest.mark.parametrize(
    "path",
    [
        "//api/facilitator/state",
        "/api//facilitator/state",
        "/api/./facilitator/state",
        "/static/../api/facilitator/state",
        "/api/%66acilitator/state",
        "/API/FACILITATOR/STATE",
        "/api/facilitator/state/",
        "/api/facilitator/state?x=1",
        "/api/facilitator%2Fstate",
        "/api/facilitator/state%00",
        "http://127.0.0.1/api/facilitator/state",
    ],
)
def test_no_spelling_of_a_path_leads_there(served, path):
    reply = outside(served).ask("GET", path, headers={"Authorization": f"Bearer {served.session.token}"})
    assert reply.status == 404


@pytest.mark.parametrize("path", ["/api/state", "/api/events", "/api/releases", "/week/results"])
def test_the_facilitators_key_and_the_screens_open_nothing_that_is_shared(served, keys, path):
    for held in keys[1:3]:
        assert outside(served).ask("GET", path, headers=held).status == 401


def test_the_inside_has_all_of_it_and_does_not_answer_to_the_public_name(served):
    assert served.facilitator().ask("GET", "/api/facilitator/state").status == 200
    lost = served.facilitator().ask("GET", "/api/facilitator/state", headers={"Host": NAME})
    assert (lost.status, lost.json["code"]) == (403, "wrong_place")


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via", "Forwarded"]
)
def test_a_proxy_that_leads_to_the_inside_by_mistake_brings_nobody_to_the_facilitators_part(served, name):
    # As one that puts its own name for us into Host: to us it looks like this computer.
    reply = served.facilitator().ask("POST", "/api/facilitator/code", {}, headers={name: "127.0.0.1"})
    assert (reply.status, reply.json["code"]) == (403, "facilitator_only")


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "localhost",
        "evil.example",
        f"{NAME}.evil.example",
        f"x.{NAME}",
        f"{NAME}:8770",
        f"{NAME}:443, evil",
        "a b",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/about", "/week", "/api/join"])
def test_only_the_public_name_is_answered(served, name, path):
    reply = outside(served, name=name).ask("GET", path)
    assert reply.status in (400, 403)
    assert b"Join" not in reply.body


def test_two_names_at_once_are_refused(served):
    with socket.create_connection(("127.0.0.1", served.host.outside_at[1]), timeout=10) as one:
        one.sendall(f"GET / HTTP/1.1\r\nHost: {NAME}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode())
        assert one.recv(65536).split(b"\r\n")[0].split()[1:2] in ([b"400"], [b"403"], [])


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "https://autumn.workshop.example.org",
        f"http://{NAME}",
        f"https://{NAME}.evil.example",
        f"https://{NAME}:444",
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_a_page_elsewhere_cannot_send_anything_with_somebodys_cookie(member, origin, method):
    path = f"/api/submissions/{uuid.uuid4()}" if method == "PUT" else "/api/withdraw"
    reply = member.ask(method, path, {"confirm": True}, headers={"Origin": origin})
    assert (reply.status, reply.json["code"]) == (403, "wrong_place")
    assert not [name for name in reply.headers if name.lower().startswith("access-control-")]
    assert member.ask("GET", "/api/state").status == 200


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_a_sister_of_the_same_domain_is_a_stranger_too(served, site):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"}
    assert outside(served).ask("GET", "/api/about", headers=headers).status == 403


def test_its_own_page_may(own):
    assert joined(own).ask("POST", "/api/withdraw", {"confirm": True}, headers={"Origin": ORIGIN}).status == 200


def test_cookies_are_for_encrypted_lines_and_for_this_name_alone(own):
    device = outside(own)
    said = [*device.ask("GET", "/").cookies, *device.ask("POST", "/api/join", {"code": own.code()}).cookies]
    assert len(said) == 2
    for one in said:
        assert one.startswith("__Host-kit_")
        parts = {part.strip().lower().partition("=")[0] for part in one.split(";")[1:]}
        assert {"secure", "httponly", "path", "samesite"} <= parts
        assert "domain" not in parts


def test_a_cookie_that_a_sister_page_could_set_is_not_looked_at(own):
    """A page of another cohort can set a cookie for the whole domain, but none whose name begins with __Host-."""
    device = joined(own)
    (value,) = [value for name, value in device.cookies.items() if "participant" in name]
    name = f"kit_participant_{own.host.services.facts.identity}"
    planted = outside(own, cookies={name: value})
    assert planted.ask("GET", "/api/state").status == 401


def test_browsers_are_told_to_encrypt_this_name_and_no_other(served):
    for path in ("/", "/api/about", "/nothing"):
        assert outside(served).ask("GET", path).headers["Strict-Transport-Security"] == "max-age=7776000"
    assert "Strict-Transport-Security" not in served.device().ask("GET", "/").headers


def test_an_open_line_is_led_to_the_encrypted_address_and_nothing_is_taken_there(own):
    page = outside(own, scheme="http").ask("GET", "/week?x=1")
    assert (page.status, page.headers["Location"]) == (308, f"{ORIGIN}/week")
    assert not page.cookies
    reply = outside(own, scheme="http").ask("POST", "/api/join", {"code": own.code()})
    assert (reply.status, reply.cookies) == (403, ())


def test_the_address_shown_to_everyone_is_the_public_one(own):
    found = own.facilitator().ask("GET", "/api/facilitator/state").json
    assert found["url"] == ORIGIN
    assert own.host.services.joining.shown()["url"] == ORIGIN


def test_the_file_of_the_session_names_the_door_for_what_registers_it(own):
    told = json.loads((own.host.store.cohort.private / "run" / "host.json").read_text("utf-8"))
    assert told["public"] == ORIGIN
    assert told["address"].startswith("http://127.0.0.1:"), "the facilitator's notebook stays on this computer"


def guess(served, device: Client) -> int:
    return device.ask("POST", "/api/return", {"words": "no such words here"}).status


def test_wrong_words_count_for_whom_the_proxy_names_and_a_forged_beginning_changes_nothing(own):
    for number in range(60):
        assert guess(own, outside(own, seen=f"198.51.100.{number}, 203.0.113.7")) in (403, 429)
    assert guess(own, outside(own, seen="1.2.3.4, 203.0.113.7")) == 429
    assert guess(own, outside(own, seen="203.0.113.7, 203.0.113.8")) == 403, "somebody else is not held up"


def test_guesses_by_ipv4_count_apart_also_where_a_proxy_writes_them_as_ipv6(own):
    for _ in range(5):
        guess(own, outside(own, seen="::ffff:203.0.113.7"))
    assert guess(own, outside(own, seen="::ffff:203.0.113.7")) == 429
    assert guess(own, outside(own, seen="203.0.113.7")) == 429
    assert guess(own, outside(own, seen="::ffff:203.0.113.9")) == 403


def test_at_the_other_door_nobody_is_believed(own):
    for number in range(5):
        reply = own.device().ask(
            "POST", "/api/return", {"words": "no such words"}, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        )
        assert reply.status == 403
    forged = own.device().ask(
        "POST", "/api/return", {"words": "no such words"}, headers={"X-Forwarded-For": "10.9.9.9"}
    )
    assert forged.status == 429


@pytest.mark.parametrize("forged", [{}, {"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}])
def test_who_is_not_the_named_proxy_is_not_let_in_at_all(served, forged):
    stranger = outside(served, source="127.0.0.5")
    with pytest.raises((ConnectionError, OSError)):
        stranger.ask("GET", "/", headers=forged)
    assert outside(served).ask("GET", "/").status == 200


SMUGGLED = f"GET /api/facilitator/state HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer "


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 400",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding : chunked",
        "Content-Length: +4",
        "Content-Length: 4\r\n\tfolded: 1",
    ],
)
def test_a_request_within_a_request_gets_nothing(served, head):
    inner = f"0\r\n\r\n{SMUGGLED}{served.session.token}\r\n\r\n"
    asked = f"POST /api/join HTTP/1.1\r\nHost: {NAME}\r\nX-Forwarded-Proto: https\r\n{head}\r\n\r\n{inner}"
    with socket.create_connection(("127.0.0.1", served.host.outside_at[1]), timeout=10) as one:
        found = b""
        with contextlib.suppress(OSError):
            one.sendall(asked.encode())
            one.shutdown(socket.SHUT_WR)
            while data := one.recv(65536):
                found += data
    assert b" 200 " not in found
    assert b"places" not in found


def test_a_request_to_become_something_else_stays_what_it_is(served):
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version": "13",
    }
    for path in ("/", "/api/events", "/api/facilitator/events"):
        assert outside(served).ask("GET", path, headers=upgrade).status in (200, 401, 404)
    assert outside(served).ask("CONNECT", "127.0.0.1:22").status == 405
    assert outside(served).ask("TRACE", "/").status == 405


def test_a_place_taken_outside_is_the_same_place_in_the_room_with_the_four_words(own):
    device = outside(own)
    words = device.ask("POST", "/api/join", {"code": own.code()}).json["words"]
    device.agree()
    own.open()
    assert device.put({"energy": 7}).status == 201
    phone = own.device()
    assert phone.ask("POST", "/api/return", {"words": words}).status == 200
    assert [row["answers"] for row in phone.mine()] == [{"energy": 7}]
    assert all(not name.startswith("__Host-") for name in phone.cookies)


def test_whoever_comes_from_outside_and_whoever_is_in_the_room_are_in_one_release(own):
    own.open()
    people = [joined(own, seen=f"203.0.113.{number}") for number in range(3)] + [own.joined() for _ in range(3)]
    for number, one in enumerate(people):
        assert one.put({"energy": number}).status == 201
    with Stream(people[0], headers={"Host": NAME, "X-Forwarded-Proto": "https"}) as stream:
        own.reveal()
        assert stream.until(lambda state: state["exercises"]["check-in"] != "open")
    assert [one.people for one in own.host.services.published.parsed().releases] == [6]


def test_at_the_end_nobody_listens_there_any_more(root):
    with open_to_outside(root) as served:
        port = served.host.outside_at[1]
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
