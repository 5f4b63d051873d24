"""Several jobs in one commit: each is done whole or not at all, and one that is refused leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from kit.answers.recording import Recording
from kit.curriculum.weeks import Week
from kit.errors import KitError
from kit.settings import Cohort

T = TypeVar("T")


class Writing:
    """The writing side of one transaction, handed to each job in turn."""

    def __init__(self, connection: Connection, cohort: Cohort, weeks: Mapping[int, Week]) -> None:
        self.connection = connection
        self._cohort = cohort
        self._weeks = weeks
        self._recording: Recording | None = None

    @property
    def recording(self) -> Recording:
        """What records submissions; read once for all jobs."""
        if self._recording is None:
            self._recording = Recording(self.connection, self._cohort, self._weeks)
        return self._recording

    def run_all(self, jobs: Sequence[Callable[[Writing], T]]) -> list[T | KitError]:
        """What each of *jobs* returns, without the cost of a savepoint for each, which hardly ever is needed.

        Raises Refused where one was refused; then all must be taken back.
        """
        try:
            return [job(self) for job in jobs]
        except KitError as refused:
            raise Refused from refused

    def run_each(self, jobs: Sequence[Callable[[Writing], T]]) -> list[T | KitError]:
        """What each of *jobs* returns, or the KitError with which it was refused; then nothing of it alone stays."""
        return [self._run(job) for job in jobs]

    def _run(self, job: Callable[[Writing], T]) -> T | KitError:
        try:
            with self.connection.begin_nested():
                return job(self)
        except KitError as refused:
            self._recording = None  # it may remember what was just taken back
            return refused


class Refused(Exception):
    """One of several jobs was refused, so that they must be done one by one."""
