"""The number of people: said once, kept through restarts, changed from the facilitator's panel, told on the screen."""

from __future__ import annotations

import asyncio
import threading
import uuid
from typing import Any

import pytest

from kit.answers import open_store
from kit.answers.members import Member
from kit.answers.sent import Sent
from kit.answers.slip_sheets import draw_slips
from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.errors import NotJoined
from kit.live.process.session import new_session
from kit.sending.outbox import new_id
from kit.sending.submissions import Submission
from kit.session.host_client import HostClient, Places, Room
from kit.settings import load_cohort, packaged_curriculum
from kit.widgets.run_of_show import SessionWidget
from tests.front_end import says
from tests.live.serving import Served, Stream, serving
from tests.live.supervised import supervised

MESSAGES = load_messages(packaged_curriculum())


class Panel:
    """The run of the session in a facilitator's notebook, on a host that runs."""

    def __init__(self, served: Served) -> None:
        self.heard: list[dict[str, Any]] = []
        host = HostClient(f"http://127.0.0.1:{served.port}", served.session.token)
        week = load_curriculum(served.host.store.cohort.curriculum)[1]
        self.widget = SessionWidget(week, host, MESSAGES)
        self.widget.send = self.heard.append  # type: ignore[method-assign]

    def say(self, kind: str, **values: Any) -> dict[str, Any]:
        says(self.widget, {"type": kind, "ask": 1, **values})
        return self.heard[-1]


def joins(served: Served, **body: Any) -> tuple[int, str]:
    reply = served.device().ask("POST", "/api/join", {"code": served.session.code, **body})
    return reply.status, reply.json.get("code", "")


def test_until_the_number_is_said_nobody_is_served_and_then_as_many_as_were_said(root):
    with serving(root, session=new_session(root, 1)) as served:
        panel, attempt = Panel(served), str(uuid.uuid4())
        assert panel.say("look")["places"] == {"people": None, "taken": 0, "asked": False}
        assert joins(served, attempt=attempt) == (409, "uncounted")
        assert "2 places" in panel.say("people", people=2)["said"]
        # The page that waited asks again by itself, with the same attempt.
        assert joins(served, attempt=attempt)[0] == 200
        assert joins(served)[0] == 200
        assert joins(served) == (409, "no_place")
        assert panel.say("look")["places"] == {"people": 2, "taken": 2, "asked": False}
        panel.say("people", people=3)
        assert joins(served)[0] == 200


@pytest.mark.parametrize("taken", ["by people", "by slips"])
def test_where_the_cohort_is_full_nobody_hears_so_before_the_number_is_said(make_root, taken):
    root = make_root(size=2)
    if taken == "by people":
        with serving(root, people=2) as served:
            served.joined()
            served.joined()
    else:
        with open_store(load_cohort(root), weeks=load_curriculum(root / "curriculum")) as store:
            draw_slips(store)
    with serving(root, session=new_session(root, 1)) as served:
        assert joins(served) == (409, "uncounted")
        Panel(served).say("people", people=2)
        assert joins(served) == (409, "full")


def test_a_slip_opens_nothing_before_the_number_is_said_and_is_not_used_up(make_root):
    root = make_root(size=3)
    with open_store(load_cohort(root), weeks=load_curriculum(root / "curriculum")) as store:
        slip, *_ = draw_slips(store, 2)
    with serving(root, session=new_session(root, 1)) as served:
        assert joins(served, code=slip) == (409, "uncounted")
        assert joins(served, code="AAAAAAAAAA") == (403, "wrong_slip")
        Panel(served).say("people", people=2)
        assert joins(served, code=slip)[0] == 200
        # With the code on the screen one place is left, and then the cohort is full, whatever the session would take.
        assert joins(served)[0] == 200
        assert joins(served) == (409, "full")


def test_the_number_is_never_lowered_below_those_who_joined_nor_raised_above_the_cohort(make_root):
    with serving(make_root(size=6), people=4) as served:
        served.joined()
        served.joined()
        panel = Panel(served)
        for people, words in ((1, "2 places are taken"), (7, "has 6 places"), (0, "2 places are taken")):
            reply = panel.say("people", people=people)
            assert reply["failed"], people
            assert words in reply["said"]
        assert not panel.say("people", people=2).get("failed")
        assert joins(served) == (409, "no_place")


