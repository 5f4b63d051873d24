"""An exercise as a form in a notebook; what is sent goes into the outbox.

Answers travel as custom messages and are never traits: a trait would be saved into the notebook.
The messages are the same wherever the module runs:

``hello``   from the form, when it appears
``submit``  from the form: id, revision, answers (items shared with the group only)
``state``   to the form: id, revision, state ("none", "device", "received", "problem"), sentence, answers and
            closed of the newest submission, and problem (id, sentence, keep) where one was just refused;
            ``keep`` means that the same submission may be sent again
"""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import WeakSet

import anywidget
import traitlets

from kit.curriculum.policy import policy_of
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.errors import InvalidAnswer, NoSubmission, OutboxError, TranslatableError
from kit.sending.outbox import Outbox, State, Submission, from_json, validate
from kit.settings import Places
from kit.widgets.bundler import front_end
from kit.widgets.specs import exercise_spec

_WHERE = {State.WAITING: "device", State.SENT: "received", State.REJECTED: "problem"}


class ExerciseWidget(anywidget.AnyWidget):
    """The form of *exercise*, which keeps what is sent in the outbox of *places*; a *preview* sends nothing.

    It holds no answer: what was sent is read from the outbox whenever a form asks for it.
    """

    _esm, _css = front_end("exercise")
    _live: ClassVar[WeakSet[ExerciseWidget]] = WeakSet()

    spec = traitlets.Dict().tag(sync=True)

    def __init__(
        self, week: Week, exercise: Exercise, places: Places, messages: Messages, *, preview: bool = False
    ) -> None:
        spec = exercise_spec(week, exercise, messages, policy_of(places), cohort=places.identity)
        super().__init__(spec=spec | {"preview": preview})
        self._week, self._exercise, self._messages = week, exercise, messages
        self._places = places
        self._outbox = Outbox(places.outbox)
        self._live.add(self)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        # What stands where no front end can show the form, such as on a printed page.
        return self._messages("form.run_again", title=self._exercise.title)

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "hello":
            self.send(self._state())
        elif kind == "submit":
            problem = self._submit(content)
            for widget in self._copies():
                widget.send(widget._state(problem))

    def _submit(self, content: dict[str, Any]) -> dict[str, Any] | None:
        """Keep what was sent; None, or why that could not be done."""
        try:
            submission = self._submission(content)
            if self._overtaken(submission):
                return _problem(content, self._messages("form.older"))
            self._outbox.put(submission)
        except InvalidAnswer as error:
            return _problem(content, self._because("form.problem_answer", error))
        except OutboxError as error:
            return _problem(content, self._because("form.problem_device", error), keep=True)
        except (NoSubmission, KeyError):
            return _problem(content, self._messages("form.problem_message"))
        return None

    def _submission(self, content: dict[str, Any]) -> Submission:
        answers = validate(self._exercise, content["answers"])
        values = {"cohort": self._places.cohort, "week": self._week.number, "exercise": self._exercise.id}
        return from_json({"id": content["id"], "revision": content["revision"], "answers": dict(answers), **values})

    def _because(self, name: str, error: TranslatableError) -> str:
        return self._messages(name, reason=self._messages.of_error(error))

    def _overtaken(self, submission: Submission) -> bool:
        latest = self._outbox.latest(self._week.number, self._exercise.id)
        return latest is not None and latest[0].id != submission.id and latest[0].revision > submission.revision

    def _copies(self) -> list[ExerciseWidget]:
        """All live widgets of this exercise, this one among them: each has a front end that waits for news."""
        return [widget for widget in self._live if widget._address == self._address]

    @property
    def _address(self) -> tuple[Any, ...]:
        return self._places.outbox, self._week.number, self._exercise.id

    def _state(self, problem: dict[str, Any] | None = None) -> dict[str, Any]:
        """The message that says where the newest submission of this exercise is."""
        nothing = {"type": "state", "id": None, "revision": 0, "state": "none", "sentence": "", "answers": None}
        message = {**nothing, "closed": False, "problem": problem}
        try:
            latest = self._outbox.latest(self._week.number, self._exercise.id)
            lost = [one for one in self._outbox.lost(self._week.number, self._exercise.id) if latest or one.is_known]
        except OutboxError as error:
            return {**message, "problem": problem or _fault(self._because("form.problem_device", error))}
        if lost:
            message["problem"] = problem or _fault(self._messages("form.problem_lost", file=lost[0].path))
        if latest is None:
            return message
        submission, state = latest
        answers = None if state is State.SENT else submission.answers
        known = {"id": submission.id, "revision": submission.revision, "answers": answers}
        return {**message, **known, "state": _WHERE[state], "sentence": self._reason(submission, state)}

    def _reason(self, submission: Submission, state: State) -> str:
        """Why a submission was refused; empty where it was not, and the form has words of its own."""
        if state is not State.REJECTED:
            return ""
        reasons = {refused.id: reason for refused, reason in self._outbox.rejected()}
        return self._messages("form.problem_refused", reason=reasons.get(submission.id, ""))


def _fault(sentence: str) -> dict[str, Any]:
    """A problem with what is kept here, not with what was just sent."""
    return {"id": None, "sentence": sentence, "keep": True}


def _problem(content: dict[str, Any], sentence: str, *, keep: bool = False) -> dict[str, Any]:
    return {"id": content.get("id"), "sentence": sentence, "keep": keep}
