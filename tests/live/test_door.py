"""Who is believed about where a request comes from: at each door somebody else, and nobody about anything more."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from kit.live.door import PublicDoor, was_forwarded

NAME = "spring.workshop.example.org"


def request(**headers: str) -> SimpleNamespace:
    named = HTTPHeaders({name.replace("_", "-"): value for name, value in headers.items()})
    return SimpleNamespace(headers=named, remote_ip="127.0.0.1")


@pytest.fixture
def door():
    return PublicDoor(f"https://{NAME}")


@pytest.mark.parametrize("name", [NAME, NAME.upper()])
def test_it_answers_to_the_public_name_however_it_is_written(door, name):
    assert door.answers_to(name)
    assert door.is_own_origin(f"https://{name}")


@pytest.mark.parametrize(
    "name",
    ["", "127.0.0.1", "localhost", f"{NAME}.evil.example", f"x.{NAME}", f"{NAME}:8443", "autumn.workshop.example.org"],
)
def test_it_answers_to_no_other_name(door, name):
    assert not door.answers_to(name)
    assert not door.is_own_origin(f"https://{name}")


@pytest.mark.parametrize(
    "origin", ["", "null", f"http://{NAME}", NAME, f"https://{NAME}/", f"https://{NAME}@evil.example"]
)
def test_a_page_elsewhere_is_no_page_of_it(door, origin):
    assert not door.is_own_origin(origin)


@pytest.mark.parametrize(
    ("told", "sender"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1,203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("2001:DB8::2, 2001:DB8::1", "2001:db8::1"),
        ("203.0.113.7, unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
        ("9" * 500, "127.0.0.1"),
    ],
)
def test_of_a_list_only_the_last_is_the_proxys_own_word(door, told, sender):
    assert door.sender(request(X_Forwarded_For=told)) == sender


@pytest.mark.parametrize("name", ["X_Real_Ip", "Forwarded", "X_Client_Ip", "CF_Connecting_IP", "True_Client_Ip"])
def test_other_headers_that_anybody_can_write_are_not_read(door, name):
    assert door.sender(request(**{name: "198.51.100.1"})) == "127.0.0.1"
    assert door.sender(request(X_Forwarded_For="203.0.113.7", **{name: "198.51.100.1"})) == "203.0.113.7"


@pytest.mark.parametrize(
    ("told", "plain"), [("https", False), ("HTTPS", False), ("http", True), ("https,http", True), ("http,https", False)]
)
def test_whether_the_line_is_encrypted_is_what_the_proxy_said_last(door, told, plain):
    assert door.is_open_line(request(X_Forwarded_Proto=told)) is plain


def test_a_proxy_that_says_nothing_of_it_has_the_public_address_which_is_encrypted(door):
    assert not door.is_open_line(request())


@pytest.mark.parametrize(
    "name", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto", "X-Real-Ip"]
)
def test_what_a_proxy_had_in_hand_shows(name):
    assert was_forwarded(request(**{name: "anything"}))
    assert not was_forwarded(request(Host=NAME, Accept="*/*"))
