"""Simulated people at a host: a rehearsal in a cohort that is thrown away, or a visit to a host that runs."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import typer
from tqdm import tqdm

from kit.cli.app import say
from kit.cli.jupyterlab import beside, tell_of, watched
from kit.cli.starting import host_of
from kit.curriculum.weeks import Week
from kit.errors import HostError, KitError
from kit.live.process.supervise import Supervisor
from kit.sending.door import read_address
from kit.settings import Cohort
from kit.simulate.device import Tally
from kit.simulate.rehearsal import Plan, Started, rehearse, stopped_by_a_key
from kit.simulate.visitors import Crowd, visit


def trusted(certificate: Path | None) -> ssl.SSLContext | None:
    """What believes in *certificate* alone; None, this computer's own list, without one. Raises HostError."""
    if certificate is None:
        return None
    try:
        return ssl.create_default_context(cafile=str(certificate))
    except (OSError, ssl.SSLError):
        raise HostError(
            f"{certificate}: this is no certificate in PEM form; give the file the host was given."
        ) from None


def visit_host(crowd: Crowd, weeks: dict[int, Week], *, minutes: float, sure: bool) -> None:
    """Let simulated people visit a host, and say how it went. Raises HostError, HostAway."""
    address, _ = read_address(crowd.address)
    if not sure:
        say(f"{crowd.people} simulated people will join at {address}, and their answers will be stored there.")
        say("That works in a rehearsal and in the demo alone. At the end they withdraw and give their places back.")
        if not typer.confirm("Go on?"):
            raise typer.Exit(1)
    say(f"They answer whatever is open, and go home after {minutes:g} minutes or when you press Ctrl-C here.")
    with tqdm(desc="Answering", unit=" submissions", disable=not sys.stderr.isatty()) as bar:

        def note(_: str) -> None:
            bar.update()

        tally = asyncio.run(_visit(crowd, weeks, 60 * minutes, note))
    say(tally.sentence)
    say(tally.speed)
    if tally.missing:
        raise typer.Exit(1)


async def _visit(crowd: Crowd, weeks: dict[int, Week], seconds: float, tell: Callable[[str], None]) -> Tally:
    stop = asyncio.Event()
    with stopped_by_a_key(stop):
        return await visit(crowd, weeks, seconds=seconds, stop=stop, tell=tell)


def hold_rehearsal(cohort: Cohort, week: int, people: int, *, no_lab: bool) -> None:
    """Rehearse *week*: the facilitator opens and reveals in JupyterLab, and without it the kit does."""
    plan = Plan(week=week, people=people, driven=no_lab)
    say(f"A rehearsal of week {week} with {people} simulated people, in a folder that is removed at the end.")
    done = rehearse(cohort, plan, lambda copy: _host(copy, week, no_lab=no_lab), tell=say)
    say(done.sentence)


@contextlib.contextmanager
def _host(copy: Cohort, week: int, *, no_lab: bool) -> Iterator[Started]:
    """A host of *copy* on this computer alone."""
    with contextlib.ExitStack() as opened:
        running = opened.enter_context(host_of(copy, week, people=copy.size, simulated=True))
        keeping = threading.Thread(target=_keep, args=(running.supervisor,), name="kit-supervisor", daemon=True)
        keeping.start()
        opened.callback(keeping.join)
        opened.callback(running.supervisor.stop)
        say(f"Join at   {running.address}")
        say(f"Code      {running.code}")
        if not no_lab:
            # What is tried out in the forms of its notebooks goes with the folder too.
            lab = beside(copy, running.session, outbox=copy.root / "outbox")
            tell_of(lab)
            opened.enter_context(watched(lab))
            say("Simulated people are on their way and answer whatever you open. Seen enough? Press Ctrl-C here.")
        yield Started(address=running.address, code=running.code, key=running.session.token)


def _keep(supervisor: Supervisor) -> None:
    try:
        supervisor.run(say)
    except KitError as error:
        say(str(error))
