"""What of a cohort's folder goes along when it is handed over, as one piece, and putting it down again."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kit.answers.database import FILE_NAME, HOLDER, LOCK
from kit.answers.folder import FILE_MODE, FOLDER_MODE
from kit.answers.handed_over import NOTE
from kit.answers.sealing.cohort_key import BESIDE
from kit.errors import HandoverRefused
from kit.handing_over.sealed_file import MOST_BYTES, is_sealed
from kit.settings import Cohort
from kit.system.content_files import is_leftover
from kit.system.disk import PUBLIC, disk_fault, write_whole
from kit.system.opening import bytes_of, opened
from kit.system.version_control import IGNORED
from kit.text.parsing import json_of

_ABOUT, _COHORT = "handover.json", "cohort"
_MAGIC_LENGTH = 16
# What belongs to a process or a computer and not to the cohort. SQLite makes the shared memory of its log anew.
_STAYS = (LOCK, HOLDER, f"{FILE_NAME}-shm", BESIDE)
# Hidden, and somebody's own or needed all the same.
_GOES = (IGNORED, ".before_repair", ".before_write")


@dataclass(frozen=True, kw_only=True)
class About:
    """What goes along beside the files: the version of the kit, which cohort, to whom, when, and the cohort's key."""

    kit: str
    cohort: str
    to: str
    on: str
    key: str = ""


def packed(cohort: Cohort, about: About, *, reports: bool) -> tuple[bytes, list[str]]:
    """All of the cohort's folder as one piece, and what stays behind, a few words each.

    The caller holds the store's lock. Raises StoreError where something cannot be read, HandoverRefused where it is too
    much.
    """
    left: list[str] = []
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=6) as tar:
        _add(tar, _ABOUT, json.dumps(asdict(about)).encode())
        for place, path in _files(cohort, left, reports=reports):
            try:
                content = bytes_of(path)
            except OSError as error:
                raise disk_fault(path, error) from None
            _add(tar, f"{_COHORT}/{place}", content)
            if made.tell() > MOST_BYTES:
                raise HandoverRefused(
                    f"{path}: with this file the cohort's folder is larger than {MOST_BYTES // 10**9} GB; move films "
                    "and the like out of it, and hand them over on their own."
                )
    return made.getvalue(), left


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _files(cohort: Cohort, left: list[str], *, reports: bool) -> Iterator[tuple[str, Path]]:
    """Each file that goes along with its place in the folder; what could be meant and stays joins *left*."""
    for folder, names, files in os.walk(cohort.root):
        here = Path(folder)
        names[:] = [name for name in sorted(names) if _goes_along(here / name, cohort, left, reports=reports)]
        for path in (here / name for name in sorted(files)):
            place = path.relative_to(cohort.root).as_posix()
            if _belongs_here(path, cohort):
                continue
            if path.is_symlink() or not path.is_file():
                left.append(f"{place}, which is a link" if path.is_symlink() else f"{place}, which is no file")
            elif not _is_handover(path):
                yield place, path


def _goes_along(folder: Path, cohort: Cohort, left: list[str], *, reports: bool) -> bool:
    if folder == cohort.reports and not reports:
        left.append("reports/, which kit report makes again")
        return False
    if folder.is_symlink():
        left.append(f"{folder.relative_to(cohort.root).as_posix()}, which is a link")
        return False
    return folder.name in _GOES or not is_leftover(folder.name)


def _belongs_here(path: Path, cohort: Cohort) -> bool:
    """Whether a file is a process's, a computer's or an editor's, or what this folder alone is to say."""
    if path.name in _STAYS or path == cohort.root / NOTE:
        return True
    return is_leftover(path.name) and path.name not in _GOES


def _is_handover(path: Path) -> bool:
    try:
        with opened(path) as file:
            return is_sealed(file.read(_MAGIC_LENGTH))
    except OSError as error:
        raise disk_fault(path, error) from None


def unpacked(content: bytes, into: Path) -> About:
    """Put a packed cohort down in the new folder *into*; private files are their owner's alone.

    Raises HandoverRefused where it is none, OSError where the disk refuses.
    """
    about: Any = None
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                if file is None:
                    raise ValueError(member.name)
                if member.name == _ABOUT:
                    about = About(**json_of(file.read().decode()))
                else:
                    _put(into, _place(member.name), file.read())
        return _checked(about)
    except (tarfile.TarError, ValueError, TypeError, EOFError):
        raise HandoverRefused(
            "What is in this file is no cohort as kit handover packs one; ask for it again."
        ) from None


def _checked(about: Any) -> About:
    if not isinstance(about, About):
        raise TypeError
    return about


def _place(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.parts[:1] != (_COHORT,) or len(path.parts) < 2 or ".." in path.parts:
        raise ValueError(name)
    return path.relative_to(_COHORT)


def _put(into: Path, place: PurePosixPath, content: bytes) -> None:
    private = place.parts[0] == "private"
    path = into / place
    for folder in reversed([*path.relative_to(into).parents][:-1]):
        (into / folder).mkdir(mode=FOLDER_MODE if private else 0o755, exist_ok=True)
    write_whole(path, content, mode=FILE_MODE if private else PUBLIC)
