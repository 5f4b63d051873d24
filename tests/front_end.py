"""What a front end does for a widget in tests: it sends messages, and hears what comes back."""

from __future__ import annotations

from typing import Any

from ipywidgets import Widget


def says(widget: Widget, content: Any) -> None:
    """Send *content* to *widget* as its front end would; ipywidgets has no public name for that."""
    widget._handle_custom_msg(content, [])
