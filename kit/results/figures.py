"""A result as a Plotly figure, for notebooks: the rows of its table, with bars whose ink stands for people.

There is no middle and no single value; a figure's data are the ends of the ranges, and their words where one points.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.design.tokens import LIGHT, SHAPES
from kit.results.bins import Result, as_published, catalogue, labels, range_of, range_words, week_words
from kit.results.findings import finding
from kit.results.over_weeks import Series
from kit.results.tables import table

# How every figure looks: colours, type and spacing, kept with the figure and never registered for others.

# Text 12:1 and 6:1, band 5:1, its ends 13:1 on the background; the band is 4:1 on its track. Checked by a test.
BACKGROUND = LIGHT["surface"]
TEXT = LIGHT["ink"]
QUIET = LIGHT["soft"]
TRACK = LIGHT["track"]
BAND = LIGHT["accent"]
GRID = LIGHT["rule"]

FONT = SHAPES["sans"].replace('"', "'")
SIZE = 15
SMALL = 13
BAND_WIDTH = 16
STRIPES = "2px,4px"
# The longest line that fits a phone 320 px wide at the size above.
LINE = 36


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
            "hovermode": "closest",
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


__all__ = ["figure", "over_weeks"]

LINE_HEIGHT = 20
BAR_ROW = 28
GAP = 14
FOOT = 48
PANEL = 100
WEEKS_FOOT = 44


def figure(item: Item, release: Result, *, div_id: str, messages: Messages | None = None) -> go.Figure:
    """The figure of *release*: a row for each answer of its table, its label above its bar.

    A bar is solid up to the lowest number and striped from there to the highest. ``layout.meta`` carries ``div_id``,
    ``title`` (the finding) and a ``description`` in words for the element that shows it.
    """
    words, item = catalogue(messages), as_published(item, release)
    rows = table(item, release, words).rows
    shown = [wrapped(row.label) for row in rows]
    tops, height = _rows(shown)
    bars = [top + LINE_HEIGHT * len(lines) + BAR_ROW / 2 for top, lines in zip(tops, shown, strict=True)]
    sentences = [words("chart.described_row", label=row.label, words=row.words) for row in rows]
    notes = [range_words(row.low, row.high, row.people, words) for row in rows]
    lines = [
        markup(lines) if not row.leads else f"<b>{markup(lines)}</b>" for row, lines in zip(rows, shown, strict=True)
    ]
    layout = _layout(height, wrapped(words("chart.axis", people=release.people, legend=words("chart.legend"))))
    layout["margin"]["r"] = 14 + 8 * max(len(note) for note in notes)
    layout["meta"] = _meta(div_id, finding(item, release, words), description(item, release, words))
    layout["annotations"] = [
        *(_label(line, top) for line, top in zip(lines, tops, strict=True)),
        *(_beside(note, middle) for note, middle in zip(notes, bars, strict=True)),
    ]
    layout["xaxis"] |= {"range": [-0.01 * release.people, 1.01 * release.people], "tickvals": ticks(release.people)}
    return go.Figure(
        data=[
            _bands([(0, release.people)] * len(bars), bars, TRACK),
            _bands([(0, row.low) for row in rows], bars, BAND, hover=sentences),
            _bands([(row.low, row.high) for row in rows], bars, BAND, hover=sentences, striped=True),
        ],
        layout=layout,
    )


def _layout(height: int, axis: list[str]) -> dict[str, Any]:
    foot = FOOT + LINE_HEIGHT * (len(axis) - 1)
    return {
        "template": template(),
        "height": height + foot,
        "margin": {"l": 4, "t": 0, "b": foot},
        "xaxis": {"title": {"text": markup(axis), "standoff": 8}},
        "yaxis": {"range": [height, 0], "visible": False},
    }


def description(item: Item, release: Result, messages: Messages | None = None) -> str:
    """The figure in words, for those who do not see it."""
    words = catalogue(messages)
    rows = table(item, release, words)
    described = "; ".join(words("chart.described_row", label=row.label, words=row.words) for row in rows.rows)
    return words("chart.described", prompt=item.prompt, note=rows.note, rows=described)


def over_weeks(series: Series, *, div_id: str, messages: Messages | None = None) -> go.Figure:
    """The figure of a series: a panel for each answer, in it a bar for each week.

    A bar is drawn as in ``figure``; behind it a pale one shows how many answered that week. A week without a result
    is a gap that says so.
    """
    words = catalogue(messages)
    shown = [wrapped(label) for label in labels(series.item, words)]
    most = max((result.people for _, result in series.published), default=1)
    tops, height = _rows(shown, PANEL)
    layout: dict[str, Any] = {
        "template": template(),
        "height": height + WEEKS_FOOT,
        "margin": {"l": 30, "r": 6, "t": 0, "b": WEEKS_FOOT},
        "meta": _meta(div_id, series.item.prompt, _weeks_description(series, words)),
        "xaxis": {
            "range": [-0.6, len(series.points) - 0.4],
            "tickvals": list(range(len(series.points))),
            "ticktext": [words("chart.start") if p.week == 0 else str(p.week) for p in series.points],
            "title": {"text": words("chart.weeks"), "standoff": 6},
            "showgrid": False,
            "anchor": f"y{len(shown)}" if len(shown) > 1 else "y",
        },
        "annotations": [],
    }
    traces: list[go.Scatter] = []
    for position, (lines, top) in enumerate(zip(shown, tops, strict=True)):
        axis = f"y{position + 1}" if position else "y"
        floor = top + LINE_HEIGHT * len(lines) + PANEL
        layout[axis.replace("y", "yaxis")] = {
            "domain": [1 - floor / height, 1 - (floor - PANEL + 6) / height],
            "range": [-0.02 * most, 1.02 * most],
            "tickvals": [0, most],
        }
        layout["annotations"] += [_above(markup(lines), 1 - top / height), *_gaps(series, axis, most, words)]
        traces += _panel(series, position, axis, words)
    return go.Figure(data=traces, layout=layout)


def _panel(series: Series, position: int, axis: str, messages: Messages) -> list[go.Scatter]:
    there = [(place, point) for place, point in enumerate(series.points) if point.result is not None]
    places = [float(place) for place, _ in there]
    results = [point.result for _, point in there if point.result is not None]
    parts = [result.bins[position] for result in results]
    sentences = [
        messages(
            "chart.described_row",
            label=week_words(point.week, messages),
            words=range_of(part.low, part.high, result.people, messages),
        )
        for (_, point), part, result in zip(there, parts, results, strict=True)
    ]
    return [
        _bands([(0, result.people) for result in results], places, TRACK, upright=axis),
        _bands([(0, part.low) for part in parts], places, BAND, hover=sentences, upright=axis),
        _bands([(part.low, part.high) for part in parts], places, BAND, hover=sentences, striped=True, upright=axis),
    ]


def _bands(
    ranges: Sequence[tuple[int, int]],
    places: Sequence[float],
    colour: str,
    *,
    hover: Sequence[str] = (),
    striped: bool = False,
    upright: str = "",
) -> go.Scatter:
    """Thick lines from low to high; the *hover* of each is told where somebody points at it."""
    along: list[int | None] = []
    across: list[float | None] = []
    told: list[str] = []
    for number, ((low, high), place) in enumerate(zip(ranges, places, strict=True)):
        along += [low, high, None]
        across += [place, place, None]
        told += [hover[number] if hover else ""] * 3
    where = {"x": across, "y": along, "yaxis": upright} if upright else {"x": along, "y": across}
    return go.Scatter(
        **where,
        mode="lines",
        line={"color": colour, "width": BAND_WIDTH, "dash": STRIPES if striped else "solid"},
        hoverinfo="text" if hover else "skip",
        hovertext=told if hover else None,
        cliponaxis=False,
    )


def _rows(shown: Sequence[list[str]], bar: int = BAR_ROW) -> tuple[list[int], int]:
    """Where each row begins, counted in pixels from the top, and where the last one ends."""
    tops: list[int] = []
    here = 0
    for lines in shown:
        tops.append(here)
        here += LINE_HEIGHT * len(lines) + bar + GAP
    return tops, here - GAP // 2


def _label(text: str, top: float) -> dict[str, Any]:
    # On a ground of its own, so that no grid line runs through the words.
    return _note(text, xref="paper", x=0, xanchor="left", yref="y", y=top, yanchor="top", bgcolor=BACKGROUND)


def _above(text: str, top: float) -> dict[str, Any]:
    return _note(text, xref="paper", x=0, xanchor="left", xshift=-28, yref="paper", y=top, yanchor="top")


def _beside(text: str, middle: float) -> dict[str, Any]:
    return _note(text, xref="paper", x=1, xanchor="left", xshift=6, yref="y", y=middle, yanchor="middle")


def _gaps(series: Series, axis: str, most: int, messages: Messages) -> list[dict[str, Any]]:
    quiet = {"size": SMALL, "color": QUIET}
    text = messages("chart.no_result")
    return [
        _note(text, x=place, yref=axis, y=most / 2, textangle=-90, font=quiet)
        for place, point in enumerate(series.points)
        if point.result is None
    ]


def _note(text: str, **where: Any) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "align": "left", "font": {"size": SIZE}, "borderpad": 0, **where}


def _meta(div_id: str, title: str, text: str) -> dict[str, str]:
    return {"div_id": div_id, "title": title, "description": text}


def _weeks_description(series: Series, messages: Messages) -> str:
    shown = labels(series.item, messages)
    parts = []
    for point in series.points:
        week = week_words(point.week, messages)
        rows = [] if point.result is None else point.result.bins
        people = 0 if point.result is None else point.result.people
        bins = [
            messages("chart.described_row", label=label, words=range_words(part.low, part.high, people, messages))
            for label, part in zip(shown, rows, strict=False)
        ]
        parts.append(messages("chart.described_week", week=week, bins=", ".join(bins) or messages("chart.no_result")))
    return messages("chart.described_weeks", prompt=series.item.prompt, rows="; ".join(parts))
