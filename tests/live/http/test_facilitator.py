"""Open, close, reveal, go on: what the facilitator's notebook does."""

from __future__ import annotations

import json
import threading

from kit.results.releases import read_releases
from kit.session.host_client import HostClient
from tests.live.serving import Client, Stream, serving


def test_the_notebooks_client_and_the_host_understand_each_other(served):
    client = HostClient(f"http://127.0.0.1:{served.port}", served.session.token)
    assert client.state().exercises == {"check-in": "never opened"}
    assert client.say_people(20) == client.state()
    assert client.open(1, "check-in") == client.state()
    assert client.state().progress == {"check-in": "fewer than k"}
    for energy in range(5):
        served.joined().put({"energy": energy})
    with Stream(served.facilitator(), "/api/facilitator/events") as stream:
        stream.until(lambda state: state["progress"] == {"check-in": "k or more"})
    assert client.close(1, "check-in") == client.state()
    assert client.state().progress == {"check-in": "closed"}
    revealed = client.reveal(1, "check-in")
    assert revealed.model_dump(exclude={"outcomes"}) == client.state().model_dump()
    plan = {"block": None, "begun": 0, "minutes": 30, "lengths": {"arrive": 10, "idea": 20}}
    assert client.advance(1, "idea", {"zero": 12.5, "plan": plan}) == client.state()
    assert client.state().clock == {"zero": 12.5, "plan": plan}


def test_a_reveal_closes_and_publishes_and_everybody_is_told(served):
    served.open()
    devices = [served.joined() for _ in range(6)]
    for energy, client in enumerate(devices):
        client.put({"energy": energy})
    with Stream(devices[0]) as stream:
        reply = served.reveal().json
        assert [one["decision"] for one in reply["outcomes"] if one["item"] == "energy"] == ["published"]
        state = stream.until(lambda state: state["released"])
    assert state["exercises"] == {"check-in": "closed"}
    assert state["released"] == [1]
    (release,) = read_releases(served.host.store.cohort.published).releases
    assert (release.item, release.people) == ("energy", 6)


