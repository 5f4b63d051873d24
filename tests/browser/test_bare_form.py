"""How a form looks and answers on a page without Jupyter: the same text that a host serves to a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import Policy
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.specs import exercise_spec
from tests.browser import access
from tests.browser.bare import item, look, send, share, shown, status, submissions, tell


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_has_no_violation_at_wcag_2_2_aa(page: Page, bare_address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    shown(page, bare_address, copies=2)
    item(page, "energy").get_by_role("radio", name="7").check()
    item(page, "helped").get_by_role("checkbox", name="none of these").check()
    item(page, "feelings").get_by_role("checkbox", name="calm").check()
    look(page, "far too long " * 6)
    assert access.violations(page) == []
    tell(page, "problem", id="x", revision=1, answers={"energy": 3}, sentence="Something is wrong.")
    expect(status(page)).to_contain_text("There's a problem.")
    assert access.violations(page) == []
    tell(page, "received", id="x", revision=1, answers={"energy": 3}, closed=True)
    expect(status(page)).to_contain_text("Closed.")
    assert access.violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_when_the_readers_setting_changes_no_button_keeps_the_old_colours_for_a_while(
    page: Page, bare_address: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    shown(page, bare_address)
    item(page, "energy").get_by_role("radio", name="7").check()
    page.mouse.move(0, 0)
    colours = "[...document.querySelectorAll('.kit-form-face')].map((one) => getComputedStyle(one).backgroundColor)"
    before = page.evaluate(colours)
    page.emulate_media(color_scheme=scheme)
    after = page.evaluate(colours)
    assert not set(before) & set(after)
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("exercise", ["everything", "scales", "constructor", "journal", "aloud"])
def test_at_320_pixels_nothing_is_cut_off_and_every_target_can_be_hit(
    page: Page, bare_address: str, exercise: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, bare_address, exercise)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    wide = "[...document.querySelectorAll('.kit-form *')].filter(n => n.getBoundingClientRect().right > 320).length"
    assert page.evaluate(wide) == 0
    assert access.small_targets(page) == []


def test_the_page_keeps_a_strict_policy_and_logs_no_complaint(page: Page, bare_address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    shown(page, bare_address)
    item(page, "energy").get_by_role("radio", name="7").check()
    send(page)
    assert complaints == []


def test_every_kind_of_item_can_be_answered_and_cleared(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    item(page, "energy").get_by_role("radio", name="0 (none at all)").check()
    item(page, "pause").get_by_role("radio", name="once or twice").check()
    item(page, "hardest").get_by_role("radio", name="noticing what I feel").check()
    item(page, "helped").get_by_role("checkbox", name="rest").check()
    item(page, "order").get_by_role("button", name="This is my order").click()
    item(page, "feelings").get_by_role("checkbox", name="tense").check()
    item(page, "weather").get_by_role("radio", name="unpleasant, low energy").check()
    share(page, "  Thank you  ", "Thank you")
    send(page)
    assert submissions(page)[-1]["answers"] == {
        "energy": 0,
        "pause": 2,
        "hardest": "noticing what I feel",
        "helped": ["rest"],
        "order": ["being in a hurry", "disagreeing", "wanting to fix it"],
        "feelings": ["tense"],
        "weather": "unpleasant, low energy",
        "note": "Thank you",
    }
    for name in submissions(page)[-1]["answers"]:
        if name == "note":
            away = item(page, name).get_by_role("button", name="Clear your answer")
            away.click()
            expect(away).to_be_hidden()
        else:
            item(page, name).get_by_role("button", name="Pass on:").click()
        assert item(page, name).evaluate("node => node.contains(document.activeElement)")
    send(page)
    assert submissions(page)[-1]["answers"] == {}


def test_passing_looks_like_an_answer_is_kept_and_is_never_sent(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    away = item(page, "energy").get_by_role("button", name="Pass on:")
    away.press("Enter")
    expect(away).to_be_focused()
    expect(away).to_have_attribute("aria-pressed", "true")
    item(page, "helped").get_by_role("checkbox", name="rest").check()
    page.reload()
    expect(away).to_have_attribute("aria-pressed", "true")
    send(page)
    assert submissions(page)[-1]["answers"] == {"helped": ["rest"]}
    assert "passed" not in str(submissions(page)[-1])
    # An answer takes its place, and the other way round.
    item(page, "energy").get_by_role("radio", name="4").check()
    expect(away).to_have_attribute("aria-pressed", "false")
    away.click()
    expect(item(page, "energy").get_by_role("radio", name="4")).not_to_be_checked()
    expect(away).to_have_attribute("aria-pressed", "true")
    away.click()
    expect(away).to_have_attribute("aria-pressed", "false")


def test_how_far_answers_travel_is_said_once_and_each_question_that_differs_says_its_own(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address)
    lines = page.locator(".kit-form-lead .kit-form-travel, [data-share=group] .kit-form-travel").all_inner_texts()
    assert len(lines) == len(set(lines)) > 1
    alike = page.locator(".kit-form-lead [id$=travel]").get_attribute("id")
    for name in ("energy", "pause", "hardest", "helped"):
        assert alike in (item(page, name).get_attribute("aria-describedby") or "").split()
    expect(item(page, "order")).to_contain_text("Others see only what came first")
    expect(item(page, "note")).to_contain_text("It's sent only if you choose to share it.")


def test_none_of_these_is_an_answer_of_its_own(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    helped = item(page, "helped")
    helped.get_by_role("checkbox", name="rest").check()
    helped.get_by_role("checkbox", name="none of these").check()
    expect(helped.get_by_role("checkbox", name="rest")).not_to_be_checked()
    send(page)
    assert submissions(page)[-1]["answers"] == {"helped": []}
    helped.get_by_role("checkbox", name="rest").check()
    expect(helped.get_by_role("checkbox", name="none of these")).not_to_be_checked()


def test_a_ranking_counts_only_once_the_person_has_set_an_order(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    order = item(page, "order")
    expect(order.get_by_text("No order yet")).to_be_visible()
    item(page, "energy").get_by_role("radio", name="5").check()
    send(page)
    assert submissions(page)[-1]["answers"] == {"energy": 5}
    down = order.get_by_role("button", name="Move down: being in a hurry")
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    said = page.locator('.kit-form-unseen[role="status"]')
    expect(said).to_have_text("being in a hurry: place 2 of 3")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(said).to_have_text("being in a hurry: place 3 of 3")
    expect(down).to_be_focused()
    send(page)
    assert submissions(page)[-1]["answers"]["order"] == ["disagreeing", "wanting to fix it", "being in a hurry"]


def test_ids_and_names_are_unique_and_in_a_namespace_of_their_own(page: Page, bare_address: str) -> None:
    shown(page, bare_address, "constructor", copies=2)
    found = access.ids(page)
    assert found["count"] > 20
    assert (found["twice"], found["foreign"]) == ([], [])
    item(page, "constructor").get_by_role("radio", name="tea").check()
    share(page, "an item may be called submit", name="submit")
    send(page)
    assert submissions(page)[-1]["answers"] == {"constructor": "tea", "submit": "an item may be called submit"}


def test_what_is_spoken_has_no_field_and_a_spoken_exercise_no_form(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    spoken = page.locator('[data-share="spoken"]')
    expect(spoken).to_contain_text("Spoken only.")
    expect(spoken.locator("input, textarea, button")).to_have_count(0)
    shown(page, bare_address, "aloud")
    expect(page.get_by_text("One word for how you arrive")).to_be_visible()
    expect(page.locator("form, input, textarea, button")).to_have_count(0)
    assert page.evaluate("said") == []


def test_nothing_is_required_and_passing_on_everything_needs_no_sending(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    expect(page.locator("[required]")).to_have_count(0)
    expect(page.get_by_text("Answer what you like, and pass on the rest.")).to_be_visible()
    send(page)
    expect(status(page)).to_contain_text("That's an equal answer")
    assert submissions(page) == []
    # Sending nothing is passing on everything, and looks so.
    expect(item(page, "energy").get_by_role("button", name="Pass on:")).to_have_attribute("aria-pressed", "true")


def test_enter_on_a_radio_sends_nothing(page: Page, bare_address: str) -> None:
    shown(page, bare_address, "constructor")
    page.evaluate("window.stayed = true")
    item(page, "constructor").get_by_role("radio", name="coffee").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.evaluate("document.querySelector('form').requestSubmit()")
    expect(item(page, "constructor").get_by_role("radio", name="coffee")).to_be_checked()
    expect(status(page)).to_contain_text("Not sent yet")
    assert submissions(page) == []
    assert page.evaluate("window.stayed")


def test_saving_by_habit_does_not_open_the_browsers_save_page(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    page.evaluate("addEventListener('keydown', (event) => (window.prevented = event.defaultPrevented))")
    item(page, "note").get_by_role("textbox").press("Control+s")
    assert page.evaluate("prevented")
    item(page, "note").get_by_role("textbox").press("s")
    assert not page.evaluate("prevented")


def test_the_module_works_where_the_page_is_no_secure_context(context: BrowserContext, bare_address: str) -> None:
    # A phone on the room's network opens a plain address over HTTP; these are missing there.
    context.add_init_script(
        "delete Crypto.prototype.randomUUID; delete Crypto.prototype.subtle;"
        "for (const name of ['clipboard', 'serviceWorker', 'locks', 'storage']) delete Navigator.prototype[name];"
    )
    page = context.new_page()
    shown(page, bare_address, "constructor")
    assert page.evaluate("[typeof crypto.randomUUID, typeof crypto.subtle]") == ["undefined", "undefined"]
    item(page, "constructor").get_by_role("radio", name="coffee").check()
    send(page)
    (sent,) = submissions(page)
    assert sent["id"][14] == "4"
    assert sent["id"][19] in "89ab"


def test_every_exercise_of_the_curriculum_fits_a_phone(page: Page, bare_address: str) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 320, "height": 640})
    messages = load_messages(packaged_curriculum())
    specs = [
        exercise_spec(week, exercise, messages, Policy(), cohort="test", place="page")
        for week in load_curriculum(packaged_curriculum()).values()
        for exercise in week.exercises
    ]
    served: list[dict[str, object]] = []
    page.route("**/everything.json", lambda route: route.fulfill(json=served[-1]))
    for spec in specs:
        served.append(spec)
        shown(page, bare_address)
        place = f"week {spec['week']}, {spec['exercise']['id']}"
        expect(page.locator(".kit-form-item"), place).to_have_count(len(spec["exercise"]["items"]))
        assert page.evaluate("document.documentElement.scrollWidth") == 320, place
        assert access.small_targets(page) == [], place
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390, 900])
def test_scales_of_many_points_are_read_and_answered_by_keyboard_at_every_width(
    page: Page, bare_address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    shown(page, bare_address, "scales")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert access.small_targets(page) == []
    radios = item(page, "agree").get_by_role("radio")
    expect(radios).to_have_count(10)
    radios.first.focus()
    page.keyboard.press("Space")
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    expect(item(page, "agree").get_by_role("radio", name="strongly agree", exact=True)).to_be_checked()
    item(page, "tense").get_by_role("radio", name="1 (calm)").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(item(page, "tense").get_by_role("radio", name="7 (tense)")).to_be_checked()
    item(page, "few").get_by_role("radio", name="3 (all)").check()
    send(page)
    assert submissions(page)[-1]["answers"] == {"agree": 10, "tense": 7, "few": 3}


@pytest.mark.parametrize("width", [320, 390])
def test_the_numbers_of_a_scale_fill_their_rows_on_a_phone(page: Page, bare_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for exercise, name, rows in (("everything", "energy", [6, 5]), ("scales", "tenth", [5, 5]), ("scales", "few", [4])):
        shown(page, bare_address, exercise)
        faces = item(page, name).locator(".kit-form-option").all()
        boxes = [box for face in faces if (box := face.bounding_box())]
        tops = sorted({round(box["y"]) for box in boxes})
        assert [sum(round(box["y"]) == top for box in boxes) for top in tops] == rows
        ends = [max(box["x"] + box["width"] for box in boxes if round(box["y"]) == top) for top in tops]
        assert max(ends) - min(ends) < 1


def _with_ids(route: Route) -> None:
    """The same form after its week file got ids: what was kept before names options by words, and points by place."""
    spec = route.fetch().json()
    for asked in spec["exercise"]["items"]:
        if asked["id"] != "energy":
            for place, offer in enumerate(asked.get("options", ())):
                offer["value"] = f"{asked['id']}-{place}"
    route.fulfill(json=spec)


def test_what_was_chosen_before_options_had_ids_is_still_chosen_and_is_sent_by_id(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address)
    item(page, "energy").get_by_role("radio", name="7").check()
    item(page, "pause").get_by_role("radio", name="once or twice").check()
    item(page, "hardest").get_by_role("radio", name="noticing what I feel").check()
    item(page, "helped").get_by_role("checkbox", name="a walk outside").check()
    item(page, "order").get_by_role("button", name="Move down: being in a hurry").click()
    item(page, "feelings").get_by_role("checkbox", name="none of these").check()
    send(page)
    before = submissions(page)[-1]["answers"]
    assert (before["pause"], before["helped"]) == (2, ["a walk outside"])
    page.route("**/everything.json", _with_ids)
    shown(page, bare_address)
    expect(item(page, "pause").get_by_role("radio", name="once or twice")).to_be_checked()
    expect(item(page, "hardest").get_by_role("radio", name="noticing what I feel")).to_be_checked()
    expect(item(page, "helped").get_by_role("checkbox", name="a walk outside")).to_be_checked()
    expect(item(page, "feelings").get_by_role("checkbox", name="none of these")).to_be_checked()
    expect(item(page, "order").locator(".kit-form-ranked")).to_have_text(
        ["disagreeing", "being in a hurry", "wanting to fix it"]
    )
    expect(page.locator(".kit-form-sent:visible")).to_have_count(0)
    item(page, "energy").get_by_role("radio", name="8").check()
    send(page)
    assert submissions(page)[-1]["answers"] == {
        "energy": 8,
        "pause": "pause-1",
        "hardest": "hardest-1",
        "helped": ["helped-2"],
        "order": ["order-1", "order-0", "order-2"],
        "feelings": [],
    }
