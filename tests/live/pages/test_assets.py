"""Every script and style is served under an address of its content, and nothing but these files is."""

from __future__ import annotations

import re

import pytest

from kit.curriculum.practices import PRACTICES
from kit.live.pages.assets import Assets, kind_of

ASSETS = Assets()
PAGES = ("page.js", "join.js", "screen.js", "enter.js")


def test_the_same_files_have_the_same_address_and_it_says_nothing_else():
    assert Assets().path == ASSETS.path
    assert re.fullmatch(r"/static/[0-9a-f]{16}", ASSETS.path)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_gets_one_script_that_asks_for_no_other(name):
    text = ASSETS[name].decode()
    assert text.strip()
    assert re.findall(r"""^\s*import\b[^(]*?["']\.""", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", ["../host.py", "page.html", "", "page.js/", "PAGE.JS", "screen.css\0", "plotly.js"])
def test_nothing_else_is_handed_out(name):
    with pytest.raises(KeyError):
        ASSETS[name]


@pytest.mark.parametrize(("name", "kind"), [("page.js", "text/javascript"), ("practices.css", "text/css")])
def test_files_say_what_they_are(name, kind):
    assert kind_of(name) == f"{kind}; charset=utf-8"
    assert ASSETS[name]


PAGE = ("page.js", "page.css", "parts.css", "results.css", "week.css", "exercise.css")
JOIN = ("join.js", "join.css")


def test_script_and_style_of_joining_the_page_and_any_practice_are_at_most_80_kilobytes_on_the_way():
    practice = max(len(ASSETS.packed(f"practice_{name}.js").small) for name in PRACTICES)
    taken = sum(len(ASSETS.packed(name).small) for name in (*PAGE, *JOIN, "practices.css"))
    assert taken + practice <= 80_000
