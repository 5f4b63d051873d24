"""What every process that the kit starts is owed: signals as the system delivers them, and an end that comes."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from types import FrameType

_PASSED_ON = ("SIGINT", "SIGHUP", "SIGQUIT")  # Windows has only the first
_AFTER_KILL = 10.0


def let_children_hear() -> None:
    """Go on ignoring what this process was started to ignore, but let its children start with the system's defaults.

    A script's job and ``nohup`` start a process deaf to Ctrl-C or a closed window. What is ignored is inherited by all
    that it starts, down to the kernels of notebooks; a handler is not. To be called in the main thread.
    """
    for name in _PASSED_ON:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _passed_over)


def is_ignored(number: int) -> bool:
    """Whether this process was started to ignore the signal *number*."""
    return signal.getsignal(number) in (signal.SIG_IGN, _passed_over)


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str], patience: float) -> None:
    """See that *process* ends: by itself within *patience* seconds, or else at once."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        # What not even that ends waits for a disk or a network; it is the system's, and we do not wait with it.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_AFTER_KILL)


def _passed_over(_number: int, _frame: FrameType | None) -> None:
    """Nothing: the signal was to be ignored."""
