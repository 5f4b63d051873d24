"""Making a cohort folder: whole or not at all."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from kit.cohort_file import COHORT_FILE, write_cohort_file
from kit.curriculum.policy import policy_of
from kit.errors import CohortError
from kit.material import copy_material, passed_over
from kit.session.times import WEEKDAYS, date_typed, time_typed
from kit.session.zones import place_named
from kit.settings import KEEP_DAYS, SAMPLE, Cohort, load_cohort, material_in, packaged_material
from kit.system.content_files import is_empty
from kit.system.disk import flush_folder, work_folder
from kit.system.version_control import keep_out
from kit.text.slugs import slug_of

EMPTY_ROSTER = "name,apart_from\n"
_TOML = """\
# What the kit knows of this cohort. Lines may be changed until the first session; the policy is frozen then.
slug = "{slug}"  # the cohort's short name, in small letters, digits and hyphens
id = "{id}"  # tells this cohort from any other of that name; no secret, and never changed
size = {size}  # how many participants there are; nobody beyond that number can join
first_session = "{first}"  # year-month-day, or empty
time_zone = "{zone}"
weekday = "{weekday}"
time = "{time}"  # when a session starts, for example 14:00
session_minutes = {minutes}
keep_days = {days}  # days after the last session until raw answers go (kit purge); 30 at the most
{debrief}  # one folder for the debrief logs of several cohorts; default: debrief/ in this folder

[moved]  # a session at another time than planned; then run kit calendar again
# 4 = "2027-03-25 14:00"

[policy]  # may only be stricter than the kit's own; see facilitator_guide/README.md
{policy}
"""


@dataclass(frozen=True, kw_only=True)
class FirstSession:
    """When the first session takes place: a date, a time zone and a time of day, as they are typed.

    Without a time zone it is that of the cohort whose material is used again, or UTC.
    """

    date: str = ""
    time_zone: str = ""
    time: str = ""


def make_cohort(
    root: Path,
    *,
    size: int = 14,
    slug: str = "",
    when: FirstSession | None = None,
    like: Path | None = None,
    made_up: bool = False,
) -> Cohort:
    """Make a cohort folder at *root* with copies of notebooks, curriculum and guide to edit.

    With *like*, the copies are taken from that cohort's folder, so that edited material is used again, and what its
    cohort.toml settles for every cohort goes with them (``carried``). Raises CohortError where the folder has anything
    in it, its name gives no slug, or a date or time zone does not exist, and PolicyError and ContentError where *like*
    cannot be used; then nothing is left behind. Only a cohort whose people are *made_up* is called as the sample is.
    """
    root = root.resolve()
    if root.exists() and (not root.is_dir() or not is_empty(root)):
        raise CohortError(f"{root}: there is something here already; choose a new folder for the cohort.")
    slug = slug or slug_of(root.name)
    if slug == SAMPLE and not made_up:
        raise CohortError(f"'{SAMPLE}' is the kit's own cohort of made-up people; choose another name with --slug.")
    model = load_cohort(like) if like else None
    if model:
        policy_of(model)
    text = _toml(slug, size, when or FirstSession(), model)
    sources = {name: material_in(model.root, name) if model else path for name, path in packaged_material().items()}
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with work_folder(root if root.exists() else root.parent, ".kit-init-") as work:
            _fill(work / "cohort", text, sources)
            load_cohort(work / "cohort")
            _put_in_place(work / "cohort", root)
    except OSError as error:
        raise CohortError(
            f"{root}: the folder cannot be made ({_reason(error)}); choose a place with room that you can write to."
        ) from None
    return load_cohort(root)


def _put_in_place(made: Path, root: Path) -> None:
    """Let *made* be *root*, or all that is in it be in *root*, where what others keep there stays untouched."""
    if not root.exists():
        made.replace(root)
        flush_folder(root.parent)
        return
    # What makes a folder a cohort comes last.
    paths = sorted(made.iterdir(), key=lambda path: (path.name == COHORT_FILE, path.name))
    for path in paths:
        if os.path.lexists(root / path.name):
            raise FileExistsError(17, f"{path.name} is there already")
    moved: list[Path] = []
    try:
        for path in paths:
            path.rename(root / path.name)
            moved.append(path)
        flush_folder(root)
    except OSError:
        for path in moved:
            (root / path.name).rename(path)
        raise


def _reason(error: OSError) -> str:
    # shutil tells of a whole tree with one error that holds a list of (source, target, words).
    words = error.strerror or (error.args[0][0][-1] if error.args and isinstance(error.args[0], list) else "")
    found = re.search(r"\] ([^:]+)", str(words))
    return found[1] if found else str(words) or "the disk refuses"


def _toml(slug: str, size: int, when: FirstSession, model: Cohort | None) -> str:
    first, zone, time = when.date, when.time_zone or (model.time_zone if model else "UTC"), when.time
    if not slug:
        raise CohortError("The folder's name gives no slug; add --slug with small letters, digits and hyphens.")
    day = date_typed(first, "The first session") if first else None
    weekday = WEEKDAYS[day.weekday()] if day else ""
    at = time_typed(time, "The time of the sessions") if time else None
    place_named(zone, "The time zone", day, at)
    return _TOML.format(
        slug=slug,
        id=secrets.token_hex(6),
        size=size,
        first=first,
        zone=zone,
        weekday=weekday,
        time=time,
        minutes=model.session_minutes if model else 90,
        days=model.keep_days if model else KEEP_DAYS,
        debrief=f"debrief = {json.dumps(model.debrief)}" if _shares_debriefs(model) else '# debrief = "~/debriefs"',
        policy="\n".join(f"{name} = {value}" for name, value in model.policy.items())
        if model and model.policy
        else "# minimum = 8",
    )


def _shares_debriefs(model: Cohort | None) -> TypeGuard[Cohort]:
    """Whether the debrief logs of *model* lie in a folder that is the same from every cohort's folder."""
    return model is not None and bool(model.debrief) and Path(model.debrief).expanduser().is_absolute()


