"""Kernels that begin as copies of one process, which has loaded what the kit's notebooks need.

A copy takes hundredths of a second where a fresh start takes one or two. It shares nothing with the others but what was
there before any notebook ran.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kit.reports.kernel_environment import COMMAND, environment
from kit.reports.kernel_start import WARM
from kit.system.processes import end
from kit.text.parsing import json_of

_PATIENCE = 60.0


def can_copy() -> bool:
    """Whether this system can copy a process: Windows cannot, and a Mac's own libraries do not outlive it."""
    return hasattr(os, "fork") and hasattr(os, "pidfd_open") and sys.platform != "darwin"


def warm_kernels(notebooks: int) -> WarmKernels | None:
    """What the kernels of so many *notebooks* are copies of; None where each starts by itself."""
    return WarmKernels(COMMAND, environment) if notebooks > 1 and can_copy() else None


class WarmKernels:
    """Kernels as copies of a process that is started when the first is asked for, and again where it has gone."""

    def __init__(self, command: list[str], environment: Callable[[Path], Mapping[str, str]]) -> None:
        """*command* starts that process, and *environment* is its environment, with places in a folder of its own."""
        self._command, self._environment = command, environment
        self._kept = contextlib.ExitStack()
        self._changing = threading.Lock()
        self._parent: _Parent | None = None

    def begin(self) -> None:
        """Start the process, which loads while the caller goes on."""
        self._running()

    def start(self, arguments: list[str], *, folder: str, environment: Mapping[str, str]) -> Copy:
        """A kernel with these *arguments*. Raises OSError where there will be none."""
        asked = {"start": {"arguments": arguments, "folder": folder, "environment": dict(environment)}}
        parent = self._running()
        try:
            return Copy(parent, int(parent.ask(asked)))
        except OSError:
            # A notebook can end it. Those that come afterwards have done nothing.
            parent = self._running()
            return Copy(parent, int(parent.ask(asked)))

    def _running(self) -> _Parent:
        with self._changing:
            if self._parent is None or not self._parent.runs:
                self._kept.close()
                made = tempfile.TemporaryDirectory(prefix="kit-", ignore_cleanup_errors=True)
                folder = Path(self._kept.enter_context(made))
                self._parent = _Parent(self._command, self._environment(folder), folder)
                self._kept.callback(self._parent.close)
            return self._parent

    def close(self) -> None:
        """End all of it."""
        with self._changing:
            self._kept.close()


class _Parent:
    """The process that kernels are copies of; it ends when it is closed, or with whoever started it."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self._asking = threading.Lock()
        # It loads while the caller goes on.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [*command, WARM],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    @property
    def runs(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, request: Mapping[str, Any]) -> Any:
        """What it replies. Raises OSError where it does not."""
        to, of = self._process.stdin, self._process.stdout
        assert to is not None and of is not None
        with self._asking:
            try:
                to.write(json.dumps(request) + "\n")
                to.flush()
                ready, _, _ = select.select([of], [], [], _PATIENCE)
                return json_of(of.readline() if ready else "")
            except (OSError, ValueError):
                # It has gone, or hangs; what it would say later would be taken for the reply to something else.
                self._process.kill()
                self._process.wait(_PATIENCE)
                raise OSError("the process that kernels are copied from has stopped") from None

    def close(self) -> None:
        """End it, and every kernel of its."""
        with self._asking:
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None
                with contextlib.suppress(OSError):
                    pipe.close()
            end(self._process, _PATIENCE)


class Copy:
    """One kernel's process, with what Jupyter asks of a ``Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, parent: _Parent, pid: int) -> None:
        """The process *pid*, which *parent* waits for."""
        self._parent, self.pid = parent, pid
        # This very process, whatever becomes of its number.
        self._itself = os.pidfd_open(pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._after(0)

    def send_signal(self, number: int) -> None:
        """Send it, and what it started, a signal."""
        self._after(number)

    def kill(self) -> None:
        """End it at once."""
        self._after(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self._after(signal.SIGTERM)

    def wait(self) -> int | None:
        """Its exit code, once it has ended."""
        return self.returncode

    def _after(self, number: int) -> int | None:
        if self.returncode is None:
            try:
                self.returncode = self._parent.ask({"of": self.pid, "signal": int(number)})
            except OSError:
                self.returncode = self._alone(number)
            if self.returncode is not None:
                os.close(self._itself)
        return self.returncode

    def _alone(self, number: int) -> int | None:
        """The same where what it is a copy of has gone: it works on, and nobody hears how it ends."""
        ended, _, _ = select.select([self._itself], [], [], 0)
        if not ended and number:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            ended, _, _ = select.select([self._itself], [], [], _PATIENCE if number == signal.SIGKILL else 0)
        return -signal.SIGKILL if ended else None
