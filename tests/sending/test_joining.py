from __future__ import annotations

import json

import pytest

from kit.errors import HostAway, JoinError
from kit.sending.door import Door
from kit.sending.joining import Visit, agree, leave, name_of, refreshed, trusted_at
from kit.sending.outbox import Outbox
from kit.sending.place import Place, keep_place, read_place
from kit.settings import outbox_of
from tests.refused import refused
from tests.sending.examples import submission
from tests.sending.nonsense import answering, http


def taken(served) -> int:
    return served.host.services.people.taken


def test_joining_gives_a_place_with_four_words_and_the_notice_of_the_page(served, visit):
    there = visit.join(served.host.room.code, "  Kim\n(ward 4) ")
    assert (there.place.who, len(there.words), there.session.agreed) == ("Kim (ward 4)", 4, False)
    assert len(there.session.notice.short) == 3
    assert read_place(visit.folder) == there.place
    agree(there.place, there.session.notice.version)
    assert refreshed(there.place).session.agreed
    assert not any(word in repr(there) for word in there.words)


def test_trying_once_more_after_a_lost_reply_takes_no_second_place(served, visit):
    first = visit.join(served.host.room.code, "Kim")
    again = visit.join(served.host.room.code, "Kim")
    assert (again.place.public, taken(served)) == (first.place.public, 1)


def test_the_four_words_bring_back_the_same_place(served, visit):
    there = visit.join(served.host.room.code, "Kim")
    leave(visit.folder)
    back = visit.come_back(" ".join(there.words), "Kim")
    assert (back.place.public, back.words, taken(served)) == (there.place.public, (), 1)
    assert back.place.token != there.place.token


@pytest.mark.parametrize("code", ["", "WRONG", "x" * 1000])
def test_a_code_that_lets_nobody_in_is_told_in_the_words_of_the_host(visit, code):
    with refused(JoinError, match="code of this session"):
        visit.join(code, "Kim")
    assert read_place(visit.folder) is None


def test_a_session_without_a_place_left_says_so_and_can_be_asked_again(served, visit):
    served.facilitator().ask("POST", "/api/facilitator/people", {"people": 1})
    served.joined()
    with pytest.raises(JoinError) as waits:
        visit.join(served.host.room.code, "Kim")
    assert waits.value.name == "wait"


def test_a_folder_of_another_cohort_joins_nothing(served):
    with refused(JoinError, match="is a session of the cohort spring, and this folder is autumn's"):
        Visit(f"http://127.0.0.1:{served.port}", expected="autumn")


def test_a_key_is_shown_to_no_host_that_is_another_cohorts(served, joined):
    about = json.dumps({"ok": True, "cohort": "autumn"}).encode()
    with answering(http(about)) as (port, asked):
        other = Visit(f"http://127.0.0.1:{port}")
        assert other.there is None
        with pytest.raises(JoinError):
            other.go_on()
        assert not any(joined.token.encode() in one for one in asked)


@pytest.mark.parametrize(
    "reply", [{"ok": True}, {"ok": True, "cohort": 7}, {"ok": True, "cohort": "../x"}, {"ok": True, "cohort": ""}]
)
def test_something_that_names_no_cohort_is_no_session(reply):
    with answering(http(json.dumps(reply).encode())) as (port, _), pytest.raises(HostAway):
        Visit(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("body", "cookie"),
    [
        ({"participant": "a" * 32}, ""),
        ({"participant": "a" * 32}, "kit_participant_autumn=" + "t" * 43),
        ({"participant": "a" * 32}, "kit_participant_spring=short"),
        ({"participant": 7}, "kit_participant_spring=" + "t" * 43),
        ({"participant": "a" * 32, "words": ["only", "three", "words"]}, "kit_participant_spring=" + "t" * 43),
        ({"participant": "a" * 32, "words": ["a\nb", "c", "d", "e"]}, "kit_participant_spring=" + "t" * 43),
    ],
)
def test_what_is_no_place_is_kept_nowhere(monkeypatch, visit, body, cookie):
    reply = http(json.dumps({"ok": True, **body}).encode(), head=f"Set-Cookie: {cookie}; Path=/\r\n" if cookie else "")
    with answering(reply) as (port, _):
        visit.address = f"http://127.0.0.1:{port}"
        with pytest.raises(HostAway):
            visit.join("CODE", "Kim")
    assert read_place(visit.folder) is None


def test_at_a_new_address_the_same_place_goes_on_once_its_owner_has_said_so(served, joined):
    keep_place(outbox_of("spring"), Place(**{**vars(joined), "address": "http://192.0.2.7:8710"}))
    later = Visit(f"http://127.0.0.1:{served.port}")
    assert later.there.who == "Kim"
    assert later.go_on().place.public == joined.public
    assert read_place(later.folder).address == later.address


def test_leaving_tells_how_much_never_arrived(visit, joined):
    Outbox(visit.folder).put(submission())
    assert leave(visit.folder) == 1
    assert read_place(visit.folder) is None


def test_a_certificate_is_remembered_for_its_own_address_alone(joined):
    pem = "-----BEGIN CERTIFICATE-----\n"
    keep_place(outbox_of("spring"), Place(**{**vars(joined), "pem": pem}))
    assert trusted_at(joined.address) == pem
    assert trusted_at("https://127.0.0.1:1") == ""


def test_somebody_else_s_key_opens_what_is_theirs_and_nothing_of_a_facilitator_s(served, joined):
    served.open()
    stolen = Door(joined.address, f"{joined.cookie}={joined.token}")
    other = served.joined()
    other.put({"energy": 3})
    assert stolen.ask("GET", "/api/submissions/mine").body["submissions"] == []
    for path in ("state", "roster"):
        assert stolen.ask("GET", f"/api/facilitator/{path}").status == 401
    for path in ("open", "reveal", "end", "texts"):
        body = {"week": 1, "exercise": "check-in"}
        assert stolen.ask("POST", f"/api/facilitator/{path}", body).status == 401
    assert "3" not in json.dumps(stolen.ask("GET", "/api/state").body.get("exercises"))


@pytest.mark.parametrize(
    ("typed", "shown"), [("", ""), (" Kim ", "Kim"), ("K\x1b[2Jim\n", "K [2Jim"), ("x" * 100, "x" * 60)]
)
def test_a_name_is_one_line(typed, shown):
    assert name_of(typed) == shown
