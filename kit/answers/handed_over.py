"""The note in a cohort's folder that it was handed over: from then on its answers are collected elsewhere.

Two copies that both go on would publish without knowing of each other, and what both say together could tell single
answers. So whoever opens the answers here is refused, until somebody takes the handover back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kit.errors import CohortError, StoreError
from kit.settings import Cohort
from kit.system.disk import disk_fault, write_text
from kit.system.opening import text_of
from kit.text.parsing import json_of

NOTE = "handed_over.json"


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """To whom the cohort was handed over and when, in which file; and when that was taken back, or empty."""

    to: str
    on: str
    file: str
    taken_back: str = ""


def note_of(cohort: Cohort) -> HandedOver | None:
    """What is noted of the last handover, also where it was taken back; None where there was none. CohortError."""
    path = cohort.root / NOTE
    try:
        return _note(json_of(text_of(path)))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_fault(path, error) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CohortError(
            f"{path}: can't be read, so nobody can tell whether this cohort was handed over; copy it back from your "
            "backup. If you know that it never was, delete the file."
        ) from None


def _note(raw: Any) -> HandedOver:
    if raw["format"] != 1:
        raise ValueError
    note = HandedOver(**{key: str(value) for key, value in raw.items() if key != "format"})
    date.fromisoformat(note.on)
    return note


def write_note(root: Path, note: HandedOver) -> None:
    """Write the note into the cohort's folder. Raises KitError where the disk refuses."""
    text = json.dumps({"format": 1, **asdict(note)}, ensure_ascii=False, indent=1, sort_keys=True)
    write_text(root / NOTE, f"{text}\n")


def mark_taken_back(cohort: Cohort, note: HandedOver, today: date) -> None:
    """Note that the handover does not count: this folder is the cohort again. Raises KitError."""
    write_note(cohort.root, replace(note, taken_back=today.isoformat()))


def is_handed_over(cohort: Cohort) -> HandedOver | None:
    """The handover that is in force; None where there is none. Raises CohortError, StoreError."""
    note = note_of(cohort)
    return None if note is None or note.taken_back else note


def refuse_handed_over(cohort: Cohort) -> None:
    """Raise StoreError where the cohort was handed over, so that its answers are collected elsewhere now."""
    note = is_handed_over(cohort)
    if note is not None:
        raise StoreError(
            f"{cohort.slug} was handed over to {note.to} on {note.on} and goes on there, so nothing may be added or "
            f"changed here. Delete this copy's answers with: kit purge. If {note.file} was never opened and never will "
            "be: kit handover --take-back"
        )
