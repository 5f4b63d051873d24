"""The picture of a range as a bar that a page shows without any script: ink stands for people.

Solid up to the lowest number, as many there are at least; striped from there to the highest, up to which there may be;
empty from there to all who answered. The words beside it say the same, so a screen reader is not told of it.
"""

from __future__ import annotations

from pathlib import Path


def bar(low: int, high: int, people: int) -> str:
    """A bar as SVG of its own. Its colours come from the page's style, by the classes of its parts."""
    least, most = _share(low, people), _share(high, people)
    parts = [_rect("track", "0", "100%"), _rect("least", "0", least) if low else ""]
    if high > low:
        # Stripes are the dashes of one thick line: they keep their width however wide the bar is.
        parts.append(f'<line class="kit-perhaps" x1="{least}" x2="{most}" y1="50%" y2="50%"/>')
    parts.append(_rect("reach", "0", most))
    return f'<svg class="kit-bar" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _rect(name: str, start: str, width: str) -> str:
    return f'<rect class="kit-{name}" x="{start}" y="0" width="{width}" height="100%"/>'


def _share(count: int, people: int) -> str:
    return f"{100 * count / people:.5g}%"


# How a picture looks, for pages whose style defines ``--bar-ink`` and ``--bar-track``: one text for the notebook and
# every kind of page.
STYLE = Path(__file__).with_suffix(".css").read_text("utf-8")
