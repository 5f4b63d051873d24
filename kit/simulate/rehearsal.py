"""A rehearsal: a whole session with simulated people, in a cohort's folder that is gone afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kit.curriculum.loader import load_curriculum
from kit.curriculum.weeks import Exercise, Week, week_in
from kit.errors import CohortError
from kit.new_cohort import left_behind, make_cohort
from kit.session.host_client import HostClient
from kit.settings import Cohort
from kit.simulate.device import CALM, Pace, Tally
from kit.simulate.visitors import Crowd, visit

SLUG = "rehearsal"
# Room for the devices of the people who rehearse.
_GUESTS = 6
# For pairs, and so that texts can be masked and shared; nobody is called like this.
_NAMES = ("Aspenrow", "Birkholm", "Cedarwick", "Elmstead", "Fernhollow", "Hazelby", "Juniperlow", "Larchfield")
_PATIENCE = 8


@dataclass(frozen=True, kw_only=True)
class Started:
    """A running host: its address on this computer, the join code, and the facilitator's key."""

    address: str
    code: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is rehearsed. With ``driven`` the kit opens and reveals; otherwise the facilitator does, until Ctrl-C."""

    week: int
    people: int = 12
    seed: int = 3
    driven: bool = True
    pace: Pace = CALM
    seconds: float = 3 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """How a rehearsal went, and the *folder* it took place in, which is gone."""

    tally: Tally
    opened: int
    outcomes: Counter[str]
    folder: Path

    @property
    def sentence(self) -> str:
        """The rehearsal in words."""
        shown, held = self.outcomes["published"], self.outcomes["held"]
        driven = f" {self.opened} exercises were opened and revealed: {shown} results shown, {held} held back because "
        driven += "too few had answered."
        text = self.tally.sentence + (driven if self.opened else "")
        return f"{text} The rehearsal's folder and everything in it is gone."


Start = Callable[[Cohort], AbstractContextManager[Started]]


def rehearse(cohort: Cohort, plan: Plan, start: Start, *, tell: Callable[[str], None] = lambda _: None) -> Rehearsal:
    """Hold a session with the material and the policy of *cohort*, whose own folder is only read.

    *start* runs a host for the cohort it is given; *tell* hears what happens. Raises UnknownName where there is no
    such week, CohortError where the folder cannot be made or removed, HostError.
    """
    weeks = load_curriculum(cohort.curriculum)
    week_in(weeks, plan.week)
    for line in left_behind(cohort):
        tell(line)
    with _thrown_away(cohort, plan.people) as copy, start(copy) as host:
        session = _Session(weeks[plan.week], plan, host, tell)
        tally = asyncio.run(session.hold())
    # The folder was looked for once more after its removal; only then is it said to be gone.
    return Rehearsal(tally=tally, opened=session.opened, outcomes=session.outcomes, folder=copy.root)


@contextlib.contextmanager
def _thrown_away(cohort: Cohort, people: int) -> Iterator[Cohort]:
    """Yield a temporary cohort folder, with nothing in it but material; it is removed at the end."""
    place = Path(tempfile.mkdtemp(prefix="kit-rehearsal-"))
    root = place / SLUG
    try:
        copy = make_cohort(root, size=people + _GUESTS, slug=SLUG, like=cohort.root)
        (copy.private / "roster.csv").write_text("\n".join(["name", *_NAMES, ""]), "utf-8")
        yield copy
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if place.exists():
            raise CohortError(f"{place}: the rehearsal's folder couldn't be removed; delete it, it isn't needed.")


class _Session:
    """One rehearsed session: the crowd, and if it is driven, who opens and reveals."""

    def __init__(self, week: Week, plan: Plan, host: Started, tell: Callable[[str], None]) -> None:
        self.opened = 0
        self.outcomes: Counter[str] = Counter()
        self._week, self._plan, self._host, self._tell = week, plan, host, tell
        self._arrived: Counter[str] = Counter()
        self._news = asyncio.Event()

    async def hold(self) -> Tally:
        """Let the crowd visit until the session is over. Returns what happened. Raises HostError."""
        stop = asyncio.Event()
        crowd = Crowd(
            address=self._host.address,
            code=self._host.code,
            people=self._plan.people,
            seed=self._plan.seed,
            pace=self._plan.pace,
        )
        visiting = visit(crowd, {self._week.number: self._week}, seconds=self._plan.seconds, stop=stop, tell=self._note)
        with stopped_by_a_key(stop):
            if not self._plan.driven:
                tally = await visiting
                if not stop.is_set():
                    self._tell("The simulated people are done. Look around as long as you like, then press Ctrl-C.")
                    await stop.wait()
                return tally
            return await self._together(visiting, stop)

    async def _together(self, visiting: Coroutine[Any, Any, Tally], stop: asyncio.Event) -> Tally:
        """Run the crowd and whoever opens and reveals together; if either fails, the other ends too."""
        crowd, driver = asyncio.create_task(visiting), asyncio.create_task(self._drive(stop))
        await asyncio.wait({crowd, driver}, return_when=asyncio.FIRST_EXCEPTION)
        stop.set()
        driver.cancel()
        tally, driven = await asyncio.gather(crowd, driver, return_exceptions=True)
        for result in (tally, driven):
            if isinstance(result, Exception):
                raise result
        assert isinstance(tally, Tally)
        return tally

    def _note(self, exercise: str) -> None:
        self._arrived[exercise] += 1
        self._news.set()

    async def _drive(self, stop: asyncio.Event) -> None:
        client, number = HostClient(self._host.address, self._host.key), self._week.number
        for exercise in self._week.exercises:
            if stop.is_set():
                break
            await asyncio.to_thread(client.open, number, exercise.id)
            self._tell(f"Open: {exercise.title}")
            if exercise.group_items:
                await self._wait(exercise)
            revealed = await asyncio.to_thread(client.reveal, number, exercise.id)
            self.opened += 1
            self.outcomes.update(revealed.decisions.values())
            self._tell(f"Revealed: {exercise.title}")
        stop.set()

    async def _wait(self, exercise: Exercise) -> None:
        """Wait until everyone has answered, or until nothing has come for a while."""
        while self._arrived[exercise.id] < self._plan.people:
            self._news.clear()
            try:
                async with asyncio.timeout(_PATIENCE * max(self._plan.pace.thinking, 0.1)):
                    await self._news.wait()
            except TimeoutError:
                return


@contextlib.contextmanager
def stopped_by_a_key(stop: asyncio.Event) -> Iterator[None]:
    """Make Ctrl-C end the session in good order rather than in the middle of something."""
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, stop.set)
    except (NotImplementedError, RuntimeError, ValueError):
        yield  # Windows, or not the main thread: there an interrupt is raised, and the folder is removed all the same
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
