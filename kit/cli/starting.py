"""Starting the host of a session, for the real one and for a rehearsal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kit.answers.folder import open_private
from kit.answers.sealing.cohort_key import open_key
from kit.errors import PortTaken
from kit.live.process.addresses import LOOPBACK, choose_port, choose_public_port, way_to
from kit.live.process.certificate import certificate_for
from kit.live.process.networks import Chosen
from kit.live.process.session import Session, new_session, tls_of
from kit.live.process.supervise import Supervisor
from kit.settings import Cohort

_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Running:
    """A host that runs: the *address* and *code* to join with, and one sentence where its port has *moved*.

    *kept* is how many places wait for slips that nobody has used yet; *room* is the address in the room, where people
    can come from outside besides.
    """

    session: Session
    supervisor: Supervisor
    address: str
    code: str
    moved: str
    fingerprint: str = ""
    kept: int = 0
    room: str = ""


@dataclass(frozen=True, kw_only=True)
class Network:
    """Where a host listens besides this computer's own address, and how: without an address, nowhere else.

    *chosen* says which addresses there were; *pinned* is that the facilitator named one. With *encrypted* the kit makes
    the certificate. With *public* the proxy at the address *behind* leads people from there to *public_port* (0: that
    of last time).
    """

    chosen: Chosen | None = None
    pinned: bool = False
    encrypted: bool = False
    certificate: str = ""
    key: str = ""
    public: str = ""
    behind: str = ""
    public_port: int = 0

    @property
    def address(self) -> str:
        """The address in the network; empty where there is none."""
        return self.chosen.local.address if self.chosen else ""


@contextlib.contextmanager
def host_of(cohort: Cohort, week: int, *, network: Network = Network(), **more: Any) -> Iterator[Running]:
    """The host of *week*, in a process of its own that is ended in good order with the context. Raises KitErrors.

    *more* are further fields of its Session.
    """
    open_private(cohort.private)
    for attempt in range(1, _TRIES + 1):
        session, moved = _session(cohort, week, network, more)
        supervisor = Supervisor(session, key=lambda: _key_text(cohort))
        try:
            ready = supervisor.start()
            yield Running(
                session=session,
                supervisor=supervisor,
                address=ready["url"],
                code=ready["code"],
                moved=moved,
                fingerprint=ready["fingerprint"],
                kept=ready["kept"],
                room=ready["room"],
            )
            return
        except PortTaken:
            # Somebody was faster between our look and the host's; the next look finds another.
            if attempt == _TRIES:
                raise
        finally:
            supervisor.stop()


def _key_text(cohort: Cohort) -> str | None:
    """The cohort's key, asked for where need be; None where the host makes it. Raises StoreError, CohortError."""
    key = open_key(cohort)
    return key.text if key else None


def _session(cohort: Cohort, week: int, network: Network, more: Mapping[str, Any]) -> tuple[Session, str]:
    run, address = cohort.private / "run", network.address
    certificate, key = network.certificate, network.key
    if network.encrypted:
        certificate = key = str(certificate_for(run, address or LOOPBACK))
    port = choose_port(run, "host", (LOOPBACK, address) if address else (LOOPBACK,))
    tls = {"certificate": certificate, "key": key, "pinned": network.pinned, "made": network.encrypted}
    door: dict[str, Any] = {}
    if network.public:
        door = {"public": network.public, "behind": network.behind}
        door["public_port"] = choose_public_port(run, (way_to(network.behind),), network.public_port)
    session = new_session(cohort.root, week, port=port.number, lan=address, **tls, **door, **more)
    tls_of(session)
    return session, port.moved
