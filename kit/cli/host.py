"""The command that runs a live session: host, join code, QR, and the facilitator's JupyterLab."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Annotated

import segno
import typer

from kit.cli.app import CohortOption, WeekArgument, app, say, the_cohort
from kit.cli.labs import Lab, beside, ended_by_signals, tell_of, watched
from kit.cli.starting import Running, host_of
from kit.live.addresses import lan_address
from kit.live.session import Mode
from kit.settings import Cohort
from kit.store.keys import has_keys
from kit.store.location import refuse_unsafe


@app.command(epilog="Example: kit host 3 --lan")
def host(
    week: WeekArgument,
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
    people: Annotated[
        int, typer.Option(metavar="N", help="With --rehearse: how many simulated people.", min=1, max=60)
    ] = 12,
    cohort: CohortOption = None,
) -> None:
    """Run a live session: people join with a code, answer on their own devices, and see the group's result."""
    found = the_cohort(cohort)
    if rehearsal:
        if lan or self_paced or certificate or key:
            raise typer.BadParameter("--rehearse stays on this computer; leave out --lan, --self-paced and TLS files.")
        from kit.cli.rehearsing import hold_rehearsal  # noqa: PLC0415 - no real session carries this

        with ended_by_signals():
            try:
                hold_rehearsal(found, week, people, no_lab=no_lab)
            except KeyboardInterrupt:
                # Where the folder could not be removed, that was raised instead.
                say("Stopped. The rehearsal's folder and everything in it is gone.")
        return
    mode: Mode = "self-paced" if self_paced else "live"
    tls = [str(one.resolve()) if one else "" for one in (certificate, key)]
    _hold(found, week, network=lan_address() if lan else "", mode=mode, tls=tls, no_lab=no_lab)


def _hold(found: Cohort, week: int, *, network: str, mode: Mode, tls: list[str], no_lab: bool) -> None:
    refuse_unsafe(found.root)
    if not has_keys(found):
        from kit.store.bundles import make_key  # noqa: PLC0415 - `kit init` has made them, nearly always

        make_key(found)
    certificate, key = tls
    with ended_by_signals():
        try:
            with host_of(found, week, network=network, mode=mode, certificate=certificate, key=key) as running:
                if running.moved:
                    say(running.moved)
                lab = None if no_lab else beside(found, running.session)
                _tell(running, lab)
                with watched(lab) if lab else contextlib.nullcontext():
                    _keep(running)
        except KeyboardInterrupt:
            pass  # pressed once more while the session was ending, or before it had begun
    say("The session has ended; a backup is in private/backups.")
    if mode == "live":
        say(f"While it is fresh, two minutes for next time: kit debrief {week}")


def _keep(running: Running) -> None:
    try:
        running.supervisor.run(say)
    except KeyboardInterrupt:
        say("Ending the session ...")


def _tell(running: Running, lab: Lab | None = None) -> None:
    session = running.session
    say(f"Join at   {running.address}")
    say(f"Code      {running.code}")
    code = _qr(f"{running.address}/#{running.code.replace('-', '')}")
    if code:
        say(code)
    if not session.lan:
        say("Only this computer can join. Add --lan to let phones and laptops in the room join.")
    elif not session.certificate:
        say("Others on this network could read what is sent, answers included, if they have the tools and the will.")
        say("Where that matters, use a network of your own, or --certificate and --key; people can also use paper.")
    if session.lan:
        say("If a device does not get through, the network may keep devices apart: use a phone's hotspot.")
    if lab:
        tell_of(lab)
    say("End the session with Ctrl-C in this window.")


def _qr(address: str) -> str:
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, compact=True)
    try:
        drawn.getvalue().encode(getattr(typer.get_text_stream("stdout"), "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return ""  # a window that cannot draw blocks; the address and the code are enough
    return drawn.getvalue()
