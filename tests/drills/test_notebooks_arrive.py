"""Notebooks and phones in one session; the network is cut and the host killed: nothing is lost, nothing double."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import threading
from contextlib import closing, contextmanager

import pytest

from kit.curriculum.loader import load_curriculum
from kit.simulate.device import Pace
from kit.simulate.visitors import Crowd, visit
from tests.cohorts import small_cohort
from tests.drills.kernels import kernels
from tests.live.serving import Client
from tests.live.supervised import supervised
from tests.processes import until

LIMIT = 240
FAST = Pace(thinking=0.2, away=0.3, again=0.2, longest=1.0, tries=60)


@contextmanager
def phones(count: int, root, host):
    """Simulated people who answer what opens, until the context ends; their tally stands in the list that is given."""
    crowd = Crowd(address=f"http://127.0.0.1:{host.port}", code=host.session.code, people=count, seed=5, pace=FAST)
    tallies, loops = [], []
    begun = threading.Event()

    async def come() -> None:
        stop = asyncio.Event()
        loops.append((asyncio.get_running_loop(), stop))
        begun.set()
        tallies.append(await visit(crowd, load_curriculum(root / "curriculum"), seconds=LIMIT, stop=stop))

    thread = threading.Thread(target=lambda: asyncio.run(come()), daemon=True)
    thread.start()
    assert begun.wait(20)
    try:
        yield tallies
    finally:
        ((loop, stop),) = loops
        with contextlib.suppress(RuntimeError):  # they may have gone home by themselves
            loop.call_soon_threadsafe(stop.set)
        thread.join(LIMIT)


def cut(host) -> None:
    """From now on nothing comes back: as in a network that swallows everything."""
    os.kill(host.supervisor.pid, signal.SIGSTOP)


def restored(host) -> None:
    os.kill(host.supervisor.pid, signal.SIGCONT)


def stored(root) -> list[tuple[str, str, int]]:
    """Id, participant and revision of each submission that the host has."""
    with closing(sqlite3.connect(f"file:{root / 'private' / 'answers.db'}?mode=ro", uri=True)) as database:
        return database.execute("SELECT id, participant, revision FROM submissions").fetchall()


def drill(tmp_path, *, notebooks: int, visitors: int, kills: int) -> None:
    root = small_cohort(tmp_path / "spring", size=notebooks + visitors + 5).root
    with supervised(root) as host:
        address = f"http://127.0.0.1:{host.port}"
        everybody = kernels(notebooks, tmp_path, root / "curriculum", address, host.session.code)
        with everybody as there, phones(visitors, root, host) as tallies:
            for number, kernel in enumerate(there):
                kernel.join(f"Person {number}")
            host.open()
            for turn in range(kills):
                for number, kernel in enumerate(there):
                    kernel.send((number + turn) % 11)
                    if number == notebooks // 2:
                        starts = host.starts
                        host.kill()
                host.wait_for_start(starts + 1)
            cut(host)
            for kernel in there:
                kernel.send(3)
            there[0].restart()
            restored(host)
            for kernel in there:
                until(lambda kernel=kernel: kernel.standing == "received", limit=LIMIT)
            _check(root, host, there)
        assert tallies[0].missing == 0
        assert tallies[0].joined == visitors


def _check(root, host, there) -> None:
    """Every answer that a notebook says is received is there, once, and the newest of each is the one that counts."""
    rows = stored(root)
    assert len({row[0] for row in rows}) == len(rows)
    assert len({row[1:] for row in rows}) == len(rows)
    for kernel in there:
        mine = kernel.value("[(one.submission.id, dict(one.answers)) for one in form._sender._own.values()]")
        assert mine == [(kernel.sent[-1][0], {"energy": 3})]
        assert kernel.sent[-1][0] in {row[0] for row in rows}
        assert kernel.value("form._outbox.waiting()") == []
    device = Client(host.port)
    assert device.ask("GET", "/api/about").status == 200


def test_three_notebooks_and_six_phones_lose_nothing(tmp_path):
    drill(tmp_path, notebooks=3, visitors=6, kills=2)


@pytest.mark.audit
def test_thirty_notebooks_and_twenty_five_phones_lose_nothing(tmp_path):
    drill(tmp_path, notebooks=30, visitors=25, kills=4)
