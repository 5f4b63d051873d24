"""Starts kernels of reports; run as a script by ``kit.reports.kernels``.

It loads what every notebook of the kit needs while the first message is still on its way. With ``--warm`` it does so
once, and each kernel that is asked for on its standard input begins as a copy of it. What one notebook does stays in
its copy, and the next begins as this one did.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

WARM = "--warm"
_NEEDED = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "IPython.utils.wildcard", "tornado.platform.asyncio", "encodings.utf_8_sig"),
    "kit.notebook",
)


class Copies:
    """Answers requests, one a line: start a kernel, look whether one runs, send one a signal."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._running: set[int] = set()
        self._ended: dict[int, int] = {}

    def answer(self) -> list[str] | None:
        """Answer the next request. In a copy: the arguments of the kernel that it is to be."""
        line = sys.stdin.readline()
        if not line:
            self._leave()
        from kit.text.parsing import json_of  # noqa: PLC0415 - main has first to say where the kit is

        asked: dict[str, Any] = json_of(line)
        reply: int | None
        if "start" in asked:
            reply = os.fork()
            if not reply:
                return _become(**asked["start"])
            self._running.add(reply)
        else:
            reply = self._signal(asked["of"], asked["signal"])
        sys.stdout.write(f"{json.dumps(reply)}\n")
        sys.stdout.flush()
        return None

    def _signal(self, process: int, number: int) -> int | None:
        """Send a signal, 0 for none, and return the kernel's exit code if it has ended; after SIGKILL it has."""
        # What has ended keeps its number until it is waited for here, so no signal reaches another process.
        if process in self._running and number:
            try:
                os.killpg(process, number)
            except ProcessLookupError:  # a moment after its start it is not yet a group of its own
                os.kill(process, number)
        if process in self._running:
            ended, status = os.waitpid(process, 0 if number == signal.SIGKILL else os.WNOHANG)
            if ended:
                self._running.remove(process)
                self._ended[process] = os.waitstatus_to_exitcode(status)
        return self._ended.get(process)

    def _leave(self) -> None:
        for process in tuple(self._running):
            self._signal(process, signal.SIGKILL)
        sys.exit()


def _become(arguments: list[str], folder: str, environment: dict[str, str]) -> list[str]:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv[1:] = arguments
    return arguments


def _read_ahead() -> None:
    """Read what most cohorts leave as it is; what a cohort's text says otherwise is read in the copy."""
    # Where this fails, the copy fails in the same way, and then a cell can be named.
    with suppress(Exception):
        settings = importlib.import_module("kit.settings")
        folder = settings.packaged_curriculum()
        importlib.import_module("kit.curriculum.loader").load_curriculum(folder)
        importlib.import_module("kit.curriculum.registers").load_messages(folder)


def main() -> None:
    """Run one kernel; with ``--warm``, be asked for kernels until standard input is closed."""
    # A kernel that shows a plotly figure by itself imports nbformat, and with it a grammar that takes a
    # second to compile (see kit/reports/__init__.py); a report shows figures as JSON and needs none of it.
    # Nobody steps through a report either.
    sys.modules["rfc3987_syntax"] = sys.modules["debugpy"] = None  # type: ignore[assignment]
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    gc.disable()  # of what is loaded, nothing is thrown away
    for name in _NEEDED:
        # Where this fails, the notebook's own import fails too, and then a cell can be named.
        with suppress(ImportError):
            importlib.import_module(name)
    gc.enable()
    arguments = None
    if sys.argv[1:] == [WARM]:
        _read_ahead()
        gc.collect()
        gc.freeze()  # what is there now is looked at no more, so that the copies share its memory
        copies = Copies()
        while arguments is None:
            arguments = copies.answer()
    importlib.import_module("ipykernel.kernelapp").IPKernelApp.launch_instance(arguments)


if __name__ == "__main__":
    main()
