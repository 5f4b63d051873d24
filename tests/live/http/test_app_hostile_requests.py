"""Bytes that no page would send: the host refuses them in a sentence and lives on."""

from __future__ import annotations

import contextlib
import http.client
import socket
import uuid

import pytest


def exact(port: int, request: bytes) -> bytes:
    """The bytes that come back for these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as one:
        found = b""
        # The host may hang up in the middle of what it will not read.
        with contextlib.suppress(OSError):
            one.sendall(request)
            one.shutdown(socket.SHUT_WR)
            while data := one.recv(65536):
                found += data
        return found


HOSTILE = {
    "two megabytes": (413, b'{"a": "' + b"x" * 2_000_000 + b'"}'),
    "twelve megabytes": (413, b'{"a": "' + b"x" * 12_000_000 + b'"}'),
    "just too large": (413, b'{"a": "' + b"x" * 66_000 + b'"}'),
    "deep": (400, b'{"a":' * 5000 + b"1" + b"}" * 5000),
    "very deep": (400, b"[" * 60_000),
    "NaN": (400, b'{"week": 1, "exercise": "check-in", "revision": 1, "answers": {"energy": NaN}}'),
    "infinity": (400, b'{"week": 1, "exercise": "check-in", "revision": 1, "answers": {"energy": 1e999}}'),
    "a huge number": (400, b'{"week": 1, "exercise": "check-in", "revision": ' + b"9" * 4000 + b', "answers": {}}'),
    "surrogates as key": (400, b'{"week": 1, "exercise": "\\ud800", "revision": 1, "answers": {"energy": 1}}'),
    "NUL in a key": (400, b'{"week": 1, "exercise": "check-in", "revision": 1, "answers": {"\\u0000": 1}}'),
    "twice the same key": (400, b'{"week": 1, "week": 2, "exercise": "check-in", "revision": 1, "answers": {}}'),
    "no JSON": (400, b"\x80\x81\xff"),
    "nothing": (400, b""),
    "a list": (400, b"[1, 2]"),
    "a form": (400, b"week=1&exercise=check-in"),
}


@pytest.mark.parametrize(("status", "body"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_refused_and_the_host_lives_on(served, status, body):
    served.open()
    client = served.joined()
    reply = client.ask("PUT", f"/api/submissions/{uuid.uuid4()}", raw=body)
    assert reply.status == status
    assert reply.json["say"]
    assert client.put().status == 201
    assert len(client.mine()) == 1


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/api/facilitator/open", {}, 401),
        ("/api/join", {"Origin": "http://evil.example"}, 403),
        ("/nowhere", {}, 404),
        ("/api/join", {}, 413),
    ],
)
def test_a_refusal_reaches_who_is_still_sending(served, path, headers, status):
    reply = served.device().ask("POST", path, raw=b"x" * 3_000_000, headers=headers)
    assert reply.status == status
    assert reply.json["say"]


def test_a_body_in_pieces_is_measured_too(served):
    client = served.joined()
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    try:
        pieces = iter([b'{"a": "'] + [b"x" * 8192] * 20 + [b'"}'])
        path = f"/api/submissions/{uuid.uuid4()}"
        connection.request("PUT", path, pieces, client.headers(), encode_chunked=True)
        assert connection.getresponse().status == 413
    finally:
        connection.close()
    assert client.ask("GET", "/api/state").status == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"PUT /api/join HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"PUT /api/join HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n",
        b"PUT /api/join HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"",
    ],
    ids=range(10),
)
def test_malformed_requests_get_nothing_and_the_host_lives_on(served, request_):
    found = exact(served.port, request_)
    assert b"200" not in found.partition(b"\r\n")[0]
    assert b"Traceback" not in found
    assert served.joined().ask("GET", "/api/state").status == 200
