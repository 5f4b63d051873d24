"""Requests that the end of a session meets halfway: no fault, and no line in the log."""

from __future__ import annotations

import logging
import socket
import sys

import pytest

from kit.live.http.pages import pages
from kit.live.pages import notebook_run
from kit.live.process import serve
from tests.live.serving import DEADLINE, serving

# Says that it runs, and ends when nobody listens to it any more.
WAITS = "import socket, sys; socket.create_connection(('127.0.0.1', {port})).recv(1)"


@pytest.fixture
def waiting(monkeypatch):
    """What listens for the process that makes the week's page, which never comes to its end by itself."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(DEADLINE)
        command = (sys.executable, "-c", WAITS.format(port=listening.getsockname()[1]))
        monkeypatch.setattr(notebook_run, "_COMMAND", command)
        monkeypatch.setattr(serve, "_LAST_REPLIES", 0.1)
        yield listening


def asked(client, path) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", client.port), DEADLINE)
    headers = "".join(f"{name}: {value}\r\n" for name, value in client.headers().items())
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\n{headers}\r\n".encode())
    return one


@pytest.mark.parametrize("path", ["/week", "/week/take-home"])
def test_a_page_that_is_still_being_made_is_no_fault_when_the_session_ends(root, waiting, path, caplog):
    (root / "notebooks").mkdir(exist_ok=True)
    with caplog.at_level(logging.WARNING):
        with serving(root, pages=pages) as served:
            devices = [served.joined() for _ in range(3)]
            asking = [asked(device, path) for device in devices]
            made, _ = waiting.accept()
        for one in (*asking, made):
            one.close()
    assert [line for line in caplog.messages if "GET" in line or "CancelledError" in line] == []
