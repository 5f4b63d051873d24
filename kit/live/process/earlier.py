"""The addresses at which a cohort's sessions were held, the newest last: to a browser each of them is another place."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from kit.errors import StoreError
from kit.system.disk import write_private
from kit.system.opening import text_of
from kit.text.parsing import json_of

FILE_NAME = "addresses.json"
_MOST = 20


def note_address(run: Path, address: str, *, public: bool) -> str:
    """Keep *address* in the folder *run* as that of a session; returns the one before, where it was another.

    *public* is whether it is reached from outside.
    """
    before = _read(run).get("addresses", [])
    last = before[-1] if before else ""
    kept = [*(one for one in before if one != address), address][-_MOST:]
    with contextlib.suppress(OSError, StoreError):  # an address that can't be kept is still an address
        write_private(run / FILE_NAME, json.dumps({"addresses": kept, "public": public}).encode())
    return last if last != address else ""


def public_address(run: Path) -> str:
    """The address of the newest session, where it was reached from outside; otherwise empty."""
    kept = _read(run)
    return kept["addresses"][-1] if kept.get("public") else ""


def _read(run: Path) -> dict[str, Any]:
    # It is only for a sentence: where nothing can be read, nothing is said, and the session goes on.
    try:
        values = json_of(text_of(run / FILE_NAME))
    except (OSError, ValueError):
        return {}
    addresses = values.get("addresses") if isinstance(values, dict) else None
    fits = isinstance(addresses, list) and addresses and all(isinstance(one, str) for one in addresses)
    return {"addresses": addresses, "public": values.get("public") is True} if fits else {}
