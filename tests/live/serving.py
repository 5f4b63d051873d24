"""A real host on a free port in a thread of this process, and clients that speak to it as browsers do."""

from __future__ import annotations

import asyncio
import http.client
import json
import shutil
import socket
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kit.answers.slip_sheets import draw_slips
from kit.errors import KitError
from kit.live.host import Host
from kit.live.http.app import no_pages
from kit.live.process.serve import running
from kit.live.process.session import Session, new_session
from kit.settings import load_cohort
from tests.processes import connected

DEADLINE = 20.0


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Client:
    """One device: it keeps its cookies, and a connection for each request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    address: str = "127.0.0.1"
    source: str = ""

    def ask(self, method: str, path: str, body: object = None, *, headers=None, raw: bytes | None = None) -> Reply:
        connection = http.client.HTTPConnection(self.address, self.port, timeout=DEADLINE)
        try:
            connection.sock = connected(self.address, self.port, source=self.source, limit=DEADLINE)
            return self.asked(connection, method, path, body, headers=headers, raw=raw)
        finally:
            connection.close()

    def asked(self, connection, method: str, path: str, body: object = None, *, headers=None, raw=None) -> Reply:
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        connection.request(method, path, data, self.headers(headers))
        found = connection.getresponse()
        values = found.headers.get_all("Set-Cookie") or []
        for one in values:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Reply(found.status, dict(found.getheaders()), found.read(), tuple(values))

    def headers(self, more=None) -> dict[str, str]:
        made = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        if self.token:
            made["Authorization"] = f"Bearer {self.token}"
        return {**made, **(more or {})}

    def put(self, answers=None, *, id=None, week=1, exercise="check-in", revision=1, **more) -> Reply:
        answers = {"energy": 7} if answers is None else answers
        if "note" in answers and "shared" not in more:
            more["shared"] = {"note": {"version": self.version(), "quote": False}}
        body = {"week": week, "exercise": exercise, "revision": revision, "answers": answers, **more}
        return self.ask("PUT", f"/api/submissions/{id or uuid.uuid4()}", body)

    def mine(self) -> list[dict[str, Any]]:
        return self.ask("GET", "/api/submissions/mine").json["submissions"]

    def version(self) -> str:
        return str(self.ask("GET", "/api/state").json["notice"]["version"])

    def agree(self) -> None:
        consent = {"purpose": "aggregate", "version": self.version()}
        assert self.ask("POST", "/api/consent", consent).status == 200


class Stream:
    """An open stream of events, read as it comes."""

    def __init__(self, client: Client, path: str = "/api/events", *, headers=None, receive: int | None = None) -> None:
        self._socket = socket.socket()
        if receive is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self._socket.settimeout(DEADLINE)
        self._socket.connect((client.address, client.port))
        sent = {"Host": f"{client.address}:{client.port}", **client.headers(headers)}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._left = b""

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next state and its id; waits for it."""
        while True:
            head, mark, rest = self._left.partition(b"\n\n")
            if mark:
                self._left = rest
                lines = [line for line in head.decode().splitlines() if line.startswith(("id: ", "data: "))]
                if len(lines) == 2:
                    return lines[0][4:], json.loads(lines[1][6:])
                continue
            data = self._socket.recv(65536)
            if not data:
                raise EOFError
            self._left += data

    def until(self, wanted) -> dict[str, Any]:
        """The first state for which *wanted* holds."""
        for _ in range(100_000):
            state = self.next()[1]
            if wanted(state):
                return state
        raise AssertionError("the state never came")

    def ended(self) -> bool:
        try:
            while True:
                self.next()
        except (EOFError, ConnectionError):
            return True

    def close(self) -> None:
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Fallen(Exception):
    """What ends a host in a test as a crash would: nobody is told, and nothing is closed."""


@dataclass
class Served:
    """A host that runs, and ways to speak to it."""

    session: Session
    host: Host
    loop: asyncio.AbstractEventLoop

    @property
    def port(self) -> int:
        return self.host.services.address.port

    def device(self, address: str = "127.0.0.1") -> Client:
        return Client(self.port, address=address)

    def facilitator(self) -> Client:
        return Client(self.port, token=self.session.token)

    def joined(self, *, agreed: bool = True) -> Client:
        client = self.device()
        reply = client.ask("POST", "/api/join", {"code": self.code()})
        assert reply.status == 200, reply.body
        if agreed:
            client.agree()
        return client

    def code(self) -> str:
        """What lets one more person in: the session's code, or a slip of their own."""
        return self.host.room.code if self.session.in_room else self.do(lambda: draw_slips(self.host.store, 1))[0]

    def open(self, exercise: str = "check-in") -> None:
        reply = self.facilitator().ask("POST", "/api/facilitator/open", {"week": 1, "exercise": exercise})
        assert reply.status == 200, reply.body

    def reveal(self, exercise: str = "check-in") -> Reply:
        return self.facilitator().ask("POST", "/api/facilitator/reveal", {"week": 1, "exercise": exercise})

    def do(self, job):
        """What *job* returns in the host's writing thread."""
        return asyncio.run_coroutine_threadsafe(self.host.writer.alone(job), self.loop).result(DEADLINE)


@contextmanager
def serving(root: Path, *, falls: bool = False, **more):
    """A host of week 1 for the cohort in *root*, ended in good order; with *falls* it breaks off as in a crash."""
    pages = more.pop("pages", no_pages)
    tell = more.pop("tell", lambda _: None)
    if more.get("mode", "live") == "live":
        more.setdefault("people", load_cohort(root).size)
    session = more.pop("session", None) or new_session(root, 1, **more)
    up, ended, found = threading.Event(), [], []

    async def serve() -> None:
        try:
            async with running(session, pages=pages, tell=tell) as host:
                stop = asyncio.Event()
                found.extend([host, asyncio.get_running_loop(), stop])
                up.set()
                await stop.wait()
                if falls:
                    raise Fallen
        except Fallen:
            pass
        except BaseException as error:
            ended.append(error)
            raise
        finally:
            up.set()

    thread = threading.Thread(target=lambda: _quietly(serve), daemon=True)
    thread.start()
    assert up.wait(DEADLINE)
    if ended:
        thread.join(DEADLINE)
        raise ended[0]
    host, loop, stop = found
    try:
        yield Served(session, host, loop)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(DEADLINE)
        assert not thread.is_alive()


def _quietly(serve) -> None:
    try:
        asyncio.run(serve())
    except KitError:
        return  # told by whoever waits


@contextmanager
def everything_open(root, **more):
    with serving(root, **more) as served:
        for exercise in served.host.room.week.exercises:
            served.open(exercise.id)
        yield served


def again(served, client) -> Client:
    """The same device in another session, where it takes its place by itself."""
    device = Client(served.port, dict(client.cookies))
    assert device.ask("POST", "/api/join", {}).status == 200
    return device


def lose(served: Served) -> None:
    """What an older copy of the answers does that is put back: it has less."""
    with served.host.store.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM submissions")


def put_back(root, copy) -> None:
    private = root / "private"
    for name in ("answers.db-wal", "answers.db-shm"):
        (private / name).unlink(missing_ok=True)
    shutil.copy(copy, private / "answers.db")
