"""Exercises as forms in a notebook."""

from __future__ import annotations

from collections.abc import Sequence

from anywidget import AnyWidget
from IPython.display import display

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.notebook.shown import Piece, Shown
from kit.settings import Places
from kit.widgets.exercise import ExerciseWidget
from kit.widgets.mine import MineWidget


class Forms(Shown):
    """Notes, if any, and then one form for each exercise."""

    def __init__(self, pieces: Sequence[Piece], widgets: Sequence[AnyWidget]) -> None:
        super().__init__(pieces)
        self.widgets = tuple(widgets)

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        for widget in self.widgets:
            display(widget)


def forms(
    pieces: Sequence[Piece], week: Week, exercises: Sequence[Exercise], places: Places, messages: Messages
) -> Forms:
    """The forms of *exercises*, which send to the outbox of *places*."""
    return Forms(pieces, [ExerciseWidget(week, exercise, places, messages) for exercise in exercises])


def mine(week: Week, places: Places, messages: Messages) -> Forms:
    """The table of one's own answers of *week*."""
    return Forms([], [MineWidget(week, places, messages)])
