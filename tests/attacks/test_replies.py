"""Attacks on what surrounds a reply: how many events come, marks, sizes and times. They tell no more than words do.

Whoever watches may know every other participant. What they get before, while and after others answer is compared byte
by byte; between fewer than k and k or more, one word in one stream changes, and nothing anywhere else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.live.http.app import API
from kit.live.http.pages import ROUTES, pages
from tests.cohorts import small_cohort
from tests.live.serving import Client, Reply, Served, Stream, serving

# Made of the week's file alone, before anybody answers (tests/live/http/test_pages.py).
OF_THE_WEEK = {"/week", "/week/read", "/week/practices", "/week/take-home"}
# Asked for by whoever watches. Streams are listened to instead, and a submission's address answers no GET.
PATHS = sorted({path for path, _ in (*API, *ROUTES) if "(" not in path and not path.endswith("/events")} - OF_THE_WEEK)
NAMES = ("Aurelia Kanarek", "Balthasar Okonkwo-Lindqvist")
# What everyone may know: the hour.
_HOUR = {"Date"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A session with its pages; nobody has joined."""
    with serving(small_cohort(tmp_path / "spring", names=NAMES).root, pages=pages) as running:
        yield running


class Watchers:
    """A participant who says nothing, the screen, the facilitator and a stranger, each with their streams."""

    def __init__(self, served: Served) -> None:
        screen = served.device()
        ticket = served.facilitator().ask("POST", "/api/facilitator/screen").json["ticket"]
        screen.ask("POST", "/api/screen", {"ticket": ticket})
        self.clients: dict[str, Client] = {
            "participant": served.joined(),
            "screen": screen,
            "facilitator": served.facilitator(),
            "stranger": served.device(),
        }
        listened = {"participant": "/api/events", "screen": "/api/events", "facilitator": "/api/facilitator/events"}
        self.streams = {name: Stream(self.clients[name], path) for name, path in listened.items()}
        self.seen()  # a browser gets its cookie with the first reply

    def seen(self) -> dict[str, tuple[int, dict[str, str], bytes]]:
        """All replies, by who asked for what: status, headers and body."""
        return {
            f"{name} {path}": told(client.ask("GET", path)) for name, client in self.clients.items() for path in PATHS
        }

    def close(self) -> None:
        for stream in self.streams.values():
            stream.close()


def told(reply: Reply) -> tuple[int, dict[str, str], bytes]:
    return reply.status, {name: text for name, text in reply.headers.items() if name not in _HOUR}, reply.body


@pytest.fixture
def watchers(served: Served) -> Iterator[Watchers]:
    served.open()
    watching = Watchers(served)
    yield watching
    watching.close()


def other(one: dict[str, object], two: dict[str, object]) -> list[str]:
    """Where the two differ."""
    return [name for name in one if one[name] != two[name]]


def next_events(served: Served, watchers: Watchers, block: str) -> dict[str, list[str]]:
    """Go to *block*: what each stream tells until then, but for the words that say where the session is."""
    served.facilitator().ask("POST", "/api/facilitator/advance", {"block": block})
    channels = served.host.channels
    told_by = {"participant": channels.everyone, "screen": channels.screens, "facilitator": channels.facilitator}
    events: dict[str, list[str]] = {}
    for name, stream in watchers.streams.items():
        events[name] = []
        while True:
            state = stream.next()[1]
            events[name].append(str(state.get("progress", "")))
            # News of somebody who came in may already say where the session is; the last event is the one waited for.
            if state["block"] == block and state["version"] == told_by[name].version:
                break
    return events


def answering(people: list[Client]) -> None:
    """What people do with an exercise: answer, change it, pass on questions, take all of it back, and answer again."""
    for number, client in enumerate(people):
        answers = {"energy": number % 11} if number % 2 else {"useful": 1, "tank": 8, "note": "a line of mine"}
        assert client.put(answers).status == 201
        assert client.put({}, revision=2).status == 201
        assert client.put({**answers, "helped": ["rest"]}, revision=3).status == 201


