"""cohort.toml: whether a folder has one, what it says, and writing it.

There are three outcomes and no fourth: it is there, it is not there, or it is there and cannot be used (CohortError).
No other module looks for the file, so that nothing broken is ever taken for "no cohort".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kit.errors import CohortError
from kit.text.toml_files import is_there, read_toml

COHORT_FILE = "cohort.toml"
# What editors make of the name where a system hides the ends of names, or minds capitals.
_MISNAMED = ("cohort.toml.txt", "Cohort.toml", "COHORT.TOML", "Cohort.toml.txt")
_FRESH = "or copy the file of a fresh 'kit init'"


def has_cohort(folder: Path) -> bool:
    """Whether *folder* has a cohort.toml, whatever is in it.

    Raises CohortError where that cannot be told, or where the file has another name than it should.
    """
    if is_there(folder / COHORT_FILE):
        return True
    for name in _MISNAMED:
        if is_there(folder / name):
            raise CohortError(f"{folder / name}: this file is to be called {COHORT_FILE}; rename it.")
    return False


def read_cohort_file(folder: Path) -> dict[str, Any]:
    """What the cohort.toml in *folder* says. Raises CohortError: which file, where in it, and how to mend it."""
    if not has_cohort(folder):
        raise CohortError(f"{folder}: this is no cohort folder, it has no {COHORT_FILE}; make one with: kit init DIR")
    return read_toml(folder / COHORT_FILE, _FRESH)


def write_cohort_file(folder: Path, text: str) -> None:
    """Write *text* as the cohort.toml of a *folder* that is being made. Raises OSError."""
    (folder / COHORT_FILE).write_text(text, "utf-8")
