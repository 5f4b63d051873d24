"""Every kind of practice by keyboard alone, 320 pixels wide and with less motion: begun, used, ended, found again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from kit.curriculum.practices import PRACTICES
from tests.browser import access
from tests.browser.bare_practice import after, known, shown

pytestmark = pytest.mark.usefixtures("stopped_clock")

# What a screen reader would call what has the focus, and whether the eye can see that it has.
NAME = """() => {
  const node = document.activeElement;
  const words = node.getAttribute("aria-label") ?? node.labels?.[0]?.innerText ?? node.innerText ?? "";
  return words.trim();
}"""
UNSEEN = """() => {
  const marked = (node) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const node = document.activeElement;
  return [node, node.closest("label")].filter(Boolean).some(marked) ? [] : [node.outerHTML];
}"""
# A group of radios is one stop.
STOP = """() => {
  const node = document.activeElement;
  return node.closest(".kit-practice") ? (node.type === "radio" ? node.name : node.id) : "";
}"""
STOPS = """() => [...new Set([...document.querySelectorAll(
  ".kit-practice :is(button, input, textarea, select, summary):not([tabindex='-1'], [disabled])")]
  .filter((node) => node.checkVisibility()).map((node) => (node.type === "radio" ? node.name : node.id)))]"""


@dataclass
class Keys:
    """Somebody with a keyboard and nothing else."""

    page: Page

    def to(self, words: str, key: str = "Tab") -> Keys:
        """Press Tab until the focus is on what is called *words*; nobody would go on for ever."""
        for _ in range(120):
            self.page.keyboard.press(key)
            if self.page.evaluate(NAME).startswith(words):
                assert self.page.evaluate(UNSEEN) == []
                return self
        raise AssertionError(f"{key} does not lead to {words!r}")

    def back_to(self, words: str) -> Keys:
        return self.to(words, "Shift+Tab")

    def press(self, *keys: str) -> Keys:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, words: str) -> Keys:
        self.page.keyboard.type(words)
        return self

    def on(self, words: str) -> Keys:
        """The focus has gone by itself to what is called *words*."""
        name = self.page.evaluate(NAME)
        assert name.startswith(words), f"the focus is on {name!r} and not on {words!r}"
        return self


Journey = Iterator[None]


def breath(keys: Keys) -> Journey:
    keys.to("Begin").press("Enter").on("Pause")
    after(keys.page, 5)
    keys.press("Enter").on("Go on").press("Enter")
    keys.to("Stop").press("Enter").on("Begin")
    keys.to("Pace, length").press("Enter").to("Hold").press("Control+a").type("1")
    keys.to("Out")
    yield
    keys.to("Pace, length").press("Enter").to("Hold")
    expect(keys.page.get_by_label("Hold", exact=True)).to_have_value("1")
    keys.to("Begin", "Shift+Tab").press("Enter").on("Pause")


def meditation(keys: Keys) -> Journey:
    keys.to("What to follow").press("ArrowDown").to("Begin").press("Enter")
    after(keys.page, 70)
    expect(keys.page.locator(".kit-sitting-now")).to_contain_text("May")
    yield
    expect(keys.page.locator(".kit-practice-line")).to_contain_text("Paused.")
    keys.to("Stop").press("Enter").on("Begin")
    keys.to("Phrases in your own words").press("Enter").to("For yourself").press("Space", "Space")
    keys.to("Phrases: For yourself").press("Control+End", "Enter").type("May I be kind.")
    expect(keys.page.locator(".kit-sitting-lines").first).to_contain_text("May I be kind.")


def journal(keys: Keys) -> Journey:
    keys.to("Start the timer").press("Enter").on("Hold the timer")
    keys.to("What did you feel?").type("warm").press("Enter").type("and tired")
    keys.to("What did you do").type("listened")
    keys.back_to("Stop").press("Enter").on("Start the timer")
    yield
    expect(keys.page.get_by_label("What did you feel?")).to_have_value("warm\nand tired")
    keys.to("Clear today’s entry").press("Enter").on("Bring it back").press("Enter").on("What did you feel?")
    expect(keys.page.get_by_label("What did you do")).to_have_value("listened")


def commitment(keys: Keys) -> Journey:
    keys.to("Which one tool").press("ArrowDown")
    keys.to("If …").type("the phone rings").to("… then I will").type("breathe")
    keys.to("partly").press("Enter")
    yield
    expect(keys.page.locator(".kit-went-list li")).to_have_count(1)
    keys.to("Take back").press("Enter").on("Day")
    keys.to("Start another plan").press("Enter")
    expect(keys.page.get_by_label("… then I will")).to_have_value("")
    keys.to("Earlier plans").press("Enter")
    expect(keys.page.locator(".kit-plan-list")).to_contain_text("breathe")


def letter(keys: Keys) -> Journey:
    keys.to("Dear me").type("rest now and then").to("Close the letter").press("Enter").on("Put the day")
    yield
    expect(keys.page.locator(".kit-form")).to_contain_text("Your letter rests until")
    keys.to("Open it sooner").press("Enter").on("Open it now").press("Enter").on("rest now and then")


def everything(keys: Keys) -> Journey:
    with keys.page.expect_download():
        keys.to("Save a copy").press("Enter")
    keys.to("Clear everything here").press("Enter").on("Bring it back").press("Enter").on("Clear everything here")
    yield
    expect(keys.page.locator(".kit-everything-list li")).to_have_text(["Support, challenge or step back?"])


def walk(keys: Keys) -> Journey:
    keys.to("What would you like").press("Home")
    keys.to("What happened").type("a quarrel").to("Next step").press("Enter").on("Recognise the emotion")
    keys.to("What I feel").type("uneasy").to("Next step").press("Enter")
    keys.to("Mine to do").type("ask").to("Next step").press("Enter")
    keys.to("listen").press("Space", "ArrowDown").to("What exactly").type("ask at four").to("Next step").press("Enter")
    keys.to("Afterwards").type("lighter").back_to("What would you like").press("ArrowDown")
    turns = keys.page.locator(".kit-walk-turn")
    while turns.count():
        keys.to(turns.first.inner_text()).press("Enter")
    keys.to("A thought on it").type("so that is how")
    yield
    expect(keys.page.get_by_label("A thought on it")).to_have_value("so that is how")
    keys.to("Begin this story again").press("Enter").back_to("What would you like").press("Home")
    expect(keys.page.get_by_label("What happened")).to_have_value("a quarrel")


def sort(keys: Keys) -> Journey:
    keys.to("support").press("Space", "ArrowDown").to("Reasons for the other").press("Enter")
    yield
    keys.to("challenge")
    keys.to("Clear everything here").press("Enter").on("Bring it back").press("Enter").on("Clear everything here")
    expect(keys.page.get_by_label("challenge").first).to_be_checked()


def role_card(keys: Keys) -> Journey:
    keys.to("The situation").type("a long queue").to("What is mine").type("the counter")
    for first in ("enough", "I know how", "yes", "enough"):
        keys.to(first).press("Space", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(keys.page.locator(".kit-role-thought")).to_contain_text("offer something")
    keys.to("Who is that, or what").type("the office")
    yield
    expect(keys.page.locator(".kit-role-line")).to_contain_text("the office")
    keys.to("Clear everything here").press("Enter").on("Bring it back").press("Enter")


def boundary_script(keys: Keys) -> Journey:
    for part, words in (
        ("Acknowledge", "That sounds hard."),
        ("Your wish", "I want to help."),
        ("The limit", "I can’t"),
    ):
        keys.to(part).type(words)
    keys.to("The next step").type("Shall we talk at four?").press("Tab")
    expect(keys.page.locator(".kit-script-missing")).to_contain_text("All four parts are there.")
    yield
    expect(keys.page.locator(".kit-script-whole")).to_contain_text("Shall we talk at four?")
    keys.to("Clear everything here").press("Enter").on("Bring it back").press("Enter")


def emotion_map(keys: Keys) -> Journey:
    keys.to("The situation").type("the printer").to("How strong").press("End")
    keys.to("Unpleasant or pleasant").press("Home").to("Low or high").press("ArrowRight")
    keys.to("irritated").press("Space").to("And now").press("Home")
    yield
    expect(keys.page.locator(".kit-map-both")).to_contain_text("Before 10, now 0.")
    expect(keys.page.get_by_label("irritated")).to_be_checked()
    keys.to("Clear everything here").press("Enter").on("Bring it back").press("Enter")


def worksheet(keys: Keys) -> Journey:
    keys.to("Number 1").type("the walk").to("How much, number 1").press("ArrowDown")
    keys.to("Add one").press("Enter").on("Number 2").type("a joke").back_to("Remove number 1").press("Enter")
    keys.on("Number 1")
    keys.to("Which one thing").type("the meeting")
    yield
    expect(keys.page.get_by_label("Number 1", exact=True).first).to_have_value("a joke")
    keys.to("Clear everything here").press("Enter").on("Bring it back").press("Enter")


def peer_group(keys: Keys) -> Journey:
    keys.to("Begin").press("Enter").on("Pause")
    keys.back_to("Next").press("Enter")
    keys.to("Who is in our group").type("the four of us")
    yield
    expect(keys.page.locator(".kit-peers-now")).to_have_text("Something that went well")
    keys.to("Stop").press("Enter").on("Begin")
    expect(keys.page.get_by_label("Who is in our group")).to_have_value("the four of us")


JOURNEYS: dict[str, Callable[[Keys], Journey]] = {
    "breath": breath,
    "sitting": meditation,
    "journal": journal,
    "commitment": commitment,
    "letter": letter,
    "everything": everything,
    "five-step-walk": walk,
    "discernment-sort": sort,
    "role-resources": role_card,
    "script-builder": boundary_script,
    "emotion-map": emotion_map,
    "energy-ledger": worksheet,
    "peer-group": peer_group,
}


def test_every_kind_of_practice_has_a_journey() -> None:
    assert {known()[name].module for name in JOURNEYS} == set(PRACTICES)


def sound(page: Page) -> None:
    """Nothing is cut off, nothing is too small, and axe is content."""
    assert access.violations(page) == []
    assert access.small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def passed_by(page: Page) -> set[str]:
    """The controls to which Tab does not lead on its way through the practice."""
    page.evaluate("const top = document.querySelector('h1'); top.tabIndex = -1; top.focus()")
    reached: list[str] = []
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if reached and not stop:
            break
        reached.append(stop)
    return set(page.evaluate(STOPS)) - set(reached)


@pytest.mark.parametrize("name", JOURNEYS)
def test_it_is_begun_used_ended_and_found_again_by_keyboard_alone(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    if name == "everything":
        shown(page, address, "discernment-sort")
        Keys(page).to("support").press("Space")
    shown(page, address, name)
    journey = JOURNEYS[name](Keys(page))
    next(journey)
    page.clock.resume()  # axe waits by the page's own clock
    sound(page)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert next(journey, "ended") == "ended"
    sound(page)
    assert passed_by(page) == set()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("said") == []
