"""The card with which a notebook takes part in a session elsewhere, against a real host."""

from __future__ import annotations

import json
from typing import Any

import ipywidgets
import pytest

from kit.sending.outbox import Outbox, State
from kit.sending.place import places_aside, read_place
from kit.sending.sender import sender_of
from kit.sending.submissions import Submission, new_id
from kit.settings import find_places, outbox_of
from kit.widgets.taking_part import TakingPartWidget
from tests.cohorts import small_cohort
from tests.front_end import says
from tests.live.serving import serving
from tests.processes import until


@pytest.fixture
def served(tmp_path):
    with serving(small_cohort(tmp_path / "spring", slug="spring", size=40).root) as running:
        yield running


class Card:
    """A card with a front end played by the test: what it was told, and what is pressed."""

    def __init__(self, widget: TakingPartWidget, heard: list[dict[str, Any]], port: int) -> None:
        self.widget, self.heard, self.port = widget, heard, port

    def press(self, kind: str, **more: Any) -> dict[str, Any]:
        """What the card is told after *kind* was pressed."""
        before = len(self.heard)
        says(self.widget, {"type": kind, **more})
        until(lambda: len(self.heard) > before)
        return self.heard[-1]

    def join(self, code: str, who: str = "Kim", kind: str = "join") -> dict[str, Any]:
        return self.press(kind, address=f"http://127.0.0.1:{self.port}", who=who, secret=code)


@pytest.fixture
def card(served, messages, monkeypatch):
    """Makes cards, each as in a kernel that has just started."""
    heard: dict[int, list[dict[str, Any]]] = {}
    monkeypatch.setattr(TakingPartWidget, "send", lambda self, content, buffers=None: heard[id(self)].append(content))

    def make() -> Card:
        widget = TakingPartWidget(find_places(joined=True), messages)
        return Card(widget, heard.setdefault(id(widget), []), served.port)

    yield make
    sender_of(outbox_of("spring")).stop()
    sender_of(outbox_of("spring")).step_back()
    ipywidgets.Widget.close_all()


def said(answers=None):
    return Submission(id=new_id(), cohort="spring", week=1, exercise="check-in", answers=answers or {"energy": 7})


def test_somebody_joins_agrees_and_what_they_send_arrives(served, card):
    served.open()
    one = card()
    assert one.press("hello")["step"] == "start"
    notice = one.join(served.host.room.code)
    assert notice["step"] == "notice"
    assert len(notice["short"]) == 3
    inside = one.press("agree")
    assert (inside["step"], inside["who"], len(inside["words"]), inside["again"]) == ("in", "Kim", 4, True)
    sender = sender_of(outbox_of("spring"))
    sender.outbox.put(said())
    sender.start()
    until(lambda: sender.outbox.latest(1, "check-in")[1] is State.SENT)
    assert find_places(joined=True).identity == "spring"
    assert one.press("noted")["words"] == []


def test_a_wrong_code_is_told_in_the_words_of_the_host_and_a_right_one_goes_on(served, card):
    one = card()
    told = one.join("WRONG")
    assert told["step"] == "start"
    assert "the code of this session" in told["problem"]
    assert one.join(served.host.room.code)["step"] == "notice"


def test_in_a_new_kernel_it_is_asked_whose_place_it_is_before_anything_new_is_sent(served, card):
    one = card()
    one.join(served.host.room.code)
    one.press("agree")
    sender_of(outbox_of("spring")).step_back()  # as in a kernel that has just started
    later = card()
    asked = later.press("hello")
    assert (asked["step"], asked["who"]) == ("whose", "Kim")
    assert not sender_of(outbox_of("spring")).takes_part
    assert later.press("me")["step"] == "in"
    assert sender_of(outbox_of("spring")).takes_part


def test_the_next_person_on_a_shared_account_starts_anew_and_the_first_is_kept_apart(served, card):
    one = card()
    one.join(served.host.room.code)
    one.press("agree")
    folder = outbox_of("spring")
    first = read_place(folder)
    sender_of(folder).step_back()
    Outbox(folder).put(said({"energy": 2}))
    other = card()
    other.press("hello")
    assert other.press("other")["step"] == "start"
    assert read_place(folder) is None
    assert Outbox(folder).waiting() == []
    assert [read_place(path) for path in places_aside(folder)] == [first]
    assert other.join(served.host.room.code, who="Robin")["step"] == "notice"
    second = read_place(folder)
    assert (second.who, second.public == first.public) == ("Robin", False)


def test_whoever_comes_back_with_their_words_finds_what_was_put_aside_for_them(served, card):
    one = card()
    one.join(served.host.room.code)
    words = one.press("agree")["words"]
    folder, mine = outbox_of("spring"), said({"energy": 2})
    sender_of(folder).stop()
    Outbox(folder).put(mine)
    other = card()
    other.press("hello")
    other.press("other")
    back = card()
    assert back.join(" ".join(words), kind="back_with")["step"] == "in"
    assert mine.id in {one.id for one in [*Outbox(folder).waiting(), *Outbox(folder).sent()]}
    assert places_aside(folder) == []


def test_what_waited_before_anybody_joined_is_sent_only_where_it_is_theirs(served, card):
    Outbox(outbox_of("spring")).put(said())
    one = card()
    found = one.join(served.host.room.code)
    assert (found["step"], found["count"]) == ("found", 1)
    assert one.press("not_mine")["step"] == "notice"
    assert Outbox(outbox_of("spring")).waiting() == []


def test_leaving_forgets_the_key_and_nothing_of_a_key_or_of_words_is_in_the_widget_s_state(served, card):
    one = card()
    one.join(served.host.room.code)
    words = one.press("agree")["words"]
    place = read_place(outbox_of("spring"))
    state = json.dumps({name: value for name, value in one.widget.get_state().items() if name not in ("_esm", "_css")})
    assert place.token not in state
    assert not any(f'"{word}"' in state for word in words)
    left = one.press("leave")
    assert left["step"] == "start"
    assert "never arrived" not in left["line"]
    assert read_place(outbox_of("spring")) is None
    assert find_places(joined=True).sample


@pytest.mark.parametrize("content", [None, "join", {}, {"type": "dance"}, {"type": ["join"]}, {"type": 7}])
def test_what_is_no_message_of_ours_is_passed_over(card, content):
    one = card()
    says(one.widget, content)
    assert one.heard == []


@pytest.mark.parametrize("address", ["", "nowhere at all", "ftp://x", "http://127.0.0.1:1/x?y"])
def test_an_address_that_is_none_gets_a_sentence(card, address):
    one = card()
    told = one.press("join", address=address, who="Kim", secret="CODE")
    assert (told["step"], bool(told["problem"])) == ("start", True)
