"""Colours, type and shapes are said once, can be read in light, dark and on paper, and no style says its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kit
from kit.design import tokens
from tests.contrast import contrast

KIT = Path(kit.__file__).parent
STYLES = sorted(KIT.rglob("*.css"))
SCRIPTS = sorted(path for path in KIT.rglob("*.js"))
# A code to scan is black on white wherever it stands; a chart that sits on a card lets it shine through.
SCANNED = {"rgba(0,0,0,0)", "white"}

RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([^)]*\)", re.IGNORECASE)
NAMED_COLOUR = re.compile(
    r"(?:color|background|fill|stroke|border(?:-\w+)*|outline):[^;{}]*?"
    r"\b(white|black|gr[ae]y|silver|red|green|blue|yellow|orange|brown|pink|purple|navy|teal)\b"
)


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def own_colours(text: str) -> set[str]:
    return {*RAW_COLOUR.findall(text), *NAMED_COLOUR.findall(text)} - SCANNED


def own_sizes(text: str) -> list[str]:
    """Sizes of type in rem, weights by number, roundings in pixels or rem, typefaces; relative sizes may be."""
    found = re.findall(r"font-size:\s*[^;}]*?\d*\.?\d+rem(?!\s*\+)[^;}]*", text)
    found = [one for one in found if "clamp(" not in one or re.search(r"\d+rem\s*[,)]", one)]
    found += re.findall(r"font-weight:\s*(?:\d+|bold|normal)\b", text)
    found += [one for one in re.findall(r"border-radius:[^;}]*", text) if re.search(r"\d*\.?\d+(?:px|rem)", one)]
    found += re.findall(r"font:\s*\d*\.?\d+rem[^;}]*", text)
    return found + re.findall(r"font-family:(?!\s*(?:var\(|inherit))[^;}]*", text)


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_no_style_and_no_script_says_a_colour_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    text = without_comments(text) if path.suffix == ".css" else re.sub(r"^\s*//.*$", "", text, flags=re.M)
    assert own_colours(text) == set()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_says_a_size_of_type_a_weight_a_rounding_or_a_typeface_of_its_own(path: Path) -> None:
    assert own_sizes(without_comments(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_what_moves_takes_its_time_from_the_tokens_or_is_over_at_once(path: Path) -> None:
    moving = re.findall(r"(?:animation|transition):\s*([^;}]*)", without_comments(path.read_text("utf-8")))
    assert [
        one for one in moving if re.search(r"\d+m?s\b", one) and not re.search(r"\b(?:\d{1,2}|1\d\d)ms\b", one)
    ] == []


def test_the_test_sees_what_it_looks_for() -> None:
    assert own_colours("a{color:#123}") == {"#123"}
    assert own_colours("a{border:1px solid black}") == {"black"}
    assert own_colours("a{background:rgb(1 2 3)}") == {"rgb(1 2 3)"}
    assert own_colours("a{color:var(--ink);fill:currentColor}") == set()
    for own in ("font-size:.9rem", "font-weight:600", "border-radius:4px", "font:1rem/2 x", "font-family:serif"):
        assert own_sizes(f"a{{{own}}}"), own
    for fine in ("font-size:1.1em", "font-size:var(--type-16)", "border-radius:50%", "font-weight:var(--strong)"):
        assert own_sizes(f"a{{{fine}}}") == [], fine


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_variable_that_a_style_asks_for_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    known = {*tokens.LIGHT, *tokens.TYPE, *tokens.SHAPES}
    given = set(re.findall(r"--([\w-]+)\s*:", "".join(one.read_text("utf-8") for one in STYLES)))
    # The height of a bar, a row or a column is said by the script or page that draws it.
    given |= {"kit-row", "kit-count", "height", "size", "bar-height"}
    asked = re.findall(r"var\(--([\w-]+)\s*[,)]", text)
    missing = {name for name in asked if name not in given and name.removeprefix("kit-") not in known}
    assert missing == set()


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK, tokens.PAPER], ids=["light", "dark", "paper"])
def test_every_palette_can_be_read(palette: dict[str, str]) -> None:
    for ground in ("ground", "surface", "wash", "chosen"):
        assert contrast(palette["ink"], palette[ground]) >= 7
        assert contrast(palette["soft"], palette[ground]) >= 4.5
        assert contrast(palette["alert"], palette[ground]) >= 4.5
        assert contrast(palette["accent"], palette[ground]) >= 4.5
        assert contrast(palette["edge"], palette[ground]) >= 3
    assert contrast(palette["on-accent"], palette["accent"]) >= 4.5
    assert contrast(palette["accent"], palette["track"]) >= 3


def test_dark_and_paper_have_what_light_has() -> None:
    assert tokens.LIGHT.keys() == tokens.DARK.keys() == tokens.PAPER.keys()


def test_in_jupyterlab_its_theme_decides_and_elsewhere_the_readers_setting() -> None:
    said = tokens.notebooks()
    dark = f"--kit-surface:{tokens.DARK['surface']}"
    assert said.count(dark) == 2
    assert f'[data-jp-theme-light="false"] .kit-form{{--kit-ground:{tokens.DARK["ground"]}' in said
    assert f'[data-jp-theme-light="true"] .kit-form{{--kit-ground:{tokens.LIGHT["ground"]}' in said
    assert "prefers-color-scheme: dark" in said
    only = tokens.notebooks(".kit-card", ("accent",))
    assert set(re.findall(r"--([\w-]+):", only)) == {"kit-accent"}


def test_a_page_is_light_on_paper_whatever_the_reader_has_chosen() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in tokens.pages()
    assert f"@media print{{:root{{--ground:{tokens.PAPER['ground']}" in tokens.pages()
    assert tokens.DARK["ink"] not in tokens.sheets()
