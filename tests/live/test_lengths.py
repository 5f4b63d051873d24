"""What the length of a message, or a crowd of them, could tell or take: replies in steps, copies one at a time."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.live.http import base, mine
from kit.live.http.base import STEP
from kit.live.process.serve import more_open_files
from kit.settings import packaged_curriculum
from tests.processes import until

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_reply_to_one_participant_has_the_length_of_any_other(served):
    served.open()
    lengths = set()
    for energy, note in ((0, None), (10, None), (7, "a short line"), (7, ("a longer line of words " * 20).strip())):
        client = served.joined()
        answers = {"energy": energy} | ({"note": note} if note else {})
        assert client.put(answers).status == 201
        for path in ("/api/submissions/mine", "/api/mine/fates", "/api/mine/export", "/api/state"):
            reply = client.ask("GET", path)
            assert reply.status == 200
            assert reply.json["ok"]
            lengths.add(len(reply.body))
        table = client.ask("GET", "/api/mine/table")
        lengths.add(len(table.body) + len(table.headers["X-Padding"]))
    assert lengths == {STEP}


def test_of_many_guesses_at_once_no_more_get_through_than_one_after_the_other(served):
    stranger = served.device()
    statuses = []

    def guess(number: int) -> None:
        words = ["acorn", "acre", "actor", f"wrong{number}"]
        statuses.append(stranger.ask("POST", "/api/return", {"words": words}).status)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert statuses.count(403) <= 5
    assert statuses.count(429) >= 35


def test_whoever_comes_back_often_is_not_taken_for_somebody_who_guesses(served):
    words = served.device().ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    replies = [served.device().ask("POST", "/api/return", {"words": " ".join(words)}) for _ in range(12)]
    assert {one.json.get("code") for one in replies} == {None, "many_devices"}
    # Whoever mistypes after that has all their tries.
    assert served.device().ask("POST", "/api/return", {"words": "acorn acre actor adapter"}).status == 403


def test_an_exercise_that_is_sent_without_end_is_stopped_in_a_sentence(served, monkeypatch):
    monkeypatch.setattr("kit.live.limits.MOST_SENT", 3)
    served.open()
    client = served.joined()
    again = str(uuid.uuid4())
    assert [client.put(id=again).status for _ in range(6)] == [201] + [200] * 5  # the same once more is not counted
    assert [client.put(revision=number).status for number in range(2, 5)] == [201, 201, 429]
    assert "sent very often" in client.put(revision=5).json["say"]
    assert served.joined().put().status == 201
    assert len(client.mine()) == 3


def test_a_copy_that_nobody_takes_is_let_go_and_there_is_one_at_a_time(served, monkeypatch):
    monkeypatch.setattr(base, "STUCK", 0.5)
    served.open()
    client = served.joined()
    assert client.put().status == 201
    monkeypatch.setattr(mine.Export, "_everything", _much)
    waiting = socket.socket()
    waiting.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    waiting.connect((client.address, client.port))
    lines = ["GET /api/mine/export HTTP/1.1", f"Host: {client.address}:{client.port}"]
    lines += [f"{name}: {value}" for name, value in client.headers().items()]
    waiting.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    waiting.recv(100)  # it has begun, and nothing more of it is read
    refused = client.ask("GET", "/api/mine/export")
    assert refused.status == 429
    assert "on its way" in refused.json["say"]
    assert served.joined().ask("GET", "/api/mine/table").status == 200
    until(lambda: client.ask("GET", "/api/mine/table").status != 429)
    waiting.settimeout(20)
    # The rest is cut off; had it gone on waiting, all of it would come now.
    assert sum(len(piece) for piece in _pieces(waiting)) < 50_000_000
    waiting.close()


def _pieces(connection: socket.socket) -> Iterator[bytes]:
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(1_000_000):
            yield piece


async def _much(self, member):
    return {"much": "x" * 50_000_000}


@pytest.mark.parametrize("encoding", ["cp1252:strict", "ascii:strict"])
def test_a_page_is_made_whatever_the_code_page_of_the_system(encoding):
    curriculum = packaged_curriculum()
    arguments = [str(REPOSITORY / "notebooks" / "week_01.ipynb"), "sample", str(curriculum)]
    command = [sys.executable, "-m", "kit.reports.page", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.isascii()
    assert json.loads(done.stdout.decode("utf-8"))["title"]


def test_a_host_asks_for_as_many_open_files_as_it_may_have():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    script = "import resource; from kit.live.process.serve import more_open_files; more_open_files(512); "
    script += "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))

    done = subprocess.run(
        [sys.executable, "-c", script], preexec_fn=few, capture_output=True, text=True, check=True, timeout=120
    )
    assert int(done.stdout) == (512 if hard == resource.RLIM_INFINITY else min(512, hard))
    more_open_files(1)
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == soft
