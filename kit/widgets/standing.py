"""Where one's answers to an exercise are, for its form in a notebook: here, on their way, or at the host."""

from __future__ import annotations

from typing import Any

from kit.curriculum.registers import Messages
from kit.sending.outbox import State, Submission
from kit.sending.place import read_place
from kit.sending.rooms import Own
from kit.sending.sender import OLDER, OTHER_QUESTIONS, Sender


def standing_of(sender: Sender, week: int, exercise: str, messages: Messages) -> dict[str, Any]:
    """What a form is told of the newest submission of an exercise; empty where there is none. Raises OutboxError."""
    latest = sender.outbox.latest(week, exercise)
    if read_place(sender.folder) is None:
        return _alone(sender, latest, messages)
    if not sender.takes_part:
        return _of_somebody(latest, messages)
    own = sender.own(week, exercise)
    if own and (latest is None or latest[0].revision < own.submission.revision):
        latest = None
    known = _of_host(own) if latest is None else _of_outbox(sender, *latest, own, messages)
    if sender.room and sender.room.status(week, exercise) == "closed":
        return known | _closed(latest, own, messages)
    return known


def _alone(sender: Sender, latest: tuple[Submission, State] | None, messages: Messages) -> dict[str, Any]:
    """Where nobody has joined: what is sent stays on this computer."""
    if latest is None:
        return {}
    submission, state = latest
    where = {State.WAITING: "device", State.SENT: "received", State.REJECTED: "problem"}[state]
    answers = None if state is State.SENT else submission.answers
    return {**_named(submission), "answers": answers, "state": where, "sentence": _reason(sender, latest, messages)}


def _of_somebody(latest: tuple[Submission, State] | None, messages: Messages) -> dict[str, Any]:
    """Where it has not been said whose place this is: nobody is shown what may be another person's."""
    sentence = messages("joining.say_who")
    return (_named(latest[0]) if latest else {}) | {"state": "device" if latest else "none", "sentence": sentence}


def _of_host(own: Own | None) -> dict[str, Any]:
    if own is None:
        return {}
    return {**_named(own.submission), "state": "received", "answers": dict(own.answers), "shared": dict(own.shared)}


def _of_outbox(
    sender: Sender, submission: Submission, state: State, own: Own | None, messages: Messages
) -> dict[str, Any]:
    if state is State.SENT:
        same = own is not None and own.submission.id == submission.id
        return _of_host(own) if same else {**_named(submission), "state": "received"}
    known = {**_named(submission), "answers": submission.answers}
    if state is State.REJECTED:
        return {**known, "state": "problem", "sentence": _reason(sender, (submission, state), messages)}
    return {**known, **_waiting(sender, submission, messages)}


def _waiting(sender: Sender, submission: Submission, messages: Messages) -> dict[str, Any]:
    """What is said of answers that are on their way."""
    if submission.id in sender.early:
        return {"state": "device", "sentence": messages("joining.waits_opening")}
    line = sender.line
    if line.standing in ("well", "alone"):
        return {"state": "sending"}
    sentence = line.sentence or messages("joining.waits_away")
    return {"state": "device", "sentence": messages(f"joining.waits_{line.standing}", said=sentence)}


def _closed(latest: tuple[Submission, State] | None, own: Own | None, messages: Messages) -> dict[str, Any]:
    waits = latest is not None and latest[1] is State.WAITING
    gone = latest is not None and latest[1] is State.REJECTED
    name = "closed_waiting" if waits else "closed_late" if gone else "closed_sent" if latest or own else "closed_none"
    return {"closed": True, "state": "closed", "sentence": messages(f"joining.{name}")}


def _reason(sender: Sender, latest: tuple[Submission, State], messages: Messages) -> str:
    """Why a submission was refused; empty where it was not, and the form has words of its own."""
    submission, state = latest
    if state is not State.REJECTED:
        return ""
    reason = {refused.id: said for refused, said in sender.outbox.rejected()}.get(submission.id, "")
    if reason in (OLDER, OTHER_QUESTIONS):
        return messages(reason)
    return messages("form.problem_refused", reason=reason)


def _named(submission: Submission) -> dict[str, Any]:
    return {"id": submission.id, "revision": submission.revision}
