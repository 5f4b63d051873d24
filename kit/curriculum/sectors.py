"""The sector of a cohort: what its weeks say otherwise for one kind of work, one file each in the folder ``sectors``.

A sector's file is written like the week files, with only what it says in other words. It adds no question and takes
none away, so that answers stay comparable whatever the sector.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from kit.curriculum.complaints import complaints
from kit.curriculum.items import Content, Words
from kit.curriculum.weeks import Week, week_number_of
from kit.curriculum.yaml_files import Fault, Keys, in_place_of, line_in, read_yaml, told
from kit.errors import ContentError
from kit.settings import COHORT_FILE, SECTORS, content_file, sector_of
from kit.system.content_files import content_files


class Sector(Content):
    """What a sector is called, whose work it is, the weeks it says otherwise, and its own stories to walk through."""

    title: Words
    who: Words
    weeks: dict[str, dict[str, Any]] = Field(min_length=1)
    vignettes: dict[str, dict[str, Any]] = Field(default_factory=dict)


def sector_names(curriculum: Path) -> list[str]:
    """The sectors that *curriculum* has files for, or else the kit, in order."""
    return [path.stem for path in content_files(content_file(curriculum, SECTORS), ".yaml")]


def sector_files(curriculum: Path) -> list[Path]:
    """The file of the sector that *curriculum* speaks in; none where it has no sector."""
    name = sector_of(curriculum)
    return [content_file(curriculum, SECTORS) / f"{name}.yaml"] if name else []


def load_sector(curriculum: Path, name: str) -> Sector:
    """The sector of that *name*. Raises ContentError, also where there is no such sector."""
    raw = raw_sector(curriculum, name)
    try:
        return Sector.model_validate(raw)
    except ValidationError as error:
        raise told(sector_file(name), complaints(raw, error, Sector)) from None


def raw_sector(curriculum: Path, name: str) -> Mapping[str, Any]:
    """The sector of that *name* as it is written. Raises ContentError, also where there is no such sector."""
    names = sector_names(curriculum)
    if name not in names:
        known = ", ".join(names) or "none"
        raise ContentError(f"{COHORT_FILE}: there is no sector '{name}'; there are {known}, or leave it empty.")
    raw = read_yaml(content_file(curriculum, SECTORS) / f"{name}.yaml")
    if not isinstance(raw, Mapping):
        raise ContentError(f"{sector_file(name)}: a sector starts with keys such as 'title:' and 'weeks:'.")
    return raw


def sector_file(name: str) -> str:
    """The file of the sector of that *name*, as errors call it."""
    return f"{SECTORS}/{name}.yaml"


def in_sector(week: Mapping[str, Any], stem: str, sector: Mapping[str, Any], faults: list[Fault]) -> Mapping[str, Any]:
    """The raw *week* of the file *stem* as *sector* says it; what does not fit joins *faults*."""
    changes = sector.get("weeks", {})
    if not isinstance(changes, Mapping) or not isinstance(changes.get(stem), Mapping):
        return week
    return _over(week, changes[stem], stem, faults)


def strangers(sector: Sector) -> Iterator[str]:
    """What *sector* takes for a week, and no week's file is called so; a week that was taken out is none of these."""
    yield from (name for name in sector.weeks if week_number_of(name) is None)


def answers_changed(plain: Week, spoken: Week) -> Iterator[str]:
    """A sentence for each question whose answers would mean something else in *spoken* than in *plain*."""
    for (exercise, before), (_, after) in zip(plain.group_items(), spoken.group_items(), strict=True):
        if before.fingerprint != after.fingerprint:
            yield (
                f"exercise '{exercise.id}': item '{before.id}' may be asked in other words here; leave its kind, "
                "options and scale as they are in the week file, so that answers stay comparable."
            )


def _over(there: Mapping[str, Any], changes: Mapping[str, Any], place: str, faults: list[Fault]) -> Keys:
    """*there* with the values of *changes*, each in its own line."""
    made = in_place_of(there, there)
    made.lines = dict(made.lines)
    for key, value in changes.items():
        line = line_in(changes, key)
        if key not in there:
            faults.append(Fault(line, f"{place} has no '{key}' there; it has {', '.join(map(str, there))}."))
        elif isinstance(value, Mapping) and isinstance(there[key], Mapping):
            made[key] = _over(there[key], value, f"{place}, {key}", faults)
        elif _shape(value) != _shape(there[key]):
            faults.append(Fault(line, f"{place}: write {_shape(there[key])} below '{key}', as in the week file."))
        else:
            made[key] = value
        made.lines[key] = line
    return made


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return "keys"
    return "a list" if isinstance(value, list) else "words"
