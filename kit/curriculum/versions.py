"""From which version of the kit the material in a cohort's folder comes: a line in kit_version.txt."""

from __future__ import annotations

import re
from pathlib import Path

from kit.curriculum.earlier import versions_before
from kit.errors import CohortError
from kit.system.disk import write_text
from kit.system.opening import text_of
from kit.system.version import VERSION

FILE = "kit_version.txt"
FIRST = "0.1.0"  # which wrote no such file
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_SAID = """\
{version}
This version of the kit is the one that the notebooks, week files, sentences and guide in this folder come from.
The kit writes this file itself. `kit upgrade` brings the folder to a newer version.
"""


def version_of(root: Path) -> str:
    """The version that the material in the cohort's folder *root* comes from. Raises CohortError."""
    path = root / FILE
    try:
        first = text_of(path).partition("\n")[0].strip()
    except FileNotFoundError:
        return FIRST
    except (OSError, UnicodeDecodeError):
        first = ""
    if not _VERSION.fullmatch(first):
        raise CohortError(
            f"{path}: its first line is no version, such as {VERSION}; put the file back from a copy. If there is "
            "none, delete it: the folder then counts as one of the first version, and kit upgrade looks at all of it."
        )
    return first


def write_version(root: Path, version: str = VERSION) -> None:
    """Note that the material in *root* is that of *version*. Raises KitError where the disk refuses."""
    write_text(root / FILE, _SAID.format(version=version))


def is_behind(root: Path) -> bool:
    """Whether the material in *root* comes from an earlier version than this one. Raises CohortError."""
    return _numbers(version_of(root)) < _numbers(VERSION)


def is_ahead(root: Path) -> bool:
    """Whether the material in *root* comes from a later version than this one. Raises CohortError."""
    return _numbers(version_of(root)) > _numbers(VERSION)


def is_later(version: str) -> bool:
    """Whether *version* comes after this one; whatever is no version does not come before it."""
    return not _VERSION.fullmatch(version) or _numbers(version) > _numbers(VERSION)


def place_of(root: Path) -> int:
    """The place of the version of *root* among all, as ``came_with`` counts them. Raises CohortError."""
    before, version = versions_before(), version_of(root)
    return before.index(version) if version in before else len(before)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
