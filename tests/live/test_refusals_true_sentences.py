"""What a page is told when the store refuses: only answers that a device keeps are said to be sent again."""

from __future__ import annotations

import pytest

from kit.errors import KitError, StoreError

REFUSALS = [StoreError("the disk is full"), KitError("anything else")]


def refusing(refusal: KitError):
    async def refuse(*_arguments: object, **_named: object) -> None:
        raise refusal

    return refuse


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize(
    ("path", "body", "method"),
    [
        ("/api/withdraw", {"confirm": True}, "withdraw"),
        ("/api/consent/take-back", {"purpose": "aggregate"}, "take_back"),
    ],
)
def test_a_refused_deletion_is_not_said_to_be_sent_again(served, monkeypatch, refusal, path, body, method):
    client = served.joined()
    monkeypatch.setattr(served.host.people, method, refusing(refusal))
    reply = client.ask("POST", path, body)
    assert reply.status == 503
    assert "again automatically" not in reply.json["say"]
    assert "Please try again" in reply.json["say"]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refused_joining_speaks_of_no_answers_on_the_device(served, monkeypatch, refusal):
    monkeypatch.setattr(served.host.people, "join", refusing(refusal))
    reply = served.device().ask("POST", "/api/join", {"code": served.host.room.code})
    assert reply.status == 503
    assert "answers" not in reply.json["say"]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_answers_that_wait_on_the_device_are_sent_again_and_that_is_said(served, monkeypatch, refusal):
    served.open()
    client = served.joined()
    monkeypatch.setattr(served.host.services.taking, "take", refusing(refusal))
    assert "will be sent again automatically" in client.put().json["say"]
