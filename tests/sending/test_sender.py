"""The sender, against a real host in this process."""

from __future__ import annotations

import dataclasses
import json
import time

from kit.sending.joining import Visit, agree
from kit.sending.outbox import Again, Outbox, State
from kit.sending.place import keep_place, read_place
from kit.sending.sender import KEPT_DAYS, OLDER, OTHER_QUESTIONS, Line, Sender, door_of, send_for_all, sender_of
from kit.sending.submissions import Submission, new_id
from tests.cohorts import small_cohort
from tests.live.serving import Client, again, lose, serving
from tests.processes import until


def said(answers=None, *, exercise="check-in", revision=1):
    answers = {"energy": 7} if answers is None else answers
    return Submission(id=new_id(), cohort="spring", week=1, exercise=exercise, answers=answers, revision=revision)


def at_host(sender):
    return door_of(read_place(sender.folder)).ask("GET", "/api/submissions/mine").body["submissions"]


def sent(sender, mine, **how):
    sender.outbox.put(mine, **how)
    sender.start()


def state_of(sender):
    return sender.outbox.latest(1, "check-in")[1]


def rows_of(served) -> int:
    with served.host.store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM submissions").scalar_one()


def phone(served, sender) -> Client:
    """Another device of the same person."""
    place = read_place(sender.folder)
    return Client(served.port, {place.cookie: place.token})


def test_what_waits_arrives_and_only_a_sealed_copy_stays(served, sender):
    served.open()
    mine = said()
    sent(sender, mine)
    until(lambda: state_of(sender) is State.SENT)
    assert [(row["id"], row["answers"]) for row in at_host(sender)] == [(mine.id, {"energy": 7})]
    (kept,) = sender.outbox.repeatable()
    assert (kept.submission.answers, bool(kept.again.sealed), bool(kept.again.proof)) == ({}, True, True)
    assert sender.own(1, "check-in").answers == {"energy": 7}
    until(lambda: sender.line == Line(standing="well"))


def test_what_is_sent_before_its_exercise_is_open_goes_once_it_is(served, sender):
    sent(sender, said())
    until(lambda: sender.early)
    assert sender.outbox.waiting()
    served.open()
    until(lambda: not sender.outbox.waiting())
    assert not sender.early


def test_nothing_is_stored_before_the_notice_was_agreed_to_and_all_of_it_after(served, visit):
    served.open()
    there = visit.join(served.host.room.code, "Kim")
    sender = Sender(visit.folder)
    sender.take_part()
    sent(sender, said())
    until(lambda: sender.line.standing == "agree")
    assert at_host(sender) == []
    agree(there.place, there.session.notice.version)
    sender.look_again()
    until(lambda: not sender.outbox.waiting())
    sender.stop()


def test_after_the_exercise_was_closed_it_is_kept_with_the_reason(served, sender):
    served.open()
    served.facilitator().ask("POST", "/api/facilitator/close", {"week": 1, "exercise": "check-in"})
    sent(sender, said())
    until(sender.outbox.rejected)
    ((mine, reason),) = sender.outbox.rejected()
    assert (mine.answers, "closed" in reason) == ({"energy": 7}, True)


def test_newer_answers_from_a_phone_stand_and_these_are_kept_for_their_owner(served, sender):
    served.open()
    assert phone(served, sender).put({"energy": 3}, revision=4).status == 201
    sent(sender, said())
    until(sender.outbox.rejected)
    assert sender.outbox.rejected()[0][1] == OLDER
    assert [row["answers"] for row in at_host(sender)] == [{"energy": 3}]


def test_answers_to_another_question_than_the_session_asks_are_never_sent(served, sender):
    served.open()
    sent(sender, said(), asked={"energy": "0" * 64})
    until(sender.outbox.rejected)
    assert sender.outbox.rejected()[0][1] == OTHER_QUESTIONS
    assert at_host(sender) == []


def test_a_host_that_lost_an_answer_gets_it_again_sealed_as_it_was_also_after_its_exercise_closed(served, sender):
    served.open()
    mine = said()
    sent(sender, mine)
    until(lambda: state_of(sender) is State.SENT)
    lose(served)
    served.facilitator().ask("POST", "/api/facilitator/close", {"week": 1, "exercise": "check-in"})
    assert at_host(sender) == []
    sender.look_again()
    until(lambda: [(row["id"], row["answers"]) for row in at_host(sender)] == [(mine.id, {"energy": 7})])


def test_after_a_withdrawal_nothing_is_sent_again(served, sender):
    served.open()
    sent(sender, said())
    until(lambda: state_of(sender) is State.SENT)
    assert phone(served, sender).ask("POST", "/api/withdraw", {"confirm": True}).status == 200
    sender.look_again()
    until(lambda: sender.line.standing == "unknown")
    assert rows_of(served) == 0


def test_a_copy_is_let_go_after_thirty_days_and_that_it_arrived_stays_known(served, sender):
    served.open()
    mine = said()
    sent(sender, mine)
    until(lambda: state_of(sender) is State.SENT)
    day = int(time.time() // 86400) - KEPT_DAYS
    sender.outbox.mark_sent(mine.id, Again(proof="p", sealed="s", day=day - 1))
    sender.outbox.age(day)
    assert sender.outbox.repeatable() == []
    assert [one.id for one in sender.outbox.sent()] == [mine.id]


def test_in_another_session_it_waits_for_a_place_and_goes_on_once_there_is_one(tmp_path):
    root = small_cohort(tmp_path / "spring").root
    with serving(root) as first:
        visit = Visit(f"http://127.0.0.1:{first.port}")
        place = visit.join(first.host.room.code, "Kim").place
        other = first.joined()
    with serving(root, people=1) as later:
        again(later, other)
        keep_place(visit.folder, dataclasses.replace(place, address=f"http://127.0.0.1:{later.port}"))
        sender = Sender(visit.folder)
        sender.take_part()
        until(lambda: sender.line.standing == "wait")
        assert "places" in sender.line.sentence
        assert later.facilitator().ask("POST", "/api/facilitator/people", {"people": 2}).status == 200
        until(lambda: sender.line.standing == "well")
        sender.stop()


def test_what_others_on_this_account_left_waiting_is_sent_from_their_own_place(served, visit, joined):
    served.open()
    mine = said()
    Outbox(visit.folder).put(mine)
    visit.not_mine()
    send_for_all(visit.folder)
    aside = sender_of(visit.folder / "aside" / joined.public)
    until(lambda: not aside.outbox.waiting())
    assert [row["id"] for row in at_host(aside)] == [mine.id]
    aside.stop()


def test_nothing_of_a_key_or_an_answer_is_in_what_a_sender_says_of_itself(served, sender):
    served.open()
    sent(sender, said())
    until(lambda: state_of(sender) is State.SENT)
    told = repr(read_place(sender.folder)) + repr(sender.own(1, "check-in")) + repr(sender.line)
    assert read_place(sender.folder).token not in told
    assert json.dumps({"energy": 7}) not in told