def carried(model: Cohort) -> Iterator[str]:
    """What a cohort made like *model* takes over from it, and what it does not, a sentence each."""
    settled = [
        f"{model.session_minutes} minutes a session",
        f"the time zone {model.time_zone}, unless another is given",
        f"raw answers kept for {model.keep_days} days",
        *(f"{name} = {value}" for name, value in model.policy.items()),
        *([f"the debrief logs in {model.debrief}"] if _shares_debriefs(model) else []),
    ]
    yield f"Taken over from {model.slug}: its notebooks, week files and guide; {'; '.join(settled)}."
    yield "Not taken over: its name and size, dates and times of sessions, the roster, answers, results and reports."
    yield from left_behind(model)
    if model.debrief and not _shares_debriefs(model):
        yield f"Its debrief logs are in {model.debrief}; to share them, write that folder into the new cohort.toml."


def left_behind(model: Cohort) -> Iterator[str]:
    """A sentence for each thing among the material of *model* that a cohort made like it does not get."""
    for name in packaged_material():
        yield from (f"Not taken over: {what}." for what in passed_over(material_in(model.root, name)))


def _fill(folder: Path, toml: str, sources: dict[str, Path]) -> None:
    folder.mkdir()
    for name, path in sources.items():
        copy_material(path, folder / name)
    for name in ("published", "reports"):
        (folder / name).mkdir()
    private = folder / "private"
    private.mkdir(mode=0o700)
    (private / "backups").mkdir(mode=0o700)
    (private / "roster.csv").write_text(EMPTY_ROSTER, "utf-8")
    os.chmod(private / "roster.csv", 0o600)  # noqa: PTH101 - the names of colleagues
    write_cohort_file(folder, toml)
    keep_out(folder)
