"""Reading week files: every error names file, place and cure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.curriculum import coherence
from kit.curriculum.complaints import complaints, line_at
from kit.curriculum.practices.shelf import Calling, with_shared
from kit.curriculum.sectors import answers_changed, in_sector, raw_sector, sector_file
from kit.curriculum.weeks import Week, no_such_week, week_number_of
from kit.curriculum.yaml_files import Fault, in_place_of, line_in, read_yaml, told, with_ids
from kit.errors import ContentError
from kit.settings import sector_of
from kit.system.content_files import content_files
from kit.system.opening import bytes_of

STORY = "{story}"  # stands in a block's reading where its ``story`` goes


def load_week(path: Path, sector: str | None = None) -> Week:
    """The week written in *path*, as the cohort's *sector* says it; None asks the cohort.toml beside the curriculum.

    Raises ContentError whose ``problems`` are all that can be said about it.
    """
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: a week file starts with keys such as 'number:' and 'title:'.")
    plain = _week(raw, path, path.name, [], "")
    name = sector_of(path.parent) if sector is None else sector
    if not name:
        return plain
    # The week is in order as it stands, so whatever is wrong now is the sector's.
    faults: list[Fault] = []
    spoken = in_sector(raw, path.stem, raw_sector(path.parent, name), faults)
    week = _week(spoken, path, sector_file(name), faults, name)
    if changed := [Fault(0, text) for text in answers_changed(plain, week)]:
        raise told(sector_file(name), changed)
    return week


def _week(raw: Mapping[str, Any], path: Path, name: str, faults: list[Fault], sector: str) -> Week:
    """The week that *raw* is in *sector*. Raises ContentError that tells all *faults* of the file called *name*."""
    others: list[str] = []
    calling = Calling(folder=path.parent, sector=sector, faults=faults, others=others)
    keyed = _whole(with_ids(raw, faults), calling)
    week = _validated(keyed, faults)
    expected = week_number_of(path.stem)
    if week is not None and expected not in (None, week.number):
        faults.append(
            Fault(line_at(keyed, ("number",)), f"'number' is {week.number}; the file's name says {expected}.")
        )
    if week is None or faults or others:
        raise told(name, faults, others)
    return week


def load_curriculum(folder: Path) -> dict[int, Week]:
    """All weeks in *folder* by number, in order. Raises ContentError, also where there is no week at all."""
    paths = [path for path in content_files(folder, ".yaml") if week_number_of(path.stem) is not None]
    if not paths:
        raise ContentError(f"{folder.name}: no week files here; a curriculum has files such as week_01.yaml.")
    weeks = [load_week(path) for path in sorted(paths)]
    return {week.number: week for week in sorted(weeks, key=lambda week: week.number)}


class Curricula:
    """Curricula that are read once, however many cohorts have a copy of the same one."""

    def __init__(self) -> None:
        self._read: dict[tuple[tuple[str, str], ...], dict[int, Week]] = {}

    def of(self, folder: Path) -> dict[int, Week]:
        """All weeks in *folder*, as ``load_curriculum``."""
        files = sorted(path for path in folder.rglob("*.yaml") if path.is_file())
        copy = (("", sector_of(folder)), *((str(path.relative_to(folder)), _digest(path)) for path in files))
        if copy not in self._read:
            self._read[copy] = load_curriculum(folder)
        return self._read[copy]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(bytes_of(path)).hexdigest()
    except OSError as error:
        raise ContentError(f"{path.name}: can't be read ({error.strerror}); check the file and its folder.") from None


def find_week_file(folder: Path, number: int) -> Path:
    """The file of week *number*. Raises UnknownName listing the weeks there are."""
    numbered = ((week_number_of(path.stem), path) for path in content_files(folder, ".yaml"))
    files = {there: path for there, path in numbered if there is not None}
    if number not in files:
        raise no_such_week(number, files)
    return files[number]


def _validated(keyed: dict[str, Any], faults: list[Fault]) -> Week | None:
    """The week, or None where something about it joined *faults*."""
    try:
        return Week.model_validate(keyed)
    except ValidationError as error:
        in_parts = complaints(keyed, error, Week)
    # The library compares the parts only where each of them is in order.
    fit = coherence.problems(coherence.outline(keyed))
    placed = [Fault(line_at(keyed, one.place), f"{one.text}.") for one in fit]
    compared = {one.text for one in placed}
    faults += [*placed, *(one for one in in_parts if one.text not in compared)]
    return None


def _whole(keyed: dict[str, Any], calling: Calling) -> dict[str, Any]:
    """The week with the practices that its blocks only name, and with its stories in their places."""
    blocks = keyed.get("blocks")
    if not isinstance(blocks, list):
        return keyed
    made = [
        _with_story(with_shared(block, calling), calling.faults) if isinstance(block, dict) else block
        for block in blocks
    ]
    return in_place_of(keyed, {**keyed, "blocks": made})


def _with_story(block: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """*block* with its story in its reading, where it is written apart so that a sector can tell another one."""
    if "story" not in block:
        return block
    story, reading = block["story"], block.get("reading")
    whole = {key: value for key, value in block.items() if key != "story"}
    if not isinstance(story, str) or not isinstance(reading, str) or reading.count(STORY) != 1:
        place = f"block '{block.get('id')}': "
        cure = f"write it in words, and {STORY} once in 'reading' where it goes"
        faults.append(Fault(line_in(block, "story"), f"{place}a 'story' needs its place; {cure}."))
        return in_place_of(block, whole)
    return in_place_of(block, {**whole, "reading": reading.replace(STORY, story.strip())})
