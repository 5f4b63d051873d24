"""Practices and clocks: a phone that sleeps, a clock that is set, and a screen that stays on."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bare_practice import EAR, after, begin, shown, unfold

pytestmark = pytest.mark.usefixtures("stopped_clock")

GUIDED = "kindness-easy-self"
TIMED = ["breath", GUIDED, "journal", "peer-group"]

# A lock that the screen stays on, as browsers give it: gone whenever the page is hidden.
LOCK = """window.locks = { asked: 0, held: null, refuse: false };
Object.defineProperty(navigator, "wakeLock", { configurable: true, value: { request: async () => {
  window.locks.asked += 1;
  if (window.locks.refuse) throw new DOMException("battery", "NotAllowedError");
  const lock = new EventTarget();
  lock.release = async () => {
    if (window.locks.held === lock) window.locks.held = null;
    lock.dispatchEvent(new Event("release"));
  };
  window.locks.held = lock;
  return lock;
} } });"""
NO_LOCK = 'Object.defineProperty(navigator, "wakeLock", { configurable: true, value: undefined });'
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  if (hidden) window.locks?.held?.release();
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def set_clock(page: Page, seconds: float) -> None:
    """The clock on the wall is set; nothing else happens."""
    now = page.evaluate("Date.now()") / 1000
    page.clock.set_system_time(datetime.datetime.fromtimestamp(now + seconds, datetime.UTC))
    after(page, 0.4)


def sleep(page: Page, seconds: float) -> None:
    """The phone sleeps: it hides the page, its wall clock goes on, and nothing in the page does."""
    page.evaluate(HIDE, True)
    after(page, 0.4)
    set_clock(page, seconds)
    page.evaluate(HIDE, False)
    after(page, 0.4)


def test_a_sitting_goes_on_while_the_phone_sleeps(page: Page, address: str) -> None:
    shown(page, address, GUIDED)
    begin(page)
    before = minutes(page)
    sleep(page, 120)
    assert abs(before - minutes(page) - 120) <= 2


def test_a_sitting_is_over_where_the_phone_slept_through_its_end(page: Page, address: str) -> None:
    shown(page, address, GUIDED)
    begin(page)
    after(page, 5)
    sleep(page, 3 * 3600)
    expect(page.locator(".kit-practice-line")).to_contain_text("That was it.")


def test_a_breath_is_over_where_the_phone_slept_through_its_end(page: Page, address: str) -> None:
    shown(page, address, "breath")
    begin(page)
    after(page, 5)
    sleep(page, 600)
    expect(page.locator(".kit-practice-line")).to_contain_text("That was it.")


@pytest.mark.parametrize("name", [GUIDED, "breath"])
@pytest.mark.parametrize("by", [30, 3 * 3600, 400 * 86400])
def test_a_clock_that_is_set_forward_ends_nothing_early(page: Page, address: str, name: str, by: int) -> None:
    shown(page, address, name)
    begin(page)
    after(page, 5)
    set_clock(page, by)
    expect(page.locator(".kit-practice-line")).to_have_attribute("data-state", "running")
    main = page.locator("button[id$='-main']").first
    main.click()
    # What is kept of it for a reload is what has really passed.
    kept = page.evaluate(
        "Number(sessionStorage.getItem(Object.keys(sessionStorage).find((key) => key.includes('place'))))"
    )
    assert kept < 8


@pytest.mark.parametrize("back", [90, 5 * 3600, 400 * 86400])
def test_a_clock_that_is_set_back_takes_nothing_away_and_goes_on(page: Page, address: str, back: int) -> None:
    shown(page, address, GUIDED)
    begin(page)
    after(page, 60)
    before = minutes(page)
    set_clock(page, -back)
    assert abs(before - minutes(page)) <= 2
    after(page, 30)
    assert abs(before - minutes(page) - 30) <= 2
    # And a phone that sleeps after that still keeps time.
    sleep(page, 60)
    assert abs(before - minutes(page) - 90) <= 3


def test_a_page_that_is_looked_away_from_and_back_at_loses_and_gains_nothing(page: Page, address: str) -> None:
    shown(page, address, GUIDED)
    begin(page)
    before = minutes(page)
    for _ in range(10):
        page.evaluate(HIDE, True)
        after(page, 3)
        page.evaluate(HIDE, False)
        after(page, 3)
    assert abs(before - minutes(page) - 60) <= 2


def test_what_stands_still_stays_where_it_is_while_the_phone_sleeps(page: Page, address: str) -> None:
    shown(page, address, GUIDED)
    begin(page)
    after(page, 20)
    page.get_by_role("button", name="Pause").click()
    before = minutes(page)
    sleep(page, 900)
    assert minutes(page) == before
    page.get_by_role("button", name="Go on").click()
    after(page, 10)
    assert abs(before - minutes(page) - 10) <= 1


def test_bells_are_handed_over_anew_after_a_sleep(page: Page, address: str) -> None:
    page.add_init_script(EAR)
    shown(page, address, GUIDED)
    unfold(page)
    page.get_by_role("combobox", name="Bells").select_option("minutes")
    begin(page)
    after(page, 5)
    before = page.evaluate("heard.at(-1)")
    count = page.evaluate("heard.length")
    sleep(page, 60)
    assert page.evaluate("heard.length") > count
    assert page.evaluate("heard.at(-1)") < before - 50


def minutes(page: Page) -> float:
    """The seconds that are left, as the page shows them."""
    shown_as = page.locator(".kit-sitting-clock").first.inner_text()
    whole, _, rest = shown_as.strip().partition(":")
    return int(whole) * 60 + int(rest)


@pytest.mark.parametrize("name", TIMED)
def test_the_screen_stays_on_while_it_runs_and_no_longer(page: Page, address: str, name: str) -> None:
    page.add_init_script(LOCK)
    shown(page, address, name)
    assert page.evaluate("locks.asked") == 0
    main, stop = (page.locator(f"button[id$='-{name}']").first for name in ("main", "stop"))
    main.click()
    page.wait_for_function("locks.held !== null")
    page.evaluate(HIDE, True)
    assert page.evaluate("locks.held") is None
    page.evaluate(HIDE, False)
    page.wait_for_function("locks.held !== null")
    expect(page.locator(".kit-practice-screen")).to_be_hidden()
    main.click()
    page.wait_for_function("locks.held === null")
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    assert page.evaluate("locks.held") is None
    main.click()
    page.wait_for_function("locks.held !== null")
    stop.click()
    page.wait_for_function("locks.held === null")


@pytest.mark.parametrize("name", TIMED)
def test_where_the_screen_cannot_be_kept_on_one_sentence_says_so(page: Page, address: str, name: str) -> None:
    page.add_init_script(NO_LOCK)
    shown(page, address, name)
    expect(page.locator(".kit-practice-screen:visible")).to_have_count(1)
    expect(page.locator(".kit-practice-screen")).to_contain_text("the time keeps running either way")
    page.locator("button[id$='-main']").first.click()
    after(page, 2)
    expect(page.locator(".kit-practice-screen")).to_be_visible()


def test_a_lock_that_is_refused_is_told_and_asked_for_again(page: Page, address: str) -> None:
    page.add_init_script(LOCK)
    shown(page, address, "breath")
    page.evaluate("locks.refuse = true")
    begin(page)
    expect(page.locator(".kit-practice-screen")).to_be_visible()
    page.evaluate("locks.refuse = false")
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    expect(page.locator(".kit-practice-screen")).to_be_hidden()
    assert page.evaluate("locks.held !== null")
