"""Asking a host elsewhere over HTTP: one address, no proxy, no redirect, and nothing believed that is not its shape.

What comes from something else in between (a login page, an error of a proxy, a page that never ends) is no answer:
whoever asked asks again. A certificate that nobody vouches for is shown to a person before anything is sent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import random
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kit.errors import HostAway, HostError, HostUnknown
from kit.text.parsing import json_of

if TYPE_CHECKING:
    import httpx

_PATIENCE = 10.0
_LONGEST = 4 << 20
_LONGEST_LINE = 1 << 20
_QUIET = 45.0  # three times as long as a living host ever keeps silent
_GROUPS = 4
# Over an encrypted line the length of what is sent would still tell which answer it holds, so it comes in steps.
_STEP = 4096
_AWAY = "The facilitator's computer doesn't answer at this address."


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a host answered: *wait* is how many seconds it asked for, *cookies* what it wants to be shown again."""

    status: int
    body: Mapping[str, Any]
    wait: float = 0.0
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_done(self) -> bool:
        """Whether the host did what it was asked."""
        return self.status in (200, 201) and self.body.get("ok") is True

    @property
    def code(self) -> str:
        """The name of a refusal."""
        return str(self.body.get("code", ""))

    @property
    def say(self) -> str:
        """What the host says to a refusal, to whoever reads it."""
        return str(self.body.get("say", ""))[:600]


@dataclass(frozen=True)
class Door:
    """The way to the host at *address*, for whoever holds *cookie*; *pem* is the one certificate that is trusted."""

    address: str
    cookie: str = field(default="", repr=False)
    pem: str = field(default="", repr=False)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Reply:
        """What the host answers. Raises HostAway where no answer of a host comes, HostUnknown, HostError."""
        with self._asking(_PATIENCE) as client:
            content = None if body is None else _padded(json.dumps(body, ensure_ascii=False))
            with client.stream(method, path, content=content) as reply:
                values = _object(_data(reply))
                if values is None or values.get("ok") is not (reply.status_code in (200, 201)):
                    raise HostAway(_AWAY)
                wait = _seconds(reply.headers.get("Retry-After"))
                return Reply(status=reply.status_code, body=values, wait=wait, cookies=_cookies(reply))

    def fetch(self, path: str) -> bytes:
        """The bytes at *path*. Raises HostAway where the host gives none, HostUnknown, HostError."""
        with self._asking(_PATIENCE) as client, client.stream("GET", path) as reply:
            if reply.status_code != 200:
                raise HostAway(_AWAY)
            return _data(reply)

    def states(self) -> Iterator[Mapping[str, Any]]:
        """The state of the session now and after each change, until the connection ends.

        An empty one is a sign of life. Raises as ``ask`` does; HostError where the host refuses.
        """
        with self._asking(_QUIET) as client, client.stream("GET", "/api/events") as news:
            if news.status_code != 200:
                values = _object(_data(news)) or {}
                raise HostError(str(values.get("code", ""))) if values.get("ok") is False else HostAway(_AWAY)
            event = ""
            for line in news.iter_lines():
                if line.startswith("event: "):
                    event = line[7:]
                elif line.startswith("data: ") and len(line) < _LONGEST_LINE:
                    yield (_object(line[6:].encode()) or {}) if event == "state" else {}

    @contextlib.contextmanager
    def _asking(self, patience: float) -> Iterator[httpx.Client]:
        import httpx  # noqa: PLC0415 - a quarter of a second that whoever has no host need not wait

        # At its lowest level it writes down headers, and with them the key.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        headers = {"Accept-Encoding": "identity", "Connection": "close", "Content-Type": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        client = httpx.Client(
            base_url=self.address,
            verify=_trusting(self.pem) if self.address.startswith("https:") else True,
            trust_env=False,
            follow_redirects=False,
            timeout=patience,
            headers=headers,
        )
        try:
            with client:
                yield client
        except httpx.HTTPError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise self._unknown() from None
            raise HostAway(_AWAY) from None

    def _unknown(self) -> HostError:
        """The error that shows the certificate, so that a person can compare it."""
        parts = urlsplit(self.address)
        try:
            pem = ssl.get_server_certificate((str(parts.hostname), parts.port or 443), timeout=_PATIENCE)
        except (OSError, ValueError):
            return HostAway(_AWAY)
        return HostUnknown("The host shows a certificate that nobody here vouches for.", pem)


def fingerprint(pem: str) -> str:
    """SHA-256 of a certificate, in groups of four that people can read to each other."""
    text = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    return " ".join(text[start : start + _GROUPS] for start in range(0, len(text), _GROUPS))


def read_address(typed: str) -> tuple[str, str]:
    """The host's address, and the code if one follows a ``#``. Raises HostError for anything else."""
    wrong = HostError(f"{typed!r} is no host's address; write for example http://127.0.0.1:8710")
    try:
        parts = urlsplit(typed.strip() if "://" in typed else f"http://{typed.strip()}")
        port = parts.port
    except ValueError:
        raise wrong from None
    plain = parts.username is None and not parts.query and parts.path in ("", "/")
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain or port == 0:
        raise wrong
    return f"{parts.scheme}://{parts.netloc}", parts.fragment


def pause(attempt: int, least: float = 0.0) -> float:
    """Seconds to wait before trying again: twice as long each time, at random, so that a room does not come at once."""
    longest = min(30.0, 2.0 ** min(attempt, 5))
    return max(least, random.random() * longest)  # noqa: S311 - no secret


def _trusting(pem: str) -> ssl.SSLContext:
    if not pem:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Exactly this certificate, whatever names stand in it: a person has compared it.
    context.check_hostname = False
    context.load_verify_locations(cadata=pem)
    return context


def _data(reply: httpx.Response) -> bytes:
    """The body of *reply*, in as much time and space as one of a host takes. Raises HostAway beyond."""
    data, latest = b"", time.monotonic() + 2 * _PATIENCE
    for piece in reply.iter_raw():
        data += piece
        if len(data) > _LONGEST or time.monotonic() > latest:
            raise HostAway(_AWAY)
    return data


def _object(data: bytes) -> dict[str, Any] | None:
    with contextlib.suppress(ValueError, RecursionError):
        values = json_of(data.decode())
        return values if isinstance(values, dict) else None
    return None


def _cookies(reply: httpx.Response) -> dict[str, str]:
    pairs = (one.partition(";")[0].partition("=") for one in reply.headers.get_list("set-cookie"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _seconds(text: str | None) -> float:
    return min(float(text), 600.0) if text and text.isascii() and text.isdigit() else 0.0


def _padded(text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return data + b" " * (-len(data) % _STEP)
