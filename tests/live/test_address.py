"""A session answers to its own names and to no others, also while its address changes."""

from __future__ import annotations

import pytest

from kit.live.address import Address
from kit.live.process.session import new_session


@pytest.fixture
def told():
    return []


@pytest.fixture
def address(root, told):
    return Address(new_session(root, 1, lan="192.168.1.20", people=5), 8710, lambda: told.append("changed"))


@pytest.mark.parametrize("name", ["127.0.0.1:8710", "192.168.1.20:8710", "localhost:8710", "LOCALHOST:8710"])
def test_its_own_names_are_answered_however_they_are_written(address, name):
    assert address.answers_to(name)
    assert address.is_own_origin(f"http://{name}")


@pytest.mark.parametrize(
    "name", ["", "127.0.0.1", "127.0.0.1:8711", "evil.example:8710", "127.0.0.1:8710.evil.example", "192.168.1.21:8710"]
)
def test_no_other_name_is_answered_as_where_one_was_made_to_lead_here(address, name):
    assert not address.answers_to(name)
    assert not address.is_own_origin(f"http://{name}")


@pytest.mark.parametrize("origin", ["", "null", "https://127.0.0.1:8710", "127.0.0.1:8710", "file://", "http://"])
def test_a_page_of_another_kind_is_no_page_of_the_session(address, origin):
    assert not address.is_own_origin(origin)


def test_after_a_move_it_answers_at_both_addresses_and_names_the_new_one(address):
    address.move("10.0.0.7")
    assert (address.lan, address.url) == ("10.0.0.7", "http://10.0.0.7:8710")
    assert address.answers_to("10.0.0.7:8710")
    assert address.answers_to("192.168.1.20:8710"), "pages that are open there go on when it comes back"


def test_why_nobody_reaches_it_is_told_to_panel_and_screen_and_taken_back(address, told):
    address.unreachable("This computer has left the network.")
    assert (address.trouble, told) == ("This computer has left the network.", ["changed"])
    address.unreachable("")
    assert (address.trouble, told) == ("", ["changed", "changed"])


def test_without_a_network_and_a_certificate_it_is_for_this_computer_and_plain(root):
    address = Address(new_session(root, 1, people=5), 8710, lambda: None)
    assert (address.lan, address.is_encrypted, address.fingerprint) == ("", False, "")
    assert not address.answers_to("192.168.1.20:8710")
