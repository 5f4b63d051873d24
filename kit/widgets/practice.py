"""A practice as a front-end module: Python says what is practised, and hears nothing of how it goes.

The modules send no message, and no trait comes back from them: how somebody likes to practise, how far they
are, and the words they write for themselves stay in the browser.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import anywidget
import traitlets

from kit.curriculum.practices import Practice
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.settings import Places
from kit.widgets.modules import css, module


class PracticeWidget(anywidget.AnyWidget):
    """A practice with its *spec*, and what is *said* where no front end can show it."""

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, spec: dict[str, Any], said: str) -> None:
        super().__init__(spec=spec)
        self._said = said

    def __repr__(self) -> str:
        return self._said


@cache
def _widget_class(name: str) -> type[PracticeWidget]:
    """The class for the module called *name*: a front end is told its module by the class, once."""
    return type(f"{name.title().replace('_', '')}Widget", (PracticeWidget,), {"_esm": module(name), "_css": css(name)})


def practice_widget(
    week: Week | None, practice: Practice, safety: str, places: Places, messages: Messages, **more: Any
) -> PracticeWidget:
    """The widget that *practice* is done with, in *week* or outside of all weeks; *more* joins its spec."""
    spec = practice_spec(week, practice, safety, messages, cohort=places.cohort) | more
    return _widget_class(practice.module)(spec, messages("practice.run_again", title=practice.title))


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
    return messages.section("help", missing_ok=True) | own
