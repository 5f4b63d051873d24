"""After an older copy of the store was put back: what was published since is known again, and never published twice.

Whose answers entered those releases is lost, so their families are closed for good: nobody counts for them any more.
"""

from __future__ import annotations

from kit.answers import Store
from kit.errors import ReleaseError
from kit.publishing.ledger import Ledger
from kit.results.releases import read_releases


def close_what_is_unknown(store: Store) -> list[str]:
    """Take releases of releases.json that the ledger lacks into it, and close their families; returns these.

    Raises ReleaseError where the file or the ledger is damaged, or the file is another cohort's.
    """
    there = read_releases(store.cohort.published)
    with store.transaction() as connection:
        ledger = Ledger(connection, store.cohort.slug)
        known = ledger.everything().releases
        missing = there.releases[len(known) :]
        # What was asked and held since the copy was made is in the file as well, without any release.
        lost = missing or set(there.asked) - set(ledger.everything().asked)
        if not lost or there.releases[: len(known)] != known:
            return []  # where both differ, publishing refuses and says what to do
        if there.cohort != store.cohort.slug:
            raise ReleaseError("published/releases.json belongs to another cohort; copy this cohort's file back.")
        for release in missing:
            ledger.take_in(release)
        for place in there.asked:
            ledger.ask(place)
    return sorted({release.family for release in missing})
