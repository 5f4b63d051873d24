"""A session is one session: what is open ends with it, and what was written in another is not taken for this one's."""

from __future__ import annotations

import uuid

import pytest

from kit.live.process.session import new_session
from kit.live.process.supervise import SERVE
from tests.live.serving import Client, serving
from tests.live.supervised import supervised
from tests.weeks import SMALL_WEEK

SECOND = SMALL_WEEK.replace("number: 1", "number: 2")


@pytest.fixture
def two_weeks(root):
    (root / "curriculum" / "week_02.yaml").write_text(SECOND, "utf-8")
    return root


def counted(root, week=1):
    """A session for as many people as the cohort has."""
    return new_session(root, week, people=40)


def again(served, client):
    """The same device in another session, where it takes its place by itself."""
    device = Client(served.port, client.cookies)
    assert device.ask("POST", "/api/join", {}).status == 200
    return device


def state(client):
    return client.ask("GET", "/api/state").json


def test_everybody_is_told_which_session_runs_and_a_restart_keeps_it(two_weeks):
    session = counted(two_weeks)
    with serving(two_weeks, session=session) as served:
        client = served.joined()
        assert (state(client)["session"], state(client)["week"]) == (session.id, 1)
    with serving(two_weeks, session=session) as served:
        assert state(again(served, client))["session"] == session.id
    with serving(two_weeks) as served:
        assert state(again(served, client))["session"] not in ("", session.id)


@pytest.mark.parametrize("week", [1, 2])
def test_what_was_written_in_another_session_is_refused_in_a_sentence(two_weeks, week):
    with serving(two_weeks) as served:
        client, before = served.joined(), served.session.id
    with serving(two_weeks, session=counted(two_weeks, week)) as served:
        place = {"week": week, "exercise": "check-in"}
        assert served.facilitator().ask("POST", "/api/facilitator/open", place).status == 200
        client = again(served, client)
        client.agree()
        for sent in (week, 1):
            reply = client.put(week=sent, session=before)
            assert (reply.status, reply.json["code"]) == (409, "other_session")
            assert "earlier session" in reply.json["say"]
        assert client.mine() == []
        assert client.put(week=week, session=served.session.id).status == 201
        assert client.put(week=week, session=7).status == 400


def test_without_a_session_only_what_is_open_is_taken_so_nothing_lands_in_another_week(two_weeks):
    with serving(two_weeks) as served:
        served.open()
        client = served.joined()
        assert client.put().status == 201
    with serving(two_weeks, session=counted(two_weeks, 2)) as served:
        client = again(served, client)
        assert client.put(revision=2).json["code"] == "closed"
        assert [(one["week"], one["revision"]) for one in client.mine()] == [(1, 1)]


def test_what_arrived_in_its_session_is_confirmed_in_the_next_one(two_weeks):
    with serving(two_weeks) as served:
        served.open()
        client, before, sent = served.joined(), served.session.id, str(uuid.uuid4())
        assert client.put(id=sent, session=before).status == 201  # and the reply got lost
    with serving(two_weeks, session=counted(two_weeks, 2)) as served:
        assert again(served, client).put(id=sent, session=before).status == 200


def test_the_end_closes_what_is_open(two_weeks):
    with serving(two_weeks) as served:
        served.open()
        client = served.joined()
        store = served.host.store
        assert store.status(1, "check-in") == "open"
    with serving(two_weeks) as served:
        assert state(again(served, client))["exercises"]["check-in"] == "closed"


def test_a_crash_closes_nothing_and_what_waited_in_it_arrives(two_weeks):
    with supervised(two_weeks, SERVE) as host:
        host.open()
        client = host.joined()
        host.kill()
        host.wait_for_start(1)
        assert state(client)["exercises"]["check-in"] == "open"
        assert client.put(session=host.session.id).status == 201


def test_what_a_session_that_was_cut_off_left_open_is_closed_when_the_next_begins(two_weeks):
    with supervised(two_weeks, SERVE) as host:
        host.open()
        client = host.joined()
        # Nothing ends it in good order: as after a power cut.
        host.supervisor._stopping.set()
        host.kill()
    with serving(two_weeks, session=counted(two_weeks, 2)) as served:
        assert served.host.store.status(1, "check-in") == "closed"
        assert again(served, client).put().json["code"] == "closed"
