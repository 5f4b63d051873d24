"""How often a meeting was moved since it first stood in a calendar file, so that a new file replaces the old entry.

Kept in ``private/run/calendar.json``: times of meetings, and nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kit.answers.folder import keep_record, read_record
from kit.session.meetings import Meeting
from kit.settings import Cohort

FILE = "calendar.json"
_DAMAGED = (
    "the record of calendar files is damaged; move the file away, and ask people to delete the old entries before they "
    "open the next file."
)


@dataclass(frozen=True, kw_only=True)
class Revisions:
    """The revision of each meeting by its key, and the keys of those that moved since the last file."""

    by_key: dict[str, int]
    moved: frozenset[str] = frozenset()


def revise(cohort: Cohort, meetings: Iterable[Meeting]) -> Revisions:
    """The revisions of *meetings*, which are written down as the ones that people now have.

    A meeting that was in no file yet has revision 0, one whose time or length changed the next number, and any other
    keeps its own. Raises CohortError where the record is damaged, StoreError where the disk refuses.
    """
    path = cohort.private / "run" / FILE
    before = read_record(path, _read, _DAMAGED) or {}
    now = {one.key: [f"{one.moment.utc:%Y-%m-%dT%H:%MZ}", one.minutes] for one in meetings}
    moved = frozenset(key for key, time in now.items() if key in before and before[key][:2] != time)
    by_key = {key: before[key][2] + (key in moved) if key in before else 0 for key in now}
    after = {**before, **{key: [*time, by_key[key]] for key, time in now.items()}}
    if after != before:
        keep_record(path, {"meetings": dict(sorted(after.items()))})
    return Revisions(by_key=by_key, moved=moved)


def _read(record: Any) -> dict[str, list[Any]]:
    return {
        str(key): [str(start), int(minutes), int(count)] for key, (start, minutes, count) in record["meetings"].items()
    }
