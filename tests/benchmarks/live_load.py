"""A host in processes of its own, and hundreds of devices that speak to it with as little work of ours as possible."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from kit.session.host_client import HostClient
from kit.settings import load_cohort
from tests.processes import started

REPO = Path(__file__).parents[2]
KIT = (sys.executable, "-c", "from kit.cli import main; main()")
Times = dict[str, list[float]]


def part(times: list[float], share: float) -> float:
    """The number of milliseconds below which *share* of *times* lie."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def table(times: Times) -> str:
    """p50, p95 and p99 of every kind of request, in milliseconds."""
    return "\n".join(
        f"  {kind:<12} n={len(all_):<5} p50 {part(all_, 0.5):6.1f}  p95 {part(all_, 0.95):6.1f}  p99 "
        f"{part(all_, 0.99):6.1f} ms"
        for kind, all_ in times.items()
    )


class Memory(threading.Thread):
    """Watches memory in MB: the most of the host itself, and of it and its command, shared pages counted once.

    The processes that run a notebook or draw a chart are gone after a moment and are left out.
    """

    def __init__(self, command: int, host: int):
        super().__init__(daemon=True)
        self.host = self.whole = self.own = self.seconds = 0.0
        self._command, self._host = psutil.Process(command), psutil.Process(host)
        self._done = threading.Event()

    def run(self):
        while not self._done.wait(0.25):
            with contextlib.suppress(psutil.Error):
                family = [self._command, *self._command.children(recursive=True)]
                self.host = max(self.host, self._host.memory_info().rss / 1e6)
                if len(family) == 2:
                    self.whole = max(self.whole, sum(one.memory_full_info().pss for one in family) / 1e6)
                self.own = max(self.own, self._host.memory_full_info().uss / 1e6)
                self.seconds = sum(self._host.cpu_times()[:2])

    def stop(self):
        self._done.set()
        self.join(60)


@dataclass
class Running:
    """A session started by ``kit host``, as a facilitator starts it."""

    port: int
    code: str
    client: HostClient
    memory: Memory


@contextlib.contextmanager
def hosting(root: Path, week: int):
    """``kit host WEEK --no-lab`` for the cohort in *root*, and a watch on its memory."""
    environment = {**os.environ, "PYTHONPATH": str(REPO), "PYTHONUNBUFFERED": "1"}
    # A facilitator's Python keeps what it compiled; one that compiles anew at each start needs more memory for it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [*KIT, "host", str(week), "--no-lab", "--people", str(load_cohort(root).size), "--cohort", str(root)]
    with started(command, deadline=1800, env=environment, stdout=subprocess.PIPE, text=True) as process:
        code = ""
        for line in process.stdout:
            code = line.split()[1] if line.startswith("Code") else code
            if line.startswith("End the session"):
                break
        host = json.loads((root / "private" / "run" / "host.json").read_text())
        memory = Memory(process.pid, host["pid"])
        memory.start()
        with nothing_collected():
            yield Running(host["port"], code, HostClient(host["address"], host["token"]), memory)
        memory.stop()
        process.terminate()
        process.communicate(timeout=60)


@contextlib.contextmanager
def nothing_collected():
    """No garbage collection in this process, which plays hundreds of devices: 140 ms that the host has no part in."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass
class Device:
    """One participant's browser: one connection for requests that stays open, one for the stream of events."""

    port: int
    times: Times
    cookie: str = ""
    news: dict[str, float] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Future] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _stream: asyncio.Task | None = None

    async def ask(self, kind: str, method: str, path: str, body=None) -> tuple[int, bytes]:
        """Status and body; its time counts from the first byte sent to the last byte received."""
        if self._writer is None or self._reader.at_eof():  # the host ends what was quiet for long; browsers come again
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        data = b"" if body is None else json.dumps(body).encode()
        begin = time.perf_counter()
        self._writer.write(self._head(method, path, len(data)) + data)
        head = await self._reader.readuntil(b"\r\n\r\n")
        found = _headers(head)
        reply = await self._reader.readexactly(int(found.get("content-length", 0)))
        self.times[kind].append(time.perf_counter() - begin)
        if "set-cookie" in found:
            self.cookie = found["set-cookie"].partition(";")[0]
        return int(head[9:12]), reply

    async def come(self, code: str) -> None:
        """Join, open the page, agree, and see how the room stands."""
        status, reply = await self.ask("join", "POST", "/api/join", {"code": code, "attempt": str(uuid.uuid4())})
        assert status == 200, reply
        version = json.loads(reply)["notice"]["version"]
        status, reply = await self.ask("page", "GET", "/week")
        assert status == 200 and b"<main" in reply
        assert (await self.ask("consent", "POST", "/api/consent", {"purpose": "aggregate", "version": version}))[
            0
        ] == 200
        assert (await self.ask("state", "GET", "/api/state"))[0] == 200

    async def answer(self, week: int, exercise: str, answers) -> float:
        """Send an exercise; when it was acknowledged."""
        body = {"week": week, "exercise": exercise, "revision": 1, "answers": answers}
        status, reply = await self.ask("submission", "PUT", f"/api/submissions/{uuid.uuid4()}", body)
        assert status == 201, reply
        return time.perf_counter()

    async def listen(self, path: str, mark, token: str = "") -> None:
        """Open the stream of events; ``news`` keeps when *mark* of a state, a text, was first seen."""
        ready = asyncio.Event()
        self._stream = asyncio.create_task(self._read_news(path, mark, token, ready))
        await asyncio.wait_for(ready.wait(), 20)

    async def _read_news(self, path, mark, token, ready) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        try:
            writer.write(self._head("GET", path, 0, f"Authorization: Bearer {token}\r\n" if token else ""))
            async for line in reader:
                if line.startswith(b"data: {"):  # not that the host is still here
                    now = time.perf_counter()
                    for one in mark(json.loads(line[6:])):
                        self.news.setdefault(one, now)
                        if one in self._waiting and not self._waiting[one].done():
                            self._waiting[one].set_result(now)
                    ready.set()
        finally:
            writer.close()

    async def heard(self, mark: str) -> float:
        """When *mark* was first seen; waits until it is."""
        if mark in self.news:
            return self.news[mark]
        waiting = self._waiting.setdefault(mark, asyncio.get_running_loop().create_future())
        return await asyncio.wait_for(waiting, 20)

    def _head(self, method: str, path: str, length: int, more: str = "") -> bytes:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{cookie}{more}Content-Length: {length}\r\n\r\n"
        ).encode()

    async def leave(self) -> None:
        if self._stream is not None:
            self._stream.cancel()
            await asyncio.gather(self._stream, return_exceptions=True)
        if self._writer is not None:
            self._writer.close()


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}


def new_times() -> Times:
    return defaultdict(list)


async def at(begin: float, seconds: float) -> None:
    """Wait until *seconds* after *begin*."""
    await asyncio.sleep(max(0.0, begin + seconds - asyncio.get_running_loop().time()))
