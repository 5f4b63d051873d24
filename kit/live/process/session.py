"""What a session is started with. The supervisor hands it to the host through a pipe, never as an argument."""

from __future__ import annotations

import json
import secrets
import ssl
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kit.errors import CohortError
from kit.live.codes import new_code, new_token
from kit.live.process.addresses import LOOPBACK
from kit.live.process.networks import in_address
from kit.text.parsing import json_of

Mode = Literal["live", "self-paced", "remote"]


@dataclass(frozen=True, kw_only=True)
class Session:
    """One run of ``kit host``; id, code and facilitator's token stay when the host restarts."""

    cohort: str
    week: int
    port: int
    lan: str = ""
    mode: Mode = "live"
    people: int = 0  # who are here with a device, where that was said beforehand
    simulated: bool = False  # a rehearsal or the demo: nobody's answers count, so simulated people may visit
    certificate: str = ""
    key: str = ""
    pinned: bool = False  # the facilitator named the address
    made: bool = False  # the certificate is one that the kit made
    public: str = ""  # the address from outside, such as https://spring.example.org, through a proxy
    behind: str = ""  # the address of that proxy
    public_port: int = 0  # where the proxy reaches this computer
    id: str
    code: str
    token: str

    @property
    def in_room(self) -> bool:
        """Whether everybody is in one room, where they can be counted."""
        return self.mode == "live"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the host listens: this computer, and with ``lan`` the local network too."""
        return (LOOPBACK, self.lan) if self.lan else (LOOPBACK,)

    @property
    def scheme(self) -> str:
        """``http``, or ``https`` where there is a certificate."""
        return "https" if self.certificate else "http"

    def url(self, port: int) -> str:
        """Return the address that participants type: the public one, or else the room's."""
        return self.public or self.room_url(port)

    def room_url(self, port: int) -> str:
        """Return the address in the room, or on this computer."""
        return f"{self.scheme}://{in_address(self.lan or LOOPBACK)}:{port}"

    def hosts(self, port: int) -> frozenset[str]:
        """Return the names under which the host answers; any other is DNS rebinding."""
        return frozenset(f"{name}:{port}" for name in ("localhost", *map(in_address, self.addresses)))

    def to_text(self) -> str:
        """Return the session on one line."""
        return json.dumps(asdict(self))


def new_session(cohort: Path, week: int, *, port: int = 0, lan: str = "", **more: Any) -> Session:
    """Return a session with a fresh id, join code and facilitator's token; *more* are further fields."""
    return Session(
        cohort=str(cohort),
        week=week,
        port=port,
        lan=lan,
        **more,
        id=secrets.token_hex(8),
        code=new_code(),
        token=new_token(),
    )


def session_from(text: str) -> Session:
    """Return the session on a line that ``to_text`` made."""
    return Session(**json_of(text))


def tls_of(session: Session) -> ssl.SSLContext | None:
    """Return what Tornado needs for TLS, or None without a certificate. Raises CohortError with the cure."""
    if not session.certificate and not session.key:
        return None
    if not session.certificate or not session.key:
        raise CohortError("TLS needs both files; give --certificate FILE and --key FILE.")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for path in (session.certificate, session.key):
        if not Path(path).is_file():
            raise CohortError(f"{path}: there is no such file; check the name after --certificate and --key.")
    try:
        # A key with a passphrase would stop and ask; the host must also start again by itself.
        context.load_cert_chain(session.certificate, session.key, password="")
    except (ssl.SSLError, OSError):
        raise CohortError(
            f"{session.certificate}: certificate and key don't fit together, or the key has a passphrase; "
            "give two PEM files that belong together, the key without a passphrase."
        ) from None
    return context