def test_what_is_no_number_changes_nothing(served):
    facilitator = served.facilitator()
    for people in ("12", 1.5, None, True, -1, 10**9):
        assert facilitator.ask("POST", "/api/facilitator/people", {"people": people}).status == 400, people
    assert served.device().ask("POST", "/api/facilitator/people", {"people": 3}).status == 401
    assert served.host.room.counted.people == 40


def test_the_number_and_who_is_served_outlast_a_killed_host(make_root):
    root = make_root(size=3)
    (root / "notebooks").mkdir(exist_ok=True)
    with supervised(root) as host:
        first = host.joined()
        for _ in range(2):
            host.joined()
        host.kill()
        host.wait_for_start(1)
        assert first.ask("POST", "/api/join", {}).status == 200
        client = type(first)(host.port)
        assert client.ask("POST", "/api/join", {"code": host.session.code}).status == 409
        state = type(first)(host.port, token=host.session.token).ask("GET", "/api/facilitator/state").json
        assert state["places"] == {"people": 3, "taken": 3, "freed": 0, "asked": False}


def test_a_session_that_begins_anew_asks_anew_and_counts_who_comes_back(root):
    with serving(root, people=3) as served:
        client = served.joined()
    with serving(root, session=new_session(root, 1)) as served:
        client.port = served.port
        assert client.ask("POST", "/api/join", {}).json["code"] == "uncounted"
        # Before there is a place nothing is stored, and one's own answers can be seen and erased all the same.
        served.open()
        assert (client.put().status, client.put().json["code"]) == (401, "unserved")
        assert client.mine() == []
        Panel(served).say("people", people=1)
        assert client.ask("POST", "/api/join", {}).status == 200
        assert client.put().status == 201
        assert joins(served) == (409, "no_place")


@pytest.mark.parametrize("first", ["code", "slip"])
@pytest.mark.parametrize("others", [0, 1])
def test_whoever_lost_the_cookie_before_agreeing_has_their_own_place_in_the_next_session_too(root, first, others):
    attempt = str(uuid.uuid4())
    with serving(root, people=2) as served:
        code = served.do(lambda: draw_slips(served.host.store, 1))[0] if first == "slip" else served.session.code
        mine = served.device().ask("POST", "/api/join", {"code": code, "attempt": attempt}).json["participant"]
        known = [served.joined() for _ in range(others)]
    # The window was closed and a session begun anew; nobody more is here than is known.
    with serving(root, people=1 + others) as served:
        for client in known:
            client.port = served.port
            assert client.ask("POST", "/api/join", {}).status == 200
        assert joins(served) == (409, "not_new")
        for _ in range(2):
            reply = served.device().ask("POST", "/api/join", {"code": served.session.code, "attempt": attempt})
            assert (reply.status, reply.json.get("participant")) == (200, mine)
        assert joins(served) == (409, "no_place")


def test_whoever_comes_without_cookie_and_code_is_told_that_this_device_has_not_joined(root):
    for more in ({"people": 2}, {"mode": "remote"}):
        with serving(root, **more) as served:
            reply = served.device().ask("POST", "/api/join", {})
            assert (reply.status, reply.json["code"]) == (401, "not_joined")
            # A code that was typed is compared all the same, also where nothing was typed.
            assert joins(served, code="")[0] == 403


@pytest.mark.parametrize("way", ["cookie", "words"])
def test_whoever_is_over_is_told_before_anything_can_be_sent_and_can_leave(root, way):
    with serving(root, people=2) as served:
        client = served.device()
        words = client.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
        client.agree()
    with serving(root, people=1) as served:
        Panel(served).say("look")
        other, taker = served.device(), served.device()
        client.port = served.port
        assert taker.ask("POST", "/api/join", {"code": served.session.code}).json["code"] == "not_new"
        served.do(lambda: served.host.room.counted.say(2, taken=0, size=40))
        assert taker.ask("POST", "/api/join", {"code": served.session.code}).status == 200
        served.do(lambda: served.host.room.counted.say(1, taken=1, size=40))
        if way == "words":
            assert other.ask("POST", "/api/return", {"words": words}).status == 200
            client = other
        reply = client.ask("POST", "/api/join", {})
        assert (reply.status, reply.json["code"]) == (409, "no_place")
        assert "All places for this session" in reply.json["say"]
        assert client.ask("POST", "/api/withdraw", {"confirm": True}).status == 200


