"""practices.yaml: practices that stand in several weeks, or in none, written once and called by their id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.curriculum.complaints import complaint
from kit.curriculum.items import Content
from kit.curriculum.practices import AnyPractice, Practice
from kit.curriculum.yaml_files import entries, read_yaml
from kit.errors import ContentError
from kit.settings import packaged_curriculum

FILE = "practices.yaml"

Raw = dict[str, dict[str, Any]]


class Shelf(Content):
    """All practices of practices.yaml."""

    practices: tuple[AnyPractice, ...]


def load_practices(folder: Path) -> dict[str, Practice]:
    """Practice by id from practices.yaml in *folder*, or from the packaged one. Raises ContentError."""
    return {practice.id: practice for practice in _shelf(folder)[1].practices}


def raw_practices(folder: Path) -> Raw:
    """As ``load_practices``, as it is written, for weeks that change some of it. Raises ContentError."""
    return _shelf(folder)[0]


def with_shared(block: dict[str, Any], shared: Raw, place: str) -> dict[str, Any]:
    """*block* with every practice whole: one called by its id comes from *shared*, what else is written replaces it.

    Raises ContentError naming *place* where there is no such practice.
    """
    found = block.get("practices") or ()
    made = [_one(one, shared, place) if isinstance(one, str | Mapping) else one for one in found]
    return {**block, "practices": made} if made else block


def _one(written: str | Mapping[str, Any], shared: Raw, place: str) -> dict[str, Any]:
    own = {"id": written} if isinstance(written, str) else dict(written)
    name = str(own.get("id"))
    if len(own) == 1 and name not in shared:
        known = ", ".join(sorted(shared)) or "none"
        raise ContentError(f"{place}: there is no practice '{name}' in {FILE}; it has {known}.")
    return {**shared.get(name, {}), **own}


def _shelf(folder: Path) -> tuple[Raw, Shelf]:
    path = folder / FILE
    if not path.is_file():
        path = packaged_curriculum() / FILE
    found = path.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, *_: int) -> tuple[Raw, Shelf]:
    """The file as it was at that moment: it is asked for with every week."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: write each practice below its id, such as 'journal:'.")
    listed = entries("practices", raw, path.name)
    try:
        shelf = Shelf.model_validate({"practices": listed})
    except ValidationError as error:
        raise ContentError(complaint(path.name, {"practices": listed}, error, Shelf)) from None
    return {one["id"]: one for one in listed}, shelf
