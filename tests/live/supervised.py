"""A supervised host for tests: one that can be killed, and one that dies around a commit."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import threading
from contextlib import contextmanager

from kit.errors import KitError
from kit.live.process.session import new_session
from kit.live.process.supervise import SERVE, Supervisor
from kit.settings import load_cohort
from tests.live.serving import Client
from tests.processes import until

DEADLINE = 60.0


# A host that dies of kill -9 around the commit of the next submission, once, when the file says so.
DYING = """
import os, signal, sys
from pathlib import Path
from kit.live.process import serve
from kit.answers.store import Store

wish = Path(sys.argv[1])
together = Store.together

def die():
    wish.unlink()
    os.kill(os.getpid(), signal.SIGKILL)

def dying(self, jobs):
    when = wish.read_text() if wish.exists() else ""
    def last(writing):
        die()
    done = together(self, [*jobs, last] if when == "before" else jobs)
    if when == "after":
        die()
    return done

Store.together = dying
sys.exit(serve.main())
"""


class Supervised:
    """A supervised host, and a way to wait until it is up again."""

    def __init__(self, root, command=SERVE, key=lambda: None) -> None:
        self.session = new_session(root, 1, people=load_cohort(root).size)
        self.up = threading.Event()
        self.starts = 0
        self._news = threading.Condition()
        self.supervisor = Supervisor(self.session, command=command, key=key)
        ready = self.supervisor.start()
        self.port = ready["port"]
        self.up.set()
        self.failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.supervisor.run(self._told)
        except KitError as error:
            self.failed.append(error)
            self.up.set()

    def _told(self, _sentence: str) -> None:
        with self._news:
            self.starts += 1
            self.up.set()
            self._news.notify_all()

    def wait_for_start(self, number: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.starts >= number, DEADLINE)

    def wait_until_up(self, client: Client) -> None:
        """Wait for a host that answers, however often it was killed on its way."""

        def answers() -> bool:
            assert not self.failed, f"no host came up: {self.failed}"
            with contextlib.suppress(http.client.HTTPException, OSError):
                return client.ask("GET", "/api/state").status == 200
            return False

        until(answers)

    def kill(self) -> None:
        self.up.clear()
        os.kill(self.supervisor.pid, signal.SIGKILL)

    def stop(self) -> None:
        self.supervisor.stop()
        self._thread.join(DEADLINE)
        assert not self._thread.is_alive()

    def open(self, exercise="check-in") -> None:
        facilitator = Client(self.port, token=self.session.token)
        assert facilitator.ask("POST", "/api/facilitator/open", {"week": 1, "exercise": exercise}).status == 200

    def joined(self) -> Client:
        client = Client(self.port)
        assert client.ask("POST", "/api/join", {"code": self.session.code}).status == 200
        client.agree()
        return client


@contextmanager
def supervised(root, command=SERVE, key=lambda: None):
    found = Supervised(root, command, key)
    try:
        yield found
    finally:
        found.stop()
