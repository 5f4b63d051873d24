"""JupyterLab beside a command: started quietly, told of the host, and ended in good order."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from kit.cli.app import say
from kit.errors import HostAway, HostError, KitError
from kit.lab.starting import lab_command, lab_environment, start_page
from kit.live.process.addresses import LOOPBACK, choose_port
from kit.live.process.session import Session
from kit.settings import Cohort
from kit.system.disk import write_private
from kit.system.opening import text_of
from kit.system.processes import end, is_ignored
from kit.text.parsing import json_of

if TYPE_CHECKING:
    from kit.session.desk import Desk, Wanted

_PATIENCE = 10
_LOOK = 0.25
_FACILITATES = {"KIT_AUDIENCE": "facilitator"}


@dataclass(frozen=True, kw_only=True)
class Lab:
    """A JupyterLab that may be opened: where, and what its kernels are told."""

    folder: Path
    port: int
    start: str
    moved: str = ""
    log: Path | None = None
    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def address(self) -> str:
        """The address for a browser that didn't open by itself."""
        return f"http://{LOOPBACK}:{self.port}{self.start}?token={self.token}"

    @contextlib.contextmanager
    def opened(self) -> Iterator[subprocess.Popen[bytes]]:
        """JupyterLab's process; it's ended with the context."""
        # Both keys go through the environment of this one process; a list of processes shows none of them.
        environment = lab_environment({"JUPYTER_TOKEN": self.token, **self.told})
        if self.log:
            write_private(self.log, b"")
        with self.log.open("ab") if self.log else contextlib.nullcontext() as log:
            process = subprocess.Popen(  # noqa: S603 - our own command
                lab_command(self.folder, port=self.port, start=self.start),
                cwd=self.folder,
                env=environment,
                # Held open and never written to: when this command goes, in whatever way, Lab goes too.
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Its own session: at Ctrl-C Lab would ask whether to stop, while we end it in good order.
                start_new_session=os.name != "nt",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        try:
            yield process
        finally:
            process.terminate()
            end(process, _PATIENCE)
            if process.stdin is not None:
                process.stdin.close()


def beside(cohort: Cohort, session: Session, *, outbox: Path | None = None) -> Lab:
    """The facilitator's JupyterLab of *session*; *outbox* is where its forms keep what is sent, if not as always."""
    run = cohort.private / "run"
    port = choose_port(run, "lab", (LOOPBACK,))
    told = _told(f"{session.scheme}://{LOOPBACK}:{session.port}", session.token)
    told |= {"KIT_OUTBOX": str(outbox)} if outbox else {}
    start = start_page(cohort.root, facilitates=True)
    # The window belongs to the join code, so what Lab has to say goes into a file.
    log = run / "lab.log"
    return Lab(folder=cohort.root, port=port.number, moved=port.moved, log=log, start=start, told=told)


def alone(folder: Path, cohort: Cohort | None) -> Lab:
    """JupyterLab on *folder*. Where the host of *cohort* is running, its notebooks can lead the session too."""
    run = cohort.private / "run" if cohort else folder
    # Whoever opens a second one must not move the address under which browsers keep private notes.
    port = choose_port(run, "lab", (LOOPBACK,), keep=False)
    told = _running(run / "host.json") if cohort else {}
    # A participant's copy of the folder comes without the private part.
    facilitates = cohort is not None and cohort.private.is_dir()
    told |= _FACILITATES if facilitates else {}
    start = start_page(folder, facilitates=facilitates)
    return Lab(folder=folder, port=port.number, moved=port.moved, start=start, told=told)


def tell_of(lab: Lab) -> None:
    """Say where *lab* opens."""
    if lab.moved:
        say(f"JupyterLab: {lab.moved}")
    say("JupyterLab opens in your browser. If it doesn't, open this address on this computer:")
    say(f"  {lab.address}")


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a signal that ends this command, or the closing of its window, do what Ctrl-C does.

    Where the command was started so that it outlasts its window (``nohup``), it does.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = ["SIGTERM"]
    if hasattr(signal, "SIGHUP") and not is_ignored(signal.SIGHUP):  # Windows has none
        names.append("SIGHUP")
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def wait_for(lab: Lab, hold: Callable[[Desk, Wanted], None] | None = None) -> None:
    """*lab* open until Ctrl-C, or until it's shut down from its own menu. Raises HostError where it breaks off.

    *hold* holds a session that a page in it asks for, until that session has ended.
    """
    with tempfile.TemporaryDirectory(prefix="kit-lab-") as place:
        told = {**lab.told, "KIT_DESK": place} if hold else lab.told
        # What it says to itself would bury its address.
        quiet = replace(lab, log=Path(place) / "lab.log", told=told)
        try:
            with ended_by_signals(), quiet.opened() as process:
                code = _attended(process, Path(place), hold) if hold else process.wait()
        except KeyboardInterrupt:
            code = 0
        lines = text_of(Path(place) / "lab.log", "utf-8", errors="replace").split("\n")
    if code:
        last = next((line for line in reversed(lines) if line.strip()), "nothing")
        raise HostError(f"JupyterLab has stopped by itself. The last it said was: {last.strip()}. Try: kit doctor")
    say("JupyterLab has ended. What was saved is in the folder.")


def _attended(process: subprocess.Popen[bytes], place: Path, hold: Callable[[Desk, Wanted], None]) -> int:
    """How *process* has ended; until then each session that is wanted at the desk in *place* is held."""
    from kit.session.desk import Desk  # noqa: PLC0415 - the window of kit host has no use for it

    desk = Desk(place)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(_LOOK)
        if (wanted := desk.wanted()) is None:
            continue
        try:
            hold(desk, wanted)
        except KitError as error:
            say(str(error))
            desk.refuse(str(error))


@contextlib.contextmanager
def watched(lab: Lab) -> Iterator[Callable[[], None]]:
    """*lab* open beside a session, which goes on where Lab ends before it.

    What it gives waits, once the session is over, until Lab is shut down.
    """
    ending = threading.Event()

    def watch(process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if not ending.is_set():
            say("JupyterLab has stopped; the session goes on. To lead it, open another window and type: kit lab")
            say(f"What JupyterLab said last is in {lab.log}.")

    def stay() -> None:
        ending.set()
        process.wait()

    with lab.opened() as process:
        threading.Thread(target=watch, args=(process,), daemon=True, name="kit-lab").start()
        try:
            yield stay
        finally:
            ending.set()


def _running(file: Path) -> dict[str, str]:
    """What notebooks have to know of the host that runs, if one does."""
    from kit.session.host_client import HostClient  # noqa: PLC0415 - a host's own command has no use for it

    try:
        values = json_of(text_of(file))
        address, key = str(values["address"]), str(values["token"])
        week = HostClient(address, key).state().week
    except (FileNotFoundError, HostAway):
        return {}  # none is running; one that was cut off leaves its file
    except (OSError, ValueError, KeyError, TypeError, KitError):
        say(f"{file} leads to no session, so these notebooks can lead none.")
        say("If one is running, end it with Ctrl-C in its window, start it again, and then this.")
        return {}
    say(f"The session of week {week} is running; these notebooks can lead it too.")
    return _told(address, key)


def _told(address: str, key: str) -> dict[str, str]:
    return {"KIT_HOST": address, "KIT_FACILITATOR": key, **_FACILITATES}
