"""What every form must hold up to: axe at WCAG 2.2 AA, targets to hit, and ids of its own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser import axe

# A control may be larger than what is drawn of it: a label that surrounds it counts.
_SMALL = """() => [...document.querySelectorAll(".kit-form :is(input, button, textarea)")]
  .filter((node) => node.checkVisibility())
  .map((node) => [node, (node.closest("label") ?? node).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([node]) => node.id)"""

_UNMARKED = """() => [...document.querySelectorAll(
  ".kit-form :is(input, button, textarea, select, summary, a, [tabindex])")]
  .filter((node) => !node.hasAttribute("data-lm-suppress-shortcuts")).map((node) => node.outerHTML)"""

_IDS = """() => {
  const ids = [...document.querySelectorAll(".kit-form [id]")].map((node) => node.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const foreign = ids.filter((id) => !/^kit-[0-9a-f]{12}-/.test(id));
  const names = [...document.querySelectorAll(".kit-form [name]")].map((node) => node.name);
  return { count: ids.length, twice, foreign: [...foreign, ...names.filter((name) => !name.startsWith("kit-"))] };
}"""


def violations(page: Page) -> list[Any]:
    """What axe finds inside our forms alone; a notebook's surroundings are not ours."""
    return axe.violations(page, within=".kit-form")


def small_targets(page: Page) -> list[str]:
    """Ids of the controls that are less than 24 pixels wide or high."""
    return page.evaluate(_SMALL)


def unmarked_controls(page: Page) -> list[str]:
    """Controls on which JupyterLab's shortcuts would act."""
    return page.evaluate(_UNMARKED)


def ids(page: Page) -> dict[str, Any]:
    """How many ids there are, which stand twice, and which ids or names are not in a form's own namespace."""
    return page.evaluate(_IDS)
