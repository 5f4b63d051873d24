"""The key that opens bundles, sealed with the cohort's key: beside ``bundles.py``, which makes and uses it.

So whoever gets hold of the folder cannot open the bundles that wait in it.
"""

from __future__ import annotations

import contextlib
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kit.answers.sealing.cohort_key import CohortKey
from kit.settings import PUBLIC_FILE, Cohort
from kit.system.disk import disk_fault
from kit.system.opening import bytes_of

KEY_FILE = "bundle.key"
KEY_LENGTH = 32
_NONCE, _TAG = 12, 16
_SEALED = _NONCE + KEY_LENGTH + _TAG
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
    return len(key) in (KEY_LENGTH, _SEALED) and public == fitting


def sealed_key(raw: bytes, key: CohortKey) -> bytes:
    """The private half as it is kept: sealed with the cohort's *key*."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, raw, None)


def opened_key(kept: bytes, key: CohortKey) -> bytes | None:
    """The private half of what is *kept* of it, also where 0.1.0 wrote it as it is; None where it is damaged."""
    if len(kept) == KEY_LENGTH:
        return kept
    with contextlib.suppress(InvalidTag, ValueError):
        return _cipher(key).decrypt(kept[:_NONCE], kept[_NONCE:], None)
    return None


def seal_plain_key(cohort: Cohort, key: CohortKey) -> None:
    """Seal a private half that 0.1.0 wrote as it is, in its place, so that nothing of it stays. Raises StoreError."""
    path = cohort.private / KEY_FILE
    try:
        if not os.path.lexists(path) or len(raw := bytes_of(path)) != KEY_LENGTH:
            return
        with path.open("rb+", buffering=0) as file:
            file.write(sealed_key(raw, key))
            os.fsync(file.fileno())
    except OSError as error:
        raise disk_fault(path, error) from None


def _cipher(key: CohortKey) -> AESGCM:
    return AESGCM(key.derived("the key to bundles"))
