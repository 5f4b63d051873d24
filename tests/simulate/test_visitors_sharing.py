"""Simulated people share a text as the host masks it, and keep one that it does not mask."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from kit.simulate.cohort import Sending
from kit.simulate.visitors import body_of

SENDING = Sending(week=1, exercise="check-in", participant="p1", answers={"energy": 3, "note": "Benno helped"})


class Answers:
    """A device whose host gives the same reply to everything."""

    def __init__(self, status: int, **values: Any) -> None:
        self.reply = httpx.Response(status, json=values)
        self.asked: list[Any] = []

    async def ask(self, *what: Any) -> httpx.Response:
        self.asked.append(what)
        return self.reply


def body(device: Answers, *texts: str) -> dict[str, Any]:
    return asyncio.run(body_of(device, SENDING, texts))  # type: ignore[arg-type]


def test_a_text_is_sent_as_it_came_back_masked() -> None:
    found = body(Answers(200, text="[name] helped", version="v"), "note")
    assert found["answers"] == {"energy": 3, "note": "[name] helped"}
    assert found["shared"] == {"note": {"version": "v", "quote": False}}


def test_a_text_that_cannot_be_masked_stays_away_and_all_else_is_sent() -> None:
    found = body(Answers(409, code="text_unmaskable"), "note")
    assert found["answers"] == {"energy": 3}
    assert "shared" not in found


def test_without_a_text_nothing_is_asked() -> None:
    device = Answers(200)
    assert body(device)["answers"] == SENDING.answers
    assert device.asked == []
