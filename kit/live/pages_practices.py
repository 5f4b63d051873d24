"""The practices of a week as the participant's page needs them: content, and each sentence once."""

from __future__ import annotations

from typing import Any

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.widgets.practice_spec import practice_content, practice_words


def page_practices(week: Week, messages: Messages) -> dict[str, Any]:
    """``practices`` by id with their module and content, and ``sentences`` by module, as JSON values.

    A page with several practices carries what all of them say once, in the sentences of ``practice``.
    """
    shared = messages.section("practice")
    practices, sentences = {}, {"practice": shared}
    for block in week.blocks:
        for one in block.practices:
            safety = week.safety if block.id != "arrive" else ""
            practices[one.id] = {"module": one.module, "practice": practice_content(one, safety)}
            own = practice_words(one, messages).items()
            sentences[one.module] = {name: text for name, text in own if shared.get(name) != text}
    return {"practices": practices, "sentences": sentences}
