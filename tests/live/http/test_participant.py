"""Joining, agreeing, answering, leaving: what participants' pages do."""

from __future__ import annotations

import re
import uuid

import pytest

from kit.answers.ageing import DAYS
from kit.curriculum.policy import policy_of
from kit.curriculum.registers import messages_in
from kit.live.codes import hashed
from kit.live.notice import notice_for
from kit.live.process.session import new_session
from kit.settings import load_cohort
from tests.answers.examples import weeks_stored
from tests.live.serving import Client, serving


def test_joining_gives_a_key_that_no_script_reads_and_four_words(served):
    client = served.device()
    reply = client.ask("POST", "/api/join", {"code": served.session.code.lower(), "locale": "en"})
    assert reply.status == 200
    assert len(reply.json["words"]) == 4
    (cookie,) = reply.cookies
    assert cookie.startswith("kit_participant_spring=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={DAYS * 86400}"):
        assert part in cookie
    assert "Secure" not in cookie


def test_only_hashes_of_keys_and_words_are_in_the_store(served):
    client = served.device()
    reply = client.ask("POST", "/api/join", {"code": served.session.code})
    (token,) = client.cookies.values()
    private = served.host.store.cohort.private
    data = b"".join(path.read_bytes() for path in private.iterdir() if path.is_file())
    assert hashed(token).encode() in data
    assert token.encode() not in data
    assert " ".join(reply.json["words"]).encode() not in data


def test_who_joins_again_on_the_same_device_is_the_same_participant_even_with_an_old_code(served):
    client = served.device()
    first = client.ask("POST", "/api/join", {"code": served.session.code}).json
    again = client.ask("POST", "/api/join", {"code": "WRONG"}).json
    assert again["participant"] == first["participant"]
    assert "words" not in again
    assert len(served.host.store.participants()) == 1


def test_the_four_words_bring_a_participant_back_on_another_device(served):
    client = served.joined(agreed=False)
    first = client.ask("POST", "/api/join", {}).json["participant"]
    other = served.device()
    words = served.device().ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    back = other.ask("POST", "/api/return", {"words": " ".join(words).upper()})
    assert back.status == 200
    assert back.json["participant"] != first
    assert "words" not in back.json
    assert other.mine() == []
    assert len(served.host.store.participants()) == 2


def test_a_lost_cookie_costs_nothing_but_four_words(served):
    served.open()
    client = served.device()
    words = client.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    client.agree()
    assert client.put({"energy": 4}).status == 201
    client.cookies.clear()
    assert client.put().status == 401
    assert client.ask("POST", "/api/return", {"words": words}).status == 200
    assert [one["answers"] for one in client.mine()] == [{"energy": 4}]


def test_a_join_whose_reply_was_lost_takes_no_second_place(make_root):
    with serving(make_root(size=1)) as served:
        attempt = str(uuid.uuid4())
        first = served.device().ask("POST", "/api/join", {"code": served.session.code, "attempt": attempt}).json
        client = served.device()
        again = client.ask("POST", "/api/join", {"code": served.session.code, "attempt": attempt}).json
        assert again["participant"] == first["participant"]
        assert again["words"] != first["words"]
        client.agree()
        # Once the notice was agreed to, the attempt is over and opens nothing any more.
        stranger = served.device().ask("POST", "/api/join", {"code": served.session.code, "attempt": attempt})
        assert stranger.status == 409


def test_the_cohorts_size_is_the_limit(make_root):
    with serving(make_root(size=2)) as served:
        for _ in range(2):
            served.joined()
        reply = served.device().ask("POST", "/api/join", {"code": served.session.code})
        assert reply.status == 409
        assert "All places in this group" in reply.json["say"]
        assert "cohort.toml" not in reply.json["say"]


def test_an_answer_before_consent_is_refused_in_a_sentence_and_stored_nowhere(served):
    served.open()
    client = served.joined(agreed=False)
    reply = client.put()
    assert (reply.status, reply.json["code"]) == (403, "not_agreed")
    assert "notice" in reply.json["say"]
    assert weeks_stored(served.host.store) == set()


def test_agreeing_to_another_version_of_the_notice_does_not_count(served):
    client = served.joined(agreed=False)
    reply = client.ask("POST", "/api/consent", {"purpose": "aggregate", "version": "of last year"})
    assert reply.status == 409
    assert client.ask("POST", "/api/consent", {"purpose": "advertising", "version": "x"}).status == 400
    assert client.ask("GET", "/api/state").json["me"]["agreed"] is False


def test_a_stored_answer_is_confirmed_once_and_known_from_then_on(served):
    served.open()
    client, id = served.joined(), str(uuid.uuid4())
    assert client.put(id=id).status == 201
    assert client.put(id=id).status == 200
    (mine,) = client.mine()
    assert len(mine.pop("proof")) == 64
    assert mine.pop("sealed").startswith(f"1.{id}.1.")
    assert mine == {"id": id, "week": 1, "exercise": "check-in", "revision": 1, "answers": {"energy": 7}}


def test_a_changed_mind_is_another_revision(served):
    served.open()
    client = served.joined()
    client.put({"energy": 1})
    client.put({"energy": 9}, revision=2)
    found = served.host.store.contributions(1, "check-in", "energy")
    assert list(found.values()) == [9]


