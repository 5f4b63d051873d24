"""A host with a door from outside, and devices that come through it as a proxy hands them over."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.live.serving import Client, Reply, Served, serving

NAME = "spring.workshop.example.org"
ORIGIN = f"https://{NAME}"
PROXY = "127.0.0.1"


@dataclass
class FromOutside(Client):
    """A device elsewhere, whose requests the named proxy hands on with the address that it saw."""

    name: str = NAME
    seen: str = "203.0.113.7"
    scheme: str = "https"

    def ask(self, method: str, path: str, body: object = None, *, headers=None, raw: bytes | None = None) -> Reply:
        more: dict[str, Any] = {"Host": self.name, "X-Forwarded-Proto": self.scheme, "X-Forwarded-For": self.seen}
        return super().ask(method, path, body, headers={**more, **(headers or {})}, raw=raw)


def outside(served: Served, **more: Any) -> FromOutside:
    """A device at the public door of *served*."""
    return FromOutside(served.host.outside_at[1], **more)


def joined(served: Served, **more: Any) -> FromOutside:
    """One who has joined from outside and agreed."""
    device = outside(served, **more)
    reply = device.ask("POST", "/api/join", {"code": served.code()})
    assert reply.status == 200, reply.body
    device.agree()
    return device


@contextmanager
def open_to_outside(root, *, public: str = ORIGIN, behind: str = PROXY, **more: Any):
    """A session that is reached through a proxy besides."""
    with serving(root, public=public, behind=behind, **more) as served:
        yield served
