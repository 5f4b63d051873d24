"""What a notebook's verb shows, for tests."""

from __future__ import annotations

from anywidget import AnyWidget

from kit.notebook.forms import Forms
from kit.notebook.stage import Stage


def widgets(shown: Forms) -> tuple[AnyWidget, ...]:
    """The forms alone, with what a first page shows."""
    parts = [one for part in shown.parts for one in (part.children if isinstance(part, Stage) else [part])]
    return tuple(part for part in parts if isinstance(part, AnyWidget))


def bundles(shown):
    return [piece.bundle() for piece in shown.pieces]


def html(shown):
    return "".join(bundle.get("text/html", "") for bundle in bundles(shown))
