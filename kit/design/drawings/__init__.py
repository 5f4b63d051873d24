"""The kit's own drawings: a few hundred bytes of SVG each, in the colours of the page they stand on.

They say nothing that words do not say, so a screen reader is not told of them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

Drawing = Literal["welcome", "breath", "pause", "steps", "farewell"]
DRAWINGS: tuple[Drawing, ...] = get_args(Drawing)
# The variables that a drawing needs where it stands.
COLOURS = ("sky", "sun", "hill", "field", "leaf", "way", "round-large")


@cache
def drawing(name: Drawing) -> str:
    """Return the drawing called *name* as SVG that stands in a page."""
    return (Path(__file__).parent / f"{name}.svg").read_text("utf-8").strip()


def style(place: str = "", prefix: str = "--") -> str:
    """Return how drawings look in *place*, with the variables that begin with *prefix*."""
    rules = {
        ".kit-drawing": "display:block;width:min(100%,21rem);border-radius:var(@round-large);overflow:hidden",
        ".kit-sky": "fill:var(@sky)",
        ".kit-sun": "fill:var(@sun);fill-opacity:.28",
        ".kit-hill": "fill:var(@hill)",
        ".kit-field": "fill:var(@field)",
        ".kit-leaf": "fill:var(@leaf)",
        ".kit-way": "fill:var(@way)",
        ".kit-stem": "fill:none;stroke:var(@leaf);stroke-width:2.5;stroke-linecap:round",
    }
    written = "".join(f"{place} {name}{{{rule.replace('@', prefix)}}}\n".lstrip() for name, rule in rules.items())
    # Browsers leave colours out when they print, and a drawing is nothing else.
    return f"{written}@media print{{{f'{place} .kit-drawing'.lstrip()}{{print-color-adjust:exact}}}}\n"
