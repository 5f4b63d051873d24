"""Agreeing and taking it back: for each purpose by itself, and seen by nobody but the person."""

from __future__ import annotations

from kit.answers.withdrawals import take_back_consent
from tests.answers.examples import weeks_stored


def test_an_agreement_is_taken_back_as_easily_as_it_was_given(served):
    served.open()
    clients = [served.joined() for _ in range(6)]
    for client in clients:
        assert client.put({"energy": 5}).status == 201
    mine = clients[0]
    assert served.device().ask("POST", "/api/consent/take-back", {"purpose": "aggregate"}).status == 401
    assert mine.ask("POST", "/api/consent/take-back", {"purpose": "advertising"}).status == 400
    assert mine.ask("POST", "/api/consent/take-back", {}).status == 400
    reply = mine.ask("POST", "/api/consent/take-back", {"purpose": "aggregate"})
    assert reply.status == 200
    assert "aren't counted" in reply.json["say"]
    assert mine.ask("GET", "/api/state").json["me"]["agreed"] is False
    refused = mine.put({"energy": 9}, revision=2)
    assert (refused.status, refused.json["code"]) == (403, "not_agreed")
    store = served.host.store
    assert len(store.contributions(1, "check-in", "energy")) == 5
    # What was sent is still one's own to see.
    assert [one["answers"] for one in mine.mine()] == [{"energy": 5}]
    mine.agree()
    assert len(store.contributions(1, "check-in", "energy")) == 6
    assert mine.put({"energy": 9}, revision=2).status == 201


def test_answers_on_their_way_do_not_slip_past_an_agreement_that_ends(served):
    served.open()
    client = served.joined()
    ((_, participant),) = served.host.people.everybody()
    store = served.host.store
    served.do(lambda: take_back_consent(store.engine, store.cohort.private, participant, "aggregate"))
    # The host has not heard of it yet; the writer that stores has.
    refused = client.put({"energy": 9})
    assert (refused.status, refused.json["code"]) == (403, "not_agreed")
    assert weeks_stored(store) == set()


def test_consents_are_part_of_what_one_can_take_along(served):
    client = served.joined()
    version = served.host.services.notice.version
    given = {"purpose": "aggregate", "version": version, "how": "page", "subject": ""}
    (found,) = client.ask("GET", "/api/mine/export").json["consents"]
    assert "on the session's page" in found.pop("say")
    assert found == given
    client.ask("POST", "/api/consent/take-back", {"purpose": "aggregate"})
    assert client.ask("GET", "/api/mine/export").json["consents"] == []
