"""Drawing slips for a sheet, and cancelling those that nobody used."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from kit.answers.slips import LENGTH, SLIP, free, slips, unused
from kit.answers.store import Store
from kit.errors import StoreFull
from kit.text.codes import as_typed, drawn


def hidden(store: Store, given: object) -> str:
    """The keyed hash under which the slip with this code is kept, however the code is typed."""
    return store.hidden(SLIP, as_typed(given))


def draw_slips(store: Store, number: int | None = None) -> list[str]:
    """Draw *number* slips (default: one for each place that is left), and return their codes: nobody can a second time.

    Raises StoreFull where there are fewer places left than that.
    """
    with store.transaction() as connection:
        left = free(connection, store.cohort.size)
        wanted = left if number is None else number
        if wanted > left or not wanted:
            raise StoreFull(_too_many(store, connection, wanted, left))
        codes = [drawn(LENGTH) for _ in range(wanted)]
        # In an order of their own, so that none tells where on the sheet its code stands.
        connection.execute(insert(slips), [{"code": code} for code in sorted(hidden(store, one) for one in codes)])
    return codes


def cancel_slips(store: Store) -> int:
    """Cancel every slip that was not used, as for a sheet that was lost; how many there were."""
    with store.transaction() as connection:
        return connection.execute(delete(slips)).rowcount


def _too_many(store: Store, connection: Connection, wanted: int, left: int) -> str:
    kept = unused(connection)
    cancel = f" {kept} are kept for slips that nobody used yet; cancel those with: kit slips --cancel." if kept else ""
    return (
        f"Of the {store.cohort.size} places of the cohort {store.cohort.slug} {left or 'none'} can be given by slips, "
        f"so {wanted or 'no'} slips are drawn.{cancel} If more people belong to it, raise 'size' in cohort.toml."
    )
