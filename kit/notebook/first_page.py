"""The facilitator's first page: the run of the session where one runs, and otherwise what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kit.curriculum.weeks import Week
from kit.errors import ContentError, KitError, UnknownName
from kit.notebook.shown import Shown
from kit.session.debrief import History, history, read_logs
from kit.session.meetings import Meeting, sessions
from kit.settings import Cohort, Places, cohort_at


def open_session() -> Shown:
    """What a facilitator needs now. Raises UnknownName outside a cohort's folder, CohortError, ContentError, HostError.

    While a session runs, that is the run of it, whichever week it is.
    """
    cohort = cohort_at(Path.cwd())
    if cohort is None:
        raise UnknownName("There's no cohort here; make one with kit init DIR, and open JupyterLab there: kit lab")
    # Only who facilitates loads the widget machinery.
    from kit.notebook.forms import Forms  # noqa: PLC0415
    from kit.notebook.stage import Stage  # noqa: PLC0415

    return Forms([Stage(cohort)])


def past(week: Week, places: Places) -> History:
    """What earlier runs took. A log that cannot be read holds up no session; kit check tells of it."""
    try:
        return history(week, read_logs(places.debriefs))
    except ContentError:
        return history(week, ())


def planned(cohort: Cohort, weeks: Iterable[int]) -> list[Meeting]:
    """The sessions of *cohort*, or none while its cohort.toml names no date; kit check says what is wrong with one."""
    try:
        return sessions(cohort, sorted(week for week in weeks if week))
    except KitError:
        return []


def coming(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """The first of *meetings* that is not over at *now*; the last one where all are; None where there is none."""
    planned = list(meetings)
    return next((one for one in planned if one.end > now), planned[-1] if planned else None)
