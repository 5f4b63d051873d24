from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.errors import HostAway, HostError
from kit.session import host_client
from kit.session.host_client import HostClient
from tests.fake_host import KEY, SILENCE, FakeHost, fake_host
from tests.processes import started

ROOM = {
    "ok": True,
    "week": 3,
    "exercises": {"check-in": "open", "exit": "never opened", "odd": "ajar"},
    "progress": {"check-in": "fewer than k", "exit": "closed", "count": 7, "odd": "12 of 14"},
    "clock": {"zero": 1.5, "plan": {}},
    "code": "ABCD-EFGH",
    "url": "http://10.0.0.7:8123",
}

ACTS: list[tuple[str, Callable[[HostClient], object]]] = [
    ("GET /api/facilitator/state", lambda host: host.state()),
    ("POST /api/facilitator/open", lambda host: host.open(3, "check-in")),
    ("POST /api/facilitator/close", lambda host: host.close(3, "check-in")),
    ("POST /api/facilitator/reveal", lambda host: host.reveal(3, "check-in")),
    ("POST /api/facilitator/advance", lambda host: host.advance(3, "idea", {"zero": 1})),
    ("POST /api/facilitator/screen", lambda host: host.screen()),
    ("GET /api/facilitator/roster", lambda host: host.roster()),
    ("POST /api/facilitator/pairs", lambda host: host.pairs(3, ["Ana", "Ben"], 2)),
]


@pytest.fixture
def host() -> Iterator[FakeHost]:
    with fake_host() as running:
        yield running


@pytest.fixture
def client(host: FakeHost) -> HostClient:
    return HostClient(host.address, KEY)


def test_the_state_of_the_room_is_read_in_the_hosts_words(host: FakeHost, client: HostClient) -> None:
    host.answer("GET /api/facilitator/state", ROOM)
    room = client.state()
    assert room.week == 3
    assert room.exercises == {"check-in": "open", "exit": "never opened"}
    assert room.clock == {"zero": 1.5, "plan": {}}
    assert (room.address, room.code) == ("http://10.0.0.7:8123", "ABCD-EFGH")


def test_progress_is_one_of_three_words_and_never_a_number(host: FakeHost, client: HostClient) -> None:
    host.answer("GET /api/facilitator/state", ROOM)
    assert client.state().progress == {"check-in": "fewer than k", "exit": "closed"}


def test_whatever_else_a_host_might_say_of_answers_is_dropped(host: FakeHost, client: HostClient) -> None:
    host.answer("GET /api/facilitator/state", {**ROOM, "answers": {"energy": 7}, "clock": "CANARY"})
    assert "energy" not in repr(client.state())
    assert "CANARY" not in repr(client.state())


def test_open_close_and_reveal_say_week_and_exercise(host: FakeHost, client: HostClient) -> None:
    for act in ("open", "close", "reveal"):
        host.answer(f"POST /api/facilitator/{act}", {"ok": True})
        getattr(client, act)(3, "check-in")
        assert host.bodies(f"/api/facilitator/{act}") == [{"week": 3, "exercise": "check-in"}]


def test_a_reveal_says_what_became_of_each_item_and_no_number(host: FakeHost, client: HostClient) -> None:
    outcomes = [
        {"item": "energy", "decision": "published", "sentence": "from 14 answers", "sequence": 3},
        {"item": "note", "decision": "not_shown"},
        {"item": "tank", "decision": "12 people"},
        "odd",
    ]
    host.answer("POST /api/facilitator/reveal", {"ok": True, "outcomes": outcomes})
    assert client.reveal(3, "check-in").decisions == {"energy": "published", "note": "not_shown"}
    host.answer("POST /api/facilitator/reveal", {"ok": True})
    assert client.reveal(3, "check-in").decisions == {}


def test_the_screens_address_is_the_hosts_own(host: FakeHost, client: HostClient) -> None:
    host.answer("POST /api/facilitator/screen", {"ok": True, "path": "/screen/enter#ab-c_1"})
    assert client.screen() == f"{host.address}/screen/enter#ab-c_1"


