"""Simulated people at a host: a rehearsal in a cohort that is thrown away, or a visit to a host that runs."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import typer
from tqdm import tqdm

from kit.cli.app import say
from kit.curriculum.weeks import Week
from kit.errors import HostError, KitError
from kit.live.addresses import LOOPBACK, choose_port
from kit.live.session import Session, new_session
from kit.live.supervise import Supervisor
from kit.settings import Cohort
from kit.simulate.device import Tally, read_address
from kit.simulate.rehearsal import Plan, Started, rehearse, stopped_by_a_key
from kit.simulate.visitors import Crowd, visit
from kit.store.folder import open_private

Lab = Callable[[Cohort, Session], AbstractContextManager[None]]


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
        say("In a real cohort nobody could tell them from real ones. To practise, use: kit host WEEK --rehearse")
        if not typer.confirm("Go on?"):
            raise typer.Exit(1)
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


def hold_rehearsal(cohort: Cohort, week: int, people: int, lab: Lab | None) -> None:
    """Rehearse *week*: with *lab* the facilitator opens and reveals in JupyterLab, without it the kit does."""
    plan = Plan(week=week, people=people, driven=lab is None)
    say(f"A rehearsal of week {week} with {people} simulated people, in a folder that is removed at the end.")
    done = rehearse(cohort, plan, lambda copy: _host(copy, week, lab), tell=say)
    say(done.sentence)
    say(done.tally.speed)


@contextlib.contextmanager
def _host(copy: Cohort, week: int, lab: Lab | None) -> Iterator[Started]:
    """A host of *copy* on this computer alone."""
    open_private(copy.private)
    port = choose_port(copy.private / "run", "host", (LOOPBACK,))
    session = new_session(copy.root, week, port=port.number)
    supervisor = Supervisor(session)
    ready = supervisor.start()
    keeping = threading.Thread(target=_keep, args=(supervisor,), name="kit-supervisor", daemon=True)
    keeping.start()
    try:
        say(f"Join at   {ready['url']}")
        say(f"Code      {ready['code']}")
        with lab(copy, session) if lab else contextlib.nullcontext():
            yield Started(address=ready["url"], code=ready["code"], key=session.token)
    finally:
        supervisor.stop()
        keeping.join()


def _keep(supervisor: Supervisor) -> None:
    try:
        supervisor.run(say)
    except KitError as error:
        say(str(error))
