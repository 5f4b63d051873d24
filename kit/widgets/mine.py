"""One's own answers of a week, for one's own eyes: read from the outbox, and never part of the notebook.

The messages: ``hello`` from the front end when the table appears, ``mine`` to it with rows of question,
answer in words, and where the answer is.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    """The table of one's own answers of *week* that are kept on this computer."""

    _esm = module("mine")
    _css = css("mine")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, week: Week, places: Places, messages: Messages) -> None:
        super().__init__(spec={"place": "notebook", "messages": messages.section("mine")})
        self._week, self._messages = week, messages
        self._outbox = Outbox(places.outbox)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("mine.caption")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "hello":
            self.send(self._mine())

    def _mine(self) -> dict[str, Any]:
        try:
            return {"type": "mine", "rows": [list(row) for row in self._rows()], "problem": ""}
        except KitError as error:
            return {"type": "mine", "rows": [], "problem": str(error)}

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        for exercise in self._week.exercises:
            found = self._outbox.latest(self._week.number, exercise.id)
            if found is None:
                continue
            submission, state = found
            for item in exercise.group_items:
                if item.id in submission.answers:
                    said = in_words(item, submission.answers[item.id])
                    yield item.prompt, said, self._messages(f"mine.{state}")
