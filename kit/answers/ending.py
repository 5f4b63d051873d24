"""What stays of the private folder after all raw answers were deleted: a mark in the store, and a record beside it.

The record says what was deleted, when, and how many files that were. It has nothing of their content.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, insert, select

from kit.answers.database import reading_engine, told
from kit.answers.schema import about
from kit.errors import StoreError
from kit.settings import Cohort
from kit.system.disk import disk_fault, write_text
from kit.system.opening import text_of
from kit.text.parsing import json_of

RECORD = "deletion.json"
NOTE = "purge.json"  # in private/run while a purge is under way: what it still searches for
_MARK = "deleted"
_MARKED = select(about.c.value).where(about.c.name == _MARK)


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """The record: whose answers were deleted and when, how many files of which kind, and what was kept.

    ``releases`` and ``last`` (the hash of the last one) say what was published by then. ``left`` are files in which
    something was found when all were searched afterwards; None where answers or names could not be read before they
    went, so that nobody can say what is left of them.
    """

    cohort: str
    deleted_on: str
    deleted: dict[str, int]
    searched: int
    left: int | None
    releases: int
    last: str

    @property
    def files(self) -> int:
        """How many files were deleted."""
        return sum(self.deleted.values())


def write_record(root: Path, record: Deletion) -> None:
    """Write the record into the cohort's folder. Raises KitError where the disk refuses."""
    values = {"format": 1, **asdict(record), "files": record.files}
    write_text(root / RECORD, json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def deleted_on(cohort: Cohort) -> str | None:
    """The day on which the raw answers of *cohort* were deleted, as the record says; None where there is none.

    Raises StoreError where the record cannot be read: then nobody can tell.
    """
    path = cohort.root / RECORD
    try:
        return date.fromisoformat(json_of(text_of(path))["deleted_on"]).isoformat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_fault(path, error) from None
    except (ValueError, KeyError, TypeError):
        raise StoreError(
            f"{path}: can't be read, so nobody can tell whether the raw answers were deleted; copy it back from your "
            "backup. Where there is none, move it away: kit purge then writes it again."
        ) from None


def mark_deleted(connection: Connection, cohort: Cohort, day: str) -> None:
    """Note in an empty store that there was one, so that no second one grows in its place."""
    rows = [{"name": "cohort", "value": cohort.slug}, {"name": _MARK, "value": day}]
    connection.execute(insert(about), rows)


def is_marked(path: Path) -> bool:
    """Whether the database at *path* is the one that deleting left; one that cannot be read is none."""
    engine = reading_engine(path)
    try:
        with told(path), engine.begin() as connection:
            return connection.scalar(_MARKED) is not None
    except StoreError:
        return False
    finally:
        engine.dispose()


def refuse_deleted(connection: Connection, cohort: Cohort) -> None:
    """Raise StoreError where the raw answers of this cohort were deleted."""
    day = connection.scalar(_MARKED)
    if day is not None:
        raise is_deleted(cohort, day)


def is_deleted(cohort: Cohort, day: str) -> StoreError:
    """The StoreError for a cohort that has come to its end."""
    return StoreError(
        f"The raw answers of {cohort.slug} were deleted on {day}, and the cohort is over; its published "
        "results and reports stay. For another cohort: kit init DIR"
    )
