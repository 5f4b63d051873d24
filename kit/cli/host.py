"""The command that runs a live session: host, join code, QR, and the facilitator's JupyterLab."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import segno
import typer

from kit.answers.bundle_keys import has_keys
from kit.answers.folder import newest_backup, refuse_unsafe
from kit.answers.handed_over import refuse_handed_over
from kit.cli.app import CohortOption, WeekArgument, app, say, the_cohort
from kit.cli.jupyterlab import Lab, beside, ended_by_signals, tell_of, watched
from kit.cli.starting import Network, Running, host_of
from kit.live.process.addresses import LOOPBACK, way_to
from kit.live.process.earlier import note_address
from kit.live.process.networks import Chosen, choose, in_address, local_addresses
from kit.live.process.public import EXAMPLE, proxy_address, public_origin
from kit.live.process.session import Mode, Session
from kit.settings import Cohort

if TYPE_CHECKING:
    from kit.session.desk import Desk, Wanted

_MOST_SIMULATED = 60


AddressOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="With --lan: use this address of the computer instead of the best one.")
]
EncryptedOption = Annotated[
    bool, typer.Option("--encrypted", help="With --lan: encrypt the connection; every phone warns once.")
]
SelfPacedOption = Annotated[
    bool,
    typer.Option("--self-paced", help="Open all exercises at once, for people who were away; anyone new needs a slip."),
]
RemoteOption = Annotated[
    bool, typer.Option("--remote", help="Lead a session whose people are elsewhere; anyone new needs a slip.")
]
CertificateOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A certificate (PEM), so that the connection is encrypted.")
]
KeyOption = Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key (PEM, no passphrase).")]
PublicOption = Annotated[
    str,
    typer.Option(
        metavar="URL",
        help="Let people join from anywhere at this https address, through a proxy (see the page Online and hybrid).",
    ),
]
BehindOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="With --public: the proxy's address, if it's on another computer.")
]
PublicPortOption = Annotated[
    int,
    typer.Option(
        metavar="N", help="With --public: the port to which the proxy leads; kept for next time.", min=0, max=65535
    ),
]
RehearsalOption = Annotated[
    bool, typer.Option("--rehearse", help="Try it with simulated people, in a folder that is gone afterwards.")
]
PeopleOption = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="How many people here will use a phone or laptop: as many can join. With --rehearse: how many "
        "simulated people.",
        min=1,
    ),
]


@app.command(epilog="Example: kit host 3 --lan --people 12")
def host(
    week: WeekArgument,
    lan: Annotated[bool, typer.Option("--lan", help="Let devices in the local network join.")] = False,
    address: AddressOption = "",
    encrypted: EncryptedOption = False,
    no_lab: Annotated[bool, typer.Option("--no-lab", help="Don't open JupyterLab.")] = False,
    self_paced: SelfPacedOption = False,
    remote: RemoteOption = False,
    certificate: CertificateOption = None,
    key: KeyOption = None,
    public: PublicOption = "",
    behind: BehindOption = "",
    public_port: PublicPortOption = 0,
    rehearsal: RehearsalOption = False,
    people: PeopleOption = None,
    folder: CohortOption = None,
) -> None:
    """Run a live session. People join with a code, answer on their own devices, and see the group's result."""
    # Loaded here alone, so that help and other commands do not carry what reads content.
    from kit.curriculum import policy  # noqa: PLC0415

    cohort = the_cohort(folder)
    policy.policy_of(cohort)
    if rehearsal:
        if lan or address or encrypted or self_paced or remote or certificate or key or public:
            raise typer.BadParameter(
                "--rehearse stays on this computer; leave out --lan, --public, --self-paced, --remote and encryption."
            )
        simulated = people or 12
        if simulated > _MOST_SIMULATED:
            raise typer.BadParameter(f"A rehearsal has at most {_MOST_SIMULATED} simulated people.")
        _rehearse(cohort, week, simulated, no_lab=no_lab)
        return
    mode = _mode(self_paced, remote, people)
    network = _network(lan, address, encrypted, certificate, key)
    network = _from_outside(network, public, behind, public_port)
    if mode == "live":
        people = people or _asked(cohort.size, may_be_later=not no_lab)
    _hold(cohort, week, network, mode=mode, people=people or 0, no_lab=no_lab)


def _network(lan: bool, address: str, encrypted: bool, certificate: Path | None, key: Path | None) -> Network:
    if encrypted and (certificate or key):
        raise typer.BadParameter("--encrypted makes a certificate; leave it out to use your own.")
    if encrypted and not (lan or address):
        raise typer.BadParameter("--encrypted is for the room's network; add --lan.")
    return Network(
        chosen=choose(local_addresses(), address) if lan or address else None,
        pinned=bool(address),
        encrypted=encrypted,
        certificate=str(certificate.resolve()) if certificate else "",
        key=str(key.resolve()) if key else "",
    )


