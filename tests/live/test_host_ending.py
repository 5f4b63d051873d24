"""The end of a session that comes while its host is being started again: nothing of it stays behind."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading

import pytest

from kit.answers import open_store
from kit.errors import KitError
from kit.live.process.session import new_session
from kit.live.process.supervise import Supervisor
from kit.settings import load_cohort
from tests.live.supervised import DEADLINE
from tests.processes import started

# Dies at once the first time. After that it takes the store, says so in the pipe, and says nothing more to its parent.
SLOW = """
import json, os, sys
from pathlib import Path
from kit.settings import load_cohort
from kit.answers import open_store

line, wish = sys.stdin.readline(), Path(sys.argv[1])
if not wish.exists():
    wish.touch()
    print('{"port": 1, "lan": ""}', flush=True)
    os._exit(9)
with open_store(load_cohort(Path(sys.argv[3])), weeks={}):
    with open(sys.argv[2], "w") as pipe:
        pipe.write(str(os.getpid()))
    sys.stdin.read()
"""
PARENT = """
import json, sys
from pathlib import Path
from kit.cli.jupyterlab import ended_by_signals
from kit.live.process.session import new_session
from kit.live.process.supervise import Supervisor

supervisor = Supervisor(new_session(Path(sys.argv[1]), 1), command=json.loads(sys.argv[2]))
with ended_by_signals():
    try:
        supervisor.start()
        supervisor.run(print)
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.stop()
print("ended")
"""


@pytest.fixture
def slow(root, tmp_path):
    """The command of such a host, and what waits until it is being started again and gives its process."""
    script, pipe = tmp_path / "slow.py", tmp_path / "pipe"
    script.write_text(SLOW, "utf-8")
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def child() -> int:
        assert select.select([reading], [], [], DEADLINE)[0]
        return int(os.read(reading, 100))

    yield [sys.executable, str(script), str(tmp_path / "wish"), str(pipe), str(root)], child
    os.close(reading)


def gone(root, pid: int) -> None:
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not (root / "private" / "run" / "store.holder.json").exists()
    open_store(load_cohort(root), weeks={}).close()


@pytest.mark.skipif(os.name == "nt", reason="this system has no named pipes")
def test_an_end_from_another_thread_is_no_fault_of_the_host_that_was_being_started(root, slow):
    command, child = slow
    supervisor, failed = Supervisor(new_session(root, 1), command=command), []
    supervisor.start()

    def run() -> None:
        try:
            supervisor.run(print)
        except (KitError, OSError, ValueError) as error:
            failed.append(error)

    running = threading.Thread(target=run)
    running.start()
    pid = child()
    supervisor.stop()
    running.join(DEADLINE)
    assert not running.is_alive()
    assert failed == []
    gone(root, pid)


@pytest.mark.skipif(os.name == "nt", reason="this system has no named pipes")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_host_is_being_started_again_leaves_no_process_and_no_lock(root, slow, number):
    command, child = slow
    parent = [sys.executable, "-c", PARENT, str(root), json.dumps(command)]
    with started(parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        pid = child()
        process.send_signal(number)
        said, faults = process.communicate(timeout=DEADLINE)
    assert (process.returncode, said, faults) == (0, "ended\n", "")
    gone(root, pid)
