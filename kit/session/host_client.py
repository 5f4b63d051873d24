"""Speaking to the host of a live session from a facilitator's notebook, over loopback alone.

What comes back is what the facilitator may see: which exercises are open, progress in words, the clock, names
for pairs. No route that is asked here gives out an answer, and whatever else a reply holds is dropped.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from kit.errors import HostAway, HostError
from kit.settings import find_host
from kit.text.parsing import json_of

STATUSES = ("never opened", "open", "closed")
PROGRESS = ("fewer than k", "k or more", "closed")
OUTCOMES = ("published", "already", "held", "not_asked", "not_shown")

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PATIENCE, _REVEAL_PATIENCE = 2.0, 20.0
_LONGEST_REPLY = 1 << 20
_LONGEST_SENTENCE = 600


@dataclass(frozen=True, kw_only=True)
class Places:
    """How many people are here (None: nobody said yet), and how many have joined; nothing about answers.

    Once an exercise of the session was *asked*, no place can be given back.
    """

    people: int | None
    taken: int
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class Room:
    """What the facilitator may know of a session: never an answer, never a number of answers.

    *address* and *code* are what people join with, *network* says why nobody else reaches the session, if so, and
    *fingerprint* tells the certificate that the kit made.
    """

    week: int
    exercises: Mapping[str, str]
    progress: Mapping[str, str]
    clock: Mapping[str, Any] | None
    address: str = ""
    code: str = ""
    network: str = ""
    fingerprint: str = ""
    places: Places | None = None


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Groups of names, and sentences that explain them."""

    groups: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WaitingTexts:
    """Texts to one item that their authors shared: for each a mark, its words, and whether it may be quoted."""

    item: str
    prompt: str
    texts: tuple[Mapping[str, Any], ...] = field(repr=False)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """The key goes to the address it belongs to and nowhere else."""


