from __future__ import annotations

import pytest

from kit.errors import HostAway, HostError, HostUnknown
from kit.live.process.certificate import certificate_for, fingerprint_of
from kit.sending.door import Door, fingerprint, pause, read_address
from tests.cohorts import small_cohort
from tests.live.serving import serving
from tests.sending.nonsense import answering, http

NONSENSE = {
    "a login page": http(b"<html>Please sign in</html>"),
    "a refusal of a proxy": http(b"Forbidden", "403 Forbidden"),
    "no JSON": http(b"{"),
    "a list": http(b"[1]"),
    "done, and it says it wasn't": http(b'{"ok": false}'),
    "refused, and it says it was done": http(b'{"ok": true}', "409 Conflict"),
    "JSON without end": http(b"[" * 100_000),
    "more than any reply": http(b" " * (5 << 20)),
    "cut off": b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": true',
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "somewhere else": http(b"", "302 Found", "Location: http://127.0.0.1:1/\r\n"),
    "another coding": http(b'{"ok": true, "x": "\xff"}'),
}


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE.keys())
def test_what_something_else_answers_is_no_answer(reply):
    with answering(reply) as (port, asked):
        with pytest.raises(HostAway):
            Door(f"http://127.0.0.1:{port}").ask("PUT", "/api/submissions/x", {"answers": {}})
        assert len(asked) == 1


def test_a_refusal_of_a_host_is_one_with_its_words_and_how_long_to_wait():
    body = b'{"ok": false, "code": "busy", "say": "Later."}'
    with answering(http(body, "503 Service Unavailable", "Retry-After: 7\r\n")) as (port, _):
        reply = Door(f"http://127.0.0.1:{port}").ask("GET", "/api/about")
    assert (reply.is_done, reply.code, reply.say, reply.wait) == (False, "busy", "Later.", 7.0)


def test_a_key_goes_to_the_address_it_belongs_to_alone_and_the_length_of_what_is_sent_tells_nothing():
    with answering(http(b'{"ok": true}')) as (port, asked):
        door = Door(f"http://127.0.0.1:{port}", "kit_participant_spring=key")
        door.ask("PUT", "/api/x", {"answers": {"energy": 7}})
        door.ask("PUT", "/api/x", {"answers": {"energy": 7, "words": "more"}})
    lengths = {line for one in asked for line in one.lower().splitlines() if line.startswith(b"content-length")}
    assert len(lengths) == 1
    assert "key" not in repr(door)


@pytest.mark.parametrize(
    ("typed", "address", "code"),
    [
        ("http://192.0.2.7:8710/#7K3M-Q2ZD", "http://192.0.2.7:8710", "7K3M-Q2ZD"),
        (" 192.0.2.7:8710 ", "http://192.0.2.7:8710", ""),
        ("https://spring.example.org/", "https://spring.example.org", ""),
    ],
)
def test_an_address_is_read_as_the_screen_has_it(typed, address, code):
    assert read_address(typed) == (address, code)


@pytest.mark.parametrize("typed", ["", "ftp://x", "http://x/y", "http://u:p@x", "http://x:0", "http://[", "http://x?y"])
def test_anything_else_is_no_address(typed):
    with pytest.raises(HostError, match="no host's address"):
        read_address(typed)


def test_waiting_grows_and_ends_and_is_never_less_than_was_asked_for():
    assert all(pause(attempt) <= min(30, 2**attempt) for attempt in range(40) for _ in range(5))
    assert pause(0, 12.0) >= 12.0


def test_a_certificate_of_its_own_is_shown_first_and_then_it_alone_is_trusted(tmp_path):
    root = small_cohort(tmp_path / "spring").root
    run = root / "private" / "run"
    run.mkdir()
    path = certificate_for(run, "127.0.0.1")
    with serving(root, certificate=str(path), key=str(path), made=True) as served:
        address = f"https://127.0.0.1:{served.port}"
        with pytest.raises(HostUnknown) as unknown:
            Door(address).ask("GET", "/api/about")
        pem = unknown.value.pem
        assert fingerprint(pem) == fingerprint_of(path)
        assert Door(address, pem=pem).ask("GET", "/api/about").is_done
        other = certificate_for(tmp_path, "127.0.0.1").read_text()
        with pytest.raises(HostUnknown):
            Door(address, pem=other[other.index("-----BEGIN CERT") :]).ask("GET", "/api/about")
