"""A session in which each browser tries to be more than one person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cohorts import small_cohort
from tests.live.serving import Client, Served, serving


@contextmanager
def session(folder: Path, size: int = 40, **more: object) -> Iterator[Served]:
    """A session of a cohort in *folder*, which is made where there is none."""
    root = folder / "spring"
    if not root.exists():
        small_cohort(root, size=size, names=())
    with serving(root, **more) as served:
        yield served


def tries(served: Served, code: object = None) -> Client | str:
    """One more browser: its place, or with which code it was refused."""
    client = served.device()
    reply = client.ask("POST", "/api/join", {"code": served.session.code if code is None else code})
    return client if reply.status == 200 else str(reply.json["code"])


def comes(served: Served) -> Client:
    client = tries(served)
    assert isinstance(client, Client), client
    client.agree()
    return client


def says(client: Client, energy: int) -> int:
    return client.put({"energy": energy}).status
