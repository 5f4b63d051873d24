"""Copying the material of a cohort: content goes along whole, and what nobody could use is passed over and named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kit.curriculum.weeks import week_number_of
from kit.errors import ContentError
from kit.settings import packaged_material
from kit.system.content_files import is_leftover
from kit.unrun import read_unrun, to_text

_NOTEBOOK = ".ipynb"


def copy_material(source: Path, target: Path) -> None:
    """Copy the folder of material *source* to *target*, without what ``passed_over`` names and what systems left.

    Notebooks go along without what they showed, for that is another group's. Raises ContentError where a file cannot
    be read, or a notebook that a session needs is none any more; OSError where the copy cannot be written.
    """
    target.mkdir()
    for path in _content(source):
        copy = target / path.name
        if path.is_dir():
            copy_material(path, copy)
        elif path.suffix != _NOTEBOOK:
            _readable(path)
            shutil.copy2(path, copy)
        elif (notebook := _notebook(path)) is not None:
            copy.write_text(to_text(notebook), "utf-8")


def passed_over(folder: Path) -> Iterator[str]:
    """What of a folder of material no copy of it gets, a few words each: where it is, and why."""
    for path in sorted(folder.iterdir()):
        if is_leftover(path.name):
            continue
        place = f"{folder.name}/{path.name}"
        if _is_loop(path):
            yield f"{place}, which leads back to a folder that it is in"
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
    found = read_unrun(path)
    if found is None and is_needed(path.name):
        own = "mend it, or copy the notebook of another week under this name and write your week's number into it"
        cure = "bring it back with kit check --repair there" if _is_packaged(path.name) else own
        raise ContentError(f"{path}: this is no notebook any more, so it is not copied; {cure}.")
    return found


def _readable(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError as error:
        raise ContentError(
            f"{path}: cannot be read ({error.strerror}), so nothing is copied; check its permissions, or move it away."
        ) from None
