"""Chromium without a screen, started for tests and benchmarks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

# Without these Chromium itself calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine is found, whatever a page asks for; the names of the recipes lead to a proxy on it.
    "--host-resolver-rules=MAP *.workshop.example.org 127.0.0.1 , MAP * ~NOTFOUND , "
    "EXCLUDE 127.0.0.1 , EXCLUDE 127.0.0.2 , EXCLUDE localhost , EXCLUDE ::1",
]

# The shell is the same engine without the windows around it, and takes a third less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def installed() -> str:
    """Where Chromium is. Where there is none the test is skipped, in CI it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "no Chromium on this machine; install it with: apt-get install chromium-headless-shell"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, started."""
    path = installed()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@contextmanager
def another(browser: Browser, *flags: str) -> Iterator[Browser]:
    """A second Chromium with more *flags*, beside *browser*: Playwright itself can run only once in a process."""
    started = browser.browser_type.launch(executable_path=installed(), args=[*FLAGS, *flags])
    yield started
    started.close()
