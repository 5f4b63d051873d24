"""The practices of a week as the participant's page needs them: content, and each sentence once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.widgets.practice_spec import practice_content, practice_words
from kit.widgets.words_of_copies import Sheets, sheet_names


def page_practices(week: Week, messages: Messages, curriculum: Path) -> dict[str, Any]:
    """``practices`` by id with their module and content, and ``sentences`` by module, as JSON values.

    A page with several practices carries what all of them say once, in the sentences of ``practice``. A copy of
    everything also has its ``sheets``, the names of what a browser may hold from all weeks of *curriculum*.
    Raises ContentError where those cannot be read.
    """
    shared = messages.section("practice")
    practices, sentences = {}, {"practice": shared}
    for block in week.blocks:
        for one in block.practices:
            content = practice_content(one, week.safety_beside(block))
            practices[one.id] = {"module": one.module, "practice": content}
            if one.module == "everything":
                practices[one.id]["sheets"] = _sheets(curriculum, messages)
            own = practice_words(one, messages).items()
            sentences[one.module] = {name: text for name, text in own if shared.get(name) != text}
    return {"practices": practices, "sentences": sentences}


def _sheets(curriculum: Path, messages: Messages) -> Sheets:
    weeks = load_curriculum(curriculum).values()
    practices = {one.id: one for week in weeks for one in week.practices} | load_practices(curriculum)
    return sheet_names(weeks, practices.values(), messages)
