"""Attacks of one person in several places: with more browsers or sessions, by slips, by leaving and coming anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.privacy.exact_audit import audit_exactly
from kit.privacy.ledger import read_members
from kit.store.database import FILE_NAME
from kit.store.slips import draw_slips
from tests.conftest import SMALL_WEEK
from tests.live.serving import Client, Served, Stream, serving


@contextmanager
def session(folder: Path, size: int = 40, **more: object) -> Iterator[Served]:
    """A session of a cohort in *folder*, which is made where there is none."""
    root = folder / "spring"
    if not root.exists():
        for name in ("curriculum", "published"):
            (root / name).mkdir(parents=True)
        (root / "private").mkdir(mode=0o700)
        (root / "curriculum" / "week_01.yaml").write_text(SMALL_WEEK, "utf-8")
        (root / "cohort.toml").write_text(f'slug = "spring"\nsize = {size}\n', "utf-8")
    with serving(root, **more) as served:
        yield served


def tries(served: Served, code: object = None) -> Client | str:
    """One more browser: its place, or with which code it was refused."""
    client = served.device()
    reply = client.ask("POST", "/api/join", {"code": served.session.code if code is None else code})
    return client if reply.status == 200 else str(reply.json["code"])


def comes(served: Served) -> Client:
    client = tries(served)
    assert isinstance(client, Client), client
    client.agree()
    return client


def says(client: Client, energy: int) -> int:
    return client.put({"energy": energy}).status


def largest_batches(served: Served) -> list[int]:
    """How many are in each batch of what was published."""
    members = read_members(served.host.store.cohort.private / FILE_NAME)
    return [len(people) for _, people in sorted(members.items())]


@pytest.mark.parametrize("people", range(5, 31))
def test_one_person_with_many_browsers_has_one_place_among_any_number(tmp_path: Path, people: int) -> None:
    with session(tmp_path, people=people) as served:
        for _ in range(people):
            comes(served)
        assert [tries(served) for _ in range(5)] == ["no_place"] * 5
        assert len(served.host.store.participants()) == people
        places = served.facilitator().ask("GET", "/api/facilitator/state").json["places"]
        assert places == {"people": people, "taken": people, "freed": 0}


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
        before = served.host.releases
        served.open()
        says(attacker, 0)
        assert says(victim, 5) == 201
        served.reveal()
        assert served.host.releases == before
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
        before = served.host.releases
        assert everyone[0].ask("POST", "/api/withdraw", {"confirm": True}).status == 200
        # The number that the room sees tells of nobody who left; the place can be taken once, and no other.
        assert served.host.joining()["places"]["taken"] == 8
        again = comes(served)
        assert tries(served) == "no_place"
        served.open()
        assert says(again, 0) == 201
        served.reveal()
        assert served.host.releases == before


def test_places_given_back_and_taken_again_are_no_more_than_there_were(tmp_path: Path) -> None:
    with session(tmp_path, size=14, people=14) as served:
        assert all(isinstance(tries(served), Client) for _ in range(14))  # one device, in a moment
        assert tries(served) == "full"
        old, facilitator = served.session.code, served.facilitator()
        places = facilitator.ask("POST", "/api/facilitator/free", {"all": True}).json
        assert places["places"] == {"people": 14, "taken": 0, "freed": 1}
        assert tries(served, old) == "wrong_code"
        assert [isinstance(tries(served, places["code"]), Client) for _ in range(15)] == [True] * 14 + [False]
        assert len(served.host.store.participants()) == 14
        served.open()
        assert facilitator.ask("POST", "/api/facilitator/free", {"all": True}).status == 400
        told = {facilitator.ask("POST", "/api/facilitator/free", {}).status for _ in range(13)}
        assert told == {200}
        # As often as the cohort has places, and not once more.
        assert facilitator.ask("POST", "/api/facilitator/free", {}).status == 503
        assert served.host.joining()["places"] == {"people": 14, "taken": 14, "freed": 14}


def test_nobody_at_work_is_told_apart_by_having_sent_nothing(tmp_path: Path) -> None:
    with session(tmp_path, people=6) as served:
        served.open()
        silent, said, away = (comes(served) for _ in range(3))
        assert says(said, 3) == 201
        facilitator = served.facilitator()
        with Stream(silent) as here:
            here.next()
            told = [facilitator.ask("POST", "/api/facilitator/free", {}).json["places"] for _ in range(3)]
            # The same words and the same number whether there was such a place or not.
            assert [one["taken"] for one in told] == [3, 3, 3]
            assert [one["freed"] for one in told] == [1, 2, 3]
            assert says(silent, 4) == 201
        assert says(away, 4) == 401
        assert says(said, 5) == 201
        assert isinstance(tries(served), Client)
