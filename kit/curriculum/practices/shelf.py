"""practices.yaml: practices that stand in several weeks, or in none, written once and called by their id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.curriculum.complaints import complaints
from kit.curriculum.items import Content
from kit.curriculum.practices import AnyPractice, Practice
from kit.curriculum.practices.walk.vignettes import FOLDER as VIGNETTES
from kit.curriculum.practices.walk.vignettes import raw_vignettes
from kit.curriculum.yaml_files import Fault, Unread, entries, in_place_of, line_in, read_yaml, told
from kit.errors import ContentError, NotOnTheShelf
from kit.settings import content_file

FILE = "practices.yaml"

Raw = dict[str, dict[str, Any]]


class Shelf(Content):
    """All practices of practices.yaml."""

    practices: tuple[AnyPractice, ...]


def load_practices(folder: Path) -> dict[str, Practice]:
    """Practice by id from practices.yaml in *folder*, or from the packaged one. Raises ContentError."""
    place = f"{FILE}: practice"
    whole = [with_vignettes(one, folder, f"{place} '{name}'") for name, one in raw_practices(folder).items()]
    return {practice.id: practice for practice in _validated(whole, []).practices}


def raw_practices(folder: Path) -> Raw:
    """As ``load_practices``, as it is written, for weeks that change some of it. Raises ContentError."""
    path = content_file(folder, FILE)
    try:
        stat = path.stat()
    except OSError as error:
        raise ContentError(f"{FILE}: can't be read ({error.strerror}); check the file and its folder.") from None
    return _read(path, stat.st_mtime_ns, stat.st_size)


@dataclass(frozen=True, kw_only=True)
class Calling:
    """Where a week's practices come from, and where what is wrong goes.

    What cannot be found in *folder*, or among what *sector* brings, joins *faults*; what is wrong there joins *others*.
    """

    folder: Path
    sector: str
    faults: list[Fault]
    others: list[str]


def with_shared(block: dict[str, Any], calling: Calling) -> dict[str, Any]:
    """*block* with every practice whole: one called by its id comes from the shelf, and what is written replaces it."""
    practices = block.get("practices") or ()
    if not isinstance(practices, list):
        return block
    line = line_in(block, "practices")
    made = [_whole(one, line, f"block '{block.get('id')}'", calling) for one in practices]
    return in_place_of(block, {**block, "practices": made}) if made else block


def _whole(written: Any, line: int, place: str, calling: Calling) -> Any:
    if not isinstance(written, str | Mapping) or isinstance(written, Unread):
        return written
    own = {"id": written} if isinstance(written, str) else written
    made = in_place_of(own, own)
    made.line = made.line or line
    try:
        made.update(
            with_vignettes({**_shared(own, calling.folder, place), **own}, calling.folder, place, calling.sector)
        )
    except NotOnTheShelf as error:
        calling.faults.append(Fault(made.line, str(error)))
    except ContentError as error:
        calling.others.extend(error.problems)
    else:
        return made
    return Unread(made)


def _shared(own: Mapping[str, Any], folder: Path, place: str) -> Mapping[str, Any]:
    """What the shelf has for a practice of that id. Raises ContentError where it is called and is not there."""
    shared, name = raw_practices(folder), str(own.get("id"))
    if len(own) == 1 and name not in shared:
        known = ", ".join(sorted(shared)) or "none"
        raise NotOnTheShelf(f"{place}: there is no practice '{name}' in {FILE}; it has {known}.")
    return shared.get(name, {})


def with_vignettes(practice: dict[str, Any], folder: Path, place: str, sector: str | None = None) -> dict[str, Any]:
    """*practice*, where it is a walk, with the vignettes that it names, or all where it names none.

    Raises ContentError naming *place* where there is no such vignette.
    """
    if practice.get("module") != "walk":
        return practice
    there = raw_vignettes(folder, sector)
    names = practice.get("vignettes", list(there))
    for name in names:
        if name not in there:
            known = ", ".join(there) or "none"
            raise NotOnTheShelf(f"{place}: there is no vignette '{name}' in the folder {VIGNETTES}; it has {known}.")
    return {**practice, "vignettes": [there[name] for name in names]}


@lru_cache(maxsize=8)
def _read(path: Path, *_: int) -> Raw:
    """The file as it was at that moment: it is asked for with every week."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path.name}: write each practice below its id, such as 'journal:'.")
    faults: list[Fault] = []
    listed = entries("practices", raw, faults)
    # The vignettes that a walk names are looked at with the walk.
    _validated([_without_vignettes(one) for one in listed], faults)
    return {one["id"]: one for one in listed}


def _without_vignettes(practice: dict[str, Any]) -> dict[str, Any]:
    if practice.get("module") != "walk":
        return practice
    return in_place_of(practice, {**practice, "vignettes": []})


def _validated(listed: list[dict[str, Any]], faults: list[Fault]) -> Shelf:
    """The practices as a shelf. Raises ContentError with *faults* and all else that is wrong."""
    shelf = None
    try:
        shelf = Shelf.model_validate({"practices": listed})
    except ValidationError as error:
        faults += complaints({"practices": listed}, error, Shelf)
    if shelf is None or faults:
        raise told(FILE, faults)
    return shelf
