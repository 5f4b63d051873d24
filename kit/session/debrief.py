"""The debrief log: how long the parts of a session really took, and what its facilitator noted for next time.

It holds nothing about participants and lies beside the week files rather than with the answers. Each cohort writes a
file of its own into a folder that several cohorts, and several facilitators, can share.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from kit.curriculum.items import Content, Slug, Words
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.curriculum.yaml_files import read_yaml
from kit.errors import ContentError, KitError
from kit.settings import Cohort
from kit.system.content_files import content_files
from kit.system.disk import write_text

_HEAD = """\
# What each part of a session really took, in minutes, and what you noted for next time. You may edit this file.
# It lies outside the folder of answers and may be shared: leave out names, and what people told you.
"""

Taken = Annotated[int, Field(ge=1, le=240)]


class Run(Content):
    """One session that was held: minutes by block, and notes. Blocks that nobody timed are not in it."""

    week: int = Field(ge=0, le=52)
    day: date
    took: dict[Slug, Taken] = Field(default_factory=dict)
    notes: tuple[Words, ...] = ()


_RUNS = TypeAdapter(tuple[Run, ...])


def log_of(cohort: Cohort) -> Path:
    """The file that the sessions of *cohort* are noted in; in a folder that several share, nobody else's."""
    return cohort.debriefs / f"{cohort.identity}.yaml"


def read_log(path: Path) -> tuple[Run, ...]:
    """The runs in one cohort's file, oldest first; none where there is no file. Raises ContentError."""
    if not os.path.lexists(path):
        return ()
    try:
        runs = _RUNS.validate_python(read_yaml(path) or ())
    except ValidationError as error:
        raise ContentError(f"{path.name}: {_complaint(error)}") from None
    return tuple(sorted(runs, key=lambda run: (run.day, run.week)))


def read_logs(folder: Path | None) -> tuple[Run, ...]:
    """The runs of all files in *folder*, oldest first: of one cohort, or of several that share it. ContentError."""
    if folder is None or not os.path.lexists(folder):
        return ()
    if not folder.is_dir():
        raise ContentError(f"{folder}: this is no folder, or a link that leads to none; fix that, or take it away.")
    runs = [run for path in content_files(folder, ".yaml") for run in read_log(path)]
    return tuple(sorted(runs, key=lambda run: (run.day, run.week)))


def keep(path: Path, run: Run) -> None:
    """Put *run* into the file at *path*, in place of an earlier entry for the same week and day.

    Raises ContentError where the file cannot be read as a log, KitError where it cannot be written.
    """
    others = [one for one in read_log(path) if (one.week, one.day) != (run.week, run.day)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KitError(f"{path.parent}: the folder can't be made ({error.strerror}); choose another.") from None
    write_text(path, _text(sorted([*others, run], key=lambda one: (one.day, one.week))))


def lengths(begun: Sequence[tuple[str, float]], until: float) -> dict[str, float]:
    """Minutes by block, from the blocks in the order in which they began, each with its second, and the last second.

    A block to which the room came back has its stretches added up.
    """
    took: dict[str, float] = {}
    ends = [*(at for _, at in begun), until][1:]
    for (block, start), end in zip(begun, ends, strict=True):
        took[block] = took.get(block, 0.0) + max(0.0, end - start) / 60
    return took


def timed(week: Week, took: Mapping[str, float]) -> dict[str, int] | None:
    """*took* in whole minutes, or None where a session cannot have been held: less than half its length was timed.

    A block that was passed through in less than half a minute was not held, and is left out.
    """
    whole = {block: round(minutes) for block, minutes in took.items() if round(minutes) >= 1}
    return whole if 2 * sum(whole.values()) >= week.session_minutes else None


@dataclass(frozen=True, kw_only=True)
class History:
    """What earlier runs of a week took, and the notes on them."""

    week: Week
    runs: tuple[Run, ...]

    def took(self, block: str) -> tuple[int, int, int] | None:
        """The shortest, the longest and in how many runs *block* was timed; None where it never was."""
        minutes = [run.took[block] for run in self.runs if block in run.took]
        return (min(minutes), max(minutes), len(minutes)) if minutes else None

    def sentence(self, block: str, messages: Messages) -> str:
        """Such as "planned 10, took 14 to 17 in three runs"; empty where the block was never timed."""
        planned = next(one.minutes.target for one in self.week.blocks if one.id == block)
        took = self.took_words(block, messages)
        return messages("debrief.planned", planned=planned, took=took) if took else ""

    def took_words(self, block: str, messages: Messages) -> str:
        """Such as "took 14 to 17 in three runs"; empty where the block was never timed."""
        took = self.took(block)
        if took is None:
            return ""
        least, most, runs = took
        name = "took_once" if runs == 1 else "took_same" if least == most else "took"
        return messages(f"debrief.{name}", least=least, most=most, runs=messages.number(runs))

    @property
    def notes(self) -> list[tuple[date, str]]:
        """What was noted, newest first."""
        return [(run.day, note) for run in reversed(self.runs) for note in run.notes]


def history(week: Week, runs: Iterable[Run]) -> History:
    """What *runs* tell about *week*."""
    return History(week=week, runs=tuple(run for run in runs if run.week == week.number))


def _text(runs: Sequence[Run]) -> str:
    values = [{**run.model_dump(exclude={"notes"}, exclude_defaults=True), **_notes(run)} for run in runs]
    return _HEAD + yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=110)


def _notes(run: Run) -> dict[str, list[str]]:
    return {"notes": list(run.notes)} if run.notes else {}


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = first["loc"]
    run = f"run {where[0] + 1}: " if where and isinstance(where[0], int) else ""
    key = str(where[1]) if len(where) > 1 else ""
    if first["type"] == "extra_forbidden":
        return f"{run}unknown key '{key}'; a run has week, day, took and notes."
    if first["type"] == "missing":
        return f"{run}the key '{key}' is missing; a run has week, day, took and notes."
    part = f"'{key}': " if key else ""
    return f"{run}{part}{first['msg'][0].lower()}{first['msg'][1:]}; write it as in the file of a fresh 'kit debrief'."
