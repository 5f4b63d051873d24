"""Speaking to the host of a live session from a facilitator's notebook, over loopback alone.

What comes back is what the facilitator may see: which exercises are open, progress in words, the clock, names
for pairs. No route that is asked here gives out an answer, and whatever else a reply holds is dropped.
"""

from __future__ import annotations

import contextlib
import json
import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, OnErrorOmit

from kit.errors import HostAway, HostError
from kit.session.expectations import Word
from kit.settings import find_host
from kit.text.lenient import Lenient
from kit.text.parsing import json_of

if TYPE_CHECKING:
    import httpx

Status = Literal["never opened", "open", "closed"]
Progress = Literal["fewer than k", "k or more", "closed"]
Outcome = Literal["published", "already", "held", "not_asked", "not_shown"]
Became = Literal["published", "not_enough"]
Left = Literal["published", "not_enough", "closed", "never opened"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PATIENCE, _REVEAL_PATIENCE = 2.0, 20.0
_LONGEST_REPLY = 1 << 20
_LONGEST_SENTENCE = 600

_Sentence = Annotated[str, AfterValidator(lambda text: text[:_LONGEST_SENTENCE])]
_Names = Annotated[tuple[OnErrorOmit[_Sentence], ...], Field(strict=False)]


class Places(Lenient):
    """How many people are here (None: nobody said yet), and how many have joined; nothing about answers.

    Once an exercise of the session was *asked*, no place can be given back.
    """

    people: int | None = None
    taken: int
    asked: bool = False


class Expected(Lenient):
    """What each question's result will probably say if all *of* so many people answer, by exercise."""

    of: int = 0
    exercises: dict[str, OnErrorOmit[dict[str, OnErrorOmit[Word]]]] = Field(default_factory=dict)


class Room(Lenient):
    """What the facilitator may know of a session: never an answer, never a number of answers.

    *address* and *code* are what people join with, *network* says why nobody else reaches the session, if so, and
    *fingerprint* tells the certificate that the kit made. Without *places* nobody is counted: people are elsewhere.
    """

    week: int = -1
    exercises: dict[str, OnErrorOmit[Status]] = Field(default_factory=dict)
    progress: dict[str, OnErrorOmit[Progress]] = Field(default_factory=dict)
    revealed: dict[str, OnErrorOmit[Became]] = Field(default_factory=dict)
    clock: dict[str, Any] | None = None
    address: _Sentence = Field("", validation_alias="url")
    code: _Sentence = ""
    network: _Sentence = ""
    fingerprint: _Sentence = ""
    places: Places | None = None
    expected: Expected = Field(default_factory=Expected)
    ended: dict[str, Any] | None = None


class Drawn(Lenient):
    """Groups of names, and sentences that explain them."""

    groups: Annotated[tuple[OnErrorOmit[_Names], ...], Field(strict=False)] = ()
    sentences: _Names = ()


class WaitingText(Lenient):
    """A text that its author shared: a mark to name it by, its words, and whether it may be quoted."""

    id: _Sentence = ""
    text: str = ""
    quote: bool = False


class WaitingTexts(Lenient):
    """Texts to one item that wait for a yes or no."""

    item: _Sentence = ""
    prompt: _Sentence = ""
    texts: Annotated[tuple[OnErrorOmit[WaitingText], ...], Field(strict=False, repr=False)] = ()


class _Decided(Lenient):
    item: _Sentence
    decision: Outcome


class Revealed(Room):
    """How the room stands after a reveal, and what became of each item."""

    outcomes: list[OnErrorOmit[_Decided]] = Field(default_factory=list)

    @property
    def decisions(self) -> dict[str, Outcome]:
        """What became of each item, by item id."""
        return {outcome.item: outcome.decision for outcome in self.outcomes}


class _LeftOver(Lenient):
    exercise: _Sentence
    outcome: Left


class _Ended(Lenient):
    left: list[OnErrorOmit[_LeftOver]] = Field(default_factory=list)


class _Waiting(Lenient):
    items: list[OnErrorOmit[WaitingTexts]] = Field(default_factory=list)


class _Screen(Lenient):
    path: str = ""


class _Roster(Lenient):
    names: _Names = ()


class _Refusal(Lenient):
    say: _Sentence = ""


@dataclass(frozen=True)
class HostClient:
    """The host of a session. Every method raises HostAway where it does not answer, HostError where it refuses.

    What changes the session returns how the room stands after it.
    """

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
        host = find_host()
        return cls(*host) if host else None

    def state(self) -> Room:
        """How the room stands: what is open, how far each exercise is in words, and the clock."""
        return Room.model_validate(self._ask("GET", "facilitator/state"))

    def say_people(self, people: int) -> Room:
        """Say how many people here use a device; the session serves as many."""
        return self._change("people", {"people": people})

    def free_place(self) -> Room:
        """Give back a place that today's code gave and that is open nowhere, before the first exercise is opened."""
        return self._change("free", {})

    def free_all(self) -> Room:
        """Give back every place that today's code gave, before the first exercise is opened; there is a new code."""
        return self._change("free", {"all": True})

    def open(self, week: int, exercise: str) -> Room:
        """Let participants answer an exercise."""
        return self._change("open", {"week": week, "exercise": exercise})

    def close(self, week: int, exercise: str) -> Room:
        """Take no more answers to an exercise."""
        return self._change("close", {"week": week, "exercise": exercise})

    def reveal(self, week: int, exercise: str) -> Revealed:
        """Close an exercise and publish what of it may be published; that cannot be undone."""
        body = {"week": week, "exercise": exercise}
        return Revealed.model_validate(self._ask("POST", "facilitator/reveal", body, patience=_REVEAL_PATIENCE))

    def texts(self, week: int, exercise: str) -> tuple[WaitingTexts, ...]:
        """The shared texts of a closed exercise that wait for a yes or no, item by item; in no order that tells."""
        body = {"week": week, "exercise": exercise}
        reply = self._ask("POST", "facilitator/texts", body, patience=_REVEAL_PATIENCE)
        return tuple(_Waiting.model_validate(reply).items)

    def show_texts(self, week: int, exercise: str, item: str, yes: Sequence[str], no: Sequence[str]) -> Room:
        """Show the texts marked *yes* to the group, and none of the others ever; that cannot be undone."""
        body = {"week": week, "exercise": exercise, "item": item, "yes": list(yes), "no": list(no)}
        return self._change("texts/show", body, patience=_REVEAL_PATIENCE)

    def advance(self, week: int, block: str, clock: Mapping[str, Any]) -> Room:
        """Say which block the room is in, and keep the clock so that everybody who facilitates sees the same."""
        return self._change("advance", {"week": week, "block": block, "clock": dict(clock)})

    def end(self) -> dict[str, Left]:
        """End the session for everyone; the host stops by itself. What became of each exercise, by its id."""
        reply = self._ask("POST", "facilitator/end", {}, patience=_REVEAL_PATIENCE)
        return {one.exercise: one.outcome for one in _Ended.model_validate(reply).left}

    def screen(self) -> str:
        """The address that makes one browser the screen; it works once."""
        path = _Screen.model_validate(self._ask("POST", "facilitator/screen", {})).path
        if not re.fullmatch(r"/screen[-\w/#?=.]{0,200}", path):
            raise HostError("The host gave no address for the screen; try again.")
        return self.address.rstrip("/") + path

    def roster(self) -> tuple[str, ...]:
        """The names on the roster, in its order."""
        return _Roster.model_validate(self._ask("GET", "facilitator/roster")).names

    def keep_roster(self, names: Sequence[str]) -> tuple[str, ...]:
        """Put *names* in place of those on the roster; the names as they are kept."""
        return _Roster.model_validate(self._ask("PUT", "facilitator/roster", {"names": list(names)})).names

    def show_pairs(self, *, on: bool) -> None:
        """Show the groups drawn last on the screen, or take them off it."""
        self._ask("POST", "facilitator/pairs/show", {"on": on})

    def pairs(self, week: int, present: Sequence[str], size: int) -> Drawn:
        """Groups of two or three from the names that are present."""
        body = {"week": week, "present": list(present), "size": size}
        return Drawn.model_validate(self._ask("POST", "facilitator/pairs", body, patience=_REVEAL_PATIENCE))

    def _change(self, what: str, body: Mapping[str, Any], *, patience: float = _PATIENCE) -> Room:
        return Room.model_validate(self._ask("POST", f"facilitator/{what}", body, patience=patience))

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, patience: float = _PATIENCE
    ) -> dict[str, Any]:
        import httpx  # noqa: PLC0415 - a quarter of a second that whoever has no host need not wait

        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        client = httpx.Client(
            # The key goes to the address it belongs to and nowhere else: to no proxy, and no redirect is followed.
            verify=_on_this_computer(),
            trust_env=False,
            follow_redirects=False,
            timeout=patience,
            headers=headers | {"Accept-Encoding": "identity", "Connection": "close"},
        )
        url = f"{self.address.rstrip('/')}/api/{path}"
        try:
            with client, client.stream(method, url, content=None if body is None else json.dumps(body)) as reply:
                if not reply.is_success:
                    raise _refusal(reply)
                return _parsed(_data_of(reply))
        except httpx.TimeoutException:
            raise HostAway(
                "The host takes too long to answer; participants can go on writing. Look at its window."
            ) from None
        except httpx.HTTPError:
            raise HostAway(
                "The host doesn't answer; participants can go on writing, and their answers wait for it."
            ) from None


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


def _data_of(reply: httpx.Response) -> bytes:
    """The body of *reply*, up to a little more than the longest that is taken."""
    data = b""
    for piece in reply.iter_raw():
        data += piece
        if len(data) > _LONGEST_REPLY:
            break
    return data


def _parsed(data: bytes) -> dict[str, Any]:
    reply = None
    if len(data) <= _LONGEST_REPLY:
        with contextlib.suppress(ValueError, RecursionError):
            reply = json_of(data)
    if not isinstance(reply, dict):
        raise HostError("Something else than the kit's host answers at its address; start the session again: kit host.")
    return reply


def _refusal(reply: httpx.Response) -> HostError:
    """What the host says to a request that it refuses, in its own words where it has any."""
    status = reply.status_code
    if status in (401, 403):
        return HostError(
            "The host doesn't know this notebook: it was started for another session. Close this JupyterLab and use "
            "the one that kit host opens."
        )
    say = ""
    with contextlib.suppress(HostError):
        say = _Refusal.model_validate(_parsed(_data_of(reply))).say
    if status >= 500 and not say:
        return HostAway("The host has a problem of its own and didn't do this; try again in a moment.")
    return HostError(say or f"The host refused this ({status}); nothing was changed.")
