"""The parent of the host: starts it, and restarts it on the same port when it dies."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from kit.errors import HostDied, KitError, PortTaken, StoreError
from kit.live.process.session import Session
from kit.system.processes import end
from kit.text.parsing import json_of

SERVE = (sys.executable, "-m", "kit.live.process.serve")
_PATIENCE = 30.0
_START = 120.0  # seconds for a host to say that it is up, or why it is not
_LAST_WORDS = 2.0
_MOST_CRASHES, _WITHIN = 10, 60.0
_PAUSES = (0.0, 0.2, 0.5, 1.0)


class Supervisor:
    """Runs the host of one session in a process of its own until ``stop``."""

    def __init__(
        self, session: Session, *, command: Sequence[str] = SERVE, key: Callable[[], str | None] = lambda: None
    ) -> None:
        """Prepare to run *session*; *key* looks up the cohort's key, which is held here and handed to each host."""
        self._session = session
        self._look_up_key = key
        self._key: str | None = None
        self._command = list(command)
        self._process: subprocess.Popen[str] | None = None
        self._stopping = threading.Event()
        self._crashes: deque[float] = deque(maxlen=_MOST_CRASHES)

    @property
    def pid(self) -> int | None:
        """The process id of the host that runs now."""
        return self._process.pid if self._process else None

    def start(self) -> dict[str, Any]:
        """Start the host and return what it reports: port, code, url.

        Raises KitError if it refuses (PortTaken, StoreError), HostDied if it ended without a report.
        """
        # Looked up here, where somebody can be asked, and held: a host that died comes back without asking.
        self._key = self._key or self._look_up_key()
        # Its own session, so that Ctrl-C reaches us alone and we end it in good order.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        # A closed file, here and below, was closed by "stop" from another thread.
        with contextlib.suppress(BrokenPipeError, ValueError):
            # Through the pipe, so that the key stands in no list of processes and in no environment.
            stdin.write(f"{self._session.to_text()}\n{self._key or ''}\n")
            stdin.flush()
        try:
            with _at_most(_START, self._process):
                report: dict[str, Any] = json_of(stdout.readline())
        except ValueError:
            self._end()
            raise HostDied("The host couldn't be started; run kit doctor, then try again.") from None
        if "refused" in report:
            self._end()
            raise _refusal(report)
        # The same port after a crash: to a browser another one would be another place, without drafts and notes.
        self._session = replace(self._session, port=int(report["port"]), lan=str(report["lan"]))
        return report

    def run(self, tell: Callable[[str], None], moved: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
        """Wait until ``stop``; a host that dies is restarted.

        *tell* gets sentences for the window, also those of the host; *moved* gets how people join if that changes.
        Raises KitError if the host keeps dying.
        """
        while not self._stopping.is_set():
            process = self._process
            assert process is not None
            hearing = threading.Thread(target=self._hear, args=(process, tell, moved), daemon=True, name="kit-hearing")
            hearing.start()
            process.wait()
            hearing.join(_LAST_WORDS)
            self._close_pipes(process)
            if self._stopping.is_set() or process.returncode == 0:
                return
            self._restart(tell, moved)
        self._end()  # "stop" may have come while the host was being started again

    def stop(self) -> None:
        """End the host in good order, from any thread: it finishes what it writes and makes the last backup."""
        self._stopping.set()
        self._end()

    def _hear(
        self, process: subprocess.Popen[str], tell: Callable[[str], None], moved: Callable[[dict[str, Any]], None]
    ) -> None:
        assert process.stdout is not None
        with contextlib.suppress(ValueError, OSError):  # a line that a kill cut short, or a file that was closed
            for line in process.stdout:
                report: dict[str, Any] = json_of(line)
                tell(str(report["say"]))
                if report["lan"] != self._session.lan:
                    self._session = replace(self._session, lan=str(report["lan"]))
                    moved(report)

    def _restart(self, tell: Callable[[str], None], moved: Callable[[dict[str, Any]], None]) -> None:
        before = self._session.lan
        pause, until = self._crashed(), time.monotonic() + _PATIENCE
        while not self._stopping.wait(pause):
            try:
                report = self.start()
            except HostDied:
                # A crash like any other, only sooner; that it never came up is no reason to give up before the others.
                pause = self._crashed()
            except (StoreError, PortTaken):
                # Somebody took the store or the port in the moment it was free; they will be done soon.
                if self._stopping.is_set():
                    return
                if time.monotonic() > until:
                    raise
                pause = _PAUSES[-1]
            else:
                tell("The host had stopped and was started again; participants' pages connect by themselves.")
                if self._session.lan != before:
                    moved(report)
                return

    def _crashed(self) -> float:
        """Count a crash that was just seen, and return how long to wait before the next start.

        Raises KitError where it was one too many.
        """
        now = time.monotonic()
        if len(self._crashes) == _MOST_CRASHES and now - self._crashes[0] < _WITHIN and not self._stopping.is_set():
            raise KitError(
                f"The host stopped more than {_MOST_CRASHES} times within a minute, so it isn't started again; what "
                "was confirmed is stored. Run kit doctor, then kit host again."
            )
        recent = sum(now - at < _WITHIN for at in self._crashes)
        self._crashes.append(now)
        return _PAUSES[min(recent, len(_PAUSES) - 1)]

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        end(process, _PATIENCE)
        self._close_pipes(process)

    @staticmethod
    def _close_pipes(process: subprocess.Popen[str]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


@contextlib.contextmanager
def _at_most(seconds: float, process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill *process* if the context lasts longer than *seconds*; whoever reads from it then finds the end."""
    late = threading.Timer(seconds, process.kill)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()


def _refusal(report: dict[str, Any]) -> KitError:
    if report["kind"] == PortTaken.__name__:
        return PortTaken(report["refused"])
    return StoreError(report["refused"]) if report["kind"].startswith("Store") else KitError(report["refused"])
