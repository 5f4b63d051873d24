from __future__ import annotations

import json
import socket

import pytest

from kit.errors import CohortError, PortTaken
from kit.live.process import addresses
from kit.live.process.addresses import choose_port, choose_public_port, listening, way_to


def held(port: int = 0) -> socket.socket:
    one = socket.socket()
    one.bind(("127.0.0.1", port))
    one.listen()
    return one


@pytest.fixture
def free(monkeypatch):
    """A port that is free, with the next one free too."""
    for _ in range(50):
        with held() as one:
            port = one.getsockname()[1]
        if port < 65000 and addresses._is_free("127.0.0.1", port) and addresses._is_free("127.0.0.1", port + 1):
            monkeypatch.setitem(addresses.DEFAULTS, "host", port)
            return port
    raise AssertionError


def test_a_port_stays_the_same_from_session_to_session(tmp_path, free):
    assert choose_port(tmp_path, "host", ("127.0.0.1",)).number == free
    assert choose_port(tmp_path, "host", ("127.0.0.1",)).moved == ""


def test_a_taken_port_gives_the_next_one_says_so_and_keeps_that(tmp_path, free):
    with held(free):
        found = choose_port(tmp_path, "host", ("127.0.0.1",))
    assert found.number > free
    assert str(free) in found.moved
    assert str(found.number) in found.moved
    again = choose_port(tmp_path, "host", ("127.0.0.1",))
    assert (again.number, again.moved) == (found.number, "")


def test_a_port_that_is_taken_once_is_come_back_to(tmp_path, free, monkeypatch):
    monkeypatch.setattr(addresses, "_PATIENCE", 0.0)
    assert choose_port(tmp_path, "host", ("127.0.0.1",)).number == free
    with held(free):
        found = choose_port(tmp_path, "host", ("127.0.0.1",))
    assert found.number > free
    assert f"What browsers have kept under port {free} is there again" in found.moved
    again = choose_port(tmp_path, "host", ("127.0.0.1",))
    assert (again.number, again.moved) == (free, "")


def test_a_session_that_is_still_ending_is_waited_for(tmp_path, free, monkeypatch):
    assert choose_port(tmp_path, "host", ("127.0.0.1",)).number == free
    ending = held(free)
    looks = []
    monkeypatch.setattr(addresses.time, "sleep", lambda _: (looks.append(1), ending.close()))
    again = choose_port(tmp_path, "host", ("127.0.0.1",))
    assert (again.number, again.moved) == (free, "")
    assert looks == [1]


def test_host_and_lab_never_choose_the_same_port(tmp_path, free, monkeypatch):
    monkeypatch.setitem(addresses.DEFAULTS, "lab", free)
    assert choose_port(tmp_path, "host", ("127.0.0.1",)).number == free
    assert choose_port(tmp_path, "lab", ("127.0.0.1",)).number != free


@pytest.mark.parametrize("text", ["", "{", "[]", '{"host": "8"}', '{"host": 80}', '{"host": 70000}'])
def test_a_damaged_note_of_ports_is_told_and_set_aside(tmp_path, free, text):
    (tmp_path / addresses.FILE_NAME).write_text(text)
    port = choose_port(tmp_path, "host", ("127.0.0.1",))
    assert port.number == free
    assert f"{addresses.FILE_NAME} couldn't be read, so this session uses port {free}." in port.moved
    assert json.loads((tmp_path / addresses.FILE_NAME).read_text()) == {"host": free}
    assert (tmp_path / "ports.damaged.json").read_text() == text
    assert choose_port(tmp_path, "host", ("127.0.0.1",)).moved == ""


def test_a_damaged_port_of_the_one_costs_the_other_nothing(tmp_path, free):
    (tmp_path / addresses.FILE_NAME).write_text(json.dumps({"host": "x", "lab": free + 1}))
    assert "couldn't be read" in choose_port(tmp_path, "host", ("127.0.0.1",)).moved
    assert json.loads((tmp_path / addresses.FILE_NAME).read_text()) == {"host": free, "lab": free + 1}


def test_one_who_keeps_nothing_is_told_and_leaves_the_damaged_note_where_it_is(tmp_path, free):
    (tmp_path / addresses.FILE_NAME).write_text("{")
    assert "couldn't be read" in choose_port(tmp_path, "host", ("127.0.0.1",), keep=False).moved
    assert (tmp_path / addresses.FILE_NAME).read_text() == "{"


def test_no_free_port_is_said_in_a_sentence(tmp_path, free, monkeypatch):
    monkeypatch.setattr(addresses, "_TRIED", 1)
    with held(free), pytest.raises(CohortError, match="all taken"):
        choose_port(tmp_path, "host", ("127.0.0.1",))


def test_listening_on_a_taken_port_or_a_lost_address_is_told(free):
    with held(free), pytest.raises(CohortError, match="taken"), listening(("127.0.0.1",), free):
        pass
    with pytest.raises(CohortError, match="no longer has the address"), listening(("192.0.2.7",), free):
        pass


def test_the_port_to_which_a_proxy_leads_never_moves_by_itself(tmp_path, free, monkeypatch):
    monkeypatch.setattr(addresses, "_PATIENCE", 0.0)
    here = ("127.0.0.1",)
    assert choose_public_port(tmp_path, here, free) == free
    assert choose_public_port(tmp_path, here) == free, "what was said once is kept"
    with held(free), pytest.raises(PortTaken, match="--public-port N and tell the proxy"):
        choose_public_port(tmp_path, here)
    assert choose_public_port(tmp_path, here, free + 1) == free + 1
    assert choose_public_port(tmp_path, here) == free + 1


def test_at_first_the_port_for_a_proxy_is_the_next_free_one(tmp_path, free, monkeypatch):
    monkeypatch.setattr(addresses, "FIRST_PUBLIC", free)
    with held(free):
        found = choose_public_port(tmp_path, ("127.0.0.1",))
    assert found > free
    assert choose_public_port(tmp_path, ("127.0.0.1",)) == found
    assert json.loads((tmp_path / addresses.FILE_NAME).read_text()) == {"public": found}


def test_a_proxy_on_this_computer_reaches_it_at_loopback_and_one_without_a_way_is_told():
    assert way_to("127.0.0.1") == "127.0.0.1"
    with pytest.raises(CohortError, match="--behind: from this computer there is no way to"):
        way_to("255.255.255.255")
