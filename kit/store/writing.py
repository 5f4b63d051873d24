"""Several jobs in one commit: each is done whole or not at all, and one that is refused leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, select

from kit.curriculum.weeks import Week
from kit.errors import KitError
from kit.settings import Cohort
from kit.store import schema
from kit.store.recording import Recording

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

    def status(self, week: int, exercise: str) -> str | None:
        """Whether an exercise is open or closed; None where it was never opened."""
        table = schema.exercises
        place = (table.c.week == week, table.c.exercise == exercise)
        found: str | None = self.connection.scalar(select(table.c.status).where(*place))
        return found

    def knows(self, submission_id: str) -> bool:
        """Whether a submission with this id was stored."""
        table = schema.submissions
        return self.connection.scalar(select(table.c.received).where(table.c.id == submission_id)) is not None

    def run(self, job: Callable[[Writing], T]) -> T | KitError:
        """What *job* returns, or the KitError with which it was refused; then nothing of it stays."""
        try:
            with self.connection.begin_nested():
                return job(self)
        except KitError as refused:
            self._recording = None  # it may remember what was just taken back
            return refused
