"""A session begun on a page in JupyterLab: the page says what it wants, and the command that opened Lab holds it.

Both meet in a folder that is theirs alone and is gone with the command. ``wanted.json`` is what the page wants; then
comes ``host.json``, address and facilitator's key of the session that runs, or ``refused.json``, why none does.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from pydantic import Field, ValidationError

from kit.errors import HostError
from kit.session.host_client import HostClient
from kit.settings.limits import MOST_PLACES
from kit.system.disk import write_private
from kit.system.opening import text_of
from kit.text.lenient import Lenient
from kit.text.parsing import json_of

WANTED, HOST, REFUSED = "wanted.json", "host.json", "refused.json"
_LOOK_AGAIN = 0.1
_PATIENCE = 90.0


class Wanted(Lenient):
    """The session that is wanted: its week, how many people are here, and whether they join from their own devices."""

    week: int
    people: int = Field(ge=1, le=MOST_PLACES)
    lan: bool = True


class _Refusal(Lenient):
    say: str = ""


class Desk:
    """The folder in which page and command meet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, wanted: Wanted, patience: float = _PATIENCE) -> HostClient:
        """The host of the session that is *wanted*, once it runs. Raises HostError with the reason where none does."""
        self._remove(REFUSED)
        self._write(WANTED, wanted.model_dump())
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if (host := self._read(HOST)) is not None:
                return HostClient(str(host.get("address")), str(host.get("key")))
            if (refused := self._read(REFUSED)) is not None:
                raise HostError(_Refusal.model_validate(refused).say)
            time.sleep(_LOOK_AGAIN)
        self._remove(WANTED)
        raise HostError("Nobody answers in the window where you typed kit lab; look there, or type kit host there.")

    def wanted(self) -> Wanted | None:
        """What a page wants now, asked for once; None where nobody wants anything that can be."""
        wanted = self._read(WANTED)
        if wanted is None:
            return None
        self._remove(WANTED)
        try:
            return Wanted.model_validate(wanted)
        except ValidationError:
            self.refuse("The page and the kit don't understand each other; reload the page, or type kit host.")
            return None

    def began(self, address: str, key: str) -> None:
        """Say that the session runs, and where."""
        self._write(HOST, {"address": address, "key": key})

    def refuse(self, why: str) -> None:
        """Say why the session does not run."""
        self._write(REFUSED, {"say": why})

    def clear(self) -> None:
        """Say that no session runs any more."""
        self._remove(HOST)

    def _write(self, name: str, values: dict[str, object]) -> None:
        write_private(self._folder / name, json.dumps(values).encode())

    def _read(self, name: str) -> dict[str, object] | None:
        try:
            entry = json_of(text_of(self._folder / name))
        except (OSError, ValueError):
            return None
        return entry if isinstance(entry, dict) else None

    def _remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)
