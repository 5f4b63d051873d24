"""What may be typed after --public and --behind, and what is said of the rest."""

from __future__ import annotations

import pytest

from kit.errors import CohortError
from kit.live.process.public import proxy_address, public_origin


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://spring.workshop.example.org", "https://spring.workshop.example.org"),
        (" https://Spring.Workshop.example.org/ ", "https://spring.workshop.example.org"),
        ("HTTPS://spring.example.org:443", "https://spring.example.org"),
        ("https://spring.localhost:8443", "https://spring.localhost:8443"),
        ("https://frühling.example.org", "https://xn--frhling-o2a.example.org"),
    ],
)
def test_an_address_is_kept_as_browsers_call_it(written, origin):
    assert public_origin(written) == origin


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("http://spring.example.org", "encrypted"),
        ("spring.example.org", "encrypted"),
        ("", "encrypted"),
        ("ws://spring.example.org", "encrypted"),
        ("https://example.org/spring", "host name of its own"),
        ("https://example.org/?cohort=spring", "host name of its own"),
        ("https://example.org/#spring", "host name of its own"),
        ("https://ann:secret@example.org", "host name of its own"),
        ("https://192.168.1.5", "no host name"),
        ("https://[2001:db8::1]", "no host name"),
        ("https://", "no host name"),
        ("https://spring_2027.example.org", "no host name"),
        ("https://-spring.example.org", "no host name"),
        ("https://spring.example.org:port", "no address"),
        ("https://spring.example.org:99999", "no address"),
        ("https://" + "a" * 70 + ".example.org", "no address"),
    ],
)
def test_whatever_is_no_address_of_its_own_gets_a_sentence_with_an_example(written, said):
    with pytest.raises(CohortError, match=said) as refused:
        public_origin(written)
    assert "https://spring.workshop.example.org" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "address"), [("10.0.0.5", "10.0.0.5"), ("[::1]", "::1"), ("2001:DB8::1", "2001:db8::1")]
)
def test_a_proxy_has_one_address(written, address):
    assert proxy_address(written) == address


@pytest.mark.parametrize(
    "written", ["proxy.example.org", "10.0.0.0/8", "*", "0.0.0.0", "::", "224.0.0.1", "10.0.0.5:443", ""]
)
def test_no_other_thing_is_believed(written):
    with pytest.raises(CohortError, match="--behind"):
        proxy_address(written)
