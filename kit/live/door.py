"""The ways into a session: straight to this computer, or from outside through one proxy that is named.

Each has names of its own, and says whom it believes about where a request comes from.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Protocol

from tornado.httputil import HTTPServerRequest

# For as long as a device keeps its key. Of this name alone: others of the same domain may still be plain ones.
_ALWAYS_ENCRYPTED = {"Strict-Transport-Security": f"max-age={90 * 86400}"}
# What proxies add. A request that has one of these was made elsewhere, whoever hands it over.
_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")


class Door(Protocol):
    """One way in, as the handlers of requests know it."""

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers speak TLS with it."""

    @property
    def origin(self) -> str:
        """Where a browser is when it comes this way, if that is always the same; otherwise empty."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What every reply says besides."""

    def answers_to(self, name: str) -> bool:
        """Whether *name*, with its port, is one of the session's."""

    def is_own_origin(self, origin: str) -> bool:
        """Whether *origin* is a page of the session."""

    def sender(self, request: HTTPServerRequest) -> str:
        """The address from which *request* comes, for limits."""

    def is_open_line(self, request: HTTPServerRequest, /) -> bool:
        """Whether *request* came without encryption to a door that has it."""


class PublicDoor:
    """The way in from outside, at an *origin* such as ``https://spring.example.org``, through one named proxy.

    Nobody but that proxy gets as far as here (``only_from`` in kit/live/http/connections.py), so its word is taken for
    who is behind it. Of a list of addresses only the last is its own word; what stands before, anybody can write.
    """

    is_encrypted = True
    headers: Mapping[str, str] = _ALWAYS_ENCRYPTED

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._name = origin.partition("://")[2]

    def answers_to(self, name: str) -> bool:
        """Whether *name*, with its port, is the public one."""
        return name.lower() == self._name

    def is_own_origin(self, origin: str) -> bool:
        """Whether *origin* is the public one. A page at the room's address is another place to a browser."""
        return origin.lower() == self.origin

    def sender(self, request: HTTPServerRequest) -> str:
        """The address that the proxy names, or the proxy's own where it names none."""
        return _last_address(request) or request.remote_ip or ""

    def is_open_line(self, request: HTTPServerRequest, /) -> bool:
        """Whether the proxy says that *request* came to it without encryption."""
        return request.headers.get("X-Forwarded-Proto", "https").rpartition(",")[2].strip().lower() != "https"


def was_forwarded(request: HTTPServerRequest) -> bool:
    """Whether a proxy, or somebody who plays one, had this request in hand."""
    return any(name in request.headers for name in _FORWARDED)


def _last_address(request: HTTPServerRequest) -> str:
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""  # nothing, or no address
