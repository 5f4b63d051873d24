"""What somebody in the room, on the network or on another page might try."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid

import pytest
from sqlalchemy import func, select

from kit.answers.ageing import DAYS
from kit.answers.backup import back_up
from kit.answers.members import MOST_DEVICES, devices
from kit.live.codes import new_code, today
from kit.live.http.app import API
from kit.live.limits import Entries, Pauses
from kit.live.people import Days
from kit.live.process.session import new_session
from tests.live.serving import Client, Stream, serving
from tests.processes import connected

SECRET = "my very own sentence"


def test_nobody_reads_anothers_answer(served):
    served.open()
    victim, mallory = served.joined(), served.joined()
    id = str(uuid.uuid4())
    assert victim.put({"note": SECRET}, id=id).status == 201
    assert mallory.put({"note": SECRET}, id=id).status == 409
    assert mallory.put({"note": "other"}, id=id).status == 409
    for method in ("GET", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"):
        reply = mallory.ask(method, f"/api/submissions/{id}")
        assert reply.status == 405
        assert SECRET.encode() not in reply.body
    for path in ("/api/submissions/mine", "/api/mine/export", "/api/state", "/api/releases"):
        assert SECRET.encode() not in mallory.ask("GET", path).body
    assert victim.mine()[0]["answers"] == {"note": SECRET}


def test_the_facilitator_and_the_screen_have_no_way_to_an_answer_either(served):
    served.open()
    served.joined().put({"note": SECRET})
    facilitator = served.facilitator()
    screen = served.device()
    ticket = facilitator.ask("POST", "/api/facilitator/screen").json["ticket"]
    screen.ask("POST", "/api/screen", {"ticket": ticket})
    for who in (facilitator, screen):
        for path, _ in API:
            plain = path.replace("([0-9a-f-]{36})", str(uuid.uuid4()))
            if plain.endswith("/events"):
                continue
            reply = who.ask("GET", plain)
            assert SECRET.encode() not in reply.body
            if "mine" in plain:
                assert reply.status == 401


def test_a_participant_of_one_cohort_is_nobody_in_another(make_root):
    with serving(make_root("spring")) as spring, serving(make_root("autumn")) as autumn:
        spring.open()
        autumn.open()
        client = spring.joined()
        stranger = Client(autumn.port, dict(client.cookies))
        (value,) = client.cookies.values()
        stranger.cookies["kit_participant_autumn"] = value
        for path, _ in API:
            if "facilitator" in path or path in ("/api/join", "/api/return", "/api/screen", "/api/about"):
                continue
            plain = path.replace("([0-9a-f-]{36})", str(uuid.uuid4()))
            posted = ("/api/withdraw", "/api/import", "/api/consent", "/api/consent/take-back", "/api/texts/preview")
            posted += ("/api/notice/told",)
            method = "POST" if plain in posted else "GET"
            method = "PUT" if path != plain else method
            assert stranger.ask(method, plain, {} if method != "GET" else None).status == 401, plain
        other = Client(autumn.port, token=spring.session.token)
        assert other.ask("GET", "/api/facilitator/state").status == 401
        assert autumn.device().ask("POST", "/api/join", {"code": spring.session.code}).status == 403


def test_a_participants_cookie_opens_nothing_of_the_facilitators(served):
    client = served.joined()
    (value,) = client.cookies.values()
    for path, _ in API:
        if "facilitator" in path:
            for headers in ({}, {"Authorization": f"Bearer {value}"}, {"Authorization": "Bearer "}):
                method = "GET" if path.endswith(("state", "events", "roster")) else "POST"
                assert client.ask(method, path, headers=headers).status == 401, path


@pytest.mark.parametrize(
    "path",
    [
        "/private/answers.db",
        "/private/secret.key",
        "/private/run/host.json",
        "/../private/answers.db",
        "/static/../../private/secret.key",
        "/static/%2e%2e/%2e%2e/private/secret.key",
        "/api/..%2f..%2fprivate/answers.db",
        "/api/submissions/../../../private/answers.db",
        "//private/answers.db",
        "/%00/private",
        "/published/releases.json",
        "/cohort.toml",
        "/api/submissions/" + "0" * 35,
        "/api/submissions/" + "A" * 36,
        "/api",
        "/api/",
        "/api/facilitator",
        "/.git/config",
    ],
)
def test_no_path_leads_to_a_file(served, path):
    reply = served.joined().ask("GET", path)
    assert reply.status == 404
    assert set(reply.json) == {"ok", "code", "say"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1.evil.example:{port}"},
        {"Host": "192.168.1.77:{port}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_other_names_and_other_pages_are_refused(served, headers):
    client = served.joined()
    sent = {name: value.format(port=served.port) for name, value in headers.items()}
    for method, path in (("GET", "/api/state"), ("PUT", f"/api/submissions/{uuid.uuid4()}"), ("GET", "/nowhere")):
        assert client.ask(method, path, {} if method == "PUT" else None, headers=sent).status == 403


def test_the_own_page_is_not_refused(served):
    client = served.joined()
    for name in ("127.0.0.1", "localhost", "LOCALHOST"):
        own = {
            "Host": f"{name}:{served.port}",
            "Origin": f"http://{name}:{served.port}",
            "Sec-Fetch-Site": "same-origin",
        }
        assert client.ask("GET", "/api/state", headers=own).status == 200


def test_a_link_on_another_page_leads_here_but_neither_a_frame_nor_a_form_does(served):
    client = served.joined()
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.ask("GET", "/api/state", headers=link).status == 200
    assert client.ask("GET", "/api/state", headers={**link, "Sec-Fetch-Dest": "iframe"}).status == 403
    assert client.ask("POST", "/api/withdraw", {"confirm": True}, headers=link).status == 403


def test_every_answer_carries_the_strict_headers(served):
    client = served.joined()
    replies = [
        client.ask("GET", "/api/state"),
        client.ask("GET", "/nowhere"),
        client.ask("DELETE", "/api/state"),
        client.put(),
        client.ask("POST", "/api/join", raw=b"{"),
        client.ask("GET", "/api/releases"),
        served.device().ask("GET", "/api/state"),
        client.ask("GET", "/api/state", headers={"Host": "evil.example"}),
        client.ask("PUT", f"/api/submissions/{uuid.uuid4()}", raw=b"x" * 70_000),
    ]
    assert len({reply.status for reply in replies}) >= 6
    for reply in replies:
        policy = reply.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'; base-uri 'none'; form-action 'self'" in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Server" not in reply.headers
        assert "Access-Control-Allow-Origin" not in reply.headers


def test_a_right_code_passes_whatever_was_tried_before_and_the_joined_notice_nothing(served):
    served.open()
    inside, stranger = served.joined(), served.device()
    assert {stranger.ask("POST", "/api/join", {"code": new_code()}).status for _ in range(40)} == {403}
    # Twenty-eight addresses of which each tries five times, among them that of the room.
    for number in range(28):
        device = served.device(f"127.0.0.{number + 1}")
        assert {served_by(served, device, {"code": new_code()}) for _ in range(5)} == {403}
    assert stranger.ask("POST", "/api/join", {"code": served.session.code}).status == 200
    assert inside.put().status == 201
    assert inside.ask("GET", "/api/state").status == 200


def served_by(served, device, body) -> int:
    """What a request from another address of this computer gets."""
    with connected("127.0.0.1", served.port, source=device.address) as one:
        text = json.dumps(body)
        head = f"POST /api/join HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n"
        one.sendall(f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode())
        return int(one.makefile("rb").readline().split()[1])


def test_words_cannot_be_guessed_and_whoever_has_a_code_or_has_not_guessed_is_not_held_up(served):
    stranger, inside = served.device(), served.device()
    words = inside.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    guesses = [["acorn", "acre", "actor", "adapter"], "apple apple apple", None, "x" * 3000, ["a", "b", "c", "d"]]
    for given in guesses:
        assert stranger.ask("POST", "/api/return", {"words": given}).status == 403
    refused = stranger.ask("POST", "/api/return", {"words": words})
    assert refused.status == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Retry-After"] in refused.json["say"]
    behind_the_same_router = served.device()
    behind_the_same_router.cookies[served.host.services.access.browser_cookie] = "another browser"
    assert behind_the_same_router.ask("POST", "/api/return", {"words": words}).status == 200
    assert stranger.ask("POST", "/api/join", {"code": served.session.code}).status == 200


def test_wrong_codes_without_end_wait_a_moment_each_and_hold_nobody_up(make_root, monkeypatch):
    waited, sleep = [], asyncio.sleep

    async def counted(seconds):
        waited.extend([seconds] if seconds == Pauses.SECONDS else [])
        await sleep(seconds)

    monkeypatch.setattr(Pauses, "SECONDS", 0.0123)
    monkeypatch.setattr(Entries, "PAUSE", 3600.0)  # however slow this computer is, nothing is forgiven meanwhile
    monkeypatch.setattr("kit.live.limits.asyncio.sleep", counted)
    with serving(make_root(size=14)) as served:
        stranger = served.device()
        for _ in range(Entries.AT_ONCE):
            assert stranger.ask("POST", "/api/join", {"code": new_code()}).status == 403
        assert waited == []
        replies = [stranger.ask("POST", "/api/join", {"code": new_code()}) for _ in range(40)]
        assert {one.json["code"] for one in replies} == {"wrong_code"}
        assert len(waited) == 40
        # A code that fits is taken at once, from the same address and the same browser.
        assert stranger.ask("POST", "/api/join", {"code": served.session.code}).status == 200
        assert len(waited) == 40


def devices_of(served) -> int:
    with served.host.store.reading() as reading:
        return reading.scalar(select(func.count()).select_from(devices))


def test_the_right_words_again_in_the_same_browser_add_no_device(served):
    served.open()
    client = served.device()
    words = client.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    client.agree()
    tokens = set()
    for _ in range(20):
        assert client.ask("POST", "/api/return", {"words": words}).status == 200
        tokens.add(client.cookies[served.host.services.access.cookie])
    assert (len(tokens), devices_of(served)) == (1, 1)
    assert client.put().status == 201


def test_the_right_words_in_a_loop_of_new_browsers_end_no_device_of_anybody_and_are_slowed_down(served):
    served.open()
    own, other = served.device(), served.joined()
    words = own.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    own.agree()
    replies = [served.device().ask("POST", "/api/return", {"words": words}) for _ in range(30)]
    assert [one.status for one in replies] == [200] * (MOST_DEVICES - 1) + [429] * (31 - MOST_DEVICES)
    assert replies[-1].json["code"] == "many_devices"
    assert replies[-1].headers["Retry-After"] in replies[-1].json["say"]
    assert devices_of(served) == MOST_DEVICES + 1
    for client in (own, other):
        assert client.put().status == 201
    assert own.ask("POST", "/api/return", {"words": words}).status == 200  # for a device of theirs nothing is new


def test_somebody_elses_words_on_this_device_make_it_theirs_and_leave_my_others_alone(served):
    mine, second = served.device(), served.device()
    words = mine.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    assert second.ask("POST", "/api/return", {"words": words}).status == 200
    others = served.device().ask("POST", "/api/join", {"code": served.session.code}).json
    assert second.ask("POST", "/api/return", {"words": others["words"]}).json["participant"] == others["participant"]
    assert mine.ask("GET", "/api/state").json["me"]["participant"] != others["participant"]


def test_words_in_a_browser_whose_key_is_over_bring_it_back(served):
    client = served.device()
    words = client.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    cookie = served.host.services.access.cookie
    client.cookies[cookie] = "x" * 43
    assert client.ask("POST", "/api/return", {"words": words}).status == 200
    assert client.ask("GET", "/api/state").status == 200


def test_joining_and_leaving_in_a_loop_is_slowed_down_and_takes_no_backup_away(make_root):
    with serving(make_root(size=3)) as served:
        private = served.host.store.cohort.private
        before = [back_up(private) for _ in range(4)]
        statuses = []
        for _ in range(6):
            client = served.joined()
            statuses.append(client.ask("POST", "/api/withdraw", {"confirm": True}))
            if statuses[-1].status != 200:
                break
        assert [one.status for one in statuses] == [200, 200, 200, 429]
        assert statuses[-1].headers["Retry-After"] in statuses[-1].json["say"]
        assert [path for path in before if path.exists()] == before
        # Nothing was done, and nobody else is held up.
        assert client.ask("GET", "/api/state").status == 200
        assert served.joined().ask("GET", "/api/state").status == 200


def statuses_of(served, *bodies: dict[str, object]) -> list[int]:
    """What joins of as many browsers get that keep no cookie of the one before."""
    return [served.device().ask("POST", "/api/join", body).status for body in bodies]


@pytest.fixture
def still(monkeypatch):
    """Nothing is forgotten while a test asks, however slow its computer is."""
    monkeypatch.setattr(Entries, "PAUSE", 100.0)


@pytest.mark.parametrize("people", [None, 2])
def test_joins_that_are_refused_in_a_loop_are_slowed_down_and_a_place_is_given_at_once(make_root, still, people):
    root = make_root()
    with serving(root, session=new_session(root, 1)) as served:
        if people:
            say_people(served, people)
            assert statuses_of(served, *[{"code": served.code()}] * people) == [200] * people
        loop = [{"code": served.code(), "attempt": str(uuid.uuid4())}] * 90
        mallory = statuses_of(served, *loop)
        assert mallory == [409] * 80 + [429] * 10
        refused = served.device().ask("POST", "/api/join", loop[0])
        assert refused.headers["Retry-After"] in refused.json["say"]
        # A code that does not fit is told as ever, and whoever gets a place gets it, though it is the same address.
        assert statuses_of(served, {"code": new_code()}) == [403]
        say_people(served, 32)
        for _ in range(32 - (people or 0)):
            served.joined(agreed=False)


def test_one_join_repeated_in_a_loop_is_slowed_down(still, served):
    again = {"code": served.code(), "attempt": str(uuid.uuid4())}
    assert statuses_of(served, *[again] * 90) == [200] * 81 + [429] * 9
    served.joined()


def test_slips_that_do_not_fit_are_slowed_down_and_one_that_fits_lets_in(make_root, still):
    with serving(make_root(), mode="self-paced") as served:
        assert statuses_of(served, *[{"code": "ABCDE FGH12"}] * 90) == [403] * 80 + [429] * 10
        served.joined()


def test_somebody_known_for_whom_there_is_no_place_is_slowed_down_in_a_loop(make_root, still):
    root = make_root()
    with serving(root, people=2) as served:
        known = [served.joined(), served.joined()]
    with serving(root, session=new_session(root, 1)) as served:
        back = [Client(served.port, cookies=client.cookies) for client in known]
        assert [back[0].ask("POST", "/api/join", {}).status for _ in range(90)] == [409] * 80 + [429] * 10
        say_people(served, 2)
        assert [client.ask("POST", "/api/join", {}).status for client in back] == [200, 200]


def say_people(served, people: int) -> None:
    said = served.facilitator().ask("POST", "/api/facilitator/people", {"people": people})
    assert said.status == 200, said.body


def test_a_room_behind_one_address_joins_at_once(served):
    for _ in range(30):
        served.joined(agreed=False)


@pytest.mark.parametrize("cookie", ["", "x", '"', "a" * 4000, "é", "=;=;=", "\\x00"])
def test_a_forged_key_is_no_key(served, cookie):
    headers = {"Cookie": f"kit_participant_spring={cookie}".encode("latin-1")}
    assert served.device().ask("GET", "/api/state", headers=headers).status == 401


def test_a_key_stops_working_after_its_last_day(served, monkeypatch):
    client = served.joined()
    monkeypatch.setattr(served.host.people, "_days", Days(today() + DAYS))
    assert client.ask("GET", "/api/state").status == 200
    monkeypatch.setattr(served.host.people, "_days", Days(today() + DAYS + 1))
    assert client.ask("GET", "/api/state").status == 401


def test_no_key_code_or_answer_is_in_any_log(served, caplog):
    caplog.set_level(logging.DEBUG)
    served.open()
    client = served.joined()
    client.put({"note": SECRET})
    client.ask("GET", f"/api/state?token={served.session.token}")
    client.ask("GET", "/nowhere?code=" + served.session.code)
    served.device().ask("POST", "/api/join", {"code": "ABCDEFGH"})
    served.do(served.host.store.engine.dispose)
    served.facilitator().ask("GET", "/api/facilitator/state")
    client.ask("PUT", f"/api/submissions/{uuid.uuid4()}", raw=b"{")
    text = caplog.text
    for secret in (served.session.token, served.session.code, SECRET, "ABCDEFGH", *client.cookies.values()):
        assert secret not in text
    assert "127.0.0.1" not in text


def test_a_fault_of_our_own_tells_nothing_and_is_written_down_without_its_words(served, caplog, monkeypatch):
    served.open()
    client = served.joined()

    def broken(*_):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("kit.live.own.own_submissions", broken)
    reply = client.ask("GET", "/api/submissions/mine")
    assert reply.status == 500
    assert "facilitator's computer" in reply.json["say"]
    assert SECRET not in caplog.text + reply.body.decode()
    assert "RuntimeError" in caplog.text


def test_the_facilitators_key_works_from_this_computer_alone(served, monkeypatch):
    monkeypatch.setattr("kit.live.http.base._is_loopback", lambda _address: False)
    assert served.facilitator().ask("GET", "/api/facilitator/state").status == 403


def test_proxies_headers_are_not_believed(served):
    stranger = served.device()
    for number in range(5):
        stranger.ask("POST", "/api/return", {"words": "no such words"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    reply = stranger.ask("POST", "/api/return", {"words": "no such words"}, headers={"X-Real-Ip": "10.9.9.9"})
    assert reply.status == 429


def test_one_device_cannot_take_all_streams(served):
    client = served.joined()
    streams = [Stream(client) for _ in range(8)]
    try:
        for stream in streams:
            stream.next()
        assert client.ask("GET", "/api/events").status == 429
        with Stream(served.joined()) as other:
            assert other.next()
    finally:
        for stream in streams:
            stream.close()


def test_what_participants_are_told_names_no_path_of_the_facilitators(served):
    served.open()
    client = served.joined()
    served.do(lambda: _forbid_writing(served.host.store))
    reply = client.put()
    assert reply.status == 503
    assert str(served.host.store.cohort.root) not in json.dumps(reply.json)
    assert "answers.db" not in json.dumps(reply.json)


def _forbid_writing(store) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.rollback()
