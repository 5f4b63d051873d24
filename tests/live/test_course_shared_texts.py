"""The facilitator looks through shared texts and shows them, through a real host."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.live.serving import Reply, Served

PLACE = {"week": 1, "exercise": "check-in"}


def look(served: Served) -> list[dict[str, Any]]:
    reply = served.facilitator().ask("POST", "/api/facilitator/texts", PLACE)
    assert reply.status == 200, reply.body
    return reply.json["items"]


def show(served: Served, yes: list[str], no: list[str], **changed: Any) -> Reply:
    body = {**PLACE, "item": "note", "yes": yes, "no": no, **changed}
    return served.facilitator().ask("POST", "/api/facilitator/texts/show", body)


@pytest.fixture
def shared(served: Served) -> Served:
    """Eight people who share a text each, one of which may be quoted, and a closed exercise."""
    served.open()
    for letter in "abcdefgh":
        client = served.joined()
        about = {"note": {"version": client.version(), "quote": letter == "a"}}
        assert client.put({"energy": 5, "note": f"<b>learned {letter}</b>"}, shared=about).status == 201
    assert served.reveal().status == 200
    return served


def test_texts_wait_for_a_yes_without_author_and_are_then_shown_to_everybody(shared: Served) -> None:
    (found,) = look(shared)
    assert (found["item"], len(found["texts"])) == ("note", 8)
    assert {frozenset(one) for one in found["texts"]} == {frozenset({"id", "text", "quote"})}
    yes, no = [one["id"] for one in found["texts"][:6]], [one["id"] for one in found["texts"][6:]]
    assert show(shared, yes, no).status == 200
    (row,) = [one for one in json.loads(shared.host.services.published.content)["releases"] if one["item"] == "note"]
    assert [one["text"] for one in row["texts"]] == [one["text"] for one in found["texts"][:6]]
    assert row["sequence"] in shared.host.room.released
    assert look(shared) == [{"item": "note", "prompt": "A sentence, if you like", "texts": []}]
    assert show(shared, yes, no).status == 409


def test_nobody_else_can_look_through_texts_or_show_them(shared: Served) -> None:
    for client in (shared.device(), shared.joined()):
        for path in ("texts", "texts/show"):
            assert client.ask("POST", f"/api/facilitator/{path}", PLACE).status == 401


def test_too_few_yeses_and_marks_of_other_texts_show_nothing(shared: Served) -> None:
    marks = [one["id"] for one in look(shared)[0]["texts"]]
    assert show(shared, marks[:4], marks[4:]).status == 409
    assert show(shared, marks[:7], []).status == 409
    assert show(shared, marks, marks[:1]).status == 409
    assert show(shared, [*marks[:7], "another"], [marks[7]]).status == 409
    assert show(shared, marks, [], item="energy").status == 409
    assert show(shared, marks, [], item=7).status == 400
    assert show(shared, [1], []).status == 400
    assert b"learned" not in shared.host.services.published.content


def test_an_open_exercise_is_looked_through_by_nobody(served: Served) -> None:
    served.open()
    reply = served.facilitator().ask("POST", "/api/facilitator/texts", PLACE)
    assert (reply.status, "Close the exercise" in reply.json["say"]) == (409, True)
