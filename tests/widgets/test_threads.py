from __future__ import annotations

import asyncio
import threading

from kit.widgets.threads import Kernel


def test_what_a_thread_has_found_is_done_where_the_kernel_does_everything_else():
    async def kernel() -> list[int]:
        here, done = Kernel(), asyncio.Event()
        threads: list[int] = []

        def job():
            threads.append(threading.get_ident())
            return lambda: (threads.append(threading.get_ident()), done.set())

        here.beside(job)
        await asyncio.wait_for(done.wait(), 10)
        return threads

    found, said = asyncio.run(kernel())
    assert said == threading.get_ident() != found


def test_a_kernel_that_has_ended_does_nothing_more():
    async def kernel() -> Kernel:
        return Kernel()

    ended, done = asyncio.run(kernel()), []
    ended.do(lambda: done.append(1))
    assert done == []
    Kernel().do(lambda: done.append(2))
    assert done == [2]
