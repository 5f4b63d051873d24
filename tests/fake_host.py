"""A host that says what a test tells it to, on loopback, and remembers what it was asked."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

KEY = "facilitators-key"


@dataclass
class FakeHost:
    """*replies* by method and path: a status with JSON values, or raw bytes, or a silence that ends with the test.

    What is posted to a path in *keeps* is handed on before the reply.
    """

    address: str = ""
    replies: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    keeps: dict[str, Callable[[Any], object]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, what: str, values: Any, status: int = 200) -> None:
        self.replies[what] = (status, values)

    def bodies(self, path: str) -> list[Any]:
        return [body for _, asked, _, body in self.asked if asked == path]


class _Handler(http.server.BaseHTTPRequestHandler):
    host: FakeHost

    def _reply(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.host.asked.append((self.command, self.path, dict(self.headers), body))
        if self.path in self.host.keeps:
            self.host.keeps[self.path](body)
        status, values = self.host.replies.get(f"{self.command} {self.path}", (404, {"ok": False, "say": "Not here."}))
        if values is SILENCE:
            self.host.over.wait(30)
            return
        data = values if isinstance(values, bytes) else json.dumps(values).encode()
        self.send_response(status)
        if status in (301, 307):
            self.send_header("Location", self.host.address + "/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def log_message(self, *_: object) -> None:
        pass


SILENCE = object()


@contextmanager
def fake_host() -> Iterator[FakeHost]:
    """A fake host that answers while the context lasts."""
    host = FakeHost()
    handler = type("Handler", (_Handler,), {"host": host})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    host.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.over.set()
        server.shutdown()
        server.server_close()
        thread.join(30)
