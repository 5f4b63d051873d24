"""Exercises as forms in a notebook, and one's own answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from anywidget import AnyWidget
from IPython.display import display
from ipywidgets import DOMWidget

from kit.curriculum.practices import Practice
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.notebook.shown import Piece, Shown
from kit.session.debrief import History
from kit.session.host_client import HostClient
from kit.settings import Places
from kit.widgets.exercise import ExerciseWidget
from kit.widgets.mine import MineWidget
from kit.widgets.practice import practice_widget
from kit.widgets.run_of_show import SessionWidget
from kit.widgets.taking_part import TakingPartWidget
from kit.widgets.words_of_copies import sheet_names


class Forms(Shown):
    """Forms, and what is to be read above each, in the order in which they are shown."""

    def __init__(self, parts: Iterable[Piece | DOMWidget]) -> None:
        self._parts = tuple(parts)
        super().__init__(part for part in self._parts if isinstance(part, Piece))

    @property
    def parts(self) -> tuple[Piece | DOMWidget, ...]:
        """Everything that is shown, in order."""
        return self._parts

    def _ipython_display_(self) -> None:
        for part in self.parts:
            if isinstance(part, Piece):
                display(part.bundle(), raw=True)
            else:
                display(part)


def form(week: Week, exercise: Exercise, places: Places, messages: Messages, *, preview: bool = False) -> AnyWidget:
    """The form of *exercise*, which sends to the outbox of *places*; a *preview* sends nothing."""
    return ExerciseWidget(week, exercise, places, messages, preview=preview)


def mine(weeks: Iterable[Week], places: Places, messages: Messages) -> AnyWidget:
    """The tables of one's own answers of *weeks*."""
    return MineWidget(weeks, places, messages)


def taking_part(places: Places, messages: Messages, changed: Callable[[], None]) -> AnyWidget:
    """The card with which a participant's notebook takes part in a session elsewhere."""
    return TakingPartWidget(places, messages, changed=changed)


def everything(
    practice: Practice, weeks: Iterable[Week], practices: Iterable[Practice], places: Places, messages: Messages
) -> AnyWidget:
    """The copy of everything, which knows by title what *weeks* and *practices* keep in a browser."""
    return practice_widget(None, practice, "", places, messages, sheets=sheet_names(weeks, practices, messages))


def module(week: Week | None, practice: Practice, safety: str, places: Places, messages: Messages) -> AnyWidget:
    """The practice as a module, which keeps everything about it in the browser."""
    return practice_widget(week, practice, safety, places, messages)


def session(week: Week, past: History, messages: Messages) -> AnyWidget | None:
    """The run-of-show of *week* where a host has started this notebook, otherwise None. Raises HostError."""
    host = HostClient.from_environment()
    return SessionWidget(week, host, messages, past=past) if host else None
