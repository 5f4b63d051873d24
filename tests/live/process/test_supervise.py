"""The host as a process of its own: killed without warning, started again, ended in good order."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit.answers import open_store
from kit.answers.sealing.cohort_key import destroy_key
from kit.answers.sealing.opening import the_key
from kit.errors import KitError, PortTaken, StoreBusy, StoreError
from kit.live.process.session import new_session
from kit.live.process.supervise import Supervisor
from kit.settings import load_cohort
from tests.live.serving import Client, Stream
from tests.live.supervised import DEADLINE, DYING, Supervised, supervised
from tests.processes import started, until


def stored(root) -> dict[str, str]:
    """Id of each submission that is stored, with its participant."""
    connection = sqlite3.connect(root / "private" / "answers.db")
    found = connection.execute("SELECT id, participant FROM submissions").fetchall()
    connection.close()
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.fixture
def dying(tmp_path):
    script, wish = tmp_path / "dying.py", tmp_path / "wish"
    script.write_text(DYING, "utf-8")
    return [sys.executable, str(script), str(wish)], wish


@pytest.mark.parametrize(("when", "again"), [("before", 201), ("after", 200)])
def test_a_host_killed_around_the_commit_loses_nothing_and_counts_nothing_twice(root, dying, when, again):
    command, wish = dying
    with supervised(root, command) as host:
        host.open()
        client, id = host.joined(), str(uuid.uuid4())
        wish.write_text(when)
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            client.put(id=id)
        host.wait_for_start(1)
        assert client.put(id=id).status == again
        assert len(client.mine()) == 1
        assert list(stored(root)) == [id]


def test_nothing_acknowledged_is_lost_and_nothing_counted_twice_through_four_kills(root):
    devices, each = 30, 20
    acknowledged: set[str] = set()
    tried: set[str] = set()
    lock, enough = threading.Lock(), [threading.Event() for _ in range(4)]

    def send(host: Supervised, client: Client, chance: random.Random) -> None:
        for turn in range(each):
            id = str(uuid.uuid4())
            with lock:
                tried.add(id)
            for _ in range(200):
                assert host.up.wait(DEADLINE)
                try:
                    reply = client.put({"energy": turn % 11}, id=id, revision=turn + 1)
                except (http.client.HTTPException, OSError):
                    continue
                assert reply.status in (200, 201, 503)
                # A tenth of the replies never arrive.
                if reply.status != 503 and chance.random() >= 0.1:
                    break
            else:
                raise AssertionError("never delivered")
            with lock:
                acknowledged.add(id)
                for place, event in enumerate(enough, start=1):
                    if len(acknowledged) >= place * devices * each // 5:
                        event.set()

    with supervised(root) as host:
        host.open()
        clients = [host.joined() for _ in range(devices)]
        with ThreadPoolExecutor(devices) as pool:
            sending = [pool.submit(send, host, client, random.Random(place)) for place, client in enumerate(clients)]
            for number, event in enumerate(enough, start=1):
                assert event.wait(DEADLINE)
                host.kill()
                host.wait_for_start(number)
            for one in sending:
                one.result(DEADLINE)
        assert host.starts == 4
        assert not host.failed
        mine = [{row["id"] for row in client.mine()} for client in clients]
    found = stored(root)
    assert acknowledged == tried == set(found)
    assert len(found) == devices * each
    assert [len(ids) for ids in mine] == [each] * devices
    assert len(set(found.values())) == devices


def test_pages_come_back_by_themselves_on_the_same_port_with_the_same_code(root):
    with supervised(root) as host:
        client = host.joined()
        with Stream(client) as stream:
            version, _ = stream.next()
            host.kill()
            assert stream.ended()
        host.wait_for_start(1)
        with Stream(client, headers={"Last-Event-ID": version}) as stream:
            assert stream.next()[0] != version
        host.joined()
        assert Client(host.port, token=host.session.token).ask("GET", "/api/facilitator/state").status == 200


def test_others_are_told_who_holds_the_store_and_may_open_it_afterwards(root):
    with supervised(root) as host:
        cohort = load_cohort(root)
        with pytest.raises(StoreBusy, match=rf"`kit host 1` \(process {host.supervisor.pid}\)"):
            open_store(cohort, weeks={})
        with pytest.raises(StoreError, match="kit host 1"):
            Supervisor(new_session(root, 1)).start()
    open_store(cohort, weeks={}).close()


def test_the_end_is_in_good_order(root):
    with supervised(root) as host:
        host.open()
        host.joined().put()
        path = root / "private" / "run" / "host.json"
        assert json.loads(path.read_text())["port"] == host.port
    assert not path.exists()
    assert not (root / "private" / "run" / "store.holder.json").exists()
    (copy,) = (root / "private" / "backups").glob("*.db")
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_host_in_good_order_too(root, number):
    with supervised(root) as host:
        host.open()
        client = host.joined()
        with Stream(client) as stream:
            stream.next()
            os.kill(host.supervisor.pid, number)
            assert stream.ended()
    assert not (root / "private" / "run" / "host.json").exists()
    assert list((root / "private" / "backups").glob("*.db"))
    assert host.starts == 0


def test_a_host_whose_supervisor_is_killed_does_not_stay_behind(root):
    code = (
        "import sys; from pathlib import Path; from kit.live.process.session import new_session; "
        "from kit.live.process.supervise import Supervisor; "
        "s = Supervisor(new_session(Path(sys.argv[1]), 1)); print(s.start()['port'], s.pid, flush=True); s.run(print)"
    )
    with started([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True) as parent:
        port, _ = map(int, parent.stdout.readline().split())
        client = Client(port)
        kept = json.loads((root / "private" / "run" / "host.json").read_text())
        client.token = kept["token"]
        with Stream(client) as stream:
            stream.next()
            parent.kill()
            assert stream.ended()

    # The store is free as soon as the host has ended; the system tells by the lock.
    def is_free() -> bool:
        with contextlib.suppress(StoreBusy):
            open_store(load_cohort(root), weeks={}).close()
            return True
        return False

    until(is_free)


def test_what_the_host_refuses_is_told_in_its_own_words(root):
    with pytest.raises(KitError, match="There's no week 7"):
        Supervisor(new_session(root, 7)).start()
    (root / "cohort.toml").write_text("slug = 5")
    with pytest.raises(KitError, match="slug"):
        Supervisor(new_session(root, 1)).start()


def test_a_host_that_cannot_start_at_all_is_told(root):
    with pytest.raises(KitError, match="kit doctor"):
        Supervisor(new_session(root, 1), command=[sys.executable, "-c", "print('?')"]).start()


def test_a_host_that_dies_again_and_again_is_given_up(root):
    command = [
        sys.executable,
        "-c",
        'import os, sys; sys.stdin.readline(); print(\'{"port": 1, "lan": ""}\', flush=True); os._exit(9)',
    ]
    supervisor = Supervisor(new_session(root, 1), command=command)
    supervisor._crashes.extend([time.monotonic()] * 10)
    supervisor.start()
    with pytest.raises(KitError, match="within a minute"):
        supervisor.run(print)


# A host that dies of kill -9 at the beginnings that the file still counts: with no word, or just after it is up.
FRAIL = """
import os, signal, sys
from pathlib import Path