@pytest.mark.parametrize("path", [None, 3, "//elsewhere.example/screen", "javascript:alert(1)", "/screen\n", "/week"])
def test_any_other_address_for_the_screen_is_refused(host: FakeHost, client: HostClient, path: object) -> None:
    host.answer("POST /api/facilitator/screen", {"ok": True, "path": path})
    with pytest.raises(HostError, match="no address for the screen"):
        client.screen()


def test_advancing_carries_the_clock(host: FakeHost, client: HostClient) -> None:
    host.answer("POST /api/facilitator/advance", {"ok": True})
    client.advance(3, "idea", {"zero": 12.0})
    assert host.bodies("/api/facilitator/advance") == [{"week": 3, "block": "idea", "clock": {"zero": 12.0}}]


def test_the_roster_and_groups_come_as_names_and_sentences(host: FakeHost, client: HostClient) -> None:
    host.answer("GET /api/facilitator/roster", {"names": ["Ana", 3, "Ben"]})
    host.answer("POST /api/facilitator/pairs", {"groups": [["Ana", "Ben"], "x", [1]], "sentences": ["Fine.", None]})
    assert client.roster() == ("Ana", "Ben")
    drawn = client.pairs(3, ["Ana", "Ben"], 2)
    assert drawn.groups == (("Ana", "Ben"), ())
    assert drawn.sentences == ("Fine.",)
    assert host.bodies("/api/facilitator/pairs") == [{"week": 3, "present": ["Ana", "Ben"], "size": 2}]


def test_every_request_carries_the_key_and_it_shows_in_no_repr(host: FakeHost, client: HostClient) -> None:
    for what, act in ACTS:
        host.answer(what, {"ok": True, "names": [], "path": "/screen"})
        act(client)
    assert len(host.asked) == len(ACTS)
    assert all(headers["Authorization"] == f"Bearer {KEY}" for _, _, headers, _ in host.asked)
    assert KEY not in repr(client)


@pytest.mark.parametrize(("what", "act"), ACTS)
def test_a_host_that_is_not_there_is_a_sentence(what: str, act: Callable[[HostClient], object]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = HostClient(f"http://127.0.0.1:{taken.getsockname()[1]}", KEY)
        with pytest.raises(HostAway, match="doesn't answer; participants can go on writing"):
            act(gone)


def test_a_host_that_says_nothing_is_not_waited_for(
    host: FakeHost, client: HostClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_client, "_PATIENCE", 0.05)
    monkeypatch.setattr(HostClient._ask, "__kwdefaults__", {"patience": 0.05})
    host.answer("GET /api/facilitator/state", SILENCE)
    with pytest.raises(HostAway, match="takes too long to answer"):
        client.state()


@pytest.mark.parametrize(("what", "act"), ACTS)
@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        ((401, {"say": "CANARY"}), HostError, "started for another session"),
        ((403, b""), HostError, "started for another session"),
        ((409, {"ok": False, "say": "“Check in” is closed."}), HostError, "“Check in” is closed."),
        ((410, {"say": ["no", "sentence"]}), HostError, r"refused this \(410\)"),
        ((404, b"<html>"), HostError, r"refused this \(404\)"),
        ((500, b""), HostAway, "problem of its own"),
        ((503, {"say": "The disk is full."}), HostError, "The disk is full."),
        ((307, b""), HostError, r"refused this \(307\)"),
        ((200, b"hello"), HostError, "Something else than the kit's host"),
        ((200, b"[1]"), HostError, "Something else than the kit's host"),
        ((200, b"[" * 100_000), HostError, "Something else than the kit's host"),
        ((200, b" " * (1 << 20) + b"{}"), HostError, "Something else than the kit's host"),
    ],
)
def test_every_refusal_is_a_sentence(
    host: FakeHost,
    client: HostClient,
    what: str,
    act: Callable[[HostClient], object],
    reply: tuple[int, object],
    error: type[HostError],
    says: str,
) -> None:
    status, values = reply
    host.answer(what, values, status)
    with pytest.raises(error, match=says) as found:
        act(client)
    assert type(found.value) is error
    assert "CANARY" not in str(found.value)
    assert len(host.asked) == 1


