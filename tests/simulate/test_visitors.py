import asyncio
import re
import socket
import threading

import pytest

from kit.curriculum.loader import load_curriculum
from kit.errors import HostAway, HostError
from kit.simulate.device import Pace, Tally
from kit.simulate.visitors import Crowd, visit
from tests.cohorts import small_cohort
from tests.live.serving import everything_open, serving
from tests.simulate.pace import HURRY

SEED, PEOPLE = 8, 14


@pytest.fixture
def root(tmp_path):
    return small_cohort(tmp_path / "spring", size=14, names=None).root


@pytest.fixture
def weeks(root):
    return load_curriculum(root / "curriculum")


def crowd(served, **changed):
    values = {"address": f"127.0.0.1:{served.port}", "code": served.session.code, "people": PEOPLE, "seed": SEED}
    return Crowd(**{**values, "pace": HURRY, **changed})


def go(*given, seconds=15, **more) -> Tally:
    return asyncio.run(visit(*given, seconds=seconds, **more))


def stored(served, item="energy"):
    return served.host.store.contributions(1, "check-in", item)


def test_a_crowd_joins_answers_comes_back_and_nothing_is_lost_or_double(root, weeks):
    with everything_open(root) as served:
        told = []
        tally = go(crowd(served), weeks, tell=told.append)
        assert tally.joined == PEOPLE
        assert tally.stored == len(told) >= PEOPLE - 1
        assert tally.changed > 0
        assert tally.left == tally.by_cookie + tally.by_words == 1
        assert (tally.missing, tally.unchecked, tally.gave_up) == (0, 0, 0)
        assert len(served.host.store.participants()) == PEOPLE
        assert 8 <= len(stored(served)) <= PEOPLE
        assert "Everything that was confirmed is there." in tally.sentence
        assert re.search(r"submission \d+ / \d+", tally.speed)


def test_the_same_seed_gives_the_same_answers(root, weeks):
    answers = []
    for name in ("one", "two"):
        own = root.parent / name
        (own / "published").mkdir(parents=True)
        (own / "curriculum").symlink_to(root / "curriculum")
        (own / "cohort.toml").write_text('slug = "spring"\nsize = 14\n', "utf-8")
        with everything_open(own) as served:
            go(crowd(served), weeks)
            answers.append([sorted(map(str, stored(served, item).values())) for item in ("energy", "helped", "note")])
    assert answers[0] == answers[1]


def test_people_wait_until_an_exercise_opens_and_leave_once_it_is_closed(root, weeks):
    with serving(root) as served:
        opening = threading.Timer(0.2, served.open)
        opening.start()
        tally = go(crowd(served, people=5), weeks)
        opening.join(60)
        assert tally.stored > 0
        assert tally.too_late == 0
        served.reveal()
        again = go(crowd(served, people=2), weeks)
        assert (again.joined, again.stored) == (2, 0)


def test_a_host_that_only_says_that_it_is_here_keeps_nobody_from_waiting(root, weeks, monkeypatch):
    monkeypatch.setattr("kit.live.http.streams.KEEP_ALIVE", 0.02)
    with serving(root) as served:
        tally = go(crowd(served, people=3), weeks, seconds=0.5)
        assert (tally.joined, tally.gave_up) == (3, 0)


def test_with_time_over_everybody_goes_home_and_is_counted(root, weeks):
    with serving(root) as served:
        tally = go(crowd(served), weeks, seconds=0.5)
        assert (tally.joined, tally.stored, tally.gave_up) == (PEOPLE, 0, 0)


def test_who_asks_them_to_stop_is_heard(root, weeks):
    async def stopped(served):
        stop = asyncio.Event()

        async def once_somebody_is_there():
            while not await asyncio.to_thread(served.host.store.participants):
                pass
            stop.set()

        # An hour would be over long after the patience of this test.
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            group.create_task(once_somebody_is_there())
            return await visit(crowd(served), weeks, seconds=3600, stop=stop)

    with serving(root) as served:
        assert asyncio.run(stopped(served)).joined <= PEOPLE
        assert served.host.store.participants()


def test_a_wrong_code_is_told_in_the_hosts_words(root, weeks):
    with serving(root) as served, pytest.raises(HostError, match="isn't the code of this session"):
        go(crowd(served, code="WRONGCDE", people=2), weeks)


def test_a_full_cohort_is_told(root, weeks):
    with serving(root) as served, pytest.raises(HostError, match="All places in this group are taken"):
        go(crowd(served, people=PEOPLE + 1), weeks)


def test_another_week_than_the_curriculum_has_is_told(root, weeks):
    with serving(root) as served, pytest.raises(HostError, match="running week 1, which this curriculum doesn't"):
        go(crowd(served, people=1), {2: weeks[1]})


def test_where_no_host_answers_they_try_again_and_then_give_up(weeks):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = Crowd(address=f"127.0.0.1:{unused.getsockname()[1]}", code="x", people=2, seed=1, pace=HURRY)
        with pytest.raises(HostAway, match="doesn't answer"):
            go(nobody, weeks)


def test_a_host_that_ends_is_told_and_nothing_is_claimed(root, weeks):
    with serving(root) as served:
        served.open()
        done = []

        def end():
            served.loop.call_soon_threadsafe(served.host.channels.everyone.close)

        ending = threading.Timer(0.5, end)
        ending.start()
        done.append(go(crowd(served, pace=Pace(thinking=0, away=0, again=0.01, tries=2)), weeks, seconds=2))
        ending.join(60)
    assert done[0].missing == 0


def test_something_else_at_the_address_is_told(weeks):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def answer():
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(HostError, match="Something else than a host"):
            go(Crowd(address=f"127.0.0.1:{other.getsockname()[1]}", code="x", people=1, seed=1, pace=HURRY), weeks)
        thread.join(60)


def test_a_redirect_is_not_followed(weeks):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def answer():
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(
                    b"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 2\r\n\r\n{}"
                )

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(HostError, match="refused a simulated person"):
            go(Crowd(address=f"127.0.0.1:{other.getsockname()[1]}", code="x", people=1, seed=1, pace=HURRY), weeks)
        thread.join(60)


def test_an_absurd_crowd_is_refused(root, weeks):
    with pytest.raises(HostError, match="from 1 to 1000"):
        go(Crowd(address="127.0.0.1:9", code="x", people=5000, seed=1), weeks)


def test_what_was_confirmed_and_is_not_there_is_noticed(root, weeks):
    async def nothing(_):
        return []

    with everything_open(root) as served:
        served.host.services.own.submissions = nothing
        tally = go(crowd(served, people=3), weeks)
        assert tally.missing == tally.stored > 0
