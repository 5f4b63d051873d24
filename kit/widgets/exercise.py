"""An exercise as a form in a notebook; what is sent goes into the outbox, and from there to the host that was joined.

Answers travel as custom messages and are never traits: a trait would be saved into the notebook.
The messages are the same wherever the module runs:

``hello``    from the form, when it appears
``submit``   from the form: id, revision, answers (items shared with the group only), shared (what was agreed for
             texts)
``preview``  from the form: ask, item, text; to it with the same ask and what others would see, or why nobody can say
``state``    to the form: id, revision, state ("none", "sending", "device", "received", "problem"), sentence, answers,
             shared and closed of the newest submission; shares where a text can be looked at and shared; ready where
             what was held back can be sent now; and problem (id, sentence, keep) where one was just refused;
             ``keep`` means that the same submission may be sent again
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, ClassVar
from weakref import WeakSet

import anywidget
import traitlets

from kit.curriculum.policy import policy_of
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.errors import HostError, InvalidAnswer, NoSubmission, OutboxError, TranslatableError
from kit.sending.outbox import Outbox, Submission, from_json, validate
from kit.sending.place import read_place
from kit.sending.sender import Sender, door_of, sender_of
from kit.settings import Places
from kit.widgets.bundler import front_end
from kit.widgets.specs import exercise_spec
from kit.widgets.standing import standing_of
from kit.widgets.threads import Kernel


class ExerciseWidget(anywidget.AnyWidget):
    """The form of *exercise*, which keeps what is sent in the outbox of *places*; a *preview* sends nothing.

    It holds no answer: what was sent is read from the outbox, or known to its sender, whenever a form asks for it.
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
        self._kernel = Kernel()
        self._told = 0
        self._held = False
        self._sender = sender_of(places.outbox)
        if not preview:
            self._sender.hear(self._changed)
        self._live.add(self)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        # What stands where no front end can show the form, such as on a printed page.
        return self._messages("form.run_again", title=self._exercise.title)

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "hello":
            self._say(self._state())
        elif kind == "preview":
            self._preview(content)
        elif kind == "submit":
            problem = self._submit(content)
            for widget in self._copies():
                widget._say(widget._state(problem))

    def _say(self, message: dict[str, Any]) -> None:
        self._told = _mark(message)
        self.send(message)

    def _changed(self) -> None:
        """Something is new at the sender, which calls this in a thread of its own."""
        self._kernel.do(self._say_news)

    def _say_news(self) -> None:
        message = self._state()
        if _mark(message) != self._told:
            ready, self._held = self._held and self._sender.takes_part, self._held and not self._sender.takes_part
            self._say({**message, "ready": True} if ready else message)

    def _submit(self, content: dict[str, Any]) -> dict[str, Any] | None:
        """Keep what was sent; None, or why that could not be done."""
        try:
            submission = self._submission(content)
            objection = self._objection(submission)
            if objection:
                return _problem(content, self._messages(objection[0]), keep=objection[1])
            self._outbox.put(submission, **self._how(content))
        except InvalidAnswer as error:
            return _problem(content, self._because("form.problem_answer", error))
        except OutboxError as error:
            return _problem(content, self._because("form.problem_device", error), keep=True)
        except (NoSubmission, KeyError):
            return _problem(content, self._messages("form.problem_message"))
        self._sender.start()
        return None

    def _objection(self, submission: Submission) -> tuple[str, bool] | None:
        """What speaks against keeping *submission*, as the name of a sentence, and whether it may be sent again."""
        if self._overtaken(submission):
            return "form.older", False
        if read_place(self._places.outbox) is None:
            return None
        if not self._sender.takes_part:
            self._held = True
            return "joining.say_who", True
        if not self._sender.asks(submission.week, submission.exercise, self._asked):
            return "joining.other_questions", True
        return None

    @property
    def _asked(self) -> dict[str, str]:
        """The fingerprint of each question for the group."""
        return {item.id: item.fingerprint for item in self._exercise.group_items}

    def _how(self, content: dict[str, Any]) -> dict[str, Any]:
        """How what was written now is to be sent."""
        shared = content.get("shared")
        given = shared if isinstance(shared, dict) else {}
        return {"session": self._sender.written_in, "shared": given, "asked": self._asked}

    def _preview(self, content: dict[str, Any]) -> None:
        """Have the host mask a text, for its author alone; neither side keeps it."""
        ask, body = content.get("ask"), {name: content.get(name) for name in ("item", "text")}
        body |= {"week": self._week.number, "exercise": self._exercise.id}

        def look() -> Callable[[], None]:
            seen = _seen(self._sender, body)
            return lambda: self.send({"type": "preview", "ask": ask, **seen})

        self._kernel.beside(look)

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
        message = {**nothing, "shared": {}, "closed": False, "shares": self._sender.takes_part, "problem": problem}
        week, exercise = self._week.number, self._exercise.id
        try:
            latest = self._outbox.latest(week, exercise)
            lost = [one for one in self._outbox.lost(week, exercise) if latest or one.is_known]
            known = standing_of(self._sender, week, exercise, self._messages)
        except OutboxError as error:
            return {**message, "problem": problem or _fault(self._because("form.problem_device", error))}
        if lost:
            message["problem"] = problem or _fault(self._messages("form.problem_lost", file=lost[0].path))
        return message | known


def _seen(sender: Sender, body: dict[str, Any]) -> dict[str, Any]:
    """A text as others would see it, or why that cannot be said: an empty sentence where no answer came."""
    try:
        place = read_place(sender.folder)
        if place is None or not sender.takes_part:
            return {"problem": ""}
        reply = door_of(place).ask("POST", "/api/texts/preview", body)
    except (HostError, OutboxError):
        return {"problem": ""}
    if not reply.is_done:
        return {"problem": reply.say}
    return {name: reply.body.get(name) for name in ("text", "parts", "version")}


def _mark(message: dict[str, Any]) -> int:
    """What tells one message from another, and nothing of what it says."""
    return hash(json.dumps(message, sort_keys=True))


def _fault(sentence: str) -> dict[str, Any]:
    """A problem with what is kept here, not with what was just sent."""
    return {"id": None, "sentence": sentence, "keep": True}


def _problem(content: dict[str, Any], sentence: str, *, keep: bool = False) -> dict[str, Any]:
    return {"id": content.get("id"), "sentence": sentence, "keep": keep}
