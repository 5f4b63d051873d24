"""How every figure looks: colours, type and spacing, kept with the figure and never registered for others."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

# Text 12:1 and 6:1, band 5:1, its ends 13:1 on the background; the band is 4:1 on its track. Checked by a test.
BACKGROUND = "#ffffff"
TEXT = "#22302f"
QUIET = "#566462"
TRACK = "#e4eae8"
BAND = "#357a76"
ENDS = "#143c3a"
GRID = "#d5dddb"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SIZE = 15
SMALL = 13
BAND_WIDTH = 16
# Plotly draws a line mark 1.4 times as long as its size.
END_SIZE = 16
# The longest line that fits a phone 320 px wide at the size above.
LINE = 36

# A page is read, not played with: nothing to zoom, drag or hover, and the figure follows the width of its place.
CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "staticPlot": True}


@lru_cache(maxsize=1)
def template() -> go.layout.Template:
    """The template of every figure."""
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "gridcolor": GRID,
        "tickfont": {"size": SMALL, "color": QUIET},
        "title": {"font": {"size": SMALL, "color": QUIET}},
        "ticks": "",
        "automargin": False,
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": BACKGROUND,
            "plot_bgcolor": BACKGROUND,
            "font": {"family": FONT, "size": SIZE, "color": TEXT},
            "autosize": True,
            "showlegend": False,
            "hovermode": False,
            "dragmode": False,
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def wrapped(text: str, width: int = LINE) -> list[str]:
    """*text* in lines of at most *width* characters; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def markup(lines: list[str]) -> str:
    """Lines as Plotly writes them; what Plotly would read as a tag or entity is shown as it is."""
    text = "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", "<br>")


def ticks(people: int) -> list[int]:
    """Whole numbers from 0 to *people*, few enough to be read, the last always there."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if people / s <= 6 or s == 1000)
    return [n for n in range(0, people, step) if people - n > step / 2] + [people]
