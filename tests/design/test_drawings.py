"""The kit's own drawings: small, silent, in the colours of the page, and with nothing from elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from kit.design.drawings import COLOURS, DRAWINGS, Drawing, drawing, style
from kit.design.tokens import LIGHT, SHAPES


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_small_and_no_screen_reader_is_told_of_it(name: Drawing) -> None:
    text = drawing(name)
    assert len(text.encode()) <= 2_000
    root = ET.fromstring(text)
    assert (root.tag, root.get("aria-hidden"), root.get("focusable")) == ("svg", "true", "false")
    assert not re.search(r"https?:|href|<text|<image|<script|style=|fill=|stroke=|\bid=", text)


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_part_of_a_drawing_gets_its_colour_from_the_page(name: Drawing) -> None:
    for group in ET.fromstring(drawing(name)):
        classes = set((group.get("class") or "").split())
        assert classes, group.tag
        assert all(f".{one}" in style() for one in classes - {"kit-breathes"})


@pytest.mark.parametrize(("place", "prefix"), [("", "--"), (".kit-form", "--kit-")])
def test_the_style_asks_for_variables_that_are_there_and_stays_in_its_place(place: str, prefix: str) -> None:
    said = style(place, prefix)
    asked = set(re.findall(r"var\(([\w-]+)\)", said))
    assert asked == {f"{prefix}{name}" for name in COLOURS}
    assert set(COLOURS) <= {*LIGHT, *SHAPES}
    rules = [one for one in re.findall(r"([^{}\n]+)\{", said) if not one.startswith("@")]
    assert all(rule.startswith(place) for rule in rules)
