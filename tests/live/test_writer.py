"""One thread writes: jobs are answered after they are on the disk, in order, and one that fails harms no other."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kit.answers import open_store
from kit.errors import StoreBusy, StoreFull
from kit.live.writer import Readers, Writer
from tests.answers.examples import week
from tests.cohorts import unwritten_cohort


@pytest.fixture
def store(tmp_path):
    (tmp_path / "spring").mkdir()
    with open_store(unwritten_cohort(tmp_path / "spring"), weeks={1: week(1)}) as opened:
        yield opened


def run(store, use):
    async def within():
        writer = Writer(store)
        try:
            return await asyncio.wait_for(use(writer), 30)
        finally:
            await asyncio.get_running_loop().run_in_executor(None, writer.stop)

    return asyncio.run(within())


def enrolling(store, name):
    return lambda writing: writing.recording.enrol(store.participant(name))


def test_of_many_who_come_at_once_each_is_answered_after_it_is_stored_or_refused(store):
    async def use(writer):
        return await asyncio.gather(
            *(writer.write(enrolling(store, str(n))) for n in range(200)), return_exceptions=True
        )

    answered = run(store, use)
    refused = [answer for answer in answered if isinstance(answer, StoreFull)]
    assert len(refused) == 200 - store.cohort.size
    assert len(store.participants()) == store.cohort.size


def test_one_that_is_refused_or_breaks_is_told_so_and_the_others_are_done(store):
    def broken(writing):
        raise ZeroDivisionError("ours")

    def refused(writing):
        raise StoreBusy("not now")

    async def use(writer):
        jobs = [enrolling(store, "a"), refused, enrolling(store, "b")]
        return await asyncio.gather(*(writer.write(job) for job in jobs), return_exceptions=True)

    first, second, third = run(store, use)
    assert isinstance(second, StoreBusy)
    assert not isinstance(first, BaseException)
    assert not isinstance(third, BaseException)
    assert store.participants() == {store.participant("a"), store.participant("b")}
    with pytest.raises(ZeroDivisionError):
        run(store, lambda writer: writer.alone(lambda: broken(None)))


def test_a_job_alone_runs_in_the_writing_thread_after_what_came_before_it(store):
    async def use(writer):
        before = asyncio.ensure_future(writer.write(enrolling(store, "a")))
        await asyncio.sleep(0)
        seen = await writer.alone(lambda: (threading.current_thread().name, store.participants()))
        await before
        return seen

    name, people = run(store, use)
    assert name == "kit-writer"
    assert people == {store.participant("a")}


def test_somebody_who_stops_waiting_stops_nothing(store):
    async def use(writer):
        go = threading.Event()
        first = asyncio.ensure_future(writer.alone(lambda: go.wait(20)))
        second = asyncio.ensure_future(writer.write(enrolling(store, "a")))
        await asyncio.sleep(0)
        second.cancel()
        go.set()
        await first
        await writer.alone(lambda: None)
        return store.participants()

    assert run(store, use) == {store.participant("a")}


def test_what_waits_is_finished_before_the_end(store):
    async def use():
        writer = Writer(store)
        waiting = [asyncio.ensure_future(writer.write(enrolling(store, str(n)))) for n in range(20)]
        await asyncio.sleep(0)
        await asyncio.get_running_loop().run_in_executor(None, writer.stop)
        await asyncio.gather(*waiting)

    asyncio.run(asyncio.wait_for(use(), 30))
    assert len(store.participants()) == 20


def test_readers_read_beside_each_other_and_end():
    async def use():
        readers, both = Readers(), threading.Barrier(2)
        try:
            return await asyncio.gather(*(readers.read(both.wait, 20) for _ in range(2)))
        finally:
            readers.stop()

    assert sorted(asyncio.run(use())) == [0, 1]
