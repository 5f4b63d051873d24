"""Attacks that look for who has not answered: nobody is named or counted, and a number appears in a release alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.oracles import exposed
from tests.attacks.scene import scene
from tests.cohorts import small_cohort
from tests.live.serving import Client, Served, Stream, serving

NAMES = ("Aurelia Kanarek", "Balthasar Okonkwo-Lindqvist", "Çelik Ivanova")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A session with a roster; nobody has joined."""
    with serving(small_cohort(tmp_path / "spring", names=NAMES).root) as running:
        yield running


def everything_to_read(served: Served, participant: Client, screen: Client) -> str:
    """All that the facilitator, a participant and the screen are told, but for what each is told of oneself."""
    facilitator = served.facilitator()
    paths = ("/api/state", "/api/releases", "/api/facilitator/state")
    told = [
        [client.ask("GET", path).body.decode().rstrip() for path in paths]
        for client in (facilitator, participant, screen)
    ]
    return json.dumps(told)


def test_nobody_reads_off_the_host_how_many_answered_or_who_did_not(served: Served) -> None:
    served.open()
    people = [served.joined() for _ in range(9)]
    screen = served.device()
    ticket = served.facilitator().ask("POST", "/api/facilitator/screen").json["ticket"]
    screen.ask("POST", "/api/screen", {"ticket": ticket})
    told = []
    with Stream(served.facilitator(), "/api/facilitator/events") as stream:
        for number, client in enumerate(people):
            told.append(everything_to_read(served, people[-1], screen))
            # Some pass an item, some the whole exercise, and it looks like nothing.
            assert client.put({"energy": 3} if number % 2 else {"useful": 1, "tank": 8}).status == 201
            if number == 4:
                stream.until(lambda state: state["progress"]["check-in"] != "fewer than k")
    assert len(set(told[:5])) == 1
    assert len(set(told[5:])) == 1
    # Between both, one word has changed, and with it the number of the state.
    plain = [re.sub(r'"version\\": ?\\"[^"]*"', "", text) for text in (told[0], told[5])]
    assert plain[0] != plain[1]
    assert plain[0].replace("fewer than k", "k or more") == plain[1]
    for text in told:
        assert not [name for name in NAMES if name in text or json.dumps(name)[1:-1] in text]


def test_a_reveal_tells_no_number_of_what_it_holds_and_names_nobody(served: Served) -> None:
    served.open()
    for number in range(6):
        served.joined().put({"energy": 5} | ({"tank": 3} if number < 4 else {}))
    reply = served.reveal()
    said = {one["item"]: one["sentence"] for one in reply.json["outcomes"]}
    assert "6 answers" in said["energy"]
    assert not any(digit in said["tank"].removeprefix("Week 1") for digit in "0123456789")
    assert not [name for name in NAMES if name in reply.body.decode()]
    assert b"people" in served.joined().ask("GET", "/api/releases").body


@pytest.mark.parametrize("silent", [0, 3, 20])
def test_a_result_does_not_tell_how_many_were_asked_and_said_nothing(tmp_path: Path, silent: int) -> None:
    seen = set()
    for there in (0, silent):
        with scene(tmp_path / str(there)) as here:
            here.all_say(range(9), calm=2)
            here.all_say(range(9, 9 + there))
            here.publish()
            seen.add(here.bytes)
            assert exposed(here) == []
    assert len(seen) == 1
