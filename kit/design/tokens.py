"""The colours, sizes of type, weights, roundings and times of everything the kit shows, each said once.

A style says ``var(--ink)`` on a page and ``var(--kit-ink)`` in a notebook, where names must not meet those of others.
A test reads every style and script and finds those that say a colour, a size or a rounding of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

# Text is at least 7:1 on its ground, soft text 5:1, edges of what can be pressed 3:1: checked by a test.
LIGHT = {
    "ground": "#f3f1ea",
    "surface": "#fdfcf9",
    "ink": "#22302d",
    "soft": "#54605d",
    "edge": "#78807e",
    "rule": "#dbdcd6",
    "accent": "#1b6a5f",
    "on-accent": "#ffffff",
    "wash": "#ecf1ec",
    "chosen": "#dbe8e2",
    "alert": "#a8321f",
    "track": "#e2e6e1",
    "pale": "#74908d",
    "sky": "#f6ead9",
    "sun": "#d98a4b",
    "hill": "#c5d5c6",
    "field": "#9fbda6",
    "leaf": "#3f7a66",
    "way": "#fdfcf9",
}
DARK = {
    "ground": "#0e1312",
    "surface": "#161c1a",
    "ink": "#e7ece9",
    "soft": "#aab4b0",
    "edge": "#7b8683",
    "rule": "#303a37",
    "accent": "#86cdbd",
    "on-accent": "#0d211d",
    "wash": "#1c2724",
    "chosen": "#263934",
    "alert": "#ff9d8a",
    "track": "#2a3431",
    "pale": "#6f8985",
    "sky": "#232a33",
    "sun": "#e0a266",
    "hill": "#2f4440",
    "field": "#24352f",
    "leaf": "#6fae9e",
    "way": "#a7b0a5",
}
# On paper the ground is the paper, and thin lines are darker, because printers lose them.
PAPER = LIGHT | {"ground": "#ffffff", "surface": "#ffffff", "soft": "#4c5a58", "edge": "#78807e", "rule": "#8d9a98"}

# Named by what they are beside text of sixteen.
TYPE = {f"type-{px}": f"{px / 16:g}rem" for px in (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 28, 32, 38)}
SHAPES = {
    "plain": "400",
    "strong": "650",
    "bold": "700",
    "round-small": "0.25rem",
    "round": "0.625rem",
    "round-large": "0.875rem",
    "round-full": "1.5rem",
    "breath": "12s",
    "sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    "mono": 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
}

_DARK = "@media screen and (prefers-color-scheme: dark)"


def pages() -> str:
    """Return the style that gives a page its variables, in light, in dark and on paper."""
    on_paper = {name: value for name, value in PAPER.items() if LIGHT[name] != value}
    root = _rule(":root", LIGHT | TYPE | SHAPES, "--", "color-scheme: light dark;")
    return f"{root}{_DARK}{{{_rule(':root', DARK, '--')}}}\n@media print{{{_rule(':root', on_paper, '--')}}}\n"


def sheets() -> str:
    """Return the style that gives a sheet to print its variables."""
    return _rule(":root", PAPER | TYPE | SHAPES, "--")


def notebooks(place: str = ".kit-form", only: Collection[str] = ()) -> str:
    """Return the style that gives what stands in *place* its variables; of colours and others *only* those named.

    In JupyterLab its theme says whether it is dark, and elsewhere the reader's own setting.
    """

    def chosen(values: Mapping[str, str]) -> Mapping[str, str]:
        return {name: value for name, value in values.items() if not only or name in only}

    light, dark = chosen(LIGHT), chosen(DARK)
    parts = [
        _rule(place, {**light, **chosen(TYPE), **chosen(SHAPES)}, "--kit-"),
        f"{_DARK}{{{_rule(place, dark, '--kit-')}}}\n",
        _rule(f'[data-jp-theme-light="true"] {place}', light, "--kit-"),
        _rule(f'[data-jp-theme-light="false"] {place}', dark, "--kit-"),
    ]
    return "".join(parts)


def _rule(place: str, values: Mapping[str, str], prefix: str, more: str = "") -> str:
    written = "".join(f"{prefix}{name}:{value};" for name, value in values.items())
    return f"{place}{{{written}{more}}}\n"
