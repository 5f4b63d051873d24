"""How a simulated participant shares a text: as a person would, after having seen it masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kit.simulate.cohort import Sending
from kit.simulate.device import Device, said

_FINE = 200


async def body_of(device: Device, one: Sending, texts: Iterable[str]) -> dict[str, Any]:
    """What is sent of *one*: the items *texts* as the host masks them, and without those that it does not mask."""
    answers, shared = dict(one.answers), dict[str, Any]()
    for item in texts:
        if item not in answers:
            continue
        place = {"week": one.week, "exercise": one.exercise, "item": item}
        reply = await device.ask("preview", "POST", "/api/texts/preview", {**place, "text": answers.pop(item)})
        if reply.status_code == _FINE:
            found = said(reply)
            answers[item] = found["text"]
            shared[item] = {"version": found["version"], "quote": False}
    body = {"week": one.week, "exercise": one.exercise, "revision": one.revision, "answers": answers}
    return {**body, "shared": shared} if shared else body
