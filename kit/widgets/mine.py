"""One's own answers, for one's own eyes: read from the outbox, and never part of the notebook.

The messages: ``hello`` from the front end when the tables appear, ``mine`` to it with ``tables``, each with a
caption and rows of question, answer in words, and where the answer is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import anywidget
import traitlets

from kit.curriculum.registers import Messages
from kit.curriculum.saying import in_words
from kit.curriculum.weeks import Week
from kit.errors import KitError
from kit.outbox import Outbox
from kit.settings import Places
from kit.widgets.modules import css, module


class MineWidget(anywidget.AnyWidget):
    """The tables of one's own answers of *weeks* that are kept on this computer."""

    _esm = module("mine")
    _css = css("mine")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, weeks: Iterable[Week], places: Places, messages: Messages) -> None:
        super().__init__(spec={"place": "notebook", "messages": messages.section("mine")})
        self._weeks, self._messages = tuple(weeks), messages
        self._outbox = Outbox(places.outbox)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("mine.what")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "hello":
            self.send(self._mine())

    def _mine(self) -> dict[str, Any]:
        try:
            return {"type": "mine", "tables": list(self._tables()), "problem": ""}
        except KitError as error:
            return {"type": "mine", "tables": [], "problem": str(error)}

    def _tables(self) -> Iterator[dict[str, Any]]:
        for week in self._weeks:
            rows = [list(row) for row in self._rows(week)]
            if rows:
                name = "mine.week" if week.number else "mine.orientation"
                yield {"caption": self._messages(name, week=week.number, title=week.title), "rows": rows}

    def _rows(self, week: Week) -> Iterator[tuple[str, str, str]]:
        for exercise in week.exercises:
            found = self._outbox.latest(week.number, exercise.id)
            if found is None:
                continue
            submission, state = found
            for item in exercise.group_items:
                if item.id in submission.answers:
                    said = in_words(item, submission.answers[item.id])
                    yield item.prompt, said, self._messages(f"mine.{state}")
