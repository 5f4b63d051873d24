"""What is asked of the system's memory: looked at in processes of their own, which are large or have threads."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from kit.system import memory

ONLY_GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the system has no glibc")

# Many small pieces, of which the last one stays: what is before it is free, and not given back by itself.
HOLES = """
import ctypes, psutil
from kit.system.memory import give_back
libc, own = ctypes.CDLL(None), psutil.Process()
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
pieces = [libc.malloc(20_000) for _ in range(2_000)]
for piece in pieces:
    ctypes.memset(piece, 1, 20_000)
for piece in pieces[:-1]:
    libc.free(piece)
before = own.memory_info().rss
give_back()
print(before - own.memory_info().rss)
"""

THREADS = """
import ctypes, sys, threading
from kit.system import memory
if sys.argv[1] == "one":
    memory.share_one_arena()
libc, together = ctypes.CDLL(None), threading.Barrier(8)
libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
def take():
    together.wait(60)
    for _ in range(2_000):
        libc.malloc(1_000)
    together.wait(60)
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(60)
file = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""


@ONLY_GLIBC
def test_what_is_free_between_what_is_used_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) > 20_000_000


@ONLY_GLIBC
@pytest.mark.parametrize("arenas", ["one", "many"])
def test_threads_take_their_memory_from_one_place(tmp_path, arenas: str) -> None:
    command = [sys.executable, "-c", THREADS, arenas, str(tmp_path / "info.xml")]
    subprocess.run(command, check=True, timeout=120)
    counted = (tmp_path / "info.xml").read_text("utf-8").count("<heap ")
    assert counted == 1 if arenas == "one" else counted > 1


@pytest.mark.parametrize("ask", [memory.share_one_arena, memory.give_back])
@pytest.mark.parametrize("error", [AttributeError("no such function"), OSError("no such library"), TypeError("None")])
def test_a_system_that_cannot_be_asked_is_left_as_it_is(monkeypatch, ask, error) -> None:
    def refused(_name):
        raise error

    monkeypatch.setattr(memory.ctypes, "CDLL", refused)
    ask()
