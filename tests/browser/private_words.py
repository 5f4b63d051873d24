"""Writing into every field of a practice that keeps words, on a page or in a notebook; and what leaves a browser."""

from __future__ import annotations

import json
from collections.abc import Iterable

from playwright.sync_api import Locator, Page, Request, WebSocket

from tests.attacks.canaries import found

# The practices of the shelf with words of one's own, at least one of each kind.
KEEPING_WORDS = (
    *("journal", "commitment", "letter", "five-step-walk", "energy-ledger", "pitfall-map", "script-builder"),
    *("role-resources", "emotion-map", "discernment-sort", "peer-group", "sitting"),
)
_FIELDS = ":is(textarea, input[type=text])"
# Nowhere to write, but something to choose.
CHOOSING_ONLY = ("discernment-sort",)


class Wire:
    """All that passes between a page and anybody: requests with their headers, and messages both ways."""

    def __init__(self, page: Page) -> None:
        self.seen: list[bytes] = []
        self.told: list[str] = []
        page.on("websocket", self._listen)
        page.on("request", self._note)

    def _listen(self, socket: WebSocket) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda data: self.seen.append(data.encode() if isinstance(data, str) else data))

    def _note(self, request: Request) -> None:
        headers = json.dumps(request.headers)
        self.seen.append(b"\n".join([request.url.encode(), headers.encode(), request.post_data_buffer or b""]))
        if request.method != "GET":
            self.told.append(request.url)

    def found(self, words: Iterable[str]) -> list[str]:
        """Which of *words* went over the wire, however they were wrapped."""
        return found(b"\n".join(self.seen), words)


def write_everywhere(practice: Locator, name: str, word: str) -> None:
    """Put *word* into every field of the practice called *name*, choose something where there is a choice, and use it.

    Raises AssertionError where a field was left without the word.
    """
    for summary in practice.locator("summary:visible").all():
        summary.click()
    _FIRST.get(name, _nothing)(practice)
    _fill(practice, word)
    _NEXT.get(name, _choose)(practice, word)
    fields = practice.locator(_FIELDS).all()
    assert bool(fields) is (name not in CHOOSING_ONLY)
    assert all(word in field.input_value() for field in fields), f"{name} has a field that was left empty"


def finish(practice: Locator, name: str, word: str) -> None:
    """Go on to what follows the writing: note how it went, close the letter, begin a story."""
    _LAST.get(name, _nothing_more)(practice, word)


def _fill(practice: Locator, word: str) -> None:
    for number, field in enumerate(practice.locator(f"{_FIELDS}:visible").all()):
        field.fill(f"{word} {number}")


def _nothing(practice: Locator) -> None:
    pass


def _nothing_more(practice: Locator, word: str) -> None:
    pass


def _choose(practice: Locator, word: str) -> None:
    for group in practice.locator("fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").first.check()
    for box in practice.locator("input[type=checkbox]:visible").all():
        box.check()


def _own_phrases(practice: Locator) -> None:
    practice.get_by_label("What to follow").select_option("phrases")
    for summary in practice.locator("details:not([open]) > summary:visible").all():
        summary.click()
    for box in practice.locator(".kit-sitting-whom input").all():
        box.check()


def _own_situation(practice: Locator) -> None:
    practice.get_by_label("What would you like to walk through?").select_option("own")


def _every_step(practice: Locator, word: str) -> None:
    for _ in range(4):
        practice.get_by_role("button", name="Next step").click()
        _fill(practice, word)


def _story(practice: Locator, word: str) -> None:
    practice.get_by_label("What would you like to walk through?").select_option("underperformer")
    while practice.locator(".kit-walk-turn").count():
        practice.locator(".kit-walk-turn").first.click()
    practice.get_by_label("A thought on it, for yourself").fill(f"{word} thought")
    practice.get_by_label("What would you like to walk through?").select_option("own")


def _sit(practice: Locator, word: str) -> None:
    practice.get_by_role("button", name="Begin").click()
    practice.get_by_role("button", name="Stop").click()


def _note_and_restart(practice: Locator, word: str) -> None:
    practice.get_by_role("button", name="not this time").click()
    practice.get_by_role("button", name="Keep it for another").click()


def _close(practice: Locator, word: str) -> None:
    practice.get_by_role("button", name="Close the letter").click()


_FIRST = {"five-step-walk": _own_situation, "sitting": _own_phrases}
_NEXT = {"five-step-walk": _every_step, "sitting": _nothing_more}
_LAST = {
    "five-step-walk": _story,
    "sitting": _sit,
    "peer-group": _sit,
    "commitment": _note_and_restart,
    "letter": _close,
}
