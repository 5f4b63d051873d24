"""The run-of-show in a facilitator's notebook while a host runs: clock, exercises, re-planning, pairs.

The clock is the host's, so that everybody who facilitates sees the same. Nothing here asks for an answer, and
nothing that arrives can hold one: ``Room`` keeps three words of progress and drops the rest. Shared texts, masked and
without authors, pass through to be said yes or no to; they are in no trait, and so in no saved notebook.

From the front end, each with a number ``ask`` that the reply repeats:
``look``                           how the room stands
``begin`` block, late, again, open the room goes to that block; the first one starts the clock, *late* minutes ago;
                                   *open* is an exercise that is opened then
``open``, ``close``, ``reveal``    exercise
``texts`` exercise                 the shared texts that wait for a yes or no
``show_texts`` exercise, item, yes, no   the marks of those to show and of those to leave out for good
``propose`` late | null            what to do about so many minutes, or about what the clock says
``apply``, ``undo``                the proposal last shown
``screen``                         an address for the screen
``people`` people                  how many people here use a phone or laptop
``free``, ``free_all``             before the first exercise give back a place that is open nowhere, or all
``names``                          the names on the roster
``end``                            the session is over, for everyone
``report``                         once it is over: the report of it is made
``debrief`` change, well           notes for next time are kept
``next``                           what comes after this session is shown
``roster`` names                   these in place of those on the roster
``draw`` present, size             groups of them
``show_pairs`` on                  the groups drawn last are on the screen, or off it
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
from kit.session.expectations import sentence
from kit.session.host_client import HostClient, Room
from kit.session.plan import Clock, Plan, Replan, at, begin, clock_of, plan, replan, sentences
from kit.settings.limits import MOST_PLACES
from kit.widgets.bundler import front_end
from kit.widgets.commands import Commands, Done

_NOWHERE = Room(week=-1, exercises={}, progress={}, clock=None)
_LATEST = 240
# For these the host is asked once: its reply says how the room stands afterwards, and nothing before it matters.
_TELLS_THE_ROOM = frozenset({"open", "close", "reveal", "show_texts", "people", "free", "free_all"})


class SessionWidget(anywidget.AnyWidget):
    """The run-of-show of *week*, worked through *host*; a page of its own where it has *commands* for afterwards."""

    _esm, _css = front_end("session")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        week: Week,
        host: HostClient,
        messages: Messages,
        *,
        past: History | None = None,
        commands: Commands | None = None,
        then: Callable[[], None] = lambda: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(spec=session_spec(week, messages, past) | {"alone": commands is not None})
        self._commands, self._then = commands, then
        self._week, self._host, self._messages, self._now = week, host, messages, now
        self._room = _NOWHERE
        self._away = ""
        self._proposal: tuple[Plan, Replan] | None = None
        self._applied: tuple[Plan, Plan] | None = None
        self._ended: list[str] | None = None  # what the group sees, in sentences
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
            "roster": self._keep_roster,
            "draw": self._draw,
            "show_pairs": self._show_pairs,
            "end": self._end,
        }
        if self._commands:
            acts |= {"report": self._report, "debrief": self._debrief, "next": self._next}
        kind = content.get("type") if isinstance(content, dict) else None
        if not isinstance(kind, str) or kind not in acts:
            return
        try:
            if kind not in _TELLS_THE_ROOM:
                self._look()
            reply = acts[kind](content)
        except (KeyError, TypeError, ValueError):
            reply = {"said": self._messages("session.not_understood"), "failed": True}
        except KitError as error:
            reply = {"said": str(error), "failed": True}
            self._look()  # what is shown may be what made it fail
        self.send({**self._standing(), "ask": content.get("ask"), **reply})

    def _look(self) -> None:
        """How the room stands, from the host; where it does not say, what was last known stays."""
        if self._ended is not None:
            return  # nobody answers any more, and that is no fault
        try:
            self._room, self._away = self._host.state(), ""
        except HostError as error:
            self._away = str(error)
        if self._room.ended and self._ended is None:
            self._ended = []  # another notebook, or the window, has ended it

    def _stands(self, room: Room) -> None:
        """Take over how the room stands, as the host said when it did something."""
        if room.week == _NOWHERE.week:
            self._look()  # a host that said nothing of it
        else:
            self._room, self._away = room, ""

    def _standing(self) -> dict[str, Any]:
        """The message that draws everything."""
        room, week = self._room, self._week
        elsewhere = room.week not in (-1, week.number)
        other = self._messages("session.elsewhere", theirs=room.week, ours=week.number) if elsewhere else ""
        shown = self._clock.plan if self._clock else plan(week)
        exercises = {
            one.id: {
                "status": room.exercises.get(one.id, "never opened"),
                "progress": room.progress.get(one.id, ""),
                "revealed": room.revealed.get(one.id, ""),
                "expect": self._expect(one),
            }
            for one in week.exercises
        }
        slots = [
            {"block": one.block, "start": one.start, "minutes": one.minutes, "dropped": one.dropped}
            for one in shown.slots
        ]
        return {
            "type": "room",
            "ended": self._ended,
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

    def _expect(self, exercise: Exercise) -> str:
        """What its results will probably say with the people who are here, in words."""
        expected = self._room.expected
        return sentence(exercise, expected.exercises.get(exercise.id, {}), expected.of, self._messages)

    def _clock_now(self) -> dict[str, Any]:
        clock = self._clock
        if clock is None:
            return {"block": None, "elapsed": 0}
        elapsed = self._elapsed(clock)
        now = at(clock.plan, elapsed)
        after = now.next.block if now.next else None
        rest = sum(slot.minutes for slot in clock.plan.after(now.slot.block))
        return {"block": now.slot.block, "elapsed": elapsed, "ends": now.slot.end, "next": after, "rest": rest}

    @property
    def _clock(self) -> Clock | None:
        """The clock that the host keeps, or None before the session has begun."""
        if self._room.clock is None or self._room.week != self._week.number:
            return None
        try:
            clock = clock_of(self._week, self._room.clock)
        except UnknownName:
            return None
        return clock if clock.plan.current else None

    def _running(self) -> Clock:
        clock = self._clock
        if clock is None:
            raise HostError(self._messages("session.begin_first"))
        return clock

    def _elapsed(self, clock: Clock) -> float:
        return clock.elapsed(self._now())

    def _keep(self, made: Plan, zero: float) -> None:
        kept = Clock(zero=zero, plan=made).to_json()
        self._stands(self._host.advance(self._week.number, str(made.current), kept))

    def _begin(self, content: dict[str, Any]) -> dict[str, Any]:
        clock = None if content.get("again") else self._clock
        self._proposal = None
        if clock is not None:
            self._keep(begin(clock.plan, content["block"], self._elapsed(clock)), clock.zero)
            return self._exercise({"type": "open", "exercise": content["open"]}) if content.get("open") else {}
        late = _minutes(content.get("late", 0))
        self._keep(begin(plan(self._week), content["block"], late), self._now() - 60 * late)
        return self._propose({"late": None}) if late else {}

    def _people(self, content: dict[str, Any]) -> dict[str, Any]:
        people = _whole(content["people"])
        self._stands(self._host.say_people(people))
        return {"said": self._messages("session.did_people", people=people)}

    def _free(self, _: dict[str, Any]) -> dict[str, Any]:
        self._stands(self._host.free_place())
        return {"said": self._messages("session.did_free")}

    def _free_all(self, _: dict[str, Any]) -> dict[str, Any]:
        self._stands(self._host.free_all())
        return {"said": self._messages("session.did_free_all", code=self._room.code)}

    def _exercise(self, content: dict[str, Any]) -> dict[str, Any]:
        act, exercise = content["type"], self._exercise_called(content["exercise"])
        self._stands({"open": self._host.open, "close": self._host.close}[act](self._week.number, exercise.id))
        return {"said": self._messages(f"session.did_{act}", title=exercise.title)}

    def _reveal(self, content: dict[str, Any]) -> dict[str, Any]:
        exercise = self._exercise_called(content["exercise"])
        revealed = self._host.reveal(self._week.number, exercise.id)
        self._stands(revealed)
        outcomes = revealed.decisions
        shown = {"published", "already"} & set(outcomes.values())
        sentences = [self._messages("session.did_reveal" if shown else "session.did_reveal_none", title=exercise.title)]
        for item in exercise.group_items:
            # A text is not expected to appear, and what was never asked cannot be missed.
            if shown and outcomes.get(item.id) == "held":
                sentences.append(self._messages("session.held", prompt=item.prompt))
        return {"said": " ".join(sentences)}

    def _texts(self, content: dict[str, Any]) -> dict[str, Any]:
        exercise = self._exercise_called(content["exercise"])
        waiting = self._host.texts(self._week.number, exercise.id)
        items = [one.model_dump(mode="json") for one in waiting if one.texts]
        remark = {} if items else {"said": self._messages("session.texts_none")}
        return {"texts": {"exercise": exercise.id, "items": items}, **remark}

    def _show_texts(self, content: dict[str, Any]) -> dict[str, Any]:
        exercise = self._exercise_called(content["exercise"])
        marks = ([str(mark) for mark in content[name]] for name in ("yes", "no"))
        self._stands(self._host.show_texts(self._week.number, exercise.id, str(content["item"]), *marks))
        return {"texts": {"exercise": exercise.id, "items": []}, "said": self._messages("session.did_texts")}

    def _exercise_called(self, name: object) -> Exercise:
        return {one.id: one for one in self._week.exercises}[str(name)]

    def _propose(self, content: dict[str, Any]) -> dict[str, Any]:
        clock, late = self._running(), content["late"]
        result = replan(clock.plan, self._elapsed(clock), late if late is None else _minutes(late))
        self._proposal = (clock.plan, result) if result.decisions else None
        reasons = sentences(result, self._messages)
        return {"proposal": {"late": result.late, "sentences": reasons, "changes": bool(result.decisions)}}

    def _apply(self, _: dict[str, Any]) -> dict[str, Any]:
        clock = self._running()
        if self._proposal is None or self._proposal[0] != clock.plan:
            self._proposal = None
            return {"said": self._messages("session.changed_meanwhile"), "failed": True}
        before, result = self._proposal
        self._keep(result.plan, clock.zero)
        self._proposal, self._applied = None, (before, result.plan)
        return {"said": self._messages("session.did_apply")}

    def _can_undo(self) -> bool:
        clock = self._clock
        return bool(self._applied and clock and _lengths(self._applied[1]) == _lengths(clock.plan))

    def _undo(self, _: dict[str, Any]) -> dict[str, Any]:
        clock = self._running()
        if self._applied is None or not self._can_undo():
            return {"said": self._messages("session.changed_meanwhile"), "failed": True}
        # The room may have gone on since; the lengths come back, and the room stays where it is.
        block = str(clock.plan.current)
        self._keep(begin(self._applied[0], block, clock.plan[block].start), clock.zero)
        self._applied = None
        return {"said": self._messages("session.did_undo")}

    def _end(self, _: dict[str, Any]) -> dict[str, Any]:
        titles = {one.id: one.title for one in self._week.exercises}
        left = self._host.end()
        self._ended = [
            self._messages(f"session.left_{outcome.replace(' ', '_')}", title=titles[name], week=self._week.number)
            for name, outcome in left.items()
            if name in titles
        ]
        return {}

    def _report(self, _: dict[str, Any]) -> dict[str, Any]:
        done = self._run("report", str(self._week.number))
        if done.failed:
            return {"said": done.output, "failed": True}
        return {"said": self._messages("session.did_report"), "report": f"reports/{self._week.file_name}.html"}

    def _debrief(self, content: dict[str, Any]) -> dict[str, Any]:
        notes = [f"--note={text}" for text in (str(content["change"]).strip(), str(content["well"]).strip()) if text]
        if not notes:
            return {"said": self._messages("debrief.nothing")}
        done = self._run("debrief", str(self._week.number), *notes)
        return {"said": done.output, "failed": True} if done.failed else {"said": self._messages("session.did_debrief")}

    def _next(self, _: dict[str, Any]) -> dict[str, Any]:
        self._then()
        return {}

    def _run(self, *arguments: str) -> Done:
        if self._commands is None:
            raise ValueError("there is no folder to do it in")
        return self._commands.run(arguments)

    def _names(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"names": list(self._host.roster())}

    def _keep_roster(self, content: dict[str, Any]) -> dict[str, Any]:
        names = list(self._host.keep_roster([str(name) for name in content["names"]]))
        return {"names": names, "said": self._messages("session.did_roster", count=len(names))}

    def _show_pairs(self, content: dict[str, Any]) -> dict[str, Any]:
        self._host.show_pairs(on=bool(content["on"]))
        return {"said": self._messages("session.did_show_pairs" if content["on"] else "session.did_hide_pairs")}

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
