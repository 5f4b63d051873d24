"""What axe finds wrong at WCAG 2.2 AA. Its script is long, so a page gets it once and is asked as often as need be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Four fifths of axe's time: whether the colours of what is written differ enough from what lies under it.
CONTRAST = "color-contrast"

_RUN = "([within, options]) => axe.run(within ?? document, options).then(({ violations }) => violations)"


def violations(
    page: Page, *, within: str | None = None, rules: Sequence[str] = RULES, leaving_out: Sequence[str] = ()
) -> list[tuple[str, list[str]]]:
    """Every rule that is broken in *page*, or *within* a selector of it, and the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {
        "runOnly": list(rules),
        "resultTypes": ["violations"],
        "selectors": False,
        "rules": {rule: {"enabled": False} for rule in leaving_out},
    }
    found = page.evaluate(_RUN, [within, options])
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
