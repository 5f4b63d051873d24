"""Reading week files: every error names file, place and cure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.curriculum import coherence
from kit.curriculum.complaints import complaints, line_at
from kit.curriculum.practices.shelf import with_shared
from kit.curriculum.weeks import Week, no_such_week, week_number_of
from kit.curriculum.yaml_files import Fault, in_place_of, read_yaml, told, with_ids
from kit.errors import ContentError
from kit.system.content_files import content_files
from kit.system.opening import bytes_of


def load_week(path: Path) -> Week:
    """The week written in *path*. Raises ContentError whose ``problems`` are all that can be said about it."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: a week file starts with keys such as 'number:' and 'title:'.")
    faults: list[Fault] = []
    others: list[str] = []
    keyed = _whole(with_ids(raw, faults), path.parent, faults, others)
    week = _validated(keyed, faults)
    expected = week_number_of(path.stem)
    if week is not None and expected not in (None, week.number):
        faults.append(
            Fault(line_at(keyed, ("number",)), f"'number' is {week.number}; the file's name says {expected}.")
        )
    if week is None or faults or others:
        raise told(path.name, faults, others)
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
        copy = tuple((str(path.relative_to(folder)), _digest(path)) for path in files)
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


def _whole(keyed: dict[str, Any], folder: Path, faults: list[Fault], others: list[str]) -> dict[str, Any]:
    """The week with the practices that its blocks only name."""
    blocks = keyed.get("blocks")
    if not isinstance(blocks, list):
        return keyed
    made = [with_shared(block, folder, faults, others) if isinstance(block, dict) else block for block in blocks]
    return in_place_of(keyed, {**keyed, "blocks": made})
