"""Nothing that somebody writes for themselves on the live page leaves their browser: no request, no store, no log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.attacks.canaries import found
from tests.browser.hosted import answer, form, hosting, joined, make_root, read_along, ready, send, status, tab, watched
from tests.browser.private_words import CHOOSING_ONLY, KEEPING_WORDS, Wire, finish, write_everywhere

CANARIES = {name: f"Kanárek-{name}-Żółty" for name in (*KEEPING_WORDS, "diary")}
WRITTEN = [word for name, word in CANARIES.items() if name not in CHOOSING_ONLY]


def _write(page: Page) -> None:
    form(page).locator('[data-item="diary"]').get_by_role("textbox").fill(CANARIES["diary"])
    read_along(page)
    for name in KEEPING_WORDS:
        practice = page.locator(f"#practice-{name} .kit-practice")
        practice.scroll_into_view_if_needed()
        write_everywhere(practice, name, CANARIES[name])
        finish(practice, name, CANARIES[name])


def _save_and_restore(page: Page, folder: Path) -> None:
    # Phrases of a sitting have no copy of their own; and a browser that is asked for more than ten files in one second
    # drops the rest, so what holds no words is left out.
    for name in (one for one in KEEPING_WORDS if one not in ("sitting", *CHOOSING_ONLY)):
        practice = page.locator(f"#practice-{name} .kit-practice")
        with page.expect_download() as download:
            practice.get_by_role("button", name="Save a copy").click()
        download.value.save_as(folder / f"{name}.txt")
        practice.get_by_label("Restore from a copy").set_input_files(folder / f"{name}.txt")
        expect(practice.locator(".kit-form-copies [role=status]")).to_contain_text("back")


def test_what_is_written_for_oneself_on_the_live_page_reaches_no_request_no_store_and_no_log(
    context: BrowserContext,
    page: Page,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    root, copies = make_root(tmp_path / "spring", *KEEPING_WORDS), tmp_path / "copies"
    copies.mkdir()
    complaints, wire = watched(context), Wire(page)
    with hosting(root) as room:
        room.tell("open", exercise="check-in")
        joined(page, room)
        wire.told.clear()
        _write(page)
        _save_and_restore(page, copies)
        assert wire.told == []
        tab(page, "Now")
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        page.reload()
        ready(page)
        room.others(7)
        room.tell("reveal", exercise="check-in")
        kept = page.evaluate("Object.values({ ...localStorage }).join()")
        assert [word for word in WRITTEN if word not in kept] == []
        assert room.stored() == sorted([7, *range(7)])
    said = capfd.readouterr()
    assert found("\n".join([caplog.text, said.out, said.err]).encode(), CANARIES.values()) == []
    assert wire.found(CANARIES.values()) == []
    assert found(root, CANARIES.values()) == []
    assert complaints == []
