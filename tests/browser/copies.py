"""What a browser keeps of a practice, and copies of it: saved, restored, and what is said of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page


def kept(page: Page, name: str) -> Any:
    """What the browser keeps of the practice called *name*."""
    found = page.evaluate(
        "name => Object.entries(localStorage).find(([key]) => key.endsWith(`/private/practice/${name}`))?.[1]", name
    )
    return json.loads(found) if found else None


def saved(page: Page, into: Path, button: str = "Save a copy", within: Locator | None = None) -> Path:
    with page.expect_download() as download:
        (within or page).get_by_role("button", name=button).click()
    download.value.save_as(into)
    return into


def restore(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)


def said(page: Page) -> Locator:
    return page.locator(".kit-form-copies .kit-form-copied")


def emptied(page: Page) -> None:
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("html[data-ready]").wait_for()
