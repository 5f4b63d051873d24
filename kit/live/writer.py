"""The one thread that writes, with one commit for all jobs that wait, and the threads that read."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from kit.answers import Store
from kit.answers.recording import Writing
from kit.errors import KitError, StoreBusy

T = TypeVar("T")
_MOST_WAITING = 5000
_MOST_TOGETHER = 64


@dataclass(frozen=True)
class _Job:
    """A job and the future that waits for it: in one commit with others, or alone with the store."""

    future: asyncio.Future[Any]
    together: Callable[[Writing], Any] | None = None
    alone: Callable[[], Any] | None = None


class Writer:
    """Does jobs one after the other in its own thread, so that a slow disk never blocks the loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_MOST_WAITING)
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._work, name="kit-writer", daemon=True)
        self._thread.start()

    async def write(self, job: Callable[[Writing], T]) -> T:
        """Return the result of *job* once it is on the disk. Raises the KitError that refused it."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._enqueue(_Job(future, together=job))
        return await future

    async def alone(self, job: Callable[[], T]) -> T:
        """Return the result of *job*, which has the store to itself and makes its own transactions."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._enqueue(_Job(future, alone=job))
        return await future

    def stop(self) -> None:
        """Finish what waits, then end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _enqueue(self, job: _Job) -> None:
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise StoreBusy("Too much waits to be written; try again in a moment.") from None

    def _work(self) -> None:
        ended = False
        while not ended:
            first = self._jobs.get()
            if first is None:
                return
            group, ended = [first], False
            while group[-1].together and len(group) < _MOST_TOGETHER and not self._jobs.empty():
                following = self._jobs.get_nowait()
                if following is None:
                    ended = True
                    break
                group.append(following)
            self._do(group)

    def _do(self, group: list[_Job]) -> None:
        # A job that wants the store alone can only be the last of a group.
        joint = [job for job in group if job.together]
        if joint:
            results = self._commit([job.together for job in joint if job.together])
            self._settle(list(zip(joint, results, strict=True)))
        for job in group:
            if job.alone:
                result = _result_of(job.alone)
                self._store.stand_still()
                self._settle([(job, result)])

    def _commit(self, jobs: list[Callable[[Writing], Any]]) -> list[Any]:
        outcome = _result_of(lambda: self._store.together(jobs))
        if isinstance(outcome, BaseException):
            return [outcome] * len(jobs)
        results: list[Any] = outcome
        return results

    def _settle(self, results: list[tuple[_Job, Any]]) -> None:
        self._loop.call_soon_threadsafe(_settle, results)


class Readers:
    """Threads that only read."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(3, thread_name_prefix="kit-reader")

    async def read(self, job: Callable[..., T], *arguments: Any) -> T:
        """Return the result of *job*."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, job, *arguments)

    def stop(self) -> None:
        """Finish what is being read, then end the threads."""
        self._threads.shutdown()


def _result_of(job: Callable[[], Any]) -> Any:
    try:
        return job()
    except KitError as refused:
        return refused
    except Exception as fault:  # noqa: BLE001 - not passed over: it is raised where the job is waited for
        return fault


def _settle(results: list[tuple[_Job, Any]]) -> None:
    for job, result in results:
        if job.future.done():
            continue  # whoever waited has gone; the job is done all the same
        if isinstance(result, BaseException):
            job.future.set_exception(result)
        else:
            job.future.set_result(result)