def test_up_to_four_answers_change_no_byte_of_any_reply_and_send_no_event(served: Served, watchers: Watchers) -> None:
    people = [served.joined() for _ in range(4)]
    next_events(served, watchers, "arrive")
    before = watchers.seen()
    answering(people)
    assert other(before, watchers.seen()) == []
    assert {name: len(events) for name, events in next_events(served, watchers, "idea").items()} == dict.fromkeys(
        watchers.streams, 1
    )


def test_from_the_fifth_on_one_word_has_changed_in_the_facilitators_stream_and_nothing_anywhere_else(
    served: Served, watchers: Watchers
) -> None:
    people = [served.joined() for _ in range(12)]
    next_events(served, watchers, "arrive")
    before = watchers.seen()
    answering(people[:9])
    watchers.streams["facilitator"].until(lambda state: state["progress"]["check-in"] == "k or more")
    after = watchers.seen()
    assert other(before, after) == ["facilitator /api/facilitator/state"]
    was, now = (seen["facilitator /api/facilitator/state"][2].decode() for seen in (before, after))
    unnumbered = [re.sub(r'"version": ?"[^"]*"', "", text) for text in (was, now)]
    assert unnumbered[0].replace("fewer than k", "k or more").rstrip() == unnumbered[1].rstrip()
    # More of them, those who change their minds, and one who goes: nothing.
    answering(people[9:])
    assert people[0].put({}, revision=4).status == 201
    assert people[1].ask("POST", "/api/consent/take-back", {"purpose": "aggregate"}).status == 200
    assert other(after, watchers.seen()) == []
    assert {name: len(events) for name, events in next_events(served, watchers, "idea").items()} == dict.fromkeys(
        watchers.streams, 1
    )


@pytest.mark.parametrize("count", [3, 7])
def test_whatever_the_same_people_answer_whoever_watches_gets_the_same_sizes_and_as_many_events(
    tmp_path: Path, count: int
) -> None:
    worlds: list[Callable[[int], dict[str, object]]] = [
        lambda _: {"energy": 0},
        lambda number: {"energy": 10 - number, "useful": 2, "helped": ["rest", "talk", "walk"], "tank": 9},
        lambda number: {"tank": 9} if number else {"helped": []},
    ]
    found = []
    for number, answers in enumerate(worlds):
        with serving(small_cohort(tmp_path / f"w{number}" / "spring", names=NAMES).root, pages=pages) as served:
            served.open()
            watchers = Watchers(served)
            people = [served.joined() for _ in range(count)]
            sizes = [len(client.put(answers(at)).body) for at, client in enumerate(people)]
            if count >= 5:
                watchers.streams["facilitator"].until(lambda state: state["progress"]["check-in"] == "k or more")
            events = next_events(served, watchers, "idea")
            seen = {
                name: (status, len(body), sorted(headers)) for name, (status, headers, body) in watchers.seen().items()
            }
            watchers.close()
        # Coming in is told to the screen and the facilitator, in bundles; what came of it is counted, not when.
        found.append((sizes, seen, {name: told[-1] for name, told in events.items()}, len(events["participant"])))
    assert found[0] == found[1]
    assert list(found[2][:2]) == list(found[0][:2])


def test_no_reply_says_when_something_happened(served: Served, watchers: Watchers) -> None:
    answering([served.joined() for _ in range(6)])
    for name, (_, headers, _) in watchers.seen().items():
        assert not {"Last-Modified", "Age", "Server-Timing", "X-Runtime", "Expires"} & set(headers), name


def test_what_everyone_may_ask_for_takes_no_longer_where_many_have_answered(served: Served, watchers: Watchers) -> None:
    def least() -> float:
        found = []
        for _ in range(60):
            begun = time.perf_counter()
            assert watchers.clients["participant"].ask("GET", "/week/state").status == 200
            found.append(time.perf_counter() - begun)
        return min(found)

    people = [served.joined() for _ in range(30)]
    before = least()
    for number, client in enumerate(people):
        assert client.put({"energy": number % 11}).status == 201
    # The least of many is what the work itself takes. Counting answers for whoever asks would grow with them.
    assert least() < 4 * before + 0.002