def _from_outside(network: Network, public: str, behind: str, public_port: int) -> Network:
    if not public:
        if behind or public_port:
            raise typer.BadParameter(f"--behind and --public-port are about the proxy; add --public {EXAMPLE}")
        return network
    if 0 < public_port < 1024:
        raise typer.BadParameter("--public-port: give a number from 1024 on; the proxy has the usual ports.")
    proxy = proxy_address(behind) if behind else LOOPBACK
    return replace(network, public=public_origin(public), behind=proxy, public_port=public_port)


def _rehearse(cohort: Cohort, week: int, people: int, *, no_lab: bool) -> None:
    from kit.cli.rehearsing import hold_rehearsal  # noqa: PLC0415 - no real session carries this

    with ended_by_signals():
        try:
            hold_rehearsal(cohort, week, people, no_lab=no_lab)
        except KeyboardInterrupt:
            # Where the folder could not be removed, that was raised instead.
            say("Stopped. The rehearsal's folder and everything in it is gone.")


def _mode(self_paced: bool, remote: bool, people: int | None) -> Mode:
    if self_paced and remote:
        raise typer.BadParameter("A --self-paced session runs by itself, a --remote one is led; use one of the two.")
    if (self_paced or remote) and people:
        raise typer.BadParameter("--people counts people in the room; anyone new elsewhere needs a slip (kit slips).")
    return "self-paced" if self_paced else "remote" if remote else "live"