wish = Path(sys.argv[1])
dies = wish.read_text().split() if wish.exists() else []
if dies:
    wish.write_text(" ".join(dies[1:]))
    if dies[0] == "first":
        os.kill(os.getpid(), signal.SIGKILL)
    if dies[0] == "half":
        sys.stdout.write('{"po')
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

from kit.live.process import serve  # as late as may be: most of a beginning is its imports

if dies:
    tell = serve._tell
    def dying(values):
        if dies[0] == "after":
            tell(values)
        os.kill(os.getpid(), signal.SIGKILL)
    serve._tell = dying
sys.exit(serve.main())
"""


@pytest.fixture
def frail(tmp_path):
    script, wish = tmp_path / "frail.py", tmp_path / "wish"
    script.write_text(FRAIL, "utf-8")
    return [sys.executable, str(script), str(wish)], wish


@pytest.mark.parametrize("falls", ["first", "half", "opened", "after", "first opened after half"])
def test_a_host_killed_while_it_is_started_again_is_started_once_more_with_all_it_had(root, frail, falls):
    command, wish = frail
    with supervised(root, command) as host:
        host.open()
        client = host.joined()
        assert client.put().status == 201
        wish.write_text(falls)
        host.kill()
        host.wait_for_start(1 + falls.split().count("after"))
        assert not host.failed
        assert len(client.mine()) == 1
        host.joined()


def test_a_host_that_never_comes_up_again_is_given_up_after_ten_tries(root, frail, monkeypatch):
    monkeypatch.setattr("kit.live.process.supervise._PAUSES", (0.0,))
    # A busy computer may need more than a minute for ten starts.
    monkeypatch.setattr("kit.live.process.supervise._WITHIN", 10 * DEADLINE)
    command, wish = frail
    with supervised(root, command) as host:
        wish.write_text("first " * 50)
        host.kill()
        host._thread.join(5 * DEADLINE)
        assert "within a minute" in str(host.failed[0])
        assert len(wish.read_text().split()) == 40


def test_a_host_that_was_killed_comes_back_without_asking_for_the_key_again(root):
    open_store(load_cohort(root), weeks={}).close()
    key, asked = the_key(load_cohort(root)).text, []
    destroy_key(load_cohort(root))  # as behind a passphrase: it is nowhere on this computer

    def ask() -> str:
        asked.append("the passphrase")
        return key

    with supervised(root, key=ask) as host:
        host.open()
        client = host.joined()
        assert client.put().status == 201
        host.kill()
        host.wait_for_start(1)
        assert not host.failed
        assert len(client.mine()) == 1
    assert len(asked) == 1


def test_a_port_that_somebody_holds_for_a_moment_is_waited_for(root, monkeypatch):
    refused = iter([PortTaken("The port is in use."), StoreBusy("The store is in use."), None, None])
    supervisor = Supervisor(new_session(root, 1), command=[sys.executable, "-c", "import sys; sys.exit(9)"])
    monkeypatch.setattr("kit.live.process.supervise._PAUSES", (0.0,))

    def start(self):
        refusal = next(refused)
        if refusal:
            raise refusal

    monkeypatch.setattr(Supervisor, "start", start)
    told = []
    supervisor._restart(told.append, lambda _: None)
    assert len(told) == 1


@pytest.mark.audit
def test_ten_kills_at_random_moments_lose_no_session_and_no_answer(root):
    chance = random.Random(11)
    with supervised(root) as host:
        host.open()
        client, ids = host.joined(), []
        for _ in range(10):
            id = str(uuid.uuid4())
            with contextlib.suppress(http.client.HTTPException, OSError):
                if client.put(id=id, revision=len(ids) + 1).status == 201:
                    ids.append(id)
            # Not a sleep: the moment at which the next kill falls, beginnings included.
            threading.Event().wait(chance.random() * 1.2)
            with contextlib.suppress(ProcessLookupError):
                host.kill()
        host.wait_until_up(client)
        assert not host.failed
        assert set(ids) <= {row["id"] for row in client.mine()} == set(stored(root))
        host.joined()


def test_neither_code_nor_key_is_in_the_list_of_processes_or_the_environment(root):
    psutil = pytest.importorskip("psutil")
    with supervised(root) as host:
        process = psutil.Process(host.supervisor.pid)
        text = " ".join(process.cmdline()) + " ".join(f"{k}={v}" for k, v in process.environ().items())
        assert host.session.code not in text
        assert host.session.token not in text


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot put a process to sleep")
def test_a_host_that_slept_goes_on_with_everybody_where_it_was(root):
    with supervised(root) as host:
        host.open()
        client, other = host.joined(), host.joined()
        with Stream(client) as stream, ThreadPoolExecutor(2) as pool:
            stream.next()
            os.kill(host.supervisor.pid, signal.SIGSTOP)
            sent = [pool.submit(one.put, {"energy": 3}) for one in (client, other)]
            # Asleep it answers nobody; what was sent waits in its connections.
            with pytest.raises(TimeoutError):
                sent[0].result(0.5)
            os.kill(host.supervisor.pid, signal.SIGCONT)
            assert [one.result(DEADLINE).status for one in sent] == [201, 201]
            Client(host.port, token=host.session.token).ask("POST", "/api/facilitator/advance", {"block": "idea"})
            assert stream.until(lambda state: state["block"] == "idea")
        assert host.starts == 0
        assert len(stored(root)) == 2
