"""Processes that are started by one that is deaf to signals, and an end that comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from kit.system.processes import end, is_ignored
from tests.processes import DEAF, started

pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system has no shell that ignores signals")

CHILD = "import signal; print([signal.getsignal(one).name for one in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM)])"
PARENT = f"""
import os, signal, subprocess, sys
from kit.system.processes import is_ignored, let_children_hear
if "hear" in sys.argv:
    let_children_hear()
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    os.kill(os.getpid(), number)
    print(is_ignored(number))
subprocess.run([sys.executable, "-c", {CHILD!r}], check=True, timeout=60)
"""


def said(*arguments):
    with started([*DEAF, sys.executable, "-uc", PARENT, *arguments], stdout=subprocess.PIPE, text=True) as process:
        return process.communicate(timeout=60)[0].splitlines()


def test_children_of_one_that_ignores_signals_hear_them_and_it_goes_on_ignoring_them():
    assert said("hear") == ["True", "True", "True", "['SIG_DFL', 'SIG_DFL', 'SIG_DFL']"]


def test_without_it_what_is_ignored_is_inherited():
    assert said() == ["True", "True", "True", "['SIG_IGN', 'SIG_IGN', 'SIG_DFL']"]


def test_what_was_not_ignored_is_left_as_it_is():
    assert not is_ignored(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.parametrize("signals", ["signal.SIGTERM", "signal.SIGTERM, signal.SIGINT, signal.SIGHUP"])
def test_one_that_does_not_end_by_itself_is_ended(signals):
    code = f"import signal, threading\nfor one in ({signals},): signal.signal(one, signal.SIG_IGN)\n"
    code += "print('up', flush=True)\nthreading.Event().wait()"
    with started([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "up\n"
        process.terminate()
        end(process, 0.1)
        assert process.returncode == -signal.SIGKILL
