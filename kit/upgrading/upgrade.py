"""Bringing a cohort's folder to this version, and taking that back.

First a copy of all that changes is made, with what comes in its place; then one file after the other is changed, each
whole. Whatever stops that, doing it again brings it to its end.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.answers import open_store
from kit.answers.begun import has_begun
from kit.answers.database import FILE_NAME, is_older, only_one
from kit.answers.ending import deleted_on
from kit.answers.folder import open_private, swept
from kit.answers.handed_over import refuse_handed_over
from kit.curriculum.loader import load_curriculum
from kit.curriculum.versions import FILE as VERSION_FILE
from kit.curriculum.versions import is_ahead, is_behind, version_of, write_version
from kit.errors import KitError, UnknownName
from kit.settings import Cohort
from kit.system.disk import disk_fault, flush_folder, sweep, work_folder, write_bytes
from kit.system.version import VERSION
from kit.system.version_control import keep_out
from kit.upgrading.plan import Plan, goes_with_weeks, plan_upgrade
from kit.upgrading.record import FOLDER, Record, Step, begin, digest_of, last_record
from kit.upgrading.report import report_of

_COMMAND = "kit upgrade"
_ANSWERS = "Answers: in the form in which this version keeps them. Not one was changed or left out."


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an upgrade did: its *report*, the file that has it, and files that somebody changed meanwhile (*left*)."""

    report: tuple[str, ...]
    file: Path | None = None
    left: tuple[str, ...] = ()


def would_do(cohort: Cohort) -> tuple[str, ...]:
    """What ``upgrade`` would do, a line each; empty where there is nothing to do. Nothing is changed. KitErrors."""
    _refuse_later(cohort)
    with _trying(cohort) as work:
        plan = plan_upgrade(cohort, work, begun=has_begun(cohort))
    older = _answers_are_older(cohort)
    if not (plan.changes or older or is_behind(cohort.root) or _begun(cohort.root)):
        return ()
    answers = "Answers: to be brought to the form in which this version keeps them." if older else ""
    return tuple(report_of(plan, done=False, answers=answers))


def upgrade(cohort: Cohort) -> Done:
    """Bring the folder of *cohort* to this version: its material, its answers, its list of secrets.

    Raises StoreBusy while a host runs, KitErrors where something cannot be read or written; then doing it again is
    right.
    """
    _refuse_later(cohort)
    older = _answers_are_older(cohort)
    with _alone(cohort) as news:
        _sweep(cohort)
        record, left = last_record(cohort.root), []
        if record is not None and record.state == "undoing":
            raise KitError("An upgrade was being taken back and was stopped; finish that first: kit upgrade --undo")
        if record is not None and record.state == "begun":
            left += _go_on(cohort, record)
        if record is None or record.state != "begun" or is_behind(cohort.root):
            with _trying(cohort) as work:
                plan = plan_upgrade(cohort, work, begun=has_begun(cohort))
            if not (plan.changes or older or is_behind(cohort.root)):
                return Done(report=())
            record = _begin(cohort, plan, news)
            left += _go_on(cohort, record)
        keep_out(cohort.root)
    return Done(report=tuple(_text(record.report)), file=record.report, left=tuple(left))


def undo(cohort: Cohort) -> Done:
    """Put back the material that the newest upgrade changed, where nobody has changed it since. The answers stay.

    Week files stay, too, where a session was opened meanwhile. Raises UnknownName where there is nothing to undo, else
    as ``upgrade``.
    """
    with _alone(cohort):
        _sweep(cohort)
        record = last_record(cohort.root)
        if record is None:
            raise UnknownName(f"{cohort.root}: there is no upgrade to undo here.")
        record = record.now("undoing")
        stay = has_begun(cohort)
        left = [one.place for one in record.steps if not _put_back(cohort.root, record, one, stay=stay)]
        if record.recorded:
            write_version(cohort.root, record.before)
        else:
            _put(cohort.root / VERSION_FILE, None)
        record.now("undone")
    back = [one.place for one in record.steps if one.place not in left]
    return Done(report=(f"Back at version {record.before}: {len(back)} files.", *back), left=tuple(left))


