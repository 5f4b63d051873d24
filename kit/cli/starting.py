"""Starting the host of a session, for the real one and for a rehearsal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kit.live.addresses import LOOPBACK, PortTaken, choose_port
from kit.live.certificate import certificate_for
from kit.live.session import Mode, Session, new_session, tls_of
from kit.live.supervise import Supervisor
from kit.settings import Cohort
from kit.store.folder import open_private

_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Running:
    """A host that runs: the *address* and *code* to join with, and one sentence where its port has *moved*."""

    session: Session
    supervisor: Supervisor
    address: str
    code: str
    moved: str
    fingerprint: str = ""


@contextlib.contextmanager
def host_of(
    cohort: Cohort,
    week: int,
    *,
    network: str = "",
    pinned: bool = False,
    encrypted: bool = False,
    mode: Mode = "live",
    certificate: str = "",
    key: str = "",
) -> Iterator[Running]:
    """The host of *week*, in a process of its own that is ended in good order with the context. Raises KitErrors.

    *network* is the address to listen at besides this computer's own, *pinned* where the facilitator named it; with
    *encrypted* the kit makes the certificate.
    """
    open_private(cohort.private)
    if encrypted:
        certificate = key = str(certificate_for(cohort.private / "run", network or LOOPBACK))
    for attempt in range(1, _TRIES + 1):
        port = choose_port(cohort.private / "run", "host", (LOOPBACK, network) if network else (LOOPBACK,))
        session = new_session(
            cohort.root, week, port=port.number, lan=network, mode=mode, certificate=certificate, key=key
        )
        session = replace(session, pinned=pinned, made=encrypted)
        tls_of(session)
        supervisor = Supervisor(session)
        try:
            ready = supervisor.start()
            yield Running(
                session=session,
                supervisor=supervisor,
                address=ready["url"],
                code=ready["code"],
                moved=port.moved,
                fingerprint=ready["fingerprint"],
            )
            return
        except PortTaken:
            # Somebody was faster between our look and the host's; the next look finds another.
            if attempt == _TRIES:
                raise
        finally:
            supervisor.stop()