def _asked(size: int, *, may_be_later: bool) -> int:
    """How many people are here, asked in this window where someone sits at it; 0 for later, in the notebook."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        if may_be_later:
            return 0
        raise typer.BadParameter("Without JupyterLab you can't say later how many people are here; add --people N.")
    later = " (Or press Enter, and say so later in the run of the session.)" if may_be_later else ""
    while True:
        asked = f"How many people here will use a phone or laptop?{later}"
        answer = typer.prompt(asked, default="", show_default=False, prompt_suffix=" ")
        if not answer.strip() and may_be_later:
            return 0
        if answer.strip().isdecimal() and 1 <= int(answer) <= size:
            return int(answer)
        say(f"Please type a number from 1 to {size}; this cohort has {size} places ('size' in cohort.toml).")


def _make_ready(cohort: Cohort) -> None:
    refuse_unsafe(cohort.root)
    refuse_handed_over(cohort)
    if not has_keys(cohort):
        from kit.answers.bundles import make_key  # noqa: PLC0415 - `kit init` has made them, nearly always

        make_key(cohort)


def hold_at_desk(cohort: Cohort, desk: Desk, wanted: Wanted) -> None:
    """Hold the session that is *wanted* in JupyterLab, until it has ended. Raises KitErrors.

    Ctrl-C ends it in good order, and is raised again for whoever has more to end.
    """
    from kit.curriculum import policy  # noqa: PLC0415

    policy.policy_of(cohort)
    _make_ready(cohort)
    network = _network(wanted.lan, "", encrypted=False, certificate=None, key=None)
    over = _Over(cohort.private, wanted.week, "live")
    try:
        with host_of(
            cohort, wanted.week, network=network, mode="live", people=wanted.people, simulated=cohort.is_demo
        ) as running:
            if network.chosen:
                _tell_of_networks(network.chosen)
            _tell(running, in_lab=True)
            desk.began(f"{running.session.scheme}://{LOOPBACK}:{running.session.port}", running.session.token)
            stopped = _keep(running)
            if stopped:
                over.begins()
    finally:
        desk.clear()
    over.tell()
    if stopped:
        raise KeyboardInterrupt


def _hold(cohort: Cohort, week: int, network: Network, *, mode: Mode, people: int, no_lab: bool) -> None:
    _make_ready(cohort)
    over = _Over(cohort.private, week, mode)
    with ended_by_signals():
        try:
            session: dict[str, Any] = {"mode": mode, "people": people, "simulated": cohort.is_demo}
            with host_of(cohort, week, network=network, **session) as running:
                if running.moved:
                    say(running.moved)
                if network.chosen:
                    _tell_of_networks(network.chosen)
                lab = None if no_lab else beside(cohort, running.session)
                _tell(running, lab)
                _tell_of_the_change(cohort, running)
                with watched(lab) if lab else contextlib.nullcontext() as stay:
                    if _keep(running):
                        over.begins()  # the host is still there, and makes the last copy now
                    elif stay:
                        over.tell()
                        say("JupyterLab stays open for the report. To close it too, press Ctrl-C in this window.")
                        stay()
        except KeyboardInterrupt:
            pass  # pressed once more while the session was ending, or before it had begun
    over.tell()


class _Over:
    """What is said once the host has ended, and said once."""

    def __init__(self, private: Path, week: int, mode: Mode) -> None:
        self._private, self._week, self._mode = private, week, mode
        self._told = False
        self.begins()

    def begins(self) -> None:
        """Note the newest copy of before; the last thing that a host does is to make one."""
        self._before = newest_backup(self._private)

    def tell(self) -> None:
        """Say that the session has ended."""
        if self._told:
            return
        self._told = True
        say(_ended(self._before, newest_backup(self._private)))
        if self._mode != "self-paced":
            say(f"While it's fresh, two minutes for next time: kit debrief {self._week}")


def _ended(before: Path | None, after: Path | None) -> str:
    """What is so once the host has ended; the last thing that it does is to make a backup."""
    if after is not None and after != before:
        return f"The session has ended; a backup is in private/backups/{after.name}."
    last = f"The newest one is private/backups/{after.name}, from before the end." if after else "There's none yet."
    return (
        f"The session has ended. No backup could be made at its end. {last} The answers themselves are in "
        "private/answers.db; make room on the disk, run kit doctor, and copy private/ to a safe place of your own."
    )


def _keep(running: Running) -> bool:
    """Whether the session is to be ended from here; False where the host has ended by itself."""
    try:
        running.supervisor.run(say, _tell_the_way)
    except KeyboardInterrupt:
        say("Ending the session ...")
        return True
    return False


def _tell_of_networks(chosen: Chosen) -> None:
    for address in chosen.left_out:
        say(f"Left out  {address}")
    for address in chosen.as_good:
        say(f"As good   {address}; if phones get no answer, end this and add --address {address.address}")
    say(f"Network   {chosen.local}")


def _tell_the_way(ways: Mapping[str, Any]) -> None:
    """Say how people join: address, code, and both as a picture to scan."""
    say(f"Join at   {ways['url']}")
    if ways["room"]:
        say(f"Or here   {ways['room']}, in this network")
    if ways["code"]:
        say(f"Code      {ways['code']}")
    code = _qr(f"{ways['url']}/#{ways['code'].replace('-', '')}" if ways["code"] else ways["url"])
    if code:
        say(code)
    if ways["fingerprint"]:
        say("Every phone shows a warning once, because this computer made its own certificate. To be sure it's the")
        say("right one, compare the certificate's SHA-256 fingerprint on the phone with this one before you go on:")
        groups = ways["fingerprint"].split()
        for start in (0, len(groups) // 2):
            say(f"          {' '.join(groups[start : start + len(groups) // 2])}")


def _tell(running: Running, lab: Lab | None = None, *, in_lab: bool = False) -> None:
    """Say how people join and how it ends; *lab* opens for it, or one that is open has started it (*in_lab*)."""
    in_lab = in_lab or lab is not None
    session = running.session
    ways = {"url": running.address, "room": running.room}
    _tell_the_way({**ways, "code": running.code, "fingerprint": running.fingerprint})
    say(_places(session, with_lab=in_lab))
    if session.in_room and running.kept:
        kept = "1 place is" if running.kept == 1 else f"{running.kept} places are"
        say(f"In this cohort {kept} kept for slips. People who have one type its code, instead of the code above.")
        say("To free these places, end the session and run: kit slips --cancel")
    if session.public:
        _tell_of_the_proxy(session)
    if not session.lan:
        if not session.public:
            say("Only this computer can join. Add --lan to let phones and laptops in the room join.")
    elif not session.certificate:
        say("Not encrypted: someone on this network with the right tools could read answers and people's four words,")
        say("and change or delete what others sent. If that worries you, use your own hotspot with a good password,")
        say("add --encrypted, or let people use paper.")
    if session.lan:
        say("If a device can't connect, this network may keep devices apart. Use a phone's hotspot instead.")
    if lab:
        tell_of(lab)
    if in_lab:
        say("To end the session: End the session in JupyterLab, or Ctrl-C in this window.")
    else:
        say("End the session with Ctrl-C in this window.")


def _tell_of_the_proxy(session: Session) -> None:
    at = f"{in_address(way_to(session.behind))}:{session.public_port}"
    say(f"The proxy at {session.behind} leads people here: {at}. It can read what passes through it.")
    if session.behind != LOOPBACK:
        say("What it hands on to this computer isn't encrypted, so use a network of your own, or a tunnel.")


def _tell_of_the_change(cohort: Cohort, running: Running) -> None:
    session = running.session
    if not (session.lan or session.public):
        return  # a try-out on this computer
    before = note_address(cohort.private / "run", running.address, public=bool(session.public))
    if before:
        say(f"Last time the address was {before}. What people wrote for themselves is kept under that one, in their")
        say("browsers. A copy brings it along: see Online and hybrid in the guide, When the address changes.")


def _places(session: Session, *, with_lab: bool) -> str:
    where = "the run of the session in JupyterLab" + ("" if with_lab else " (in a second window: kit lab)")
    if not session.in_room:
        return "People who were here before come back as usual. Anyone new needs a slip of their own (kit slips)."
    if not session.people:
        return f"Nobody can join until you say how many people are here, in {where}."
    many = "is 1 place" if session.people == 1 else f"are {session.people} places"
    return f"There {many}. If someone comes late, add one in {where}."


def _qr(address: str) -> str:
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, compact=True)
    try:
        drawn.getvalue().encode(getattr(typer.get_text_stream("stdout"), "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return ""  # a window that cannot draw blocks; the address and the code are enough
    return drawn.getvalue()