def _refuse_later(cohort: Cohort) -> None:
    if is_ahead(cohort.root):
        raise KitError(
            f"{cohort.root}: this folder was brought to version {version_of(cohort.root)}, and this is {VERSION}; "
            "install that version, or a later one."
        )


def _answers_are_older(cohort: Cohort) -> bool:
    path = cohort.private / FILE_NAME
    try:
        return is_older(path)
    except OSError as error:
        raise disk_fault(path, error) from None


def _begun(root: Path) -> bool:
    record = last_record(root)
    return record is not None and record.state == "begun"


@contextlib.contextmanager
def _alone(cohort: Cohort) -> Iterator[list[str]]:
    """Hold the cohort's answers, brought to this version, so that no host and no other command is at work.

    Gives what bringing them there changed, a sentence each.
    """
    refuse_handed_over(cohort)
    if os.path.lexists(cohort.private / FILE_NAME) and deleted_on(cohort) is None:
        with open_store(cohort, weeks=load_curriculum(cohort.curriculum), command=_COMMAND) as store:
            yield store.news
    else:
        open_private(cohort.private)
        with only_one(cohort.private / "run", _COMMAND):
            yield []


@contextlib.contextmanager
def _trying(cohort: Cohort) -> Iterator[Path]:
    """A folder in which a plan is tried out; beside the reports, where nothing of it is taken for content."""
    try:
        with work_folder(cohort.root, ".kit-upgrade-") as work:
            yield work
    except OSError as error:
        raise disk_fault(cohort.root, error) from None


def _sweep(cohort: Cohort) -> None:
    """Take away what an upgrade that was killed left half written."""
    folders = [cohort.notebooks, cohort.curriculum, cohort.guide, *cohort.root.glob(f"{FOLDER}/*")]
    sweep([*swept(cohort), *folders, *(path for one in folders for path in one.rglob("*") if path.is_dir())])


def _begin(cohort: Cohort, plan: Plan, news: list[str]) -> Record:
    number = len([path for path in (cohort.root / FOLDER).glob("[0-9]*") if path.is_dir()]) + 1
    new = f"{FOLDER}/{number:02d}/new"
    answers = " ".join([_ANSWERS, *news]) if os.path.lexists(cohort.private / FILE_NAME) else ""
    report = report_of(plan, done=True, answers=answers, new=new)
    recorded = os.path.lexists(cohort.root / VERSION_FILE)
    try:
        return begin(cohort.root, plan, report, recorded=recorded)
    except OSError as error:
        raise disk_fault(cohort.root / FOLDER, error) from None


def _go_on(cohort: Cohort, record: Record) -> list[str]:
    """Change what is not changed yet. Returns the places that somebody changed in the meantime, which stay."""
    left = [one.place for one in record.steps if not _change(cohort.root, record, one)]
    write_version(cohort.root, record.after)
    record.now("done")
    return left


def _change(root: Path, record: Record, step: Step) -> bool:
    path = root / step.place
    there = _digest(path)
    if there == step.after:
        return True
    if there != step.before:
        return False
    _put(path, record.content(step))
    return True


def _put_back(root: Path, record: Record, step: Step, *, stay: bool) -> bool:
    path = root / step.place
    there = _digest(path)
    if there == step.before:
        return True
    if there != step.after or (stay and goes_with_weeks(step.place)):
        return False
    _put(path, record.content(step, before=True))
    return True


def _put(path: Path, content: bytes | None) -> None:
    try:
        if content is None:
            path.unlink(missing_ok=True)
            flush_folder(path.parent)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, content)
    except OSError as error:
        raise disk_fault(path, error) from None


def _digest(path: Path) -> str | None:
    try:
        return digest_of(path)
    except OSError as error:
        raise disk_fault(path, error) from None


def _text(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError as error:
        raise disk_fault(path, error) from None
