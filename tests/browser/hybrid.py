"""A session for a room and for people elsewhere: a host that listens in the room, and behind Caddy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.hosted import Room, hosting
from tests.live.proxies import caddy
from tests.processes import free_port

IN_THE_ROOM = "127.0.0.2"  # where the host listens beside loopback, as in a local network


@dataclass
class Place(Room):
    """The same session at another address."""

    at: str = ""

    @property
    def address(self) -> str:
        return self.at


@dataclass(frozen=True)
class Hybrid:
    """A session that is reached in the room and, through Caddy, from anywhere."""

    room: Room
    elsewhere: Place
    here: Place
    sister: str


@contextmanager
def hybrid(root: Path, folder: Path) -> Iterator[Hybrid]:
    https, door = free_port(), free_port()
    folder.mkdir()
    public = f"https://spring.workshop.example.org:{https}"
    told = {"public": public, "behind": "127.0.0.1", "public_port": door, "lan": IN_THE_ROOM}
    with contextlib.ExitStack() as opened:
        proxy = opened.enter_context(caddy(folder, {"spring": door, "autumn": free_port()}, https))
        room = opened.enter_context(hosting(root, **told))
        elsewhere = Place(room.session, room.served, at=public)
        here = Place(room.session, room.served, at=f"http://{IN_THE_ROOM}:{room.served.port}")
        yield Hybrid(room, elsewhere, here, proxy.origin("autumn"))
