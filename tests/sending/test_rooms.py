from __future__ import annotations

import pytest

from kit.errors import HostAway
from kit.sending.rooms import own_in, room_in, session_in
from kit.sending.submissions import new_id

SESSION = {
    "cohort": "spring",
    "session": "s1",
    "week": 1,
    "notice": {"version": "v", "short": ["One.", 2], "sentences": ["All."]},
    "questions": {"1": {"check-in": {"energy": "ab"}}, "2": 7},
}
ROW = {"id": new_id(), "week": 1, "exercise": "check-in", "revision": 1, "answers": {"energy": 7}, "proof": "p"}


def test_a_session_is_read_and_what_fits_nowhere_in_it_is_dropped():
    session = session_in({"ok": True, **SESSION})
    assert (session.cohort, session.agreed, session.notice.short) == ("spring", False, ("One.",))
    assert session.asks(1, "check-in") == {"energy": "ab"}
    assert session.asks(2, "check-in") is None


@pytest.mark.parametrize("name", ["cohort", "session", "week", "notice"])
def test_without_what_it_needs_it_is_no_session(name):
    with pytest.raises(HostAway):
        session_in({key: value for key, value in SESSION.items() if key != name})


def test_an_exercise_has_a_status_in_its_own_week_alone():
    room = room_in({"week": 1, "exercises": {"check-in": "open", "pulse": "burning"}, "ended": None})
    assert (room.status(1, "check-in"), room.status(2, "check-in"), room.status(1, "pulse")) == ("open", None, None)


def test_own_answers_are_read_with_what_they_can_be_sent_again_with():
    (one,) = own_in({"submissions": [{**ROW, "sealed": "s", "shared": {}}]}, "spring")
    assert (one.submission.id, one.answers, one.proof, one.sealed) == (ROW["id"], {"energy": 7}, "p", "s")
    assert "energy" not in repr(one)


@pytest.mark.parametrize(
    "rows", [None, 7, ["x"], [ROW], [{**ROW, "sealed": 7}], [{**ROW, "id": "x", "sealed": "s"}], [[]]]
)
def test_what_is_no_list_of_own_answers_is_none_of_a_host(rows):
    with pytest.raises(HostAway):
        own_in({"submissions": rows}, "spring")
