"""One's own answers, for one's own eyes: read from the outbox, and never part of the notebook.

The messages: ``hello`` from the front end when the tables appear, ``mine`` to it with ``over``, the questions that were
answered in several weeks, and ``tables``, each with a caption and rows of question, answer in words, and where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import anywidget
import traitlets

from kit.curriculum.items import Item
from kit.curriculum.reading import Stored
from kit.curriculum.registers import Messages
from kit.curriculum.saying import height, in_words
from kit.curriculum.weeks import Exercise, Week
from kit.errors import OutboxError
from kit.sending.outbox import Outbox, State
from kit.sending.place import read_place
from kit.sending.sender import sender_of
from kit.settings import Places
from kit.widgets.bundler import front_end


class MineWidget(anywidget.AnyWidget):
    """The tables of one's own answers of *weeks* that are kept on this computer."""

    _esm, _css = front_end("mine")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, weeks: Iterable[Week], places: Places, messages: Messages) -> None:
        super().__init__(spec={"place": "notebook", "messages": messages.section("mine")})
        self._weeks, self._messages = tuple(weeks), messages
        self._outbox = Outbox(places.outbox)
        self._sender = sender_of(places.outbox)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("mine.what")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "hello":
            self.send(self._mine())

    def _mine(self) -> dict[str, Any]:
        try:
            joined = read_place(self._outbox.folder) is not None
            if joined and not self._sender.takes_part:
                return {"type": "mine", "over": [], "tables": [], "problem": self._messages("joining.say_who")}
            answers = [one for week in self._weeks for one in self._said(week)]
            problem = " ".join(self._messages("mine.damaged", file=one.path) for one in self._outbox.damaged())
            return {"type": "mine", "over": _over(answers), "tables": list(self._tables(answers)), "problem": problem}
        except OutboxError as error:
            return {"type": "mine", "over": [], "tables": [], "problem": self._messages.of_error(error)}

    def _said(self, week: Week) -> Iterator[_Said]:
        for exercise in week.exercises:
            newest = self._newest(week, exercise)
            if newest is None:
                continue
            lost = self._outbox.lost(week.number, exercise.id)
            answers, where = newest[0], self._messages("mine.earlier") if lost else newest[1]
            for item in exercise.group_items:
                if item.id in answers:
                    yield _Said(week, exercise, item, answers[item.id], where)

    def _newest(self, week: Week, exercise: Exercise) -> tuple[Mapping[str, Stored], str] | None:
        """The newest answers to an exercise, and where they are: at the host, or here; None where there are none."""
        latest = self._outbox.latest(week.number, exercise.id)
        own = self._sender.own(week.number, exercise.id)
        if own and (latest is None or latest[0].revision <= own.submission.revision):
            return own.answers, self._messages(f"mine.{State.SENT}")
        if latest is None:
            return None
        submission, state = latest
        on_its_way = state is State.WAITING and self._sender.takes_part
        return submission.answers, self._messages("mine.on_its_way" if on_its_way else f"mine.{state}")

    def _tables(self, answers: Iterable[_Said]) -> Iterator[dict[str, Any]]:
        for week, given in groupby(answers, key=lambda one: one.week):
            name = "mine.week" if week.number else "mine.orientation"
            rows = [[one.item.prompt, in_words(one.item, one.stored), one.where] for one in given]
            yield {"caption": self._messages(name, week=week.number, title=week.title), "rows": rows}


@dataclass(frozen=True)
class _Said:
    """One own answer, and in words where it is."""

    week: Week
    exercise: Exercise
    item: Item
    stored: Stored
    where: str


def _over(answers: Iterable[_Said]) -> list[dict[str, Any]]:
    """The questions that were answered in several weeks, each with its answers in order of the weeks."""
    asked: dict[tuple[str, str, str], list[_Said]] = {}
    for answer in sorted(answers, key=lambda one: one.week.number):
        asked.setdefault((answer.exercise.id, answer.item.id, answer.item.fingerprint), []).append(answer)
    return [
        {
            "question": several[0].item.prompt,
            "answers": [
                {
                    "week": one.week.number,
                    "answer": in_words(one.item, one.stored),
                    "height": height(one.item, one.stored),
                }
                for one in several
            ],
        }
        for several in asked.values()
        if len(several) > 1
    ]
