"""What every page must hold up to: axe at WCAG 2.2 AA, targets to hit, headings in order, narrow screens."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.hosted import picture

# Links inside a sentence are as high as its line, which WCAG allows.
SMALL = """() => [...document.querySelectorAll("button, input, summary, a, textarea")]
  .filter((node) => node.checkVisibility() && !node.closest(".page-skip, p, .page-unseen"))
  .map((node) => [node, (node.closest("label") ?? node).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([node]) => node.outerHTML)"""
LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((node) => node.checkVisibility()).map((node) => Number(node.tagName[1]))"""


def holds(page: Page, name: str) -> None:
    """Check *page* as it is now, in light and in dark, wide and narrow; keep pictures."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in ((1280, 720), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            assert violations(page) == [], (scheme, width)
            picture(page, f"{name}-{scheme}-{width}")
        assert page.evaluate(SMALL) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.getAnimations().length") == 0
    levels = page.evaluate(LEVELS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="light")


def violations(page: Page) -> list[Any]:
    return axe.violations(page, rules=[*axe.RULES, "best-practice"])
