"""What a notebook's verb shows, for tests."""

from __future__ import annotations

from anywidget import AnyWidget

from kit.notebook.forms import Forms


def widgets(shown: Forms) -> tuple[AnyWidget, ...]:
    """The forms alone."""
    return tuple(part for part in shown.parts if isinstance(part, AnyWidget))


def bundles(shown):
    return [piece.bundle() for piece in shown.pieces]


def html(shown):
    return "".join(bundle.get("text/html", "") for bundle in bundles(shown))
