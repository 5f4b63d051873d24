"""Keeping a session reachable: the computer wakes with another address, the Wi-Fi changes, and the session follows."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
from collections.abc import Callable
from pathlib import Path

from tornado.httpserver import HTTPServer

from kit.errors import CohortError, KitError, PortTaken
from kit.live.address import Address
from kit.live.logs import log_fault
from kit.live.process.addresses import listening
from kit.live.process.networks import LocalAddress, follow, local_addresses
from kit.live.process.session import Session

EVERY = 3.0
GONE = (
    "This computer is in no network any more, so nobody else reaches the session. Connect it to the room's network or "
    "switch the hotspot on again; the session goes on by itself."
)
STAYS = (
    "The address {address} of this session is gone, and its adapter has no other one. Connect it again, or end the "
    "session with Ctrl-C and start it without --address."
)
TAKEN = (
    "The address of this computer has changed to {address}, but another program there has port {port}. Close that "
    "program; the session goes on by itself."
)
MOVED = (
    "The address of this computer has changed, so the session has a new one. Everyone opens the new address or scans "
    "the code again, and comes back with their four words."
)
MOVED_HERE = (
    "The address in the room has changed to {address}. People who came by the old one open this one, or the address on "
    "the screen, and come back with their four words. For everyone else nothing has changed."
)
BACK = "The network is back, and the session is reached at the same address as before."


class Reach:
    """Checks every few seconds that the session's address is still this computer's, and follows it if not."""

    def __init__(self, session: Session, address: Address, server: HTTPServer, tell: Callable[[str], None]) -> None:
        self._session = session
        self._address = address
        self._server = server
        self._tell = tell
        self._local: LocalAddress | None = None
        self._listening: set[str] = set()
        self._opened = contextlib.ExitStack()
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> Callable[[], None]:
        """Listen in the network, if the session is for one, and keep checking. Returns ``stop``. Raises PortTaken."""
        if self._address.lan:
            self._open(self._address.lan)
            self._look(local_addresses())
            self._task = asyncio.get_running_loop().create_task(self._repeat())
        return self.stop

    def stop(self) -> None:
        """Stop checking, and close the sockets."""
        if self._task is not None:
            self._task.cancel()
        self._opened.close()

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                self._look(await asyncio.to_thread(local_addresses))
            except (KitError, OSError) as error:
                # The session goes on for all who are in it; the next look tries again.
                log_fault("addresses", type(error), error.__traceback__)

    def _look(self, there: list[LocalAddress]) -> None:
        address, pinned = self._address.lan, self._session.pinned
        here = next((one for one in there if one.address == address), None)
        if here is not None or _is_always_here(address):
            self._local = here
            if self._listens(address) and self._address.trouble:
                self._say(BACK, trouble="")
            return
        local = follow(there, self._local, wanted=pinned)
        if local is None:
            self._say(STAYS.format(address=address) if there and pinned else GONE)
        elif self._listens(local.address):
            self._move(local)
        else:
            self._say(TAKEN.format(address=local.address, port=self._address.port))

    def _move(self, local: LocalAddress) -> None:
        self._local = local
        if self._session.made:
            from kit.live.process.certificate import certificate_for  # noqa: PLC0415 - only who encrypts carries it

            certificate_for(Path(self._session.certificate).parent, local.address)
        self._address.move(local.address)
        # Where people come from outside, that address stands on the screen, and it is still the same.
        self._say(MOVED_HERE.format(address=self._address.room) if self._address.room else MOVED, trouble="")

    def _say(self, sentence: str, *, trouble: str | None = None) -> None:
        """Tell window, panel and screen, each sentence once."""
        over, trouble = trouble is not None, sentence if trouble is None else trouble
        if over or trouble != self._address.trouble:
            self._address.unreachable(trouble)
            self._tell(sentence)

    def _listens(self, address: str) -> bool:
        with contextlib.suppress(PortTaken):
            self._open(address)
        return address in self._listening

    def _open(self, address: str) -> None:
        """Listen at *address* too, if this computer has it. Old addresses stay open, as they may come back."""
        if address in self._listening:
            return
        with contextlib.ExitStack() as opened:
            try:
                sockets = opened.enter_context(listening((address,), self._address.port))
            except PortTaken:
                raise
            except CohortError:
                return  # it is not this computer's at the moment
            self._server.add_sockets(sockets)
            self._opened.push(opened.pop_all())
        self._listening.add(address)


def _is_always_here(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback
