"""The run-of-show in a facilitator's notebook while a host runs: clock, exercises, re-planning, pairs.

The clock is the host's, so that everybody who facilitates sees the same. Nothing here asks for an answer, and
nothing that arrives can hold one: ``Room`` keeps three words of progress and drops the rest. Shared texts, masked and
without authors, pass through to be said yes or no to; they are in no trait, and so in no saved notebook.

From the front end, each with a number ``ask`` that the reply repeats:
``look``                           how the room stands
``begin`` block, late, again       the room goes to that block; the first one starts the clock, *late* minutes ago
``open``, ``close``, ``reveal``    exercise
``texts`` exercise                 the shared texts that wait for a yes or no
``show_texts`` exercise, item, yes, no   the marks of those to show and of those to leave out for good
``propose`` late | null            what to do about so many minutes, or about what the clock says
``apply``, ``undo``                the proposal last shown
``screen``                         an address for the screen
``people`` people                  how many people here use a phone or laptop
``free``, ``free_all``             before the first exercise give back a place that is open nowhere, or all
``names``                          the names on the roster
``draw`` present, size             groups of them
To the front end: ``room`` after everything, with what has just been ``said``, and a proposal, screen, names or groups.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.errors import HostError, KitError, UnknownName
from kit.session.debrief import History
from kit.session.host_client import HostClient, Room
from kit.session.plan import Plan, Replan, at, begin, from_json, plan, replan, sentences, to_json
from kit.settings import MOST_PLACES
from kit.widgets.bundler import front_end

_NOWHERE = Room(week=-1, exercises={}, progress={}, clock=None)
_LATEST = 240


class SessionWidget(anywidget.AnyWidget):
    """The run-of-show of *week*, worked through *host*."""

    _esm, _css = front_end("session")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        week: Week,
        host: HostClient,
        messages: Messages,
        *,
        past: History | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(spec=session_spec(week, messages, past))
        self._week, self._host, self._messages, self._now = week, host, messages, now
        self._room = _NOWHERE
        self._away = ""
        self._proposal: tuple[Plan, Replan] | None = None
        self._applied: tuple[Plan, Plan] | None = None
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("session.run_again")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        acts = {
            "look": lambda _: {},
            "begin": self._begin,
            "open": self._exercise,
            "close": self._exercise,
            "reveal": self._reveal,
            "texts": self._texts,
            "show_texts": self._show_texts,
            "propose": self._propose,
            "apply": self._apply,
            "undo": self._undo,
            "screen": lambda _: {"screen": self._host.screen()},
            "people": self._people,
            "free": self._free,
            "free_all": self._free_all,
            "names": self._names,
            "draw": self._draw,
        }
        kind = content.get("type") if isinstance(content, dict) else None
        if not isinstance(kind, str) or kind not in acts:
            return
        try:
            self._look()
            found = acts[kind](content)
            if kind != "look":
                self._look()
        except (KeyError, TypeError, ValueError):
            found = {"said": self._messages("session.not_understood"), "failed": True}
        except KitError as error:
            found = {"said": str(error), "failed": True}
        self.send({**self._standing(), "ask": content.get("ask"), **found})

    def _look(self) -> None:
        """How the room stands, from the host; where it does not say, what was last known stays."""
        try:
            self._room, self._away = self._host.state(), ""
        except HostError as error:
            self._away = str(error)

    def _standing(self) -> dict[str, Any]:
        """The message that draws everything."""
        room, week = self._room, self._week
        elsewhere = room.week not in (-1, week.number)
        other = self._messages("session.elsewhere", theirs=room.week, ours=week.number) if elsewhere else ""
        shown = plan(week) if self._plan is None else self._plan
        exercises = {
            one.id: {"status": room.exercises.get(one.id, "never opened"), "progress": room.progress.get(one.id, "")}
            for one in week.exercises
        }
        slots = [
            {"block": one.block, "start": one.start, "minutes": one.minutes, "dropped": one.dropped}
            for one in shown.slots
        ]
        return {
            "type": "room",
            "away": self._away,
            "elsewhere": other,
            "minutes": shown.minutes,
            "slots": slots,
            "exercises": {} if elsewhere else exercises,
            "undo": self._can_undo(),
            "join": {"url": room.address, "code": room.code, "network": room.network},
            "places": vars(room.places) if room.places else None,
            **self._clock_now(),
        }

    def _clock_now(self) -> dict[str, Any]:
        found = self._plan
        if found is None:
            return {"block": None, "elapsed": 0}
        now = at(found, self._elapsed)
        after = now.next.block if now.next else None
        rest = sum(slot.minutes for slot in found.after(now.slot.block))
        return {"block": now.slot.block, "elapsed": self._elapsed, "ends": now.slot.end, "next": after, "rest": rest}

    @property
    def _plan(self) -> Plan | None:
        """The plan that the host keeps, or None before the session has begun."""
        clock = self._room.clock
        if clock is None or self._room.week != self._week.number or not _is_number(clock.get("zero")):
            return None
        try:
            kept = from_json(self._week, clock.get("plan"))
        except UnknownName:
            return None
        return kept if kept.current else None

    @property
    def _elapsed(self) -> float:
        clock = self._room.clock
        return max(0.0, (self._now() - float(clock["zero"])) / 60) if clock else 0.0

    def _running(self) -> Plan:
        found = self._plan
        if found is None:
            raise HostError(self._messages("session.begin_first"))
        return found

    def _keep(self, made: Plan, zero: float | None = None) -> None:
        clock = self._room.clock
        start = zero if zero is not None or clock is None else clock["zero"]
        self._host.advance(self._week.number, str(made.current), {"zero": start, "plan": to_json(made)})

    def _begin(self, content: dict[str, Any]) -> dict[str, Any]:
        found = None if content.get("again") else self._plan
        self._proposal = None
        if found is not None:
            self._keep(begin(found, content["block"], self._elapsed))
            return {}
        late = _minutes(content.get("late", 0))
        self._keep(begin(plan(self._week), content["block"], late), self._now() - 60 * late)
        self._look()
        return self._propose({"late": None}) if late else {}

    def _people(self, content: dict[str, Any]) -> dict[str, Any]:
        people = _whole(content["people"])
        self._host.say_people(people)
        return {"said": self._messages("session.did_people", people=people)}

    def _free(self, _: dict[str, Any]) -> dict[str, Any]:
        self._host.free_place()
        return {"said": self._messages("session.did_free")}

    def _free_all(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"said": self._messages("session.did_free_all", code=self._host.free_all())}

    def _exercise(self, content: dict[str, Any]) -> dict[str, Any]:
        act, found = content["type"], self._exercise_called(content["exercise"])
        {"open": self._host.open, "close": self._host.close}[act](self._week.number, found.id)
        return {"said": self._messages(f"session.did_{act}", title=found.title)}

    def _reveal(self, content: dict[str, Any]) -> dict[str, Any]:
        found = self._exercise_called(content["exercise"])
        outcomes = self._host.reveal(self._week.number, found.id)
        shown = {"published", "already"} & set(outcomes.values())
        said = [self._messages("session.did_reveal" if shown else "session.did_reveal_none", title=found.title)]
        for item in found.group_items:
            # A text is not expected to appear, and what was never asked cannot be missed.
            if shown and outcomes.get(item.id) == "held":
                said.append(self._messages("session.held", prompt=item.prompt))
        return {"said": " ".join(said)}

    def _texts(self, content: dict[str, Any]) -> dict[str, Any]:
        found = self._exercise_called(content["exercise"])
        waiting = self._host.texts(self._week.number, found.id)
        items = [one.model_dump(mode="json") for one in waiting if one.texts]
        said = {} if items else {"said": self._messages("session.texts_none")}
        return {"texts": {"exercise": found.id, "items": items}, **said}

    def _show_texts(self, content: dict[str, Any]) -> dict[str, Any]:
        found = self._exercise_called(content["exercise"])
        marks = ([str(mark) for mark in content[name]] for name in ("yes", "no"))
        self._host.show_texts(self._week.number, found.id, str(content["item"]), *marks)
        return {"texts": {"exercise": found.id, "items": []}, "said": self._messages("session.did_texts")}

    def _exercise_called(self, name: object) -> Exercise:
        return {one.id: one for one in self._week.exercises}[str(name)]

    def _propose(self, content: dict[str, Any]) -> dict[str, Any]:
        before = self._running()
        late = content["late"]
        result = replan(before, self._elapsed, late if late is None else _minutes(late))
        self._proposal = (before, result) if result.decisions else None
        said = sentences(result, self._messages)
        return {"proposal": {"late": result.late, "sentences": said, "changes": bool(result.decisions)}}

    def _apply(self, _: dict[str, Any]) -> dict[str, Any]:
        if self._proposal is None or self._proposal[0] != self._running():
            self._proposal = None
            return {"said": self._messages("session.changed_meanwhile"), "failed": True}
        before, result = self._proposal
        self._keep(result.plan)
        self._proposal, self._applied = None, (before, result.plan)
        return {"said": self._messages("session.did_apply")}

    def _can_undo(self) -> bool:
        found = self._plan
        return bool(self._applied and found and _lengths(self._applied[1]) == _lengths(found))

    def _undo(self, _: dict[str, Any]) -> dict[str, Any]:
        now = self._running()
        if self._applied is None or not self._can_undo():
            return {"said": self._messages("session.changed_meanwhile"), "failed": True}
        # The room may have gone on since; the lengths come back, and the room stays where it is.
        before = self._applied[0]
        self._keep(begin(before, str(now.current), now[str(now.current)].start))
        self._applied = None
        return {"said": self._messages("session.did_undo")}

    def _names(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"names": list(self._host.roster())}

    def _draw(self, content: dict[str, Any]) -> dict[str, Any]:
        present = [str(name) for name in content["present"]]
        drawn = self._host.pairs(self._week.number, present, int(content["size"]))
        return {"groups": [list(group) for group in drawn.groups], "why": list(drawn.sentences)}


def session_spec(week: Week, messages: Messages, past: History | None = None) -> dict[str, Any]:
    """What the run-of-show has to know of *week*, as JSON values: content, sentences, and what earlier runs took."""
    heads = ("say", "do", "watch_for", "wrong")
    return {
        "place": "notebook",
        "week": week.number,
        "title": week.title,
        "safety": week.safety,
        "heads": {head: messages(f"notebook.{head}") for head in heads},
        "blocks": [
            {
                "id": block.id,
                "title": block.title,
                "before": past.sentence(block.id, messages) if past else "",
                "notes": {
                    "say": list(block.facilitator.say),
                    "do": list(block.facilitator.do),
                    "watch_for": list(block.facilitator.watch_for),
                    "wrong": list(block.facilitator.if_it_goes_wrong),
                },
                "exercises": [_exercise_spec(exercise) for exercise in block.exercises],
            }
            for block in week.blocks
        ],
        "messages": messages.section("session"),
    }


def _exercise_spec(exercise: Exercise) -> dict[str, Any]:
    forms = [item.form for item in exercise.group_items]
    shown = {"id": exercise.id, "title": exercise.title, "collects": bool(forms)}
    return {**shown, "reveals": any(form != "text" for form in forms), "texts": "text" in forms}


def _lengths(made: Plan) -> dict[str, int]:
    return {slot.block: slot.minutes for slot in made.slots}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _whole(value: object) -> int:
    """A number of people as a person has typed it. Raises ValueError."""
    if type(value) is not int or not 0 <= value <= MOST_PLACES:
        raise ValueError(value)
    return value


def _minutes(value: object) -> int:
    """Minutes late as a person has typed them. Raises ValueError outside a session's length."""
    if not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        raise ValueError(value)
    return int(value)
