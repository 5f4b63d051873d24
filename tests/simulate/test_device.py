"""One simulated device: addresses as people type them, and a tally that says aloud what is missing."""

from __future__ import annotations

import pytest

from kit.errors import HostError
from kit.sending.door import read_address
from kit.simulate.device import Tally


@pytest.mark.parametrize(
    ("typed", "address", "code"),
    [
        ("http://127.0.0.1:8710", "http://127.0.0.1:8710", ""),
        ("192.168.1.20:8710", "http://192.168.1.20:8710", ""),
        ("https://192.168.1.20:8710/#ABCD-EFGH", "https://192.168.1.20:8710", "ABCD-EFGH"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed, address, code):
    assert read_address(typed) == (address, code)


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://127.0.0.1", "http://", "http://me@127.0.0.1", "http://127.0.0.1/week", "http://[", "http://a:99999999"],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(HostError, match="no host's address"):
        read_address(typed)


def test_what_was_confirmed_and_is_not_there_is_said_aloud():
    assert "MISSING, although they were confirmed: 2." in Tally(joined=3, stored=4, missing=2).sentence
    assert "couldn't be looked up" in Tally(joined=3, stored=4, unchecked=1).sentence
    assert Tally(joined=1).speed == ""
