"""What a purge searches for in the end, kept from before the answers go until its search has ended.

The answers are the first to go, and nobody knows any more what may be left of them in a copy or a note. Without this, a
purge that was interrupted and done again would search for nothing and call everything clean.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.answers.ending import NOTE
from kit.answers.records import keep_record, read_record
from kit.answers.traces import Traces, traces_from
from kit.errors import CohortError
from kit.settings import Cohort


@dataclass(frozen=True, kw_only=True)
class ToSearch:
    """What to search for, whether that is all there was, and how many files of which kind have been or will be deleted.

    It is not all (``whole``) where answers or names could not be read when it was put together.
    """

    traces: Traces
    whole: bool
    deleted: Mapping[str, int]


def note_of(cohort: Cohort) -> Path:
    """Where the note is kept. It holds words and names, so it goes with the end of the purge."""
    return cohort.private / "run" / NOTE


def keep_note(cohort: Cohort, now: ToSearch) -> ToSearch:
    """Keep what is to be searched for now and what an interrupted purge had kept; returns both together.

    Raises StoreError where the disk refuses.
    """
    both = _together(_kept(note_of(cohort)), now)
    values = {**both.traces.values, "whole": both.whole, "deleted": dict(both.deleted)}
    keep_record(note_of(cohort), values)
    return both


def _kept(path: Path) -> ToSearch | None:
    with contextlib.suppress(CohortError):  # a note that is damaged is none; then the answers alone can tell
        return read_record(path, _from_values, "")
    return None


def _from_values(values: dict[str, Any]) -> ToSearch:
    deleted = {str(kind): int(count) for kind, count in values["deleted"].items()}
    return ToSearch(traces=traces_from(values), whole=values["whole"] is True, deleted=deleted)


def _together(before: ToSearch | None, now: ToSearch) -> ToSearch:
    if before is None:
        return now
    traces = Traces(ids=before.traces.ids | now.traces.ids, words=before.traces.words | now.traces.words)
    # Whatever has not gone by now was counted the first time too.
    deleted = {kind: max(count, before.deleted.get(kind, 0)) for kind, count in now.deleted.items()}
    return ToSearch(traces=traces, whole=before.whole or now.whole, deleted=deleted)
