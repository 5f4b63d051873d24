"""Making a cohort folder: whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kit.calendar.times import WEEKDAYS, date_typed, time_typed
from kit.calendar.zones import place_named
from kit.errors import CohortError
from kit.files import flush_folder
from kit.leftovers import is_empty, is_leftover
from kit.settings import COHORT_FILE, Cohort, content_root, load_cohort
from kit.slugs import slug_of

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
session_minutes = 90
keep_days = 30  # days after the last session until raw answers go (kit purge); 30 at the most
# debrief = "~/debriefs"  # one folder for the debrief logs of several cohorts; default: debrief/ in this folder

[moved]  # a session at another time than planned; then run kit calendar again
# 4 = "2027-03-25 14:00"

[policy]  # may only be stricter than the kit's own; see facilitator_guide/README.md
# minimum = 8
"""


@dataclass(frozen=True, kw_only=True)
class FirstSession:
    """When the first session takes place: a date, a time zone and a time of day, as they are typed."""

    date: str = ""
    time_zone: str = "UTC"
    time: str = ""


def make_cohort(
    root: Path,
    *,
    size: int = 14,
    slug: str = "",
    when: FirstSession | None = None,
    like: Path | None = None,
) -> Cohort:
    """Make a cohort folder at *root* with copies of notebooks, curriculum and guide to edit.

    With *like*, the copies are taken from that cohort's folder, so that edited material is used again.
    Raises CohortError where the folder has anything in it, its name gives no slug, or a date or time
    zone does not exist; then nothing is left behind.
    """
    root = root.resolve()
    if root.exists() and (not root.is_dir() or not is_empty(root)):
        raise CohortError(f"{root}: there is something here already; choose a new folder for the cohort.")
    text = _toml(slug or slug_of(root.name), size, when or FirstSession())
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root.parent, prefix=".kit-init-") as work:
            _fill(Path(work) / "cohort", text, _sources(like))
            load_cohort(Path(work) / "cohort")
            _put_in_place(Path(work) / "cohort", root)
    except OSError as error:
        raise CohortError(
            f"{root}: the folder cannot be made ({_reason(error)}); choose a place with room that you can write to."
        ) from None
    return load_cohort(root)


def _put_in_place(made: Path, root: Path) -> None:
    """Let *made* be *root*, with what systems and version control keep there."""
    kept: list[Path] = []
    try:
        for path in sorted(root.iterdir()) if root.exists() else ():
            if (made / path.name).exists():
                raise FileExistsError(17, f"{path.name} is there already")
            path.rename(made / path.name)
            kept.append(path)
        if root.exists():
            root.rmdir()
        made.replace(root)
        flush_folder(root.parent)
    except OSError:
        for path in kept:
            (made / path.name).rename(path)
        raise


def _reason(error: OSError) -> str:
    # shutil tells of a whole tree with one error that holds a list of (source, target, words).
    words = error.strerror or (error.args[0][0][-1] if error.args and isinstance(error.args[0], list) else "")
    found = re.search(r"\] ([^:]+)", str(words))
    return found[1] if found else str(words) or "the disk refuses"


def _toml(slug: str, size: int, when: FirstSession) -> str:
    first, zone, time = when.date, when.time_zone, when.time
    if not slug:
        raise CohortError("The folder's name gives no slug; add --slug with small letters, digits and hyphens.")
    day = date_typed(first, "The first session") if first else None
    weekday = WEEKDAYS[day.weekday()] if day else ""
    at = time_typed(time, "The time of the sessions") if time else None
    place_named(zone, "The time zone", day, at)
    drawn = secrets.token_hex(6)
    return _TOML.format(slug=slug, id=drawn, size=size, first=first, zone=zone, weekday=weekday, time=time)


def _sources(like: Path | None) -> dict[str, Path]:
    """Where each copied folder comes from. Raises CohortError where *like* is no cohort."""
    content = content_root()
    packaged = {
        "notebooks": content / "notebooks",
        "curriculum": content / "data" / "curriculum",
        "facilitator_guide": content / "facilitator_guide",
    }
    if like is None:
        return packaged
    load_cohort(like)
    return {name: like / name if (like / name).is_dir() else path for name, path in packaged.items()}


def _leftovers(_: str, names: list[str]) -> list[str]:
    return [name for name in names if is_leftover(name)]


def _fill(folder: Path, toml: str, sources: dict[str, Path]) -> None:
    folder.mkdir()
    for name, path in sources.items():
        shutil.copytree(path, folder / name, ignore=_leftovers)
    for name in ("published", "reports"):
        (folder / name).mkdir()
    private = folder / "private"
    private.mkdir(mode=0o700)
    (private / "backups").mkdir(mode=0o700)
    (private / "roster.csv").write_text(EMPTY_ROSTER, "utf-8")
    os.chmod(private / "roster.csv", 0o600)  # noqa: PTH101 - the names of colleagues
    (folder / COHORT_FILE).write_text(toml, "utf-8")
