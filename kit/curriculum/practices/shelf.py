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
from kit.curriculum.practices.vignettes import FOLDER as VIGNETTES
from kit.curriculum.practices.vignettes import raw_vignettes
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
    place = f"{FILE}: practice"
    whole = [with_vignettes(one, folder, f"{place} '{name}'") for name, one in raw_practices(folder).items()]
    return {practice.id: practice for practice in _validated(whole).practices}


def raw_practices(folder: Path) -> Raw:
    """As ``load_practices``, as it is written, for weeks that change some of it. Raises ContentError."""
    path = folder / FILE
    if not path.is_file():
        path = packaged_curriculum() / FILE
    found = path.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


def with_shared(block: dict[str, Any], folder: Path, place: str) -> dict[str, Any]:
    """*block* with every practice whole: one called by its id comes from the shelf, what else is written replaces it.

    Raises ContentError naming *place* where there is no such practice.
    """
    found = block.get("practices") or ()
    shared = raw_practices(folder) if found else {}
    made = [with_vignettes(_one(one, shared, place), folder, place) if _is_one(one) else one for one in found]
    return {**block, "practices": made} if made else block


def with_vignettes(practice: dict[str, Any], folder: Path, place: str) -> dict[str, Any]:
    """*practice*, where it is a walk, with the vignettes that it names, or all where it names none.

    Raises ContentError naming *place* where there is no such vignette.
    """
    if practice.get("module") != "walk":
        return practice
    there = raw_vignettes(folder)
    names = practice.get("vignettes", list(there))
    for name in names:
        if name not in there:
            known = ", ".join(there) or "none"
            raise ContentError(f"{place}: there is no vignette '{name}' in the folder {VIGNETTES}; it has {known}.")
    return {**practice, "vignettes": [there[name] for name in names]}


def _is_one(written: object) -> bool:
    return isinstance(written, str | Mapping)


def _one(written: str | Mapping[str, Any], shared: Raw, place: str) -> dict[str, Any]:
    own = {"id": written} if isinstance(written, str) else dict(written)
    name = str(own.get("id"))
    if len(own) == 1 and name not in shared:
        known = ", ".join(sorted(shared)) or "none"
        raise ContentError(f"{place}: there is no practice '{name}' in {FILE}; it has {known}.")
    return {**shared.get(name, {}), **own}


@lru_cache(maxsize=8)
def _read(path: Path, *_: int) -> Raw:
    """The file as it was at that moment: it is asked for with every week."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: write each practice below its id, such as 'journal:'.")
    listed = entries("practices", raw, path.name)
    # The vignettes that a walk names are looked at with the walk.
    _validated([{**one, "vignettes": []} if one.get("module") == "walk" else one for one in listed])
    return {one["id"]: one for one in listed}


def _validated(listed: list[dict[str, Any]]) -> Shelf:
    try:
        return Shelf.model_validate({"practices": listed})
    except ValidationError as error:
        raise ContentError(complaint(FILE, {"practices": listed}, error, Shelf)) from None
