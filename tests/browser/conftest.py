"""One Chromium and one JupyterLab for all browser tests; nothing reaches beyond this machine."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser import bare, bare_practice
from tests.browser.chromium import chromium
from tests.browser.hosted import Room, hosting, make_root, watched
from tests.browser.lab import Lab, Notebook, serving_lab

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HERE = Path(__file__).parent
# How long to wait for what comes in a moment on a machine of one's own, and later on one that others use too.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Where there is none the test is skipped, in CI it fails."""
    with chromium() as started:
        yield started


@contextmanager
def offline(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser that is offline but for this machine, and a check that nobody tried to leave it."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script("print = () => {}")  # Some Chromiums print at once and are done, others wait for somebody.
    attempts: list[str] = []

    # Only listened to: to hold every request until it is let go takes longer than most of what is asked for. That
    # none leaves this machine is seen to by Chromium itself (FLAGS).
    def hear(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith(("http", "ws")) and address.hostname not in LOOPBACK:
            attempts.append(request.url)

    opened.on("request", hear)
    yield opened
    opened.close()
    assert attempts == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with offline(browser) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of a fresh browser."""
    return context.new_page()


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    """A room; asked for after the browser. At its end nothing was blocked by the policy and no script failed."""
    said = watched(context)
    with hosting(make_root(tmp_path / "spring")) as running:
        yield running
    assert said == []


@pytest.fixture
def browsers(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Fresh browsers, each somebody's own; they take the certificate of Caddy's own authority."""
    with contextlib.ExitStack() as opened:
        said: list[list[str]] = []

        def fresh() -> BrowserContext:
            made = browser.new_context(ignore_https_errors=True, accept_downloads=True)
            opened.callback(made.close)
            made.set_default_timeout(20_000)
            said.append(watched(made))
            return made

        yield fresh
        assert [line for lines in said for line in lines] == []


@pytest.fixture
def open_room(room: Room) -> Room:
    room.tell("open", exercise="check-in")
    return room


@pytest.fixture(scope="package")
def bare_address() -> Iterator[str]:
    with bare.serving() as address:
        yield address


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where the bare page has every practice of the kit."""
    with bare_practice.serving() as found:
        yield found


@pytest.fixture
def stopped_clock(page: Page) -> None:
    """The page's clock stands still, a minute past nine, until the test moves it."""
    page.clock.install(time=bare_practice.MORNING)
    page.clock.pause_at(bare_practice.MORNING + datetime.timedelta(minutes=1))


@pytest.fixture(scope="package")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A running JupyterLab; asked for after the browser, so that it does not start in vain."""
    with serving_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def notebook(browser: Browser, lab: Lab) -> Iterator[Notebook]:
    """One open notebook for the tests of a module that leave it as they found it."""
    with offline(browser) as opened:
        yield lab.open(opened.new_page(), lab.new_cohort(), "everything", "everything")
