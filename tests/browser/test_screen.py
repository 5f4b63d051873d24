"""The screen of the room: how to join, what is asked, how long it lasts, what was revealed; never who or how many."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from kit.results.pictures import bar
from kit.session.plan import begin, plan, to_json
from tests.browser.hosted import Room, hosting, make_root, picture, show_screen

# What an element is, with all that is in it, whatever the order of its attributes.
OUTLINE = """(svg) => [svg, ...svg.querySelectorAll("*")].map((one) =>
  [one.tagName, ...[...one.attributes].map(({ name, value }) => `${name}=${value}`).sort()])"""


def shown(page: Page) -> str:
    """What it says, but for how many places are taken: that counts who joined, not who answered."""
    return re.sub(r"\d+ of \d+ places taken", "", page.locator("body").inner_text())


def test_it_shows_address_code_and_a_picture_to_scan(page: Page, room: Room) -> None:
    show_screen(page, room)
    expect(page.get_by_text(room.code)).to_be_visible()
    expect(page.get_by_text(room.address.removeprefix("http://"))).to_be_visible()
    assert page.get_by_role("img", name="A picture to scan").evaluate("(one) => one.naturalWidth") > 20
    assert "#" not in page.url


def test_a_ticket_opens_one_screen_once_and_a_participant_none(page: Page, context: BrowserContext, room: Room) -> None:
    path = room.tell("screen")["path"]
    page.goto(room.address + path)
    page.wait_for_url("**/screen")
    context.clear_cookies()
    page.goto(room.address + path)
    expect(page.get_by_text("Open the screen again from the facilitator's notebook.")).to_be_visible()
    page.goto(f"{room.address}/screen")
    expect(page.get_by_text("Open the screen again from the facilitator's notebook.")).to_be_visible()
    assert room.code not in page.content()


def test_it_shows_the_open_questions_with_their_answers_so_that_people_without_a_device_can_follow(
    page: Page, room: Room
) -> None:
    show_screen(page, room)
    room.tell("open", exercise="check-in")
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    for words in ("How much energy?", "0 (none) – 10 (plenty)", "not · a little · very", "One word aloud", room.code):
        expect(page.get_by_text(words)).to_be_visible()
    assert "For yourself" not in shown(page)
    room.tell("close", exercise="check-in")
    expect(page.get_by_role("heading", name="Check in")).to_be_hidden()


def test_whoever_comes_late_can_still_compare_the_certificate(page: Page, room: Room) -> None:
    room.served.host.services.address.fingerprint = " ".join(["0123abcd"] * 8)
    show_screen(page, room)
    print_ = page.locator("#screen-print")
    expect(print_).to_contain_text("0123abcd")
    tall = print_.bounding_box()
    assert tall is not None
    room.tell("open", exercise="check-in")
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    # As long as the address is there, and small, so that the question keeps its place.
    expect(page.get_by_text(room.address.removeprefix("http://"))).to_be_visible()
    expect(print_).to_be_visible()
    expect(print_.locator("#screen-groups")).to_be_visible()
    low = print_.bounding_box()
    assert low is not None
    assert low["height"] < min(80, tall["height"] * 0.6)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_certificate_of_ours_no_fingerprint_takes_any_space(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    show_screen(page, room)
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    expect(page.locator("#screen-print")).to_be_hidden()


def test_while_people_answer_nothing_on_it_changes(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    show_screen(page, room)
    expect(page.get_by_text("How much energy?")).to_be_visible()
    before = page.locator("#screen-shown").inner_text()
    room.others(9)
    # Everything has been heard once the screen knows that the room has gone on.
    room.tell("advance", block="idea")
    expect(page.locator("#screen-block")).to_have_text("Idea")
    expect(page.get_by_text("How much energy?")).to_be_visible()
    assert page.locator("#screen-shown").inner_text() == before
    assert "9" not in shown(page).replace(room.code, "").replace(room.address.removeprefix("http://"), "")


def test_it_goes_where_the_room_goes_and_leaves_an_earlier_question_a_press_away(page: Page, room: Room) -> None:
    show_screen(page, room)
    room.tell("advance", block="arrive")
    expect(page.get_by_role("heading", name="Arrive")).to_be_visible()
    expect(page.get_by_text("Breathe at your own pace.")).to_be_visible()
    expect(page.locator("#screen-picture")).to_be_hidden()
    room.tell("open", exercise="check-in")
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    room.tell("advance", block="idea")
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    room.tell("close", exercise="check-in")
    expect(page.get_by_role("heading", name="Idea")).to_be_visible()
    room.tell("open", exercise="check-in")
    room.tell("advance", block="arrive")
    expect(page.get_by_role("heading", name="Arrive")).to_be_visible()
    page.get_by_role("button", name="Question: Check in").click()
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()


def test_whatever_is_shown_fits_a_projector_and_long_lists_turn_their_pages(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    show_screen(page, room)
    room.others(8)
    room.tell("reveal", exercise="check-in")
    expect(page.get_by_role("heading", name="How much energy?")).to_be_visible()
    texts = [f"{number}: {'a sentence that somebody shared with all ' * 4}" for number in range(14)]
    table = None
    item = {"id": "note", "prompt": "A sentence", "finding": "Shared.", "talk": "So?", "table": table, "texts": texts}
    page.route(
        "**/screen/now",
        lambda route: route.fulfill(json={"ok": True, "block": None, "raised": "", "results": {"check-in": [item]}}),
    )
    room.tell("open", exercise="exit")
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("navigation").get_by_role("button", name="A sentence").click()
        expect(page.locator("#screen-turn")).to_contain_text("Page 1 of")
        seen = set()
        for _ in texts:
            seen.update(page.locator(".page-texts li:visible").all_inner_texts())
            assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
            page.get_by_role("button", name="Next").click()
        assert len(seen) == len(texts)
        picture(page, f"screen-texts-{width}")


def ink(svg: Locator) -> dict[str, int]:
    """How many people a picture of circles shows as there, as perhaps there, and as neither."""
    return {name: svg.locator(f".kit-{name}").count() for name in ("there", "maybe", "not")}


def test_a_reveal_brings_sentence_and_picture_one_question_at_a_time(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    show_screen(page, room)
    room.others(8)
    room.tell("reveal", exercise="check-in")
    expect(page.get_by_role("heading", name="How much energy?")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text(re.compile(r"at (most|least) \d of 8"))
    expect(page.locator(".screen-item .screen-talk")).to_have_text("What in this surprises you, and what doesn't?")
    rows = room.devices[0].ask("GET", "/week/results").json["results"]["check-in"][0]["table"]["rows"]
    for number, row in enumerate(rows):
        svg = page.locator("tbody tr").nth(number).locator("svg")
        assert ink(svg) == {"there": row["low"], "maybe": row["high"] - row["low"], "not": 8 - row["high"]}
        assert svg.locator("path").count() == row["high"] - row["low"], "who may be there is striped, not dashed alone"
    expect(page.get_by_text("One circle for each person.")).to_be_visible()
    page.get_by_role("navigation").get_by_role("button", name="How useful?").click()
    expect(page.get_by_text("There aren't enough answers")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("button", name="How useful?")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def put_on(page: Page, room: Room, *rows: tuple[str, int, int], people: int, prompt: str = "Which of these?") -> None:
    """Have the screen show a result with these rows: label, at least, perhaps."""
    most = max(low for _, low, _ in rows)
    shown = [
        {"label": label, "low": low, "high": high, "leads": low == most, "words": f"{low} to {high} of {people}"}
        for label, low, high in rows
    ]
    about = {"caption": prompt, "note": f"{people} people answered.", "legend": "Solid, striped."}
    table = {**about, "headings": ["Answer", "People"], "people": people, "rows": shown}
    item = {"id": "x", "prompt": prompt, "finding": "More people chose this.", "talk": "Why?", "table": table}
    results = {"ok": True, "block": None, "raised": "", "results": {"check-in": [item]}}
    page.route("**/screen/now", lambda route: route.fulfill(json=results))
    show_screen(page, room)
    expect(page.get_by_role("heading", name=prompt)).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("people", [16, 17])
def test_people_are_drawn_one_by_one_as_far_as_a_room_counts_them_and_it_all_fits(
    page: Page, room: Room, people: int, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    long = "saying no kindly, also where the person who asks will be disappointed by it"
    put_on(page, room, (long, 7, 10), ("b", 4, 6), ("c", 0, 3), ("d", 0, 3), ("e", 0, 3), people=people)
    circles = page.locator("svg.kit-people")
    assert circles.count() == (5 if people == 16 else 0)
    assert page.locator("svg.kit-bar").count() == (0 if people == 16 else 5)
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    expect(page.locator("#screen-turn")).to_be_hidden()
    expect(page.locator(".screen-talk")).to_be_in_viewport(ratio=1)
    if people == 16:
        boxes = [page.locator("tbody svg").nth(number).bounding_box() for number in range(5)]
        assert {round(box["x"]) for box in boxes} == {round(boxes[0]["x"])}, "circles stand below one another"
        assert boxes[0]["width"] / 16 > 18, "a circle can be counted from the last row"
    picture(page, f"screen-{people}-{width}")


@pytest.mark.parametrize("people", [9, 24])
def test_where_the_reader_says_the_colours_ink_is_theirs(page: Page, room: Room, people: int) -> None:
    page.emulate_media(color_scheme="dark", forced_colors="active")
    put_on(page, room, ("a", 4, 6), ("b", 1, 3), people=people)
    ink = page.evaluate("getComputedStyle(document.body).color")
    solid = page.locator(".kit-there" if people == 9 else ".kit-least").first
    assert solid.evaluate("(one) => getComputedStyle(one).fill") == ink
    striped = page.locator(".kit-striped" if people == 9 else ".kit-perhaps").first
    assert striped.evaluate("(one) => getComputedStyle(one).stroke") == ink
    picture(page, f"screen-forced-{people}")


@pytest.mark.parametrize(("low", "high", "people"), [(0, 4, 17), (9, 30, 30), (5, 5, 23), (17, 17, 17), (3, 8, 40)])
def test_a_bar_is_drawn_by_the_script_as_it_is_for_pages_without_scripts(
    page: Page, room: Room, low: int, high: int, people: int
) -> None:
    put_on(page, room, ("a", low, high), people=people)
    read = f"(text) => ({OUTLINE})(new DOMParser().parseFromString(text, 'text/html').querySelector('svg'))"
    assert page.locator("svg.kit-bar").evaluate(OUTLINE) == page.evaluate(read, bar(low, high, people))


def test_updates_can_be_paused_and_are_caught_up_with(page: Page, room: Room) -> None:
    show_screen(page, room)
    page.get_by_role("button", name="Pause updates").click()
    room.tell("open", exercise="check-in")
    room.tell("advance", block="idea")
    go_on = page.get_by_role("button", name="Go on with updates")
    expect(go_on).to_have_attribute("aria-pressed", "true")
    # A second page has heard of it by now; this one has heard too, and shows nothing.
    other = page.context.new_page()
    other.goto(f"{room.address}/screen")
    expect(other.get_by_role("heading", name="Check in")).to_be_visible()
    expect(page.get_by_role("heading", name="Check in")).to_be_hidden()
    go_on.click()
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    expect(page.locator("#screen-block")).to_have_text("Idea")


def test_the_block_and_its_minutes_are_counted_here_between_two_messages(page: Page, room: Room) -> None:
    page.clock.install()
    show_screen(page, room)
    clock = {"zero": time.time(), "plan": to_json(begin(plan(room.served.host.room.week), "arrive", 0))}
    room.tell("advance", block="arrive", clock=clock)
    expect(page.locator("#screen-block")).to_have_text("Arrive")
    expect(page.locator("#screen-time")).to_have_text("10 minutes left")
    # So long a silence opens the stream anew, and the host would say that ten minutes are left.
    page.route("**/screen/now", lambda route: route.abort())
    page.clock.fast_forward("08:30")
    expect(page.locator("#screen-time")).to_have_text("2 minutes left")
    page.clock.fast_forward("02:00")
    expect(page.locator("#screen-time")).to_have_text("Time to move on")


def test_a_fresh_code_replaces_the_old_one_and_its_picture(page: Page, room: Room) -> None:
    show_screen(page, room)
    old, before = room.code, page.get_by_role("img", name="A picture to scan").get_attribute("src")
    room.tell("code")
    expect(page.locator("#screen-code")).to_have_text(room.code)
    assert room.code != old
    assert page.get_by_role("img", name="A picture to scan").get_attribute("src") != before


def test_a_screen_outlasts_a_restart_of_the_host(page: Page, tmp_path: Path) -> None:
    root = make_root(tmp_path / "spring")
    with hosting(root, falls=True) as room:
        show_screen(page, room)
        session = replace(room.session, port=room.served.port)
    expect(page.get_by_text("No answer from the facilitator's computer.")).to_be_visible()
    with hosting(root, session=session) as room:
        expect(page.get_by_text("Connected.")).to_be_visible(timeout=20_000)
        room.tell("open", exercise="check-in")
        expect(page.get_by_role("heading", name="Check in")).to_be_visible()
        page.goto("about:blank")


def test_a_revealed_result_whose_request_was_lost_is_asked_for_again(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    show_screen(page, room)
    room.others(8)
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort() if len(lost) == 1 else route.fallback()

    page.route("**/screen/now", lose)
    room.tell("reveal", exercise="check-in")
    expect(page.get_by_role("table")).to_contain_text("of 8")
    assert len(lost) == 2


def test_the_screen_of_a_session_that_broke_off_says_what_to_do_in_the_next_one(page: Page, tmp_path: Path) -> None:
    root = make_root(tmp_path / "spring")
    with hosting(root, falls=True) as room:
        show_screen(page, room)
        room.tell("open", exercise="check-in")
        expect(page.get_by_role("heading", name="Check in")).to_be_visible()
        port = room.served.port
    with hosting(root, port=port) as room:
        expect(page.get_by_text("Open the screen again from the facilitator's notebook.")).to_be_visible()
        expect(page.locator("#screen-join")).to_be_hidden()
        show_screen(page, room)
        expect(page.get_by_text(room.code)).to_be_visible()
        page.goto("about:blank")


def test_a_scale_with_ends_of_its_own_is_shown_with_them(page: Page, tmp_path: Path) -> None:
    root = make_root(tmp_path / "spring")
    week = root / "curriculum" / "week_01.yaml"
    text = week.read_text("utf-8").replace(
        "low: none, high: plenty", "low: none, high: plenty, min: 1, max: 7, bins: [1-3, 4-7]"
    )
    week.write_text(text.replace("low: heavy, high: light", "low: heavy, high: light, min: 2, max: 5"), "utf-8")
    with hosting(root) as room:
        show_screen(page, room)
        room.tell("open", exercise="check-in")
        expect(page.get_by_text("1 (none) – 7 (plenty)")).to_be_visible()
        room.tell("open", exercise="exit")
        expect(page.get_by_text("2 (heavy) – 5 (light)")).to_be_visible()
