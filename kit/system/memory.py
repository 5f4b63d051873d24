"""What a process that runs for hours asks of the system's memory, where the system can be asked."""

from __future__ import annotations

import contextlib
import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def share_one_arena() -> None:
    """Have all threads take memory from one place, before the first of them starts.

    glibc gives each thread a place of its own, and what is free in one is of no use to the others.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system back the memory that is free now, such as what only starting needed."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