def test_two_reveals_at_once_make_one_release(served):
    served.open()
    for energy in range(8):
        served.joined().put({"energy": energy})
    replies, barrier = [], threading.Barrier(2)

    def reveal() -> None:
        barrier.wait(10)
        replies.append(served.reveal())

    threads = [threading.Thread(target=reveal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [reply.status for reply in replies] == [200, 200]
    releases = read_releases(served.host.store.cohort.published).releases
    assert len([one for one in releases if one.item == "energy"]) == 1


def test_who_joins_after_a_reveal_does_not_count_for_it(served):
    served.open()
    for energy in range(6):
        served.joined().put({"energy": energy})
    served.reveal()
    before = served.joined().ask("GET", "/api/releases").body
    served.open()
    for energy in range(8):
        assert served.joined().put({"energy": energy}).status == 201
    served.reveal()
    energy = [one for one in json.loads(before)["releases"] if one["item"] == "energy"]
    after = served.joined().ask("GET", "/api/releases").json["releases"]
    assert [one for one in after if one["item"] == "energy"] == energy


def test_the_facilitator_sees_progress_in_words_and_no_number_at_all(served):
    served.open()
    with Stream(served.facilitator(), "/api/facilitator/events") as stream:
        seen = [stream.next()[1]["progress"]]
        for energy in range(5):
            served.joined().put({"energy": energy})
        seen.append(stream.until(lambda state: state["progress"]["check-in"] != "fewer than k")["progress"])
    assert seen == [{"check-in": "fewer than k"}, {"check-in": "k or more"}]
    # Places count who joined, not who answered.
    text = json.dumps(served.facilitator().ask("GET", "/api/facilitator/state").json | {"places": None})
    assert '"people"' not in text
    assert "participants" not in text


def test_no_word_of_progress_tells_that_somebody_takes_something_back(served):
    served.open()
    people = [served.joined() for _ in range(5)]
    for client in people:
        client.put()
    with Stream(served.facilitator(), "/api/facilitator/events") as stream:
        stream.until(lambda state: state["progress"]["check-in"] == "k or more")
        assert people[0].ask("POST", "/api/consent/take-back", {"purpose": "aggregate"}).status == 200
        assert people[1].put({}, revision=2).status == 201
        assert people[2].ask("POST", "/api/withdraw", {"confirm": True}).status == 200
        served.open("exit") if False else served.facilitator().ask(
            "POST", "/api/facilitator/advance", {"block": "idea"}
        )
        seen = stream.until(lambda state: state["block"] == "idea")["progress"]
    assert seen == {"check-in": "k or more"}
    assert served.facilitator().ask("GET", "/api/facilitator/state").json["progress"] == seen


def test_participants_pages_are_not_told_when_somebody_answers(served):
    served.open()
    client = served.joined()
    with Stream(client) as stream:
        before, _ = stream.next()
        for energy in range(6):
            served.joined().put({"energy": energy})
        served.facilitator().ask("POST", "/api/facilitator/advance", {"block": "idea"})
        after, state = stream.next()
    assert state["block"] == "idea"
    assert int(after.split("-")[1]) == int(before.split("-")[1]) + 1


def test_the_block_and_the_code_outlast_a_restart_in_the_same_session(root):
    with serving(root) as served:
        session = served.session
        served.facilitator().ask("POST", "/api/facilitator/advance", {"block": "idea"})
        rotated = served.facilitator().ask("POST", "/api/facilitator/code").json["code"]
        client = served.joined()
    with serving(root, session=session) as served:
        state = served.facilitator().ask("GET", "/api/facilitator/state").json
        assert state["code"] == rotated
        assert client.cookies
        again = Client(served.port, client.cookies)
        assert again.ask("GET", "/api/state").status == 200


def test_another_session_has_another_code_and_another_key(root):
    with serving(root) as served:
        first = served.session
    with serving(root) as served:
        assert served.session.code != first.code
        assert served.host.room.code == served.session.code
        assert Client(served.port, token=first.token).ask("GET", "/api/facilitator/state").status == 401
        assert served.device().ask("POST", "/api/join", {"code": first.code}).status == 403


def test_a_fresh_code_replaces_the_old_one(served):
    old = served.host.room.code
    served.facilitator().ask("POST", "/api/facilitator/code")
    assert served.device().ask("POST", "/api/join", {"code": old}).status == 403
    served.joined()


def test_a_damaged_room_file_begins_the_session_anew(root):
    with serving(root) as served:
        session = served.session
    (root / "private" / "run" / "room.json").write_text('{"week": 1, "clock": {"zero": "x"}, "code": 5')
    with serving(root, session=session) as served:
        assert served.facilitator().ask("GET", "/api/facilitator/state").json["block"] is None


def test_a_clock_that_is_none_is_refused(served):
    plan = {"block": None, "begun": 0, "minutes": 30, "lengths": {"arrive": 10, "idea": 20}}
    for clock in ({}, {"zero": -1, "plan": plan}, {"zero": 1, "plan": {}}, {"zero": True, "plan": plan}, [1]):
        body = {"block": "idea", "clock": clock}
        assert served.facilitator().ask("POST", "/api/facilitator/advance", body).status == 400
    assert served.facilitator().ask("POST", "/api/facilitator/advance", {"block": "nowhere"}).status == 400
    assert served.facilitator().ask("POST", "/api/facilitator/advance", {"block": "idea", "week": 2}).status == 400


def test_an_unknown_week_or_exercise_is_told_with_what_there_is(served):
    for verb in ("open", "close", "reveal"):
        reply = served.facilitator().ask("POST", f"/api/facilitator/{verb}", {"week": 1, "exercise": "nope"})
        assert reply.status in (400, 409)
        assert "check-in" in reply.json["say"] or verb == "reveal"
        other = served.facilitator().ask("POST", f"/api/facilitator/{verb}", {"week": 2, "exercise": "check-in"})
        assert other.status == 400
        assert "week 1" in other.json["say"]


def test_pairs_come_from_the_roster_and_its_faults_are_told(served):
    facilitator, roster = served.facilitator(), served.host.store.cohort.private / "roster.csv"
    roster.unlink()
    assert facilitator.ask("GET", "/api/facilitator/roster").status == 400
    roster.write_text("name,apart_from\nAda,\nBen,\nCleo,\nDai,Ada\n", "utf-8")
    assert facilitator.ask("GET", "/api/facilitator/roster").json["names"] == ["Ada", "Ben", "Cleo", "Dai"]
    body = {"week": 1, "present": ["Ada", "Ben", "Cleo", "Dai"], "size": 2}
    groups = facilitator.ask("POST", "/api/facilitator/pairs", body).json["groups"]
    assert sorted(name for group in groups for name in group) == ["Ada", "Ben", "Cleo", "Dai"]
    assert not any({"Ada", "Dai"} == set(group) for group in groups)
    assert facilitator.ask("POST", "/api/facilitator/pairs", {**body, "present": "Ada"}).status == 400
    assert facilitator.ask("POST", "/api/facilitator/pairs", {**body, "present": ["Zoe"]}).status == 409


def test_a_screen_gets_in_with_a_ticket_that_works_once(served):
    ticket = served.facilitator().ask("POST", "/api/facilitator/screen").json["ticket"]
    screen = served.device()
    assert screen.ask("GET", "/api/screen").status == 401
    assert screen.ask("POST", "/api/screen", {"ticket": ticket}).status == 200
    found = screen.ask("GET", "/api/screen").json
    assert found["code"].replace("-", "") == served.session.code
    assert served.session.token not in json.dumps(found)
    assert served.device().ask("POST", "/api/screen", {"ticket": ticket}).status == 403
    # A screen shows; it neither opens nor answers.
    assert screen.ask("POST", "/api/facilitator/open", {"week": 1, "exercise": "check-in"}).status == 401
    assert screen.put().status == 401
    assert served.joined().ask("GET", "/api/screen").status == 401


def test_the_facilitators_address_and_key_are_in_a_file_for_them_alone_until_the_end(root):
    path = root / "private" / "run" / "host.json"
    with serving(root) as served:
        assert path.stat().st_mode & 0o777 == 0o600
        kept = json.loads(path.read_text())
        assert kept["address"] == f"http://127.0.0.1:{served.port}"
        assert kept["token"] == served.session.token
    assert not path.exists()
