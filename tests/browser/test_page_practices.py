"""Practices on the live page: the same modules as in a notebook, which tell nobody anything."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import Room, form, hosting, joined, make_root, read_along, watched


def test_a_practice_is_done_on_the_page_and_nothing_of_it_is_sent(page: Page, room: Room) -> None:
    joined(page, room)
    read_along(page)
    breath = page.locator("#practice-breath .kit-practice")
    expect(breath.get_by_role("button", name="Begin")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    breath.locator("summary").first.click()
    breath.get_by_label("Out", exact=True).fill("8")
    breath.get_by_role("button", name="Begin").click()
    expect(breath.locator(".kit-practice-line")).to_contain_text("Under way.")
    breath.get_by_role("button", name="Stop").click()
    page.reload()
    expect(breath.get_by_role("button", name="Begin")).to_be_visible()
    breath.locator("summary").first.click()
    expect(breath.get_by_label("Out", exact=True)).to_have_value("8")
    assert sent == []


def test_a_practice_that_could_not_be_fetched_comes_by_itself_later(
    page: Page, context: BrowserContext, room: Room
) -> None:
    blocked = "**/practice_breath.js*"
    context.route(blocked, lambda route: route.abort())
    joined(page, room)
    read_along(page)
    place = page.locator("#practice-breath")
    expect(place).to_contain_text("It appears when the connection is back.")
    context.unroute(blocked)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(place.get_by_role("button", name="Begin")).to_be_visible()


def test_a_copy_of_everything_calls_what_the_page_keeps_by_its_name(
    page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    said = watched(context)
    with hosting(make_root(tmp_path / "spring", "journal", "everything")) as running:
        running.tell("open", exercise="check-in")
        joined(page, running)
        form(page).locator('[data-item="diary"]').get_by_role("textbox").fill("mine")
        read_along(page)
        page.locator("#practice-journal").get_by_label("What did you feel?").fill("warm")
        everything = page.locator("#practice-everything")
        expect(everything.locator("li")).to_have_text(["Check in (week 1)", "Compassion journal"])
        with page.expect_download() as saved:
            everything.get_by_role("button", name="Save a copy").click()
        text = Path(saved.value.path()).read_text("utf-8")
    assert "What did you feel?\nwarm" in text
    assert "For yourself\nmine" in text
    assert said == []
