"""The private store of a cohort's answers: the one place where they lie, opened by one process at a time."""

from kit.store.answers import Store, open_store

__all__ = ["Store", "open_store"]
