"""Opening a cohort's keys, for the store and for whoever only looks at what is sealed."""

from __future__ import annotations

import os

from kit.answers.database import FILE_NAME as STORE
from kit.answers.database import is_in_plain, is_lost, look_at, missing, reading_engine, told
from kit.answers.ending import refuse_deleted
from kit.answers.sealing.cohort_key import RECORD, CohortKey, key_from, make_key, open_key, record_of
from kit.answers.sealing.envelopes import Envelopes
from kit.answers.sealing.person_keys import FILE, PersonKeys
from kit.errors import StoreError
from kit.settings import Cohort


def the_key(cohort: Cohort, given: str | None = None) -> CohortKey | None:
    """The cohort's key, as somebody else has *given* it or from where it is kept; None where there is none yet.

    Raises StoreError or CohortError where it cannot be had.
    """
    record = record_of(cohort) if given is not None else None
    return key_from(record, given, f"private/{RECORD}") if record and given is not None else open_key(cohort)


def ready_key(cohort: Cohort, given: str | None = None) -> CohortKey:
    """As ``the_key``, and made where there is none and nothing is sealed yet.

    The caller holds the store's lock, or has just made the folder. Raises StoreError where something is sealed and
    nobody knows with which key.
    """
    return the_key(cohort, given) or _made(cohort)


def may_make(cohort: Cohort) -> bool:
    """Whether nothing of the cohort is sealed yet, so that keys can be made. OSError where that cannot be read."""
    path = cohort.private / STORE
    return is_in_plain(path) or not (os.path.lexists(path) or is_lost(path))


def _made(cohort: Cohort) -> CohortKey:
    path = cohort.private / STORE
    with told(path):
        if may_make(cohort):
            return make_key(cohort)
        if is_lost(path):
            raise missing(path)
        look_at(path)
        engine = reading_engine(path)
        try:
            with engine.begin() as connection:
                refuse_deleted(connection, cohort)
        finally:
            engine.dispose()
    raise _unknown(cohort)


def _unknown(cohort: Cohort) -> StoreError:
    return StoreError(
        f"{cohort.private / RECORD}: this file is missing, and it says which key opens the answers; copy it back from "
        "your own newest copy of private/."
    )


def keys_of(cohort: Cohort, key: CohortKey, *, make: bool = False) -> tuple[CohortKey, PersonKeys]:
    """*key* with the keys of all who take part; with *make* an empty file of them, where there is none.

    Raises StoreError where these cannot be used.
    """
    return key, PersonKeys(cohort.private / FILE, key, places=cohort.size, may_make=make)


def looking(cohort: Cohort) -> Envelopes:
    """What opens the cohort's answers for a look, without the store's lock; nothing is made or changed.

    Raises StoreError or CohortError where the keys cannot be had.
    """
    key = the_key(cohort)
    if key is None:
        raise _unknown(cohort)
    return Envelopes(*keys_of(cohort, key), {})
