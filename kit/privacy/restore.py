"""After an older copy of the store was put back: what was published since is known again, and never published twice.

Whose answers entered those releases is lost, so their families are closed for good: nobody counts for them any more.
"""

from __future__ import annotations

import json

from sqlalchemy import delete, func, insert, select

from kit.errors import ReleaseError
from kit.privacy.ledger import Ledger, present, published
from kit.releases import Release, read_releases
from kit.store import Store


def close_what_is_unknown(store: Store) -> list[str]:
    """Take releases of releases.json that the ledger lacks into it, and close their families; returns these.

    Raises ReleaseError where the file is damaged, another cohort's, or no continuation of the ledger.
    """
    there = read_releases(store.cohort.published)
    with store.transaction() as connection:
        ledger = Ledger(connection, store.cohort.slug)
        known = ledger.everything().releases
        missing = there.releases[len(known) :]
        if not missing or there.releases[: len(known)] != known:
            return []  # where both differ, publishing refuses and says what to do
        if there.cohort != store.cohort.slug:
            raise ReleaseError("published/releases.json belongs to another cohort; copy this cohort's file back.")
        for release in missing:
            _take_in(ledger, release)
        for place in there.asked:
            ledger.ask(place)
    return sorted({release.family for release in missing})


def _take_in(ledger: Ledger, release: Release) -> None:
    connection = ledger.connection
    mine = published.c.family == release.family
    batch = int(connection.scalar(select(func.count()).select_from(published).where(mine)) or 0) + 1
    content = json.dumps({**release.content(), "hash": release.hash}, ensure_ascii=False, sort_keys=True)
    row = {"sequence": release.sequence, "family": release.family, "batch": batch, "content": content}
    connection.execute(insert(published), row)
    # Only who was present counts for a family that was published; from now on that is nobody.
    connection.execute(delete(present).where(present.c.family == release.family))
