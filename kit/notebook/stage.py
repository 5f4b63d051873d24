"""What a facilitator's first page shows, which changes as sessions begin and end: what is next, or the run of one."""

from __future__ import annotations

from datetime import UTC, datetime

from anywidget import AnyWidget
from ipywidgets import VBox

from kit.curriculum.loader import find_week_file, load_curriculum, load_week
from kit.curriculum.registers import messages_in
from kit.errors import HostAway
from kit.notebook.first_page import coming, past, planned
from kit.session.desk import Desk
from kit.session.host_client import HostClient
from kit.settings import Cohort, find_desk, load_cohort, places_in
from kit.widgets.commands import Commands
from kit.widgets.first_page import FirstWidget, Next
from kit.widgets.run_of_show import SessionWidget


class Stage(VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The page of *cohort*: the run of a session while one runs, and otherwise what comes next."""

    def __init__(self, cohort: Cohort) -> None:
        super().__init__(layout={"overflow": "visible", "width": "100%"})
        self._cohort = cohort
        self._messages = messages_in(cohort.curriculum)
        self._commands = Commands(cohort.root, self._messages("first.failed"))
        self.show_now()

    def __repr__(self) -> str:
        return self._messages("session.run_again")

    def show_now(self) -> None:
        """Show what is so now. Raises ContentError, HostError."""
        host = HostClient.from_environment()
        week = _running_week(host) if host else None
        self.children = (self._first() if host is None or week is None else self._running(host, week),)

    def _running(self, host: HostClient, number: int) -> AnyWidget:
        places = places_in(self._cohort)
        week = load_week(find_week_file(places.curriculum, number))
        before = past(week, places)
        return SessionWidget(week, host, self._messages, past=before, commands=self._commands, then=self.show_now)

    def _first(self) -> AnyWidget:
        self._cohort = load_cohort(self._cohort.root)  # its dates may have changed a moment ago
        weeks = load_curriculum(self._cohort.curriculum)
        meeting = coming(planned(self._cohort, weeks), datetime.now(UTC))
        number = meeting.number if meeting else min(weeks)
        cohort, when = self._cohort, meeting.when if meeting else ""
        dates = {"first": cohort.first_session, "time": cohort.time, "zone": cohort.time_zone}
        following = Next(week=weeks[number], when=when, **dates)
        folder = find_desk()
        return FirstWidget(
            self._commands,
            self._cohort.slug,
            following,
            list(weeks.values()),
            self._messages,
            desk=Desk(folder) if folder else None,
            changed=self.show_now,
        )


def _running_week(host: HostClient) -> int | None:
    """The week that *host* runs; None where it has ended since JupyterLab was opened. Raises HostError."""
    try:
        room = host.state()
    except HostAway:
        return None
    return None if room.ended else room.week