def test_answers_are_checked_against_the_week_file_again(served):
    served.open()
    client = served.joined()
    wrong = [
        {"energy": 11},
        {"energy": 1.0},
        {"energy": True},
        {"energy": {"a": 1}},
        {"useful": 9},
        {"helped": ["rest", "gold"]},
        {"diary": "stays with me"},
        {"word": "aloud"},
        {"nothing-of-the-kind": 1},
        {"note": ["a", "b"]},
        {"note": "x" * 5000},
    ]
    for answers in wrong:
        reply = client.put(answers)
        assert reply.status == 400, answers
        assert reply.json["say"]
    assert client.put(exercise="unknown").status == 400
    assert client.put(week=7).status == 400
    assert client.put(week="1").status == 400
    assert client.put(revision=0).status == 400
    assert client.put(cohort="other").status == 400
    assert client.mine() == []


def test_an_exercise_takes_answers_only_while_it_is_open(served):
    client = served.joined()
    early = client.put()
    assert (early.status, early.json["code"]) == (403, "not_open")
    served.open()
    id = str(uuid.uuid4())
    assert client.put(id=id).status == 201
    served.facilitator().ask("POST", "/api/facilitator/close", {"week": 1, "exercise": "check-in"})
    late = client.put(revision=2)
    assert (late.status, late.json["code"]) == (410, "closed")
    # What arrived in time is confirmed even now: its first receipt may have been lost.
    assert client.put(id=id).status == 200


def test_in_a_self_paced_session_everything_is_open(root):
    with serving(root, mode="self-paced") as served:
        client = served.joined()
        assert client.put().status == 201
        state = client.ask("GET", "/api/state").json
        assert (state["mode"], state["exercises"]) == ("self-paced", {"check-in": "open"})


def test_the_state_says_what_a_page_needs_and_never_how_many_are_here(served):
    client = served.joined()
    state = client.ask("GET", "/api/state").json
    assert state["week"] == 1
    assert state["exercises"] == {"check-in": "never opened"}
    assert state["released"] == []
    assert state["policy"] == {"minimum": 5, "sensitive": 8, "text": 8}
    assert any("at least 8" in sentence for sentence in state["notice"]["sentences"])
    assert state["me"]["agreed"] is True
    before = {key: state[key] for key in ("exercises", "released", "version")}
    for _ in range(6):
        served.joined()
    after = client.ask("GET", "/api/state").json
    assert {key: after[key] for key in before} == before
    assert "progress" not in after


def test_the_notice_says_what_others_on_an_open_network_could_read(make_root):
    cohort = load_cohort(make_root())

    def said(**more):
        return notice_for(
            cohort, policy_of(cohort), new_session(cohort.root, 1, **more), messages_in(cohort.curriculum)
        )

    alone, network = said(), said(lan="192.168.1.5")
    sealed = said(lan="192.168.1.5", certificate="c.pem", key="k.pem")
    assert "isn't encrypted" in network.sentences[-1]
    assert alone.sentences == sealed.sentences == network.sentences[:-1]
    assert alone.version != network.version


@pytest.mark.parametrize("more", [{}, {"minimum": 9, "sensitive": 12, "text_sharing": 7}])
def test_the_notice_is_short_and_keeps_every_promise_and_every_risk(make_root, more):
    root = make_root()
    with (root / "cohort.toml").open("a", encoding="utf-8") as file:
        file.write("".join(["\n[policy]\n", *(f"{name} = {number}\n" for name, number in more.items())]))
    cohort = load_cohort(root)
    session = new_session(cohort.root, 1, lan="192.168.1.5")
    sentences = notice_for(cohort, policy_of(cohort), session, messages_in(cohort.curriculum)).sentences
    said = " ".join(sentences)
    assert len(said.split()) <= 300
    first = " ".join(re.split(r"(?<=[.])\s", said)[:3])
    for words in ("the facilitator's computer", "Nobody sees them", "ranges"):
        assert words in first
    promises = ("never your name", "never sent", "pass on any question", "take back", "delete all", "How many answered")
    risks = (
        "confidential, not anonymous",
        "several places",
        "compare answers",
        "one by one",
        "isn't encrypted",
        "four words",
    )
    for words in (*promises, *risks, "a code that works once", "on paper", "could still give you away", "small groups"):
        assert words in said, words


def test_everything_of_ones_own_can_be_taken_along(served):
    served.open()
    client = served.joined()
    client.put({"energy": 3})
    reply = client.ask("GET", "/api/mine/export")
    assert "attachment" in reply.headers["Content-Disposition"]
    assert reply.json["submissions"][0]["answers"] == {"energy": 3}
    assert reply.json["cohort"] == "spring"
    assert "participant" in reply.json


def test_releases_are_the_bytes_of_the_published_file(served):
    client = served.joined()
    assert client.ask("GET", "/api/releases").json["releases"] == []
    served.open()
    for energy in range(6):
        served.joined().put({"energy": energy})
    served.reveal()
    assert (
        client.ask("GET", "/api/releases").body == (served.host.store.cohort.published / "releases.json").read_bytes()
    )


def test_withdrawing_takes_a_confirmation_and_leaves_nothing_but_published_figures(served):
    served.open()
    client = served.joined()
    client.put({"energy": 2, "note": "my very own sentence"})
    for _ in range(6):
        served.joined().put({"energy": 8})
    served.reveal()
    published = client.ask("GET", "/api/releases").body
    assert client.ask("POST", "/api/withdraw", {}).status == 400
    # The copy of the cookie: the reply takes the cookie itself away.
    thief = Client(served.port, dict(client.cookies))
    reply = client.ask("POST", "/api/withdraw", {"confirm": True})
    assert reply.status == 200
    assert "published" in reply.json["say"]
    assert thief.ask("GET", "/api/state").status == 401
    assert served.joined().ask("GET", "/api/releases").body == published
    private = served.host.store.cohort.private
    for path in private.rglob("*"):
        if path.is_file():
            assert b"my very own sentence" not in path.read_bytes(), path
