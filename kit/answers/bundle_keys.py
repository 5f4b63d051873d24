"""Whether a cohort has its key pair: beside ``bundles.py``, so that a host need not carry what makes and uses one."""

from __future__ import annotations

from kit.settings import PUBLIC_FILE, Cohort
from kit.system.opening import bytes_of

KEY_FILE = "bundle.key"
KEY_LENGTH = 32
# The public half again, out of everybody's reach: that the published one fits can be seen without opening the key.
FITTING_FILE = "bundle.pub"


def has_keys(cohort: Cohort) -> bool:
    """Whether both halves are there, the private one is whole and the published one is what fits it.

    A participant who seals a bundle for another key would lose it.
    """
    try:
        key = bytes_of(cohort.private / KEY_FILE)
        fitting = bytes_of(cohort.private / FITTING_FILE)
        public = bytes_of(cohort.published / PUBLIC_FILE)
    except OSError:
        return False
    return len(key) == KEY_LENGTH and public == fitting
