"""Small records in private/: read whole, with a cure where one is damaged, and written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kit.answers.folder import FOLDER_MODE, write_private
from kit.errors import CohortError
from kit.system.disk_refusals import disk_fault
from kit.system.opening import text_of
from kit.text.parsing import json_of

T = TypeVar("T")


def read_record(path: Path, read: Callable[[Any], T], damaged: str) -> T | None:
    """What *read* makes of the record at *path*; None where there is none yet.

    Raises CohortError that says *damaged* where it is no JSON or *read* cannot make anything of it, StoreError
    where the disk refuses.
    """
    try:
        return read(json_of(text_of(path)))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_fault(path, error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CohortError(f"{path}: {damaged}") from None


def keep_record(path: Path, values: dict[str, Any]) -> None:
    """As ``keep_text``, for *values* as JSON."""
    keep_text(path, json.dumps(values, ensure_ascii=False, indent=1))


def keep_text(path: Path, text: str) -> None:
    """Write *text* so that only its owner can read it. Folders are made if need be. Raises StoreError."""
    keep_bytes(path, text.encode())


def keep_bytes(path: Path, data: bytes) -> None:
    """As ``keep_text``, for bytes."""
    try:
        path.parent.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        path.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        write_private(path, data)
    except OSError as error:
        raise disk_fault(path, error) from None
