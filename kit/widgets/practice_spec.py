"""What a practice's module has to know, as plain data: the same for a notebook and for a page without a kernel.

Beside ``practice.py``, so that the host, which shows no widget, loads none.
"""

from __future__ import annotations

from typing import Any

from kit.curriculum.practices import Practice
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week


def practice_spec(
    week: Week | None,
    practice: Practice,
    safety: str,
    messages: Messages,
    *,
    cohort: str,
    participant: str = "here",
    place: str = "notebook",
) -> dict[str, Any]:
    """The spec of *practice* for the module it is done with, as JSON values: content and sentences alone.

    *cohort* and *participant* keep what a browser holds of different people apart, as in a form's spec.
    """
    return {
        "cohort": cohort,
        "participant": participant,
        "place": place,
        "week": week.number if week else None,
        "heading": 3,
        "practice": practice_content(practice, safety),
        "messages": practice_words(practice, messages),
    }


def practice_content(practice: Practice, safety: str) -> dict[str, Any]:
    """What *practice* has for its module to show, with the safety line that belongs to it (or none)."""
    return {**practice.model_dump(mode="json", exclude={"module"}), "safety": safety}


def practice_words(practice: Practice, messages: Messages) -> dict[str, str]:
    """The sentences that *practice* may say: those of all practices, and over them those of its own kind."""
    own = messages.section("practice") | messages.section(practice.module, missing_ok=True)
    beside = messages.section("help", missing_ok=True) | messages.section("aside", missing_ok=True)
    return beside | own
