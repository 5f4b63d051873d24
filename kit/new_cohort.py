"""Making a cohort folder: whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from kit.curriculum.policy import policy_of
from kit.curriculum.sectors import sector_names
from kit.curriculum.versions import version_of, write_version
from kit.curriculum.weeks import week_number_of
from kit.errors import CohortError, ContentError
from kit.session.meetings import WEEKDAYS, date_typed, time_typed
from kit.session.zones import place_named
from kit.settings import (
    COHORT_FILE,
    MADE_UP,
    MADE_UP_TEXT,
    SAMPLE,
    Cohort,
    has_material,
    load_cohort,
    material_in,
    packaged_material,
    write_cohort_file,
)
from kit.settings.limits import KEEP_DAYS
from kit.system.content_files import is_empty, is_leftover
from kit.system.disk import OWN, flush_folder, work_folder, write_whole
from kit.system.opening import text_of
from kit.system.version import VERSION
from kit.system.version_control import keep_out
from kit.text.parsing import json_of
from kit.text.slugs import slug_of

# A notebook as it was before anybody ran it, so that no group's results are handed on with a copy.

# They let nbval compare outputs, which is right only where the outputs are the sample's.
COMPARED = ("keep_output", "nbval-check-output")


def is_compared(cell: Mapping[str, Any]) -> bool:
    """Whether nbval is asked to compare what *cell* shows; in a cohort that would be with the sample's results."""
    return bool({*cell.get("metadata", {}).get("tags", [])} & {*COMPARED})


def unrun(notebook: dict[str, Any]) -> dict[str, Any]:
    """*notebook* without outputs, counts, and the tags that ask for outputs to be compared.

    Raises KeyError, TypeError or AttributeError where it is none.
    """
    return {**notebook, "cells": [unrun_cell(cell) for cell in notebook["cells"]]}


