"""Whether a cohort has its key pair: beside ``bundles.py``, so that a host need not carry what makes and uses one."""

from __future__ import annotations

from kit.settings import PUBLIC_FILE, Cohort

KEY_FILE = "bundle.key"


def has_keys(cohort: Cohort) -> bool:
    """Whether both halves are there; that they fit is seen to whenever a bundle is brought in."""
    return (cohort.private / KEY_FILE).is_file() and (cohort.published / PUBLIC_FILE).is_file()
