"""What an upgrade wrote down of itself: the copy of what it changed, what to put there, and how far it came.

``upgrades/01/`` has ``before/`` (the copy), ``after/`` (what came in its place), ``new/`` (the kit's texts of what
stayed), ``record.json`` and ``report.txt``. It is there whole before anything is changed, so that after a kill it goes
on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kit.errors import KitError
from kit.system.disk import flush_folder, work_folder, write_bytes, write_text
from kit.system.opening import bytes_of, text_of
from kit.system.version import VERSION
from kit.text.parsing import json_of
from kit.upgrading.plan import Plan

FOLDER = "upgrades"
REPORT = "report.txt"
_RECORD, _BEFORE, _AFTER, _NEW = "record.json", "before", "after", "new"
State = Literal["begun", "done", "undoing", "undone"]
_STATES = ("begun", "done", "undoing", "undone")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A file that the upgrade changed: digests of its content before and afterwards, None where there was none."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """An upgrade, in its *folder*; *recorded* is whether the cohort's folder named its version before."""

    folder: Path
    before: str
    after: str
    recorded: bool
    state: State
    steps: tuple[Step, ...]

    @property
    def report(self) -> Path:
        """The file that says what was done."""
        return self.folder / REPORT

    def content(self, step: Step, *, before: bool = False) -> bytes | None:
        """What stands in the file of *step* afterwards, or stood there *before*."""
        digest, name = (step.before, _BEFORE) if before else (step.after, _AFTER)
        return None if digest is None else bytes_of(self.folder / name / step.place)

    def now(self, state: State) -> Record:
        """The same, with its *state* written down. Raises KitError."""
        changed = Record(**{**vars(self), "state": state})
        _write(changed)
        return changed


def digest_of(path: Path) -> str | None:
    """What tells the content of the file at *path* from any other; None where there is none. Raises OSError."""
    try:
        return _digest(bytes_of(path))
    except FileNotFoundError:
        return None


def last_record(root: Path) -> Record | None:
    """The newest upgrade of the cohort's folder *root* that was not undone. Raises KitError where it can't be read."""
    for folder in reversed(_folders(root)):
        record = _read(folder)
        if record.state != "undone":
            return record
    return None


def begin(root: Path, plan: Plan, report: Iterable[str], *, recorded: bool) -> Record:
    """Write *plan* down, with all that it needs, before anything is changed. Raises KitError, OSError."""
    place = root / FOLDER
    place.mkdir(exist_ok=True)
    steps = tuple(
        Step(place=change.place, before=_digest(change.before), after=_digest(change.after)) for change in plan.changes
    )
    with work_folder(place, ".record-") as work:
        made = work / "made"
        made.mkdir()
        for change in plan.changes:
            for name, content in ((_BEFORE, change.before), (_AFTER, change.after)):
                _put(made / name / change.place, content)
        for kept in plan.kept:
            _put(made / _NEW / kept.place, kept.new)
        folder = place / f"{len(_folders(root)) + 1:02d}"
        write_text(made / REPORT, "\n".join(report) + "\n")
        record = Record(folder=made, before=plan.before, after=VERSION, recorded=recorded, state="begun", steps=steps)
        _write(record)
        made.replace(folder)
        flush_folder(place)
    return Record(**{**vars(record), "folder": folder})


def _folders(root: Path) -> list[Path]:
    place = root / FOLDER
    return sorted(path for path in place.iterdir() if path.name.isdigit()) if place.is_dir() else []


def _put(path: Path, content: bytes | None) -> None:
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, content)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _write(record: Record) -> None:
    values = {**vars(record), "format": 1, "steps": [vars(step) for step in record.steps]}
    del values["folder"]
    write_text(record.folder / _RECORD, json.dumps(values, indent=1, ensure_ascii=False) + "\n")


def _read(folder: Path) -> Record:
    path = folder / _RECORD
    try:
        raw = json_of(text_of(path))
        steps = tuple(Step(**step) for step in raw["steps"])
        if raw["format"] != 1 or raw["state"] not in _STATES or any(".." in Path(one.place).parts for one in steps):
            raise ValueError
        known = {key: raw[key] for key in ("before", "after", "recorded", "state")}
        return Record(folder=folder, steps=steps, **known)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KitError(
            f"{path}: this record of an upgrade can't be read; put it back from a copy, or move {folder} away. Its "
            "before/ holds your files as they were."
        ) from None