@dataclass(frozen=True)
class HostClient:
    """The host of a session. Every method raises HostAway where it does not answer, HostError where it refuses."""

    address: str
    key: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (_is_loopback(self.address) and re.fullmatch(r"[!-~]{1,512}", self.key)):
            raise HostError(
                "KIT_HOST names no host on this computer; start the notebook with kit host, which sets the address."
            )

    @classmethod
    def from_environment(cls) -> HostClient | None:
        """The host that started this notebook's JupyterLab, or None where there is none."""
        found = find_host()
        return cls(*found) if found else None

    def state(self) -> Room:
        """How the room stands: what is open, how far each exercise is in words, and the clock."""
        reply = self._ask("GET", "facilitator/state")
        return Room(
            week=reply["week"] if type(reply.get("week")) is int else -1,
            exercises=_words(reply.get("exercises"), STATUSES),
            progress=_words(reply.get("progress"), PROGRESS),
            clock=reply["clock"] if isinstance(reply.get("clock"), dict) else None,
            address=_sentence(reply.get("url")),
            code=_sentence(reply.get("code")),
            network=_sentence(reply.get("network")),
            fingerprint=_sentence(reply.get("fingerprint")),
            places=_places(reply.get("places")),
        )

    def say_people(self, people: int) -> None:
        """Say how many people here use a device; the session serves as many."""
        self._ask("POST", "facilitator/people", {"people": people})

    def free_place(self) -> None:
        """Give back a place that today's code gave and that is open nowhere, before the first exercise is opened."""
        self._ask("POST", "facilitator/free", {})

    def free_all(self) -> str:
        """Give back every place that today's code gave, before the first exercise is opened; the new code."""
        return _sentence(self._ask("POST", "facilitator/free", {"all": True}).get("code"))

    def open(self, week: int, exercise: str) -> None:
        """Let participants answer an exercise."""
        self._ask("POST", "facilitator/open", {"week": week, "exercise": exercise})

    def close(self, week: int, exercise: str) -> None:
        """Take no more answers to an exercise."""
        self._ask("POST", "facilitator/close", {"week": week, "exercise": exercise})

    def reveal(self, week: int, exercise: str) -> dict[str, str]:
        """Close an exercise and publish what of it may be published; that cannot be undone.

        What became of each item, by item id: one of ``OUTCOMES``.
        """
        body = {"week": week, "exercise": exercise}
        found = self._ask("POST", "facilitator/reveal", body, patience=_REVEAL_PATIENCE).get("outcomes")
        rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        return _words({str(one.get("item")): one.get("decision") for one in rows}, OUTCOMES)

    def texts(self, week: int, exercise: str) -> tuple[WaitingTexts, ...]:
        """The shared texts of a closed exercise that wait for a yes or no, item by item; in no order that tells."""
        body = {"week": week, "exercise": exercise}
        found = self._ask("POST", "facilitator/texts", body, patience=_REVEAL_PATIENCE).get("items")
        rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        return tuple(
            WaitingTexts(item=_sentence(one.get("item")), prompt=_sentence(one.get("prompt")), texts=_texts(one))
            for one in rows
        )

    def show_texts(self, week: int, exercise: str, item: str, yes: Sequence[str], no: Sequence[str]) -> None:
        """Show the texts marked *yes* to the group, and none of the others ever; that cannot be undone."""
        body = {"week": week, "exercise": exercise, "item": item, "yes": list(yes), "no": list(no)}
        self._ask("POST", "facilitator/texts/show", body, patience=_REVEAL_PATIENCE)

    def advance(self, week: int, block: str, clock: Mapping[str, Any]) -> None:
        """Say which block the room is in, and keep the clock so that everybody who facilitates sees the same."""
        self._ask("POST", "facilitator/advance", {"week": week, "block": block, "clock": dict(clock)})

    def screen(self) -> str:
        """The address that makes one browser the screen; it works once."""
        path = self._ask("POST", "facilitator/screen", {}).get("path")
        if not isinstance(path, str) or not re.fullmatch(r"/screen[-\w/#?=.]{0,200}", path):
            raise HostError("The host gave no address for the screen; try again.")
        return self.address.rstrip("/") + path

    def roster(self) -> tuple[str, ...]:
        """The names on the roster, in its order."""
        return _names(self._ask("GET", "facilitator/roster").get("names"))

    def pairs(self, week: int, present: Sequence[str], size: int) -> Drawn:
        """Groups of two or three from the names that are present."""
        body = {"week": week, "present": list(present), "size": size}
        reply = self._ask("POST", "facilitator/pairs", body, patience=_REVEAL_PATIENCE)
        groups = reply.get("groups")
        found = tuple(_names(group) for group in groups) if isinstance(groups, list) else ()
        return Drawn(groups=found, sentences=_names(reply.get("sentences")))

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, patience: float = _PATIENCE
    ) -> dict[str, Any]:
        request = Request(  # noqa: S310 - _is_loopback lets http and https through alone
            f"{self.address.rstrip('/')}/api/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        opener = build_opener(ProxyHandler({}), _NoRedirect(), HTTPSHandler(context=_on_this_computer()))
        try:
            with opener.open(request, timeout=patience) as reply:
                return _parsed(reply.read(_LONGEST_REPLY + 1))
        except HTTPError as error:
            with error:
                raise _refusal(error) from None
        except (URLError, OSError, http.client.HTTPException) as error:
            raise _fault(error) from None


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and not (parts.query or parts.fragment) and parts.path in ("", "/")
    return parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK and plain and port != 0


def _on_this_computer() -> ssl.SSLContext:
    # A certificate names the address that phones use. This connection goes to 127.0.0.1 and never leaves the machine.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json_of(data) if len(data) <= _LONGEST_REPLY else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise HostError("Something else than the kit's host answers at its address; start the session again: kit host.")
    return found


def _refusal(error: HTTPError) -> HostError:
    """What the host says to a request that it refuses, in its own words where it has any."""
    if error.code in (401, 403):
        return HostError(
            "The host does not know this notebook: it was started for another session. Close this JupyterLab and use "
            "the one that kit host opens."
        )
    try:
        said = _parsed(error.read(_LONGEST_REPLY + 1)).get("say")
    except (HostError, OSError, http.client.HTTPException):
        said = None
    if error.code >= 500 and not said:
        return HostAway("The host has a problem of its own and did not do this; try again in a moment.")
    return HostError(_sentence(said) or f"The host refused this ({error.code}); nothing was changed.")


def _fault(error: Exception) -> HostAway:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return HostAway("The host takes too long to answer; participants can go on writing. Look at its window.")
    return HostAway("The host does not answer; participants can go on writing, and their answers wait for it.")


def _sentence(said: object) -> str:
    return said[:_LONGEST_SENTENCE] if isinstance(said, str) else ""


def _texts(row: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The texts of a reply; whatever else it holds is dropped."""
    found = row.get("texts")
    texts = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return tuple(
        {"id": _sentence(one.get("id")), "text": str(one.get("text", "")), "quote": one.get("quote") is True}
        for one in texts
    )


def _names(found: object) -> tuple[str, ...]:
    return tuple(_sentence(name) for name in found if isinstance(name, str)) if isinstance(found, list) else ()


def _places(found: object) -> Places | None:
    if not isinstance(found, dict) or type(found.get("taken")) is not int:
        return None  # nobody is counted in a session whose people are elsewhere
    people = found.get("people")
    known = people if type(people) is int else None
    return Places(people=known, taken=found["taken"], asked=found.get("asked") is True)


def _words(found: object, known: Sequence[str]) -> dict[str, str]:
    """What of *found* maps a name to one of the words *known*."""
    if not isinstance(found, dict):
        return {}
    return {name: word for name, word in found.items() if isinstance(word, str) and word in known}
