"""A session for a room and for people elsewhere, in real browsers: through Caddy, and at the room's own address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.browser.hosted import (
    answer,
    came_in,
    joined,
    make_root,
    picture,
    read_along,
    send,
    show_screen,
    status,
)
from tests.browser.hybrid import hybrid
from tests.browser.private_words import write_everywhere

DIARY = "Only for me: the corridor at six."


def test_one_elsewhere_and_one_in_the_room_are_in_one_result(
    browsers: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    with hybrid(make_root(tmp_path / "spring"), tmp_path / "caddy") as session:
        room, far, near = session.room, browsers().new_page(), browsers().new_page()
        room.tell("open", exercise="check-in")
        joined(far, session.elsewhere)
        joined(near, session.here)
        assert far.evaluate("isSecureContext")
        for page, number in ((far, 7), (near, 3)):
            answer(page, number)
            send(page)
            expect(status(page)).to_contain_text("Received")
        assert room.stored() == [3, 7]
        room.others(4)
        room.tell("reveal", exercise="check-in")
        for page in (far, near):
            expect(page.get_by_text("6 people answered.").first).to_be_visible()
        picture(far, "elsewhere")
        assert [one.people for one in room.served.host.services.published.parsed().releases] == [6]
        screen = browsers().new_page()
        show_screen(screen, room)
        expect(screen.locator("#screen-where")).to_have_text(session.elsewhere.address)


def test_private_notes_come_along_to_the_new_address_with_a_copy(
    browsers: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    """As the guide says it: save at the old address, come back with four words at the new one, and restore there."""
    with hybrid(make_root(tmp_path / "spring", "journal"), tmp_path / "caddy") as session:
        phone = browsers()
        before = phone.new_page()
        words = joined(before, session.here)
        read_along(before)
        practice = before.locator("#practice-journal .kit-practice")
        practice.scroll_into_view_if_needed()
        write_everywhere(practice, "journal", DIARY)
        with before.expect_download() as download:
            practice.get_by_role("button", name="Save a copy").click()
        copy = tmp_path / "copy.private.txt"
        download.value.save_as(copy)

        after = phone.new_page()
        after.goto(session.elsewhere.address)
        expect(after.get_by_text("Notes you kept for yourself come along in a copy")).to_be_attached()
        after.locator("details summary").first.click()
        after.get_by_label("Your four words").fill(" ".join(words))
        after.get_by_role("button", name="Come back").click()
        after.wait_for_load_state()
        if after.get_by_role("button", name="I agree").is_visible():
            after.get_by_role("button", name="I agree").click()
        came_in(after)
        read_along(after)
        practice = after.locator("#practice-journal .kit-practice")
        practice.scroll_into_view_if_needed()
        assert DIARY not in (
            practice.inner_text()
            + "".join(practice.locator("textarea").evaluate_all("all => all.map((one) => one.value)"))
        )
        practice.get_by_label("Restore from a copy").set_input_files(copy)
        practice.get_by_role("button", name="Yes, bring it back").click()
        expect(practice.locator(".kit-form-copies [role=status]")).to_contain_text("back")
        kept = practice.inner_text() + "".join(
            practice.locator("textarea").evaluate_all("all => all.map((one) => one.value)")
        )
        assert DIARY in kept


def test_a_page_of_another_cohort_gets_nothing_and_changes_nothing(
    browsers: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    with hybrid(make_root(tmp_path / "spring"), tmp_path / "caddy") as session:
        room, person = session.room, browsers()
        page = person.new_page()
        room.tell("open", exercise="check-in")
        joined(page, session.elsewhere)
        before = {cookie["name"]: cookie["value"] for cookie in person.cookies(session.elsewhere.address)}
        sister = person.new_page()
        sister.route(
            f"{session.sister}/**", lambda route: route.fulfill(body="<h1>Hello</h1>", content_type="text/html")
        )
        sister.goto(f"{session.sister}/evil")
        assert sister.evaluate("Object.keys(localStorage)") == []
        attacks = """async (home) => {
          const tried = [];
          const take = async (path, more) => {
            try {
              const reply = await fetch(home + path, { credentials: "include", ...more });
              tried.push(reply.type === "opaque" ? "opaque" : `${reply.status} ${await reply.text()}`);
            } catch { tried.push("refused"); }
          };
          await take("/api/state", {});
          await take("/api/submissions/mine", {});
          await take("/api/withdraw", { method: "POST", mode: "no-cors", body: '{"confirm": true}' });
          await take("/week/state", { mode: "no-cors" });
          for (const cookie of COOKIES) document.cookie = cookie;
          return tried;
        }"""
        planted = [f"{name}=planted; path=/; domain=workshop.example.org; secure" for name in before]
        planted += [
            f"{name.removeprefix('__Host-')}=planted; path=/; domain=workshop.example.org; secure" for name in before
        ]
        tried = sister.evaluate(attacks.replace("COOKIES", repr(planted)), session.elsewhere.address)
        assert set(tried) <= {"refused", "opaque"}
        now = {cookie["name"]: cookie["value"] for cookie in person.cookies(session.elsewhere.address)}
        assert {name: now[name] for name in before} == before
        page.reload()
        answer(page, 5)
        send(page)
        expect(status(page)).to_contain_text("Received")
        assert room.stored() == [5]
