"""The private store of a cohort's answers: the one place where they lie, opened by one process at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit.answers.store import Store, open_store

__all__ = ["Store", "open_store"]


def __getattr__(name: str) -> Any:
    # Resolved when asked for: who only looks after files, such as the command beside a host, carries no database.
    if name in __all__:
        return getattr(import_module("kit.answers.store"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
