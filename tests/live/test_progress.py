"""How far an exercise is, in words that tell of no single person and never fall back."""

from __future__ import annotations

from kit.live.progress import CLOSED, ENOUGH, FEWER
from tests.live.serving import Stream


def word(state):
    return state["progress"]["check-in"]


def test_the_word_changes_once_when_enough_have_answered_and_again_when_it_is_closed(served):
    served.open()
    with Stream(served.facilitator(), "/api/facilitator/events") as news:
        assert word(news.next()[1]) == FEWER
        for number in range(4):
            served.joined().put({"energy": number})
        assert word(served.facilitator().ask("GET", "/api/facilitator/state").json) == FEWER
        for number in range(4):
            served.joined().put({"energy": number})
        news.until(lambda state: word(state) == ENOUGH)
        served.reveal()
        news.until(lambda state: word(state) == CLOSED)


def test_somebody_who_takes_everything_back_is_not_to_be_seen_in_it(served):
    served.open()
    people = [served.joined() for _ in range(8)]
    with Stream(served.facilitator(), "/api/facilitator/events") as news:
        for client in people:
            assert client.put({"energy": 5}).status == 201
        news.until(lambda state: word(state) == ENOUGH)
        assert people[0].ask("POST", "/api/withdraw", {"confirm": True}).status == 200
        served.joined()
        assert word(news.until(lambda state: word(state) != FEWER)) == ENOUGH
    assert word(served.facilitator().ask("GET", "/api/facilitator/state").json) == ENOUGH


def test_nothing_of_it_is_told_to_participants(served):
    served.open()
    client = served.joined()
    client.put({"energy": 5})
    assert "progress" not in client.ask("GET", "/api/state").json
    assert FEWER not in client.ask("GET", "/api/state").body.decode()
