"""Making a cohort folder: whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kit.errors import CohortError
from kit.settings import COHORT_FILE, Cohort, content_root, load_cohort

_TOML = """\
# What the kit knows of this cohort. Lines may be changed until the first session; the policy is frozen then.
slug = "{slug}"                 # the cohort's short name, in small letters, digits and hyphens
size = {size}                     # how many participants there are; nobody beyond that number can join
first_session = "{first}"       # year-month-day, or empty
time_zone = "{zone}"
weekday = "{weekday}"
time = "{time}"                 # when a session starts, for example 14:00
session_minutes = 90

[policy]                        # may only be stricter than the kit's own; see facilitator_guide/README.md
# minimum = 8
"""


def slug_of(name: str) -> str:
    """A slug made of *name*: small letters, digits and hyphens; empty where nothing of it can be used."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def make_cohort(
    root: Path, *, size: int = 14, slug: str = "", first_session: str = "", time_zone: str = "UTC", time: str = ""
) -> Cohort:
    """Make a cohort folder at *root* with copies of notebooks, curriculum and guide to edit.

    Raises CohortError where the folder has anything in it, its name gives no slug, or a date or time
    zone does not exist; then nothing is left behind.
    """
    root = root.resolve()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CohortError(f"{root}: there is something here already; choose a new folder for the cohort.")
    text = _toml(slug or slug_of(root.name), size, first_session, time_zone, time)
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root.parent, prefix=".kit-init-") as work:
            _fill(Path(work) / "cohort", text)
            load_cohort(Path(work) / "cohort")
            if root.exists():
                root.rmdir()
            (Path(work) / "cohort").replace(root)
    except OSError as error:
        raise CohortError(
            f"{root}: the folder cannot be made ({error.strerror}); choose a place you can write to."
        ) from None
    return load_cohort(root)


def _toml(slug: str, size: int, first: str, zone: str, time: str) -> str:
    if not slug:
        raise CohortError("The folder's name gives no slug; add --slug with small letters, digits and hyphens.")
    weekday = ""
    if first:
        try:
            weekday = date.fromisoformat(first).strftime("%A")
        except ValueError:
            raise CohortError(
                f"{first!r} is no date; write the first session as year-month-day, for example 2027-03-02."
            ) from None
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CohortError(f"{zone!r} is no time zone; write for example Europe/Berlin or America/Toronto.") from None
    if time and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time):
        raise CohortError(f"{time!r} is no time of day; write for example 14:00.")
    return _TOML.format(slug=slug, size=size, first=first, zone=zone, weekday=weekday, time=time)


def _fill(folder: Path, toml: str) -> None:
    content = content_root()
    folder.mkdir()
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    shutil.copytree(content / "notebooks", folder / "notebooks", ignore=leave)
    shutil.copytree(content / "data" / "curriculum", folder / "curriculum", ignore=leave)
    shutil.copytree(content / "facilitator_guide", folder / "facilitator_guide", ignore=leave)
    for name in ("published", "reports"):
        (folder / name).mkdir()
    private = folder / "private"
    private.mkdir(mode=0o700)
    (private / "backups").mkdir(mode=0o700)
    (private / "roster.csv").write_text("name,apart_from\n", "utf-8")
    os.chmod(private / "roster.csv", 0o600)  # noqa: PTH101 - the names of colleagues
    (folder / COHORT_FILE).write_text(toml, "utf-8")
