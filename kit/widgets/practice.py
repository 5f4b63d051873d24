"""A practice as a front-end module: Python says what is practised, and hears nothing of how it goes.

The modules send no message, and no trait comes back from them: how somebody likes to practise, how far they
are, and the words they write for themselves stay in the browser.
"""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Practice, PracticeModule, Week
from kit.settings import Places
from kit.widgets.modules import css, module


class PracticeWidget(anywidget.AnyWidget):
    """A practice of *week*, with the safety line that belongs to it (or none)."""

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, week: Week, practice: Practice, safety: str, places: Places, messages: Messages) -> None:
        super().__init__(spec=practice_spec(week, practice, safety, messages, cohort=places.cohort))
        self._said = messages("practice.run_again", title=practice.title)

    def __repr__(self) -> str:
        # What stands where no front end can show the practice; the card below it says all of it in words.
        return self._said


class BreathWidget(PracticeWidget):
    """The breath pacer."""

    _esm = module("breath")
    _css = css("breath")


class MeditationWidget(PracticeWidget):
    """The meditation timer."""

    _esm = module("meditation")
    _css = css("meditation")


_WIDGETS: dict[PracticeModule, type[PracticeWidget]] = {"breath": BreathWidget, "meditation": MeditationWidget}


def practice_widget(week: Week, practice: Practice, safety: str, places: Places, messages: Messages) -> PracticeWidget:
    """The widget that *practice* is done with."""
    return _WIDGETS[practice.done_with](week, practice, safety, places, messages)


def practice_spec(
    week: Week,
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
        "week": week.number,
        "heading": 3,
        "practice": {
            "id": practice.id,
            "title": practice.title,
            "minutes": practice.minutes,
            "intro": practice.intro,
            "steps": list(practice.steps),
            "eyes_open": practice.eyes_open,
            "stopping": practice.stopping,
            "safety": safety,
            "phrases": [{"whom": one.whom, "lines": list(one.lines)} for one in practice.phrases],
        },
        "messages": messages.section("practice"),
    }
