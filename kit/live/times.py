"""How long each part of a session really takes, noted when the facilitator moves to the next one."""

from __future__ import annotations

import math
from datetime import date

from kit.curriculum.weeks import Week
from kit.session.debrief import Run, keep, lengths, log_of, read_log, timed
from kit.settings import Cohort

# A last part that went on for longer than this beyond its longest time is a session that nobody ended in time.
_LONG_OVER = 15


class Times:
    """When each block began, in seconds. *kept* is what was kept before a restart; it is checked."""

    def __init__(self, week: Week, kept: object = None) -> None:
        self._week = week
        self.begun: list[tuple[str, float]] = _checked(week, kept)

    def go(self, block: str, now: float, *, anew: bool) -> None:
        """Note that *block* begins; with *anew* the session begins with it."""
        if anew:
            self.begun.clear()
        if not self.begun or self.begun[-1][0] != block:
            self.begun.append((block, now))

    def run(self, now: float, *, ended: bool) -> Run | None:
        """Return the session as it stands *now*, or None while it could be a try-out.

        The last part counts only once the session has *ended*, and only where it ended in time.
        """
        if not self.begun:
            return None
        block, start = self.begun[-1]
        longest = next(one.minutes.max for one in self._week.blocks if one.id == block)
        whole = ended and now - start <= 60 * (longest + _LONG_OVER)
        took = timed(self._week, lengths(self.begun, now) if whole else lengths(self.begun[:-1], start))
        day = date.fromtimestamp(self.begun[0][1])
        return Run(week=self._week.number, day=day, took=took) if took else None


def note(times: Times, cohort: Cohort, now: float, *, ended: bool) -> None:
    """Write how long the parts took into the cohort's debrief log, keeping its notes. Raises KitError."""
    run = times.run(now, ended=ended)
    if run is None:
        return
    path = log_of(cohort)
    before = next((one for one in read_log(path) if (one.week, one.day) == (run.week, run.day)), run)
    keep(path, run.model_copy(update={"notes": before.notes}))


def _checked(week: Week, kept: object) -> list[tuple[str, float]]:
    """Return the beginnings in *kept*, or an empty list if they are not of this week."""
    known = {block.id for block in week.blocks}
    rows = kept if isinstance(kept, list) else []
    made = [(one[0], float(one[1])) for one in rows if _is_beginning(one, known)]
    return made if len(made) == len(rows) else []


def _is_beginning(row: object, known: set[str]) -> bool:
    if not isinstance(row, list) or len(row) != 2 or row[0] not in known:
        return False
    return type(row[1]) in (int, float) and math.isfinite(row[1]) and 0 <= row[1] < 1e11
