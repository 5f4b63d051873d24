"""The facilitator's first page: the run of the session where one runs, and otherwise what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kit.curriculum.loader import find_week_file, load_curriculum, load_week
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.errors import ContentError, KitError, UnknownName
from kit.notebook.shown import Shown
from kit.session.debrief import History, history, read_logs
from kit.session.host_client import HostClient
from kit.session.meetings import Meeting, sessions
from kit.settings import Cohort, Places, cohort_at, places_in

if TYPE_CHECKING:
    from kit.widgets.commands import Commands


def open_session() -> Shown:
    """What a facilitator needs now. Raises UnknownName outside a cohort's folder, CohortError, ContentError, HostError.

    While a session runs, that is the run of it, whichever week it is.
    """
    cohort = cohort_at(Path.cwd())
    if cohort is None:
        raise UnknownName("There is no cohort here; make one with kit init DIR, and open JupyterLab there: kit lab")
    host = HostClient.from_environment()
    return _first(cohort) if host is None else _running(cohort, host)


def _running(cohort: Cohort, host: HostClient) -> Shown:
    from kit.notebook.forms import Forms  # noqa: PLC0415 - only who facilitates loads the widget machinery
    from kit.widgets.run_of_show import SessionWidget  # noqa: PLC0415

    places = places_in(cohort)
    week = load_week(find_week_file(places.curriculum, host.state().week))
    messages, before = messages_in(places.curriculum), past(week, places)
    return Forms([SessionWidget(week, host, messages, past=before, commands=_commands(cohort, messages))])


def _commands(cohort: Cohort, messages: Messages) -> Commands:
    from kit.widgets.commands import Commands  # noqa: PLC0415

    return Commands(cohort.root, messages("first.failed"))


def _first(cohort: Cohort) -> Shown:
    from kit.notebook.forms import Forms  # noqa: PLC0415
    from kit.widgets.first_page import FirstWidget, Next  # noqa: PLC0415

    weeks = load_curriculum(cohort.curriculum)
    meeting = coming(planned(cohort, weeks), datetime.now(UTC))
    number = meeting.number if meeting else min(weeks)
    following = Next(week=weeks[number], when=meeting.when if meeting else "")
    messages = messages_in(cohort.curriculum)
    commands = _commands(cohort, messages)
    return Forms([FirstWidget(commands, cohort.slug, following, list(weeks.values()), messages)])


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
    found = list(meetings)
    return next((one for one in found if one.end > now), found[-1] if found else None)
