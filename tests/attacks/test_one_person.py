"""Attacks of one person in several places: with more browsers or sessions, by slips, by leaving and coming anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.answers.database import FILE_NAME
from kit.answers.slip_sheets import draw_slips
from tests.attacks.exact.audit import audit_exactly, read_members
from tests.attacks.one_person import comes, says, session, tries
from tests.attacks.sizes import sizes
from tests.live.serving import Client, Served, Stream


def largest_batches(served: Served) -> list[int]:
    """How many are in each batch of what was published."""
    members = read_members(served.host.store.cohort.private / FILE_NAME)
    return [len(people) for _, people in sorted(members.items())]


@pytest.mark.parametrize("people", sizes(5, 30))
def test_one_person_with_many_browsers_has_one_place_among_any_number(tmp_path: Path, people: int) -> None:
    with session(tmp_path, people=people) as served:
        for _ in range(people):
            comes(served)
        assert [tries(served) for _ in range(5)] == ["no_place"] * 5
        assert len(served.host.store.participants()) == people
        places = served.facilitator().ask("GET", "/api/facilitator/state").json["places"]
        assert places == {"people": people, "taken": people, "freed": 0, "asked": False}


@pytest.mark.parametrize("people", [6, 9, 13, 20])
def test_nobody_reads_a_late_answer_off_a_second_result(tmp_path: Path, people: int) -> None:
    with session(tmp_path, people=people) as served:
        served.open()
        everyone = [comes(served) for _ in range(people)]
        attacker, victim, others = everyone[0], everyone[1], everyone[2:]
        more = [tries(served) for _ in range(4)]
        assert more == ["no_place"] * 4
        for client in [*others, attacker][:5] if people < 7 else others:
            assert says(client, 9) == 201
        served.reveal()
        before = served.host.services.published.content
        served.open()
        says(attacker, 0)
        assert says(victim, 5) == 201
        served.reveal()
        assert served.host.services.published.content == before
        cohort = served.host.store.cohort
        assert audit_exactly(cohort, served.host.store.weeks).successes == ()


@pytest.mark.parametrize("people", range(8, 14))
def test_no_second_device_of_one_person_counts_in_the_first_result(tmp_path: Path, people: int) -> None:
    with session(tmp_path, people=people) as served:
        served.open()
        everyone = [comes(served) for _ in range(people)]
        second = served.device()
        assert second.ask("POST", "/api/join", {"code": served.session.code}).status == 409
        assert says(second, 0) == 401
        for client in everyone:
            assert says(client, 9) == 201
        served.reveal()
        assert set(largest_batches(served)) == {people}


def test_who_comes_as_somebody_new_in_every_session_is_let_in_once(tmp_path: Path) -> None:
    with session(tmp_path, people=9) as served:
        everyone = [comes(served) for _ in range(9)]
    with session(tmp_path, people=9) as served:
        # Eight come back; the ninth has deleted the cookie and says to be new.
        for client in everyone[1:]:
            client.port = served.port
            assert client.ask("POST", "/api/join", {}).status == 200
        assert tries(served) == "not_new"
        everyone[0].port = served.port
        assert everyone[0].ask("POST", "/api/join", {}).status == 200
        assert len(served.host.store.participants()) == 9
    with session(tmp_path, people=11) as served:
        # Two more people than were ever known are two who may be new, and no third.
        assert [isinstance(tries(served), Client) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("mode", ["self-paced", "remote"])
def test_the_code_alone_lets_nobody_new_into_a_session_elsewhere(tmp_path: Path, mode: str) -> None:
    with session(tmp_path, people=6) as served:
        known = comes(served)
    with session(tmp_path, mode=mode) as served:
        assert [tries(served), tries(served, "0" * 10), tries(served, None)] == ["slip_only", "wrong_slip", "slip_only"]
        known.port = served.port
        assert known.ask("POST", "/api/join", {}).status == 200
        (code,) = served.do(lambda: draw_slips(served.host.store, 1))
        assert isinstance(tries(served, code.lower()), Client)
        assert len(served.host.store.participants()) == 2


@pytest.mark.parametrize("mode", ["self-paced", "remote", "live"])
def test_a_slip_is_one_place_on_any_number_of_devices(tmp_path: Path, mode: str) -> None:
    with session(tmp_path, mode=mode, **({"people": 6} if mode == "live" else {})) as served:
        code, other = served.do(lambda: draw_slips(served.host.store, 2))
        assert isinstance(tries(served, f"{code[:5]}-{code[5:]}"), Client)
        assert [tries(served, code) for _ in range(3)] == ["wrong_slip"] * 3
        assert isinstance(tries(served, other), Client)
        assert len(served.host.store.participants()) == 2


def test_who_withdraws_and_joins_anew_counts_once(tmp_path: Path) -> None:
    with session(tmp_path, people=8) as served:
        served.open()
        everyone = [comes(served) for _ in range(8)]
        for client in everyone:
            says(client, 9)
        served.reveal()
        before = served.host.services.published.content
        assert everyone[0].ask("POST", "/api/withdraw", {"confirm": True}).status == 200
        # The number that the room sees tells of nobody who left; the place can be taken once, and no other.
        assert served.host.services.joining.shown()["places"]["taken"] == 8
        again = comes(served)
        assert tries(served) == "no_place"
        served.open()
        assert says(again, 0) == 201
        served.reveal()
        assert served.host.services.published.content == before


@pytest.mark.parametrize("people", sizes(5, 30))
def test_places_given_back_and_taken_again_are_no_more_than_there_were(tmp_path: Path, people: int) -> None:
    with session(tmp_path, size=people, people=people) as served:
        assert all(isinstance(tries(served), Client) for _ in range(people))  # one device, in a moment
        assert tries(served) == "full"
        old, facilitator = served.session.code, served.facilitator()
        told = facilitator.ask("POST", "/api/facilitator/free", {"all": True}).json
        assert told["places"] == {"people": people, "taken": 0, "freed": 1, "asked": False}
        code = told["code"]
        assert tries(served, old) == "wrong_code"
        assert [isinstance(tries(served, code), Client) for _ in range(people + 1)] == [True] * people + [False]
        # One at a time, and at once taken again by the same device.
        for n in range(3):
            places = facilitator.ask("POST", "/api/facilitator/free", {}).json["places"]
            assert (places["taken"], places["freed"]) == (people - 1, 2 + n)
            assert isinstance(tries(served, code), Client)
            assert tries(served, code) == "full"
        assert len(served.host.store.participants()) == people
        served.open()
        for body in ({}, {"all": True}):
            assert facilitator.ask("POST", "/api/facilitator/free", body).status == 400
        assert served.host.services.joining.shown()["places"] == {
            "people": people,
            "taken": people,
            "freed": 4,
            "asked": True,
        }


def test_once_something_could_be_sent_giving_back_a_place_tells_of_nobody(tmp_path: Path) -> None:
    with session(tmp_path, people=6) as served:
        served.open()
        silent, said = (comes(served) for _ in range(2))
        assert says(said, 3) == 201
        facilitator = served.facilitator()

        def tried() -> list[tuple[int, object]]:
            replies = [facilitator.ask("POST", "/api/facilitator/free", body) for body in ({}, {"all": True})]
            return [(reply.status, reply.json) for reply in replies]

        before = served.host.services.joining.shown()
        told = tried()
        assert [status for status, _ in told] == [400, 400]
        assert says(silent, 4) == 201
        # The same words whether somebody has sent nothing or everybody has, whatever is open, and nothing changed.
        facilitator.ask("POST", "/api/facilitator/close", {"week": 1, "exercise": "check-in"})
        assert tried() == told
        assert served.host.services.joining.shown() == before


@pytest.mark.parametrize("sent", [0, 3, 6])
def test_giving_back_is_the_same_whoever_sent_something_in_earlier_sessions(tmp_path: Path, sent: int) -> None:
    with session(tmp_path, people=6) as served:
        everyone = [comes(served) for _ in range(6)]
        served.open()
        for client in everyone[:sent]:
            assert says(client, 9) == 201
    with session(tmp_path, people=8) as served:
        facilitator = served.facilitator()
        for client in everyone:
            client.port = served.port
            assert client.ask("POST", "/api/join", {}).status == 200
        new = [comes(served) for _ in range(2)]
        with Stream(new[1]) as here:
            here.next()
            replies = [facilitator.ask("POST", "/api/facilitator/free", {}) for _ in range(3)]
            # Only of those who came today, and of them only where no page is open; pages of all others are closed.
            assert [reply.status for reply in replies] == [200, 400, 400]
            assert replies[0].json["places"] == {"people": 8, "taken": 7, "freed": 1, "asked": False}
            assert replies[1].json == replies[2].json
        assert facilitator.ask("POST", "/api/facilitator/free", {"all": True}).json["places"]["taken"] == 6
        assert [client.ask("GET", "/api/state").status for client in [*everyone, *new]] == [200] * 6 + [401] * 2
        assert [len(client.mine()) for client in everyone] == [1] * sent + [0] * (6 - sent)


def test_that_something_was_asked_outlasts_a_restart_and_ends_with_the_session(tmp_path: Path) -> None:
    with session(tmp_path, people=6) as served:
        comes(served)
        served.open()
        running, file = served.session, served.host.store.cohort.private / "run" / "room.json"
    for lost in (False, True):
        if lost:
            file.unlink()
        # Where nothing is left that says so, a session that served somebody is taken for one that has asked.
        with session(tmp_path, session=running) as served:
            assert served.facilitator().ask("POST", "/api/facilitator/free", {"all": True}).status == 400
    with session(tmp_path, people=7) as served:
        comes(served)
        assert served.facilitator().ask("POST", "/api/facilitator/free", {}).status == 200
