"""Where a session is reached: the names it answers to, its certificate, and what keeps others from reaching it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tornado.httputil import HTTPServerRequest

from kit.live.process.session import Session


class Address:
    """The address of a session on *port*. *changed* is called when panel and screen have something new to show.

    It is also the door for this computer and the room, which believes nobody about where a request comes from.
    """

    origin = ""  # it may have several names, and new ones
    headers: Mapping[str, str] = {}

    def __init__(self, session: Session, port: int, changed: Callable[[], None]) -> None:
        self._session = session
        self.port = port
        self._changed = changed
        self._tls: ssl.SSLContext | None = None
        self._names: frozenset[str] = frozenset()
        self.trouble = ""
        self.fingerprint = ""
        self._answer_to(session)

    @property
    def lan(self) -> str:
        """The address in the local network, or empty if the session is for this computer alone."""
        return self._session.lan

    @property
    def url(self) -> str:
        """What participants type: the public address where there is one, otherwise the one in the room."""
        return self._session.url(self.port)

    @property
    def room(self) -> str:
        """What people in the room may type too, where the session is reached from outside besides; otherwise empty."""
        session = self._session
        return session.room_url(self.port) if session.public and session.lan else ""

    @property
    def is_encrypted(self) -> bool:
        """Whether the session speaks TLS."""
        return self._session.scheme == "https"

    def answers_to(self, name: str) -> bool:
        """Whether *name*, with its port, is one of the session's."""
        return name.lower() in self._names

    def is_own_origin(self, origin: str) -> bool:
        """Whether *origin* is a page of the session."""
        scheme, _, name = origin.lower().partition("://")
        return scheme == self._session.scheme and name in self._names

    def sender(self, request: HTTPServerRequest) -> str:
        """The address that is connected, whatever the request says of others."""
        return request.remote_ip or ""

    def is_open_line(self, _: HTTPServerRequest, /) -> bool:
        """Never: whether it is encrypted is the same for everything that comes here."""
        return False

    def speak_with(self, tls: ssl.SSLContext | None) -> None:
        """Use *tls*, and keep the fingerprint of its certificate, whatever happens to the file later."""
        self._tls = tls
        if self._session.made:
            from kit.live.process.certificate import fingerprint_of  # noqa: PLC0415 - 9 MB that most sessions need not carry

            self.fingerprint = fingerprint_of(Path(self._session.certificate))

    def move(self, address: str) -> None:
        """Answer at another *address* too, and name it to those who join."""
        self._session = replace(self._session, lan=address)
        if self._tls is not None:
            self._tls.load_cert_chain(self._session.certificate, self._session.key)
            self.speak_with(self._tls)
        self._answer_to(self._session)

    def unreachable(self, trouble: str) -> None:
        """Tell panel and screen why nobody else reaches the session; empty where they do, perhaps at a new address."""
        self.trouble = trouble
        self._changed()

    def _answer_to(self, session: Session) -> None:
        # The names of before stay: their address may come back, and then the pages that are open there go on.
        self._names |= session.hosts(self.port)
