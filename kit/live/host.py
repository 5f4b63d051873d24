"""The host of one session: it owns the store, builds the services for requests, and ends them."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.answers import Store
from kit.answers.slips import unused
from kit.curriculum.weeks import Week
from kit.errors import StoreError
from kit.live.access import Access, PublicAccess, ScreenTickets
from kit.live.address import Address
from kit.live.course import Changes, Course, SharedTexts
from kit.live.door import PublicDoor
from kit.live.ending import Ending
from kit.live.events import Channel, Channels
from kit.live.expecting import Expecting
from kit.live.facts import Facts, facts_of
from kit.live.joining import Joining
from kit.live.limits import Failures, Leavings, OpenStreams, Returns
from kit.live.own import Own
from kit.live.pairs import Groups
from kit.live.people import People
from kit.live.process.session import Session
from kit.live.progress import Progress
from kit.live.published import Published
from kit.live.room import Room
from kit.live.services import Services
from kit.live.taking import Taking
from kit.live.writer import Readers, Writer
from kit.publishing.gate import close_what_is_unknown, export
from kit.publishing.masking.masker import CohortMasker
from kit.system.disk import write_private

if TYPE_CHECKING:
    from kit.live.http.connections import Server

log = logging.getLogger("kit.live")

HOST_FILE = "host.json"
_SHOWN = 3600  # seconds to which the time of the store's files is rounded, once for a session


class Host:
    """Builds the services of a session on an open store, inside a running loop; ``stop`` ends them."""

    server: Server  # once it runs
    public_server: Server | None = None  # where there is a door from outside, which listens there:
    outside_at: tuple[str, int] | None = None

    def __init__(self, store: Store, week: Week, session: Session, port: int) -> None:
        self.store = store
        self._session = session
        self._readers = Readers()
        _make_ready(store)
        facts = facts_of(store, week, session)
        self.room = Room(store, week, session)
        published = Published(store.cohort, facts, self.room)
        self.writer = Writer(store)
        self._progress = Progress(store, self.room, facts.policy, self._readers)
        state = _shared_state(facts, self.room)
        self.channels = Channels(everyone=Channel(state), screens=Channel(state), facilitator=self._progress.channel)
        limits = self.room.counted.limits if session.in_room else None
        self.people = People(store, self.writer, self._progress, self.channels, limits)
        self.address = Address(session, port, self.channels.joining_changed)
        self.tickets = ScreenTickets(session.token)
        self.services = self._services(facts, published)
        if session.mode == "self-paced":
            self.services.course.open_all()
        self._progress.count_all()

    def outside(self) -> dict[str, object]:
        """The services that are others for whoever comes from outside."""
        access = PublicAccess(self._session, self.services.facts, self.people, self.tickets)
        return {"address": PublicDoor(self._session.public), "access": access}

    def _services(self, facts: Facts, published: Published) -> Services:
        store, room, people, channels = self.store, self.room, self.people, self.channels
        writer, readers = self.writer, self._readers
        masker, streams, tickets, address = CohortMasker(store.cohort), OpenStreams(), self.tickets, self.address
        changes = Changes(writer, readers, room, published, channels)
        course = Course(store, facts, room, published, changes)
        return Services(
            facts=facts,
            messages=facts.messages,
            notice=facts.notice,
            address=address,
            access=Access(self._session, facts, people, tickets),
            tickets=tickets,
            people=people,
            joining=Joining(facts, room, people, address, changes, streams),
            taking=Taking(store, facts, masker, writer=writer, readers=readers, people=people, progress=self._progress),
            own=Own(store, facts, people, published, readers),
            published=published,
            room=room,
            course=course,
            ending=Ending(facts, room, published, course),
            expecting=Expecting(facts, room, changes),
            shared_texts=SharedTexts(store, facts, masker, published, changes),
            groups=Groups(store.cohort, facts.messages, room, channels, writer=writer, readers=readers),
            for_everyone=channels.everyone,
            for_screens=channels.screens,
            for_facilitator=channels.facilitator,
            streams=streams,
            wrong_words=Failures(),
            returns=Returns(),
            leavings=Leavings(facts.size),
        )

    def announce(self) -> None:
        """Write address and key of the facilitator to private/run/host.json, for their eyes alone.

        Raises StoreError.
        """
        session, port = self._session, self.address.port
        values = {"address": f"{session.scheme}://127.0.0.1:{port}", "port": port, "pid": os.getpid()}
        values |= {"token": session.token, "week": self.room.week.number, "session": session.id}
        if session.public:
            values |= {"public": session.public, "public_port": session.public_port}
        self.room.keep()
        write_private(self._file, json.dumps(values).encode())

    async def end(self) -> None:
        """Close every exercise and tell everyone that the session has ended.

        A page that stays open sends nothing into the next session then.
        """
        try:
            await self.services.ending.end()
        except StoreError as error:
            # The next session closes it; a disk that is full now must not keep this one from ending.
            log.warning("closing at the end: %s", type(error).__name__)

    def stop(self) -> None:
        """Finish what is being written, end the streams, and take the address away."""
        self.channels.close()
        self._progress.stop()
        self.writer.stop()
        self.room.note_times(ended=True)
        self._readers.stop()
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def kept(self) -> int:
        """Return how many places are reserved for slips that nobody has used yet."""
        with self.store.reading() as connection:
            return unused(connection)

    @property
    def _file(self) -> Path:
        return self.store.cohort.private / "run" / HOST_FILE


def _shared_state(facts: Facts, room: Room) -> Callable[[], dict[str, Any]]:
    """Return a function that gives the state of the session, as everyone may know it."""
    policy = {"minimum": facts.policy.minimum, "sensitive": facts.policy.sensitive, "text": facts.policy.text}
    fixed = {"run": facts.run, "policy": policy, "notice": facts.notice.shown()}
    return lambda: {**room.state(), **fixed}


def _make_ready(store: Store) -> None:
    """Even out the size and times of the store's files, and bring ledger and releases.json into step."""
    store.keep_even(int(time.time() // _SHOWN * _SHOWN))
    close_what_is_unknown(store)
    export(store)
