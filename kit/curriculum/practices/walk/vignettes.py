"""The vignettes of the five-step walk: one file each in the folder ``vignettes``, named after the vignette."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.curriculum.complaints import complaints
from kit.curriculum.practices.walk import Vignette
from kit.curriculum.sectors import raw_sector, sector_file
from kit.curriculum.yaml_files import Fault, read_yaml, told, with_ids
from kit.errors import ContentError
from kit.settings import content_file, sector_of
from kit.system.content_files import content_files

FOLDER = "vignettes"

Raw = dict[str, dict[str, Any]]


def raw_vignettes(curriculum: Path, sector: str | None = None) -> Raw:
    """Vignette by id as it is written, from the folder in *curriculum* or from the packaged one, and from the *sector*.

    The sector is that of the curriculum where none is given, and empty for none. All of them have been looked at.
    Raises ContentError.
    """
    name = sector_of(curriculum) if sector is None else sector
    files = _read(tuple((path, _changed(path)) for path in vignette_files(curriculum)))
    return {**files, **_of_sector(curriculum, name)} if name else dict(files)


def _of_sector(curriculum: Path, name: str) -> Raw:
    """The vignettes that the sector of that *name* brings along."""
    written = raw_sector(curriculum, name).get("vignettes", {})
    if not isinstance(written, Mapping):
        raise ContentError(f"{sector_file(name)}: write each vignette below its id, such as 'late-train:'.")
    return {vignette: _checked(raw, vignette, sector_file(name)) for vignette, raw in written.items()}


def _changed(path: Path) -> int:
    """When the file was changed; 0 where a link leads to none, which reading it then says."""
    return path.stat().st_mtime_ns if path.exists() else 0


def vignette_files(curriculum: Path) -> list[Path]:
    """The files that the vignettes of *curriculum* are read from, in order."""
    folder = content_file(curriculum, FOLDER)
    if not folder.is_dir():
        raise ContentError(f"{FOLDER}: this is no folder; put the folder of vignettes here, or take this away.")
    return content_files(folder, ".yaml")


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int], ...]) -> Raw:
    """The files as they were at those moments: they are asked for with every week that has a walk."""
    vignettes: Raw = {}
    problems: list[str] = []
    for path, _ in files:
        try:
            vignettes[path.stem] = _one(path)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems[0], problems)
    return vignettes


def _one(path: Path) -> dict[str, Any]:
    return _checked(read_yaml(path), path.stem, path.name)


def _checked(raw: object, name: str, file: str) -> dict[str, Any]:
    """The vignette called *name* in *file*, as it is written. Raises ContentError with all that is wrong with it."""
    if not isinstance(raw, Mapping):
        raise ContentError(f"{file}: a vignette starts with keys such as 'title:' and 'situation:'.")
    faults: list[Fault] = []
    keyed: dict[str, Any] = with_ids(raw, faults)
    keyed["id"] = name
    try:
        Vignette.model_validate(keyed)
    except ValidationError as error:
        faults += complaints(keyed, error, Vignette)
    if faults:
        raise told(file, faults)
    return keyed
