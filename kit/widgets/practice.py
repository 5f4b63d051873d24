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
from kit.widgets.bundler import front_end
from kit.widgets.specs import practice_spec


class PracticeWidget(anywidget.AnyWidget):
    """A practice with its *spec*, and what stands *instead* where no front end can show it."""

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, spec: dict[str, Any], instead: str) -> None:
        super().__init__(spec=spec)
        self._instead = instead

    def __repr__(self) -> str:
        return self._instead


@cache
def _widget_class(name: str) -> type[PracticeWidget]:
    """The class for the module called *name*: a front end is told its module by the class, once."""
    script, style = front_end(name)
    return type(f"{name.title().replace('_', '')}Widget", (PracticeWidget,), {"_esm": script, "_css": style})


def practice_widget(
    week: Week | None, practice: Practice, safety: str, places: Places, messages: Messages, **more: Any
) -> PracticeWidget:
    """The widget that *practice* is done with, in *week* or outside of all weeks; *more* joins its spec."""
    spec = practice_spec(week, practice, safety, messages, cohort=places.identity) | more
    return _widget_class(practice.module)(spec, messages("practice.run_again", title=practice.title))
