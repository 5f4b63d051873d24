"""The address of a session from outside, and the proxy through which it is reached."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from kit.errors import CohortError

EXAMPLE = "https://spring.workshop.example.org"
_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


def public_origin(written: str) -> str:
    """What a browser calls the address that was *written* after --public. Raises CohortError with the cure."""
    try:
        parts = urlsplit(written.strip())
        name, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except ValueError:
        raise CohortError(f"--public: {written!r} is no address; write one like {EXAMPLE}") from None
    if parts.scheme.lower() != "https":
        raise CohortError(f"--public: people outside need an encrypted address; write one like {EXAMPLE}")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise CohortError(
            f"--public: each cohort needs a host name of its own, or browsers would mix up private notes of different "
            f"groups. Leave out everything behind the name, as in {EXAMPLE}"
        )
    if not _NAME.fullmatch(name) or _is_number(name):
        raise CohortError(f"--public: {parts.hostname or written!r} is no host name; write one like {EXAMPLE}")
    return f"https://{name}" if port in (None, 443) else f"https://{name}:{port}"


def proxy_address(written: str) -> str:
    """The address that was *written* after --behind. Raises CohortError with the cure."""
    try:
        address = ipaddress.ip_address(written.strip("[] "))
    except ValueError:
        raise CohortError(
            f"--behind: {written!r} is no IP address; give the one from which the proxy connects, such as 10.0.0.5"
        ) from None
    if address.is_unspecified or address.is_multicast:
        raise CohortError(f"--behind: no proxy connects from {written}; give the address of one, such as 10.0.0.5")
    return str(address)


def _is_number(name: str) -> bool:
    return bool(re.fullmatch(r"[0-9.]+", name))
