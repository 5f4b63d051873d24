"""Where the host listens, and ports that stay from session to session."""

from __future__ import annotations

import contextlib
import errno
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.errors import CohortError, PortTaken, StoreError
from kit.system.disk import write_private
from kit.system.opening import text_of
from kit.text.parsing import json_of

LOOPBACK = "127.0.0.1"
FILE_NAME, ASIDE = "ports.json", "ports.damaged.json"
DEFAULTS = {"host": 8765, "lab": 8888}
PUBLIC, FIRST_PUBLIC = "public", 8770  # where a proxy reaches a session; few sessions have one
_TRIED = 50
_UNREAD = (
    "{file} couldn't be read, so this session uses port {number}. If it was another one before, what browsers have "
    "kept is under that one; your backup of the file brings it back."
)
_PATIENCE, _LOOK = 5.0, 0.1  # in seconds: how long a session that was cut off may take to let go of its port


@dataclass(frozen=True, kw_only=True)
class Port:
    """A free port, and one sentence where it is not the one of last time."""

    number: int
    moved: str = ""


def choose_port(run: Path, name: str, addresses: tuple[str, ...], *, keep: bool = True) -> Port:
    """The port kept in the folder *run* for *name*, or for this time the next free one.

    With *keep* the first port that was ever chosen is kept for good: to a browser another one is another place. One
    that a session which was cut off still holds is waited for. Where what was kept is damaged, that is said, and it is
    set aside. Raises CohortError where none is free.
    """
    kept, damaged = _read(run)
    first = kept.get(name, DEFAULTS.get(name, FIRST_PUBLIC))
    if keep and name in kept:
        _wait_for(first, addresses)
    taken = {number for other, number in kept.items() if other != name}
    for number in (number for number in range(first, first + _TRIED) if number < 65536 and number not in taken):
        if all(_is_free(address, number) for address in addresses):
            if keep and name not in kept:
                with contextlib.suppress(OSError, StoreError):  # a port that cannot be kept is still a port
                    if damaged:
                        (run / FILE_NAME).replace(run / ASIDE)
                    write_private(run / FILE_NAME, json.dumps({**kept, name: number}).encode())
            moved = f"Port {first} is taken by another program, so this session uses port {number}."
            if name in kept:
                moved += f" What browsers have kept under port {first} is there again when it's free."
            if name in damaged:
                return Port(number=number, moved=_UNREAD.format(file=run / FILE_NAME, number=number))
            return Port(number=number, moved=moved if number != first else "")
    raise CohortError(f"Ports {first} to {first + _TRIED - 1} are all taken; close another program, then try again.")


def choose_public_port(run: Path, addresses: tuple[str, ...], wanted: int = 0) -> int:
    """The port to which a proxy leads: the *wanted* one, or that of last time, or at first the next free one.

    It never moves by itself, since the proxy would lead to somebody else then. Raises CohortError where it is taken.
    """
    kept, _ = _read(run)
    fixed = wanted or kept.get(PUBLIC, 0)
    if not fixed:
        return choose_port(run, PUBLIC, addresses).number
    _wait_for(fixed, addresses)
    if not all(_is_free(address, fixed) for address in addresses):
        raise PortTaken(
            f"Port {fixed}, to which the proxy leads, is taken by another program; close it, or choose another with "
            "--public-port N and tell the proxy."
        )
    with contextlib.suppress(OSError, StoreError):
        write_private(run / FILE_NAME, json.dumps({**kept, PUBLIC: fixed}).encode())
    return fixed


def way_to(address: str) -> str:
    """The address of this computer at which another one at *address* reaches it. Nothing is sent to find out.

    Raises CohortError where there is no way.
    """
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 9))
        except OSError:
            raise CohortError(
                f"--behind: from this computer there is no way to {address}; check the address of the proxy."
            ) from None
        return str(probe.getsockname()[0])


@contextlib.contextmanager
def listening(addresses: tuple[str, ...], port: int) -> Iterator[list[socket.socket]]:
    """Sockets that listen at *addresses*, all on one port (0: any free one). Raises PortTaken, CohortError."""
    with contextlib.ExitStack() as opened:
        sockets: list[socket.socket] = []
        for address in addresses:
            listener = opened.enter_context(_socket_for(address))
            try:
                listener.bind((address, port))
            except OSError as error:
                raise _refused(address, port, error) from None
            listener.setblocking(False)
            listener.listen(256)
            port = listener.getsockname()[1]
            sockets.append(listener)
        yield sockets


def _refused(address: str, port: int, error: OSError) -> CohortError:
    if error.errno == errno.EADDRNOTAVAIL:
        return CohortError(f"This computer no longer has the address {address}; start kit host again.")
    return PortTaken(f"Port {port} of {address} is taken by another program; close it, or start kit host again.")


def _wait_for(number: int, addresses: tuple[str, ...]) -> None:
    until = time.monotonic() + _PATIENCE
    while not all(_is_free(address, number) for address in addresses) and time.monotonic() < until:
        time.sleep(_LOOK)


def _is_free(address: str, number: int) -> bool:
    with _socket_for(address) as probe:
        try:
            probe.bind((address, number))
        except OSError:
            return False
    return True


def _socket_for(address: str) -> socket.socket:
    six = ":" in address
    made = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_STREAM)
    _share_with_the_dead(made)
    if six:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    return made


def _share_with_the_dead(made: socket.socket) -> None:
    # On POSIX this frees the port of a host that was just killed; on Windows it would steal a living one's.
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def _read(run: Path) -> tuple[dict[str, int], set[str]]:
    """Return the kept ports, and the names of those that cannot be read."""
    try:
        values = json_of(text_of(run / FILE_NAME))
    except FileNotFoundError:
        return {}, set()
    except (OSError, ValueError):
        return {}, set(DEFAULTS)
    if not isinstance(values, dict):
        return {}, set(DEFAULTS)
    kept = {name: values[name] for name in (*DEFAULTS, PUBLIC) if name in values}
    fine = {name: number for name, number in kept.items() if type(number) is int and 1024 <= number < 65536}
    return fine, set(kept) - set(fine)
