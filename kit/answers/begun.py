"""Whether a cohort has begun: from then on its week files are what people answered, and stay."""

from __future__ import annotations

import os

from sqlalchemy import select

from kit.answers import schema
from kit.answers.database import FILE_NAME, reading_engine, told
from kit.results.releases import read_releases
from kit.settings import Cohort


def has_begun(cohort: Cohort) -> bool:
    """Whether a session was ever opened in *cohort*, somebody has a place in it, or something of it was published.

    Looking changes nothing. Raises StoreError and ReleaseError where that cannot be told.
    """
    path = cohort.private / FILE_NAME
    if read_releases(cohort.published).releases:
        return True
    if not os.path.lexists(path):
        return False
    engine = reading_engine(path)
    try:
        with told(path), engine.begin() as connection:
            return any(
                connection.execute(select(table).limit(1)).first() is not None
                for table in (schema.participants, schema.exercises)
            )
    finally:
        engine.dispose()
