"""The command that runs a live session: host, join code, QR, and the facilitator's JupyterLab."""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import segno
import typer

from kit.cli.app import CohortOption, app, say, the_cohort
from kit.cli.rehearsing import hold_rehearsal
from kit.errors import CohortError
from kit.lab import lab_command, lab_environment
from kit.live.addresses import LOOPBACK, choose_port, lan_address
from kit.live.session import Mode, Session, new_session, tls_of
from kit.live.supervise import Supervisor
from kit.settings import Cohort
from kit.store.bundles import make_key
from kit.store.folder import open_private
from kit.store.location import unsafe_place

_LAB_PATIENCE = 10


@app.command(epilog="Example: kit host 3 --lan")
def host(
    week: Annotated[int, typer.Argument(help="The week's number; 0 is the orientation.", min=0)],
    lan: Annotated[bool, typer.Option("--lan", help="Let devices in the local network join.")] = False,
    no_lab: Annotated[bool, typer.Option("--no-lab", help="Do not open JupyterLab.")] = False,
    self_paced: Annotated[
        bool, typer.Option("--self-paced", help="Open every exercise at once, for those who were away.")
    ] = False,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A certificate (PEM), so that the connection is encrypted.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The certificate's key (PEM, no passphrase).")
    ] = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearse", help="Try it with simulated people, in a folder that is gone afterwards.")
    ] = False,
    people: Annotated[int, typer.Option(help="With --rehearse: how many simulated people.", min=1, max=60)] = 12,
    cohort: CohortOption = None,
) -> None:
    """Run a live session: people join with a code, answer on their own devices, and see the group's result."""
    found = the_cohort(cohort)
    if rehearsal:
        if lan or self_paced or certificate or key:
            raise typer.BadParameter("--rehearse stays on this computer; leave out --lan, --self-paced and TLS files.")
        hold_rehearsal(found, week, people, None if no_lab else _lab)
        return
    mode: Mode = "self-paced" if self_paced else "live"
    tls = [str(one.resolve()) if one else "" for one in (certificate, key)]
    _hold(found, week, network=lan_address() if lan else "", mode=mode, tls=tls, no_lab=no_lab)


def _hold(found: Cohort, week: int, *, network: str, mode: Mode, tls: list[str], no_lab: bool) -> None:
    reason = unsafe_place(found.root)
    if reason:
        raise CohortError(reason)
    open_private(found.private)
    make_key(found)
    port = choose_port(found.private / "run", "host", (LOOPBACK, network) if network else (LOOPBACK,))
    certificate, key = tls
    session = new_session(found.root, week, port=port.number, lan=network, mode=mode, certificate=certificate, key=key)
    tls_of(session)
    supervisor = Supervisor(session)
    with _ending(supervisor):
        ready = supervisor.start()
        if port.moved:
            say(port.moved)
        _tell(session, ready)
        with contextlib.nullcontext() if no_lab else _lab(found, session):
            supervisor.run(say)
    say("The session has ended; a backup is in private/backups.")
    if mode == "live":
        say(f"While it is fresh, two minutes for next time: kit debrief {week}")


def _tell(session: Session, ready: dict[str, Any]) -> None:
    address = ready["url"]
    say(f"Join at   {address}")
    say(f"Code      {ready['code']}")
    code = _qr(f"{address}/#{ready['code'].replace('-', '')}")
    if code:
        say(code)
    if not session.lan:
        say("Only this computer can join. Add --lan to let phones and laptops in the room join.")
    elif not session.certificate:
        say("Others on this network could read what is sent, answers included, if they have the tools and the will.")
        say("Where that matters, use a network of your own, or --certificate and --key; people can also use paper.")
    if session.lan:
        say("If a device does not get through, the network may keep devices apart: use a phone's hotspot.")
    say("End the session with Ctrl-C in this window.")


def _qr(address: str) -> str:
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, compact=True)
    try:
        drawn.getvalue().encode(getattr(typer.get_text_stream("stdout"), "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return ""  # a window that cannot draw blocks; the address and the code are enough
    return drawn.getvalue()


@contextlib.contextmanager
def _ending(supervisor: Supervisor) -> Iterator[None]:
    """End the host in good order, however this command ends."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        say("Ending the session ...")
    finally:
        signal.signal(signal.SIGTERM, before)
        supervisor.stop()


@contextlib.contextmanager
def _lab(cohort: Cohort, session: Session) -> Iterator[None]:
    port = choose_port(cohort.private / "run", "lab", (LOOPBACK,))
    if port.moved:
        say(f"JupyterLab: {port.moved}")
    # The key goes through the environment of this one process; a list of processes shows none of it.
    told = {
        "KIT_HOST": f"{session.scheme}://{LOOPBACK}:{session.port}",
        "KIT_FACILITATOR": session.token,
    }
    command = lab_command(cohort.root, port=port.number)
    process = subprocess.Popen(command, cwd=cohort.root, env=lab_environment(told))  # noqa: S603 - our own command
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(_LAB_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
