"""How many connections the host holds: enough for a full room behind one address, and never all that there are.

Where an address has as many as it may have, one that waits for a request goes: rather one on which none ever came, and
of these the one that has waited longest. A whole workplace may come from one address, so nobody is locked out by
connections that others leave open, and whoever has asked for something keeps theirs beside any number of idle ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream

from kit.live.limits import network_of

# A browser opens up to six connections, one of them the stream of events. Sixty phones with two windows each, all
# behind one router, stay below this.
PER_NETWORK = 1024
# Half of the files that the host asks the system for; the rest is for the store and for this computer itself.
IN_ALL = 4096


@dataclass(slots=True)
class _Open:
    """One connection: whose it is, whether it has a request that is to be answered, and whether it ever had one."""

    stream: IOStream
    network: str
    busy: bool = False
    used: bool = False


class Server(HTTPServer):
    """Tornado's server with a limit of connections for each address and in all."""

    def initialize(
        self,
        *arguments: Any,
        per_network: int = PER_NETWORK,
        in_all: int = IN_ALL,
        only_from: str = "",
        **more: Any,
    ) -> None:
        """Called by Tornado with what the server was made with; *only_from* is the one address that may connect."""
        super().initialize(*arguments, **more)
        self.per_network, self.in_all, self.only_from = per_network, in_all, only_from
        # The one that has waited longest comes first.
        self._open: dict[int, _Open] = {}
        self._counts: Counter[str] = Counter()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Accept a connection, and close another one if there are too many."""
        whose = str(address[0]) if address else ""
        if self.only_from and whose != self.only_from:
            stream.close()
            return
        network = network_of(whose)
        full = self._counts[network] >= self.per_network
        if (full and not self._let_go(network)) or (len(self._open) >= self.in_all and not self._let_go()):
            stream.close()
            return
        self._open[id(stream)] = _Open(stream, network)
        self._counts[network] += 1
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Called by Tornado when a connection begins to wait for its next request."""
        delegate = super().start_request(server_conn, request_conn)
        key = _key(server_conn)
        connection = self._open.pop(key, None)
        if connection is None:
            return delegate  # it was let go a moment ago
        connection.busy = False
        self._open[key] = connection
        return _Arriving(delegate, connection)

    def on_close(self, server_conn: object) -> None:
        """Called by Tornado when a connection has ended."""
        self._forget(_key(server_conn))
        super().on_close(server_conn)

    def _let_go(self, network: str | None = None) -> bool:
        """Close the connection that has waited longest for a request. Returns whether there was one."""
        longest = None
        for key, connection in self._open.items():
            if connection.busy or network not in (None, connection.network):
                continue
            if longest is None or not connection.used:
                longest = key
            if not connection.used:
                break
        if longest is None:
            return False
        stream = self._open[longest].stream
        self._forget(longest)
        stream.close()
        return True

    def _forget(self, key: int) -> None:
        connection = self._open.pop(key, None)
        if connection is not None:
            self._counts[connection.network] -= 1
            if not self._counts[connection.network]:
                del self._counts[connection.network]


def _key(server_conn: object) -> int:
    assert isinstance(server_conn, HTTP1ServerConnection)
    return id(server_conn.stream)


class _Arriving(HTTPMessageDelegate):
    """Passes a request on, and marks its connection as busy once the request is complete."""

    def __init__(self, delegate: HTTPMessageDelegate, connection: _Open) -> None:
        self._delegate, self._connection = delegate, connection

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> Any:
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Any:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._connection.busy = self._connection.used = True
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()
