"""Reading week files: every error names file, place and cure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.curriculum.complaints import complaint
from kit.curriculum.practices.shelf import with_shared
from kit.curriculum.weeks import Week, week_number_of
from kit.curriculum.yaml_files import read_yaml, with_ids
from kit.errors import ContentError, UnknownName


def load_week(path: Path) -> Week:
    """The week written in *path*. Raises ContentError that names file, place and cure."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: a week file starts with keys such as 'number:' and 'title:'.")
    keyed = _whole(with_ids(raw, path.name), path)
    try:
        week = Week.model_validate(keyed)
    except ValidationError as error:
        raise ContentError(complaint(path.name, keyed, error, Week)) from None
    expected = week_number_of(path.stem)
    if expected is not None and expected != week.number:
        raise ContentError(f"{path.name}: 'number' is {week.number}; the file's name says {expected}.")
    return week


def load_curriculum(folder: Path) -> dict[int, Week]:
    """All weeks in *folder* by number, in order. Raises ContentError, also where there is no week at all."""
    paths = [path for path in folder.glob("*.yaml") if week_number_of(path.stem) is not None]
    if not paths:
        raise ContentError(f"{folder.name}: no week files here; a curriculum has files such as week_01.yaml.")
    weeks = [load_week(path) for path in sorted(paths)]
    return {week.number: week for week in sorted(weeks, key=lambda week: week.number)}


def find_week_file(folder: Path, number: int) -> Path:
    """The file of week *number*. Raises UnknownName listing the weeks there are."""
    found = {week_number_of(path.stem): path for path in folder.glob("*.yaml")}
    found.pop(None, None)
    if number not in found:
        there = ", ".join(str(n) for n in sorted(n for n in found if n is not None)) or "none"
        raise UnknownName(f"There is no week {number} in this curriculum; there are weeks {there}.")
    return found[number]


def _whole(keyed: dict[str, Any], path: Path) -> dict[str, Any]:
    """The week with the practices that its blocks only name."""
    blocks = keyed.get("blocks")
    if not isinstance(blocks, list) or not any("practices" in block for block in blocks if isinstance(block, dict)):
        return keyed
    made = [with_shared(block, path.parent, f"{path.name}: block '{block.get('id')}'") for block in blocks]
    return {**keyed, "blocks": made}
