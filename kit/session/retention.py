"""How long raw answers may be kept: a number of days after the last session, which a cohort can only make smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kit.session.meetings import sessions
from kit.settings import Cohort


def keep_until(cohort: Cohort, weeks: Sequence[int]) -> date | None:
    """The last day on which the raw answers of *cohort* may be kept; None where it has no first session.

    Raises CohortError where the dates in cohort.toml cannot be read.
    """
    if not cohort.first_session:
        return None
    # The hour does not matter here, so one that is not written down yet stops nobody.
    dated = replace(cohort, time=cohort.time or "12:00")
    last = sessions(dated, sorted(number for number in weeks if number) or [1])[-1]
    return last.moment.local.date() + timedelta(days=cohort.keep_days)