def test_the_screen_hears_of_a_joining_and_pages_need_not(served):
    ticket = served.facilitator().ask("POST", "/api/facilitator/screen", {}).json["ticket"]
    screen, person = served.device(), served.joined()
    assert screen.ask("POST", "/api/screen", {"ticket": ticket}).status == 200
    with Stream(screen) as seen, Stream(person) as page:
        seen.next()
        before = page.next()[0]
        served.joined()
        seen.next()
        assert screen.ask("GET", "/api/screen").json["places"]["taken"] == 2
        assert served.host.channels.everyone.version == before


def test_from_the_panel_places_are_given_back_until_something_is_asked(make_root):
    with serving(make_root(size=4), people=4) as served:
        for _ in range(4):
            assert joins(served)[0] == 200
        panel, old = Panel(served), served.session.code
        reply = panel.say("free_all")
        assert reply["places"] == {"people": 4, "taken": 0, "asked": False}
        assert served.host.services.joining.shown()["code"] in reply["said"]
        assert served.device().ask("POST", "/api/join", {"code": old}).status == 403
        here, away = served.joined(), served.joined()
        with Stream(here) as page:
            page.next()
            assert panel.say("free")["places"]["taken"] == 1
            none = panel.say("free")
            assert none["failed"]
            assert "open on a device" in none["said"]
        assert [client.ask("GET", "/api/state").status for client in (here, away)] == [200, 401]
        served.open()
        for kind in ("free", "free_all"):
            refused = panel.say(kind)
            assert refused["failed"]
            assert refused["said"] == MESSAGES("session.places_kept")
        assert refused["places"] == {"people": 4, "taken": 1, "asked": True}
        assert here.put().status == 201


def test_a_week_that_is_run_a_second_time_can_give_back_places_until_it_asks_something(root):
    with serving(root, people=3) as served:
        served.open()
    with serving(root, people=3) as served:
        served.joined()
        panel = Panel(served)
        assert panel.say("look")["exercises"]["check-in"]["status"] == "closed"
        assert not panel.say("free").get("failed")
        assert panel.say("look")["places"] == {"people": 3, "taken": 0, "asked": False}


@pytest.mark.parametrize("one", [False, True])
def test_what_waits_behind_a_place_that_is_given_back_is_refused_and_harms_nobody_else(make_root, one):
    with serving(make_root(size=4), people=4) as served:
        served.joined()
        served.joined()
        host, gate = served.host, threading.Event()
        (first, second) = (Member(participant=whose, public=public) for public, whose in host.people.everybody())

        def sends(member: Member) -> Any:
            sent = Submission(id=new_id(), cohort=host.store.cohort.slug, week=1, exercise="check-in", answers={})
            return host.writer.write(Sent(submission=sent, participant=member.participant, consent="page").store)

        def frees() -> Any:
            return host.people.give_back(lambda: None, here={first.participant}, only_one=one)

        async def all_at_once() -> list[Any]:
            held = asyncio.create_task(host.writer.write(lambda _: gate.wait(20)))
            waiting = [asyncio.create_task(one) for one in (sends(first), frees(), sends(second))]
            await asyncio.sleep(0)
            gate.set()
            return [await held, *await asyncio.gather(*waiting, return_exceptions=True)]

        _, stored, freed, refused = asyncio.run_coroutine_threadsafe(all_at_once(), served.loop).result(60)
        assert (stored, freed) == (("stored", None), None)
        assert isinstance(refused, NotJoined)


def test_a_session_elsewhere_counts_nobody(root):
    with serving(root, mode="remote") as served:
        panel = Panel(served)
        assert panel.say("look")["places"] is None
        assert panel.say("look")["join"]["code"] == ""
        for kind, values in (("people", {"people": 3}), ("free", {}), ("free_all", {})):
            assert panel.say(kind, **values)["failed"]


def test_what_a_host_says_of_places_is_kept_to_two_numbers_and_a_yes_or_no():
    def places(said: object) -> Places | None:
        return Room.model_validate({"places": said}).places

    assert places({"people": 3, "taken": 2, "who": ["anna"]}) == Places(people=3, taken=2)
    assert places({"people": None, "taken": 2, "asked": True}) == Places(people=None, taken=2, asked=True)
    assert places({"people": "3", "taken": 2, "asked": 1}) == Places(people=None, taken=2, asked=False)
    for other in (None, [], {"people": 3}, {"taken": "2"}, {"taken": True}):
        assert places(other) is None