def test_a_host_that_hangs_up_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        rude.settimeout(30)
        code = (
            "from kit.session.host_client import HostClient\nfrom kit.errors import HostAway\n"
            f"try: HostClient('http://127.0.0.1:{rude.getsockname()[1]}', 'k').state()\n"
            "except HostAway as error: print(error)"
        )
        with started([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as asking:
            connection, _ = rude.accept()
            connection.recv(10_000)
            connection.close()
            said, _ = asking.communicate(timeout=30)
    assert said.startswith("The host doesn't answer")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org:8000",
        "http://127.0.0.1.example.org",
        "http://me@127.0.0.1:8000",
        "http://10.0.0.1:8000",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "http://127.0.0.1:8000/api?x=1",
        "http://[::1",
        "http://127.0.0.1:99999",
        "127.0.0.1:8000",
    ],
)
def test_the_key_goes_to_this_computer_alone(address: str) -> None:
    with pytest.raises(HostError, match="no host on this computer"):
        HostClient(address, KEY)


def test_a_key_that_could_forge_a_header_is_refused() -> None:
    with pytest.raises(HostError):
        HostClient("http://127.0.0.1:8000", "key\r\nX-Else: 1")


def test_without_a_host_in_the_environment_there_is_no_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIT_HOST", raising=False)
    monkeypatch.delenv("KIT_FACILITATOR", raising=False)
    assert HostClient.from_environment() is None
    monkeypatch.setenv("KIT_HOST", "http://127.0.0.1:8123")
    assert HostClient.from_environment() is None
    monkeypatch.setenv("KIT_FACILITATOR", KEY)
    assert HostClient.from_environment() == HostClient("http://127.0.0.1:8123", KEY)


def test_a_proxy_in_the_environment_never_sees_the_key(
    host: FakeHost, client: HostClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_host() as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.setenv("no_proxy", "")
        host.answer("GET /api/facilitator/state", ROOM)
        client.state()
        assert proxy.asked == []


ODD = ["x", 7, 1.5, True, None, [], {}, [[]], {"a": 1}]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_what_is_of_another_kind_is_as_if_it_were_not_there(host: FakeHost, client: HostClient, odd: object) -> None:
    for name in ("exercises", "progress", "places"):
        host.answer("GET /api/facilitator/state", {**ROOM, name: odd})
        room = client.state()
        assert not getattr(room, name)
        assert room.code == "ABCD-EFGH"
    host.answer("POST /api/facilitator/texts", {"items": [odd, {"item": "note", "prompt": "Say.", "texts": [odd]}]})
    waiting = client.texts(3, "check-in")
    assert [found.item for found in waiting][-1] == "note"
    assert not any(text.text for found in waiting for text in found.texts)


def test_shared_texts_come_with_their_mark_and_show_in_no_repr(host: FakeHost, client: HostClient) -> None:
    text = {"id": "a1", "text": "CANARY", "quote": True, "author": "ana"}
    host.answer("POST /api/facilitator/texts", {"items": [{"item": "note", "prompt": "Say.", "texts": [text]}]})
    (waiting,) = client.texts(3, "check-in")
    assert [found.model_dump() for found in waiting.texts] == [{"id": "a1", "text": "CANARY", "quote": True}]
    assert "CANARY" not in repr(waiting)


def test_a_file_of_passwords_for_this_computer_is_not_looked_at(
    host: FakeHost, client: HostClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    host.answer("GET /api/facilitator/state", ROOM)
    client.state()
    assert [headers["Authorization"] for _, _, headers, _ in host.asked] == [f"Bearer {KEY}"]


def test_whoever_has_no_host_does_not_load_what_speaks_to_one() -> None:
    code = "import sys, kit, kit.session.host_client as client; client.HostClient.from_environment()"
    code += "; assert 'httpx' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