def read_unrun(path: Path) -> dict[str, Any] | None:
    """The notebook at *path*, as ``unrun`` leaves it; None where it is no notebook. Raises OSError."""
    try:
        return unrun(json_of(text_of(path)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def to_text(notebook: dict[str, Any]) -> str:
    """The text of a notebook's file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def unrun_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """As ``unrun``, for one cell."""
    unrun = {**cell, "metadata": _without_marks(cell.get("metadata", {}))}
    return {**unrun, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else unrun


def _without_marks(metadata: dict[str, Any]) -> dict[str, Any]:
    # papermill and some editors also write when a cell was run, which is as much of one's own as what came of it.
    kept = {key: value for key, value in metadata.items() if key not in ("execution", "papermill", "tags")}
    tags = [tag for tag in metadata.get("tags", []) if tag not in COMPARED]
    return {**kept, "tags": tags} if tags else kept


# The material of a cohort: content goes along whole, and what nobody could use is passed over and named.

_NOTEBOOK = ".ipynb"
_Place = tuple[str, Path | str | None]
_SMALL = 1_000_000  # bytes of a file that is kept while cohorts are made


class Material:
    """Folders of material, looked through once, for any number of cohorts that get a copy of them.

    A copy is without what ``passed_over`` names and what systems left, and notebooks are without what they showed, for
    that is another group's. Raises ContentError where a file or folder cannot be read, or a notebook that a session
    needs is none any more.
    """

    def __init__(self, sources: Mapping[str, Path]) -> None:
        self._read: dict[Path, bytes] = {}
        self._places = [place for name, folder in sources.items() for place in _looked_through(folder, name)]

    def copy_to(self, target: Path) -> None:
        """Put a copy of all folders into *target*. Raises OSError where it cannot be written."""
        for place, content in self._places:
            copy = target / place
            if content is None:
                copy.mkdir()
            elif isinstance(content, str):
                copy.write_text(content, "utf-8")
            else:
                self._copy(content, copy)

    def _copy(self, source: Path, copy: Path) -> None:
        """As copy2, but that a small file is read once for all cohorts."""
        there = source.stat()
        if there.st_size > _SMALL:
            shutil.copy2(source, copy)
            return
        if source not in self._read:
            self._read[source] = source.read_bytes()
        copy.write_bytes(self._read[source])
        copy.chmod(there.st_mode & 0o777)
        os.utime(copy, ns=(there.st_atime_ns, there.st_mtime_ns))


def _looked_through(folder: Path, name: str) -> Iterator[_Place]:
    """The folder called *name* and what is in it: where it belongs, and the file to copy or the text to write there."""
    yield name, None
    try:
        paths = list(_content(folder))
    except OSError as error:
        raise _unreadable(folder, error) from None
    for path in paths:
        place = f"{name}/{path.name}"
        if path.is_dir():
            yield from _looked_through(path, place)
        elif path.suffix != _NOTEBOOK:
            _readable(path)
            yield place, path
        elif (notebook := _notebook(path)) is not None:
            yield place, to_text(notebook)


def passed_over(folder: Path) -> Iterator[str]:
    """What of a folder of material no copy of it gets, a few words each: where it is, and why."""
    for path in sorted(folder.iterdir()):
        if is_leftover(path.name):
            continue
        place = f"{folder.name}/{path.name}"
        if _is_loop(path):
            yield f"{place}, which leads back to a folder that it's in"
        elif path.is_dir():
            yield from (f"{folder.name}/{one}" for one in passed_over(path))
        elif not path.is_file():
            yield f"{place}, which is no file" if path.exists() else f"{place}, which leads to no file"
        elif path.suffix == _NOTEBOOK and not is_needed(path.name) and read_unrun(path) is None:
            yield f"{place}, which is no notebook"


def is_needed(name: str) -> bool:
    """Whether a session or a report needs the notebook of that file name: a week's, or one of the kit's own."""
    return week_number_of(Path(name).stem) is not None or _is_packaged(name)


def _is_packaged(name: str) -> bool:
    return (packaged_material()["notebooks"] / name).is_file()


def _content(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not is_leftover(path.name) and not _is_loop(path) and (path.is_dir() or path.is_file()):
            yield path


def files_of(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file of content in the folder of material called *name*: its place ("curriculum/masks.yaml") and its path.

    Raises OSError.
    """
    for path in _content(folder):
        place = f"{name}/{path.name}"
        if path.is_dir():
            yield from files_of(place, path)
        else:
            yield place, path


def _is_loop(path: Path) -> bool:
    """Whether a link leads to a folder in which it lies itself, so that a copy would never end."""
    if not path.is_symlink():
        return False
    try:
        return path.resolve(strict=True) in path.absolute().parent.resolve().joinpath("x").parents
    except (OSError, RuntimeError):
        return path.is_dir()


def _notebook(path: Path) -> dict[str, object] | None:
    """The notebook as nobody ran it; None where it is none and nothing needs it. Raises ContentError."""
    _readable(path)
    notebook = read_unrun(path)
    if notebook is None and is_needed(path.name):
        own = "fix it, or copy the notebook of another week under this name and write your week's number into it"
        cure = "bring it back with kit check --repair there" if _is_packaged(path.name) else own
        raise ContentError(f"{path}: this is no notebook any more, so it isn't copied; {cure}.")
    return notebook


def _readable(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> ContentError:
    return ContentError(
        f"{path}: can't be read ({error.strerror}), so nothing is copied; check its permissions, or move it away."
    )


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
sector = "{sector}"  # whose work cards, scripts and stories are about: {sectors}; empty for a general set
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


class Pattern:
    """What cohorts are made from: the kit's own material, or with *like* that of a cohort, and what it settles.

    Raises CohortError, PolicyError and ContentError where *like* cannot be used.
    """

    def __init__(self, like: Path | None = None) -> None:
        self._model = load_cohort(like) if like else None
        if self._model:
            policy_of(self._model)
        own = packaged_material()
        model = self._model
        # What is copied from a cohort is of that cohort's version, and kit upgrade brings it to this one.
        self._version = version_of(model.root) if model and has_material(model.root) else VERSION
        sources = {name: material_in(model.root, name) for name in own} if model else own
        self._sectors = sector_names(sources["curriculum"])
        self._material = Material(sources)

    def _chosen(self, named: str) -> tuple[str, str]:
        """The sector of a new cohort, that of the pattern where none is named; and all that there are, as words."""
        sector, known = named or (self._model.sector if self._model else ""), ", ".join(self._sectors)
        if sector and sector not in self._sectors:
            raise CohortError(f"There is no sector '{sector}'; there are {known}. Leave it out for a general set.")
        return sector, known

    def make(
        self,
        root: Path,
        *,
        size: int = 14,
        slug: str = "",
        when: FirstSession | None = None,
        sector: str = "",
        made_up: bool = False,
    ) -> Cohort:
        """Make a cohort folder at *root*, as ``make_cohort`` does."""
        root = root.resolve()
        slug = slug or slug_of(root.name)
        _refuse(root, slug, made_up=made_up)
        text = _toml(slug, size, when or FirstSession(), self._model, self._chosen(sector))
        try:
            root.parent.mkdir(parents=True, exist_ok=True)
            with work_folder(root if root.exists() else root.parent, ".kit-init-") as work:
                _fill(work / "cohort", text, self._material, made_up=made_up)
                write_version(work / "cohort", self._version)
                load_cohort(work / "cohort")
                _put_in_place(work / "cohort", root)
        except OSError as error:
            raise CohortError(
                f"{root}: the folder can't be made ({_reason(error)}); choose a place with room that you can write to."
            ) from None
        return load_cohort(root)


def make_cohort(
    root: Path,
    *,
    size: int = 14,
    slug: str = "",
    when: FirstSession | None = None,
    sector: str = "",
    like: Path | None = None,
    made_up: bool = False,
) -> Cohort:
    """Make a cohort folder at *root* with copies of notebooks, curriculum and guide to edit.

    With *like*, the copies are taken from that cohort's folder, so that edited material is used again, and what its
    cohort.toml settles for every cohort goes with them (``carried``). Raises CohortError where the folder has anything
    in it, its name gives no slug, or a date or time zone does not exist, and as ``Pattern``; then nothing is left
    behind. Only a cohort whose people are *made_up* is called as the sample is.
    """
    _refuse(root.resolve(), slug or slug_of(root.resolve().name), made_up=made_up)
    return Pattern(like).make(root, size=size, slug=slug, when=when, sector=sector, made_up=made_up)


def _refuse(root: Path, slug: str, *, made_up: bool) -> None:
    if root.exists() and (not root.is_dir() or not is_empty(root)):
        raise CohortError(f"{root}: there is something here already; choose a new folder for the cohort.")
    if slug == SAMPLE and not made_up:
        raise CohortError(f"'{SAMPLE}' is the kit's own cohort of made-up people; choose another name with --slug.")


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
    return error.strerror or str(error) or "the disk refuses"


def _toml(slug: str, size: int, when: FirstSession, model: Cohort | None, sector: tuple[str, str]) -> str:
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
        sector=sector[0],
        sectors=sector[1],
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
        *([f"the sector {model.sector}, unless another is given"] if model.sector else []),
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


def _fill(folder: Path, toml: str, material: Material, *, made_up: bool) -> None:
    folder.mkdir()
    material.copy_to(folder)
    for name in ("published", "reports"):
        (folder / name).mkdir()
    if made_up:
        (folder / "published" / MADE_UP).write_text(MADE_UP_TEXT, "utf-8")
    private = folder / "private"
    private.mkdir(mode=0o700)
    (private / "backups").mkdir(mode=0o700)
    write_whole(private / "roster.csv", EMPTY_ROSTER.encode(), mode=OWN)
    write_cohort_file(folder, toml)
    keep_out(folder)
