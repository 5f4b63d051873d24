"""What a form is told of where one's answers are, in a notebook that has joined."""

from __future__ import annotations

from typing import Any

import pytest

from kit.curriculum.registers import Messages
from kit.sending.outbox import Outbox
from kit.sending.place import Place, keep_place
from kit.sending.rooms import Own, Room
from kit.sending.sender import OLDER, Line, Sender
from kit.sending.submissions import Submission, new_id
from kit.widgets.standing import standing_of

PLACE = Place(
    address="http://192.0.2.7:8710",
    cookie="kit_participant_spring",
    token="t" * 43,
    public="a" * 32,
    identity="spring",
    who="Kim",
    since="2027-03-02",
)


def said(answers: Any, revision: int = 1) -> Submission:
    return Submission(id=new_id(), cohort="spring", week=1, exercise="check-in", answers=answers, revision=revision)


@pytest.fixture
def sender(tmp_path: Any) -> Sender:
    """A sender that takes part and has sent nothing, as it is never started."""
    made = Sender(tmp_path / "outbox" / "spring")
    keep_place(made.folder, PLACE)
    made.takes_part, made.line = True, Line(standing="well")
    return made


def told(sender: Sender, messages: Messages) -> dict[str, Any]:
    return standing_of(sender, 1, "check-in", messages)


def has(sender: Sender, mine: Submission) -> None:
    own = Own(submission=mine, answers=mine.answers, shared={}, proof="p", sealed="s")
    sender._own[1, "check-in"] = own


def test_what_has_just_been_sent_is_on_its_way_and_then_says_what_it_waits_for(
    sender: Sender, messages: Messages
) -> None:
    mine = said({"energy": 7})
    sender.outbox.put(mine)
    assert told(sender, messages) == {"id": mine.id, "revision": 1, "answers": {"energy": 7}, "state": "sending"}
    for standing in ("away", "trouble", "unknown", "agree", "wait", "certificate", "ended", "disk"):
        sender.line = Line(standing=standing)  # type: ignore[arg-type]
        assert (told(sender, messages)["state"], "kept" in told(sender, messages)["sentence"]) == ("device", True)
    sender.early.add(mine.id)
    assert "hasn't been opened" in told(sender, messages)["sentence"]


def test_it_is_received_because_it_is_and_its_answers_come_from_there(sender: Sender, messages: Messages) -> None:
    mine = said({"energy": 7})
    sender.outbox.put(mine)
    sender.outbox.mark_sent(mine.id)
    assert told(sender, messages) == {"id": mine.id, "revision": 1, "state": "received"}
    has(sender, mine)
    assert (told(sender, messages)["state"], told(sender, messages)["answers"]) == ("received", {"energy": 7})


def test_newer_answers_from_a_phone_are_shown_in_place_of_older_ones_here(sender: Sender, messages: Messages) -> None:
    sender.outbox.put(said({"energy": 7}))
    has(sender, said({"energy": 2}, revision=3))
    assert (told(sender, messages)["revision"], told(sender, messages)["answers"]) == (3, {"energy": 2})


def test_a_closed_exercise_says_what_became_of_what_was_sent(sender: Sender, messages: Messages) -> None:
    sender.room = Room(week=1, exercises={"check-in": "closed"})
    assert "Nothing was sent from here" in told(sender, messages)["sentence"]
    mine = said({"energy": 7})
    sender.outbox.put(mine)
    assert "before your last answers could arrive" in told(sender, messages)["sentence"]
    sender.outbox.mark_rejected(mine.id, "closed")
    assert "weren't taken any more" in told(sender, messages)["sentence"]
    sender.outbox.mark_sent(mine.id)
    known = told(sender, messages)
    assert (known["closed"], known["state"], "what you sent" in known["sentence"]) == (True, "closed", True)


def test_before_it_is_said_whose_place_it_is_nobody_s_answers_are_shown(sender: Sender, messages: Messages) -> None:
    mine = said({"energy": 7})
    sender.outbox.put(mine)
    has(sender, mine)
    sender.takes_part = False
    known = told(sender, messages)
    assert ("answers" in known, "whether that's you" in known["sentence"]) == (False, True)


def test_what_was_not_taken_says_why(sender: Sender, messages: Messages) -> None:
    mine = said({"energy": 7})
    sender.outbox.put(mine)
    sender.outbox.mark_rejected(mine.id, OLDER)
    assert told(sender, messages)["sentence"] == messages(OLDER)
    Outbox(sender.folder).mark_rejected(mine.id, "It was written in another session.")
    assert "It was written in another session." in told(sender, messages)["sentence"]
