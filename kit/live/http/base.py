"""What all requests share: headers, who may ask, reading a body, and refusing in one sentence."""

from __future__ import annotations

import asyncio
import inspect
import ipaddress
import json
import math
import sys
from collections.abc import Callable, Mapping
from http.cookies import CookieError
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from tornado.http1connection import HTTP1Connection
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler, stream_request_body

from kit.answers.members import Member
from kit.curriculum.registers import Messages
from kit.errors import KitError, StoreError
from kit.live.access import Access
from kit.live.door import Door, was_forwarded
from kit.live.logs import log_fault
from kit.live.refusals import Refused, participant_refusal
from kit.text.parsing import json_of, without_doubles

if TYPE_CHECKING:
    from kit.live.host import Host

# Reading the body of a request: small, shallow, plain JSON, or nothing.

B = TypeVar("B", bound=BaseModel)

MOST_BYTES = 64 * 1024
DEEPEST = 8


class Malformed(ValueError):
    """The body is not JSON that the kit accepts."""


def parse(body: bytes) -> dict[str, Any]:
    """Return the object in *body*. Raises Malformed for anything else: NaN, a repeated key, deep nesting."""
    try:
        values = json_of(
            body.decode("utf-8"), parse_constant=_refuse, parse_float=_finite, object_pairs_hook=without_doubles
        )
    except (ValueError, RecursionError):
        raise Malformed("no plain JSON") from None
    if not isinstance(values, dict) or not _is_shallow(values, DEEPEST):
        raise Malformed("no object, or too deep")
    return values


def _refuse(_: str) -> Any:
    raise ValueError("no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no number")
    return number


def _is_shallow(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return left > 0 and all(_is_shallow(part, left - 1) for part in parts)


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
COOKIE_DAYS = 90
# Over an encrypted line the length of a reply would still tell whose answers it holds, so it comes in steps.
STEP = 4096
# Seconds within which a device has to take a piece of a reply. The largest piece is a quarter of a megabyte, which a
# slow mobile line takes in half of it; whoever takes nothing would be kept in memory for good.
STUCK = 30.0
_SAYS = {404: "unknown_page", 405: "wrong_method", 413: "too_large", 400: "malformed"}


@stream_request_body
class Answering(RequestHandler):
    """A request to the host. A body is read in pieces, so that one that is too large never lies in memory.

    Tornado hands a handler exactly the services that its class and its base classes name as attributes without a
    value: what a handler may touch is written at its top.
    """

    messages: Messages
    address: Door
    access: Access

    most_bytes = MOST_BYTES
    sends = False  # whether a device sends this again by itself until it is taken
    cut_off = False  # whether the end of the session came first

    def initialize(self, **services: object) -> None:
        """Keep the services that the route hands over; called by Tornado."""
        vars(self).update(services)
        self._say_of_the_door()
        self._body = bytearray()
        self._length = 0

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")
        if "address" in vars(self):  # Tornado asks once before it hands over the services, and again for a refusal
            self._say_of_the_door()

    def _say_of_the_door(self) -> None:
        for name, value in dict(self.address.headers).items():
            self.set_header(name, value)

    def prepare(self) -> None:
        try:
            self.admit()
        except Refused as refused:
            if self.request.method in ("GET", "HEAD"):
                raise
            # A body is on its way. To hang up now would cut off the refusal itself, so it is read and dropped first.
            error = refused

            def refuse(*_: str) -> None:
                raise error

            setattr(self, str(self.request.method).lower(), refuse)

    def admit(self) -> None:
        """Refuse whoever may not make this request at all."""
        # A page elsewhere can send a browser here under a name of its own (DNS rebinding); then the name is not ours.
        if not self.address.answers_to(self.request.host) or self.address.is_open_line(self.request):
            raise self.refusal(403, "wrong_place")
        origin = self.request.headers.get("Origin")
        foreign = origin is not None and not self.address.is_own_origin(origin)
        if foreign or self._is_from_elsewhere():
            raise self.refusal(403, "wrong_place")

    def _is_from_elsewhere(self) -> bool:
        """Whether a page of another site sent this. Following a link to us changes and reveals nothing."""
        headers = self.request.headers
        follows = self.request.method == "GET" and headers.get("Sec-Fetch-Mode") == "navigate"
        whole = headers.get("Sec-Fetch-Dest", "document") == "document"
        own = headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        return not own and not (follows and whole)

    def data_received(self, chunk: bytes) -> None:
        # What is too much is read to its end and dropped: hanging up earlier would cut off our own refusal.
        self._length += len(chunk)
        if self._length <= self.most_bytes:
            self._body += chunk

    def body(self) -> dict[str, Any]:
        """Return the JSON object that was sent. Refuses with 413 or 400."""
        if self._length > self.most_bytes:
            raise self.refusal(413, "too_large")
        try:
            return parse(bytes(self._body))
        except Malformed:
            raise self.refusal(400, "malformed") from None

    def body_as(self, model: type[B], *, status: int = 400, otherwise: str = "malformed") -> B:
        """Return the body as *model*. Refuses with 413, or *status* and the sentence *otherwise*."""
        try:
            return model.model_validate(self.body())
        except ValidationError:
            raise self.refusal(status, otherwise) from None

    def sentence(self, name: str, **values: object) -> str:
        """Return a sentence of the section ``live``."""
        return self.messages(f"live.{name}", **values)

    def refusal(self, status: int, name: str, *, retry: int | None = None, **values: object) -> Refused:
        """Return a refusal, to be raised, with a sentence of the section ``live``."""
        return Refused(status, self.sentence(name, **values), code=name, retry=retry)

    def flush(self, include_footers: bool = False) -> asyncio.Future[None]:
        """Send what was written. A device that does not take it in time is disconnected."""
        sent = super().flush(include_footers)
        if not sent.done():
            timer = asyncio.get_running_loop().call_later(STUCK, self._let_go)
            sent.add_done_callback(lambda _: timer.cancel())
        return sent

    def _let_go(self) -> None:
        # Whoever still writes then meets a closed stream; a browser comes back by itself once it can.
        connection = self.request.connection
        if isinstance(connection, HTTP1Connection) and connection.stream is not None:
            connection.stream.close()

    def reply(self, values: dict[str, Any] | None = None, status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(as_json(values))

    def refusal_for(self, error: KitError) -> Refused:
        """Turn *error* into a refusal; here in a participant's words."""
        return participant_refusal(error, self.messages, sends=self.sends)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        # Tornado hands over no error where it cuts off a request itself.
        kind, error, trace = kwargs.get("exc_info") or sys.exc_info()
        if isinstance(error, asyncio.CancelledError):
            # The host is ending, and what this request waits for won't come any more.
            self.cut_off, status_code = True, 503
        elif isinstance(error, KitError):
            refused = self.refusal_for(error)
            status_code, kwargs["exc_info"] = refused.status_code, (kind, refused, trace)
        super().send_error(status_code, **kwargs)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, Refused):
            sentence, code, retry = error.sentence, error.code, error.retry
        else:
            code = _SAYS.get(status_code, "fault")
            # Only what sends answers does so again by itself.
            sentence, retry = self.sentence("not_done" if code == "fault" and not self.sends else code), None
        if retry is not None:
            self.set_header("Retry-After", str(retry))
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"ok": False, "code": code, "say": sentence}, ensure_ascii=False))

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        # What the kit refuses is told, and whoever has gone needs no word; only what it did not foresee, or what the
        # disk did, is written down.
        told = HTTPError | KitError | StreamClosedError | asyncio.CancelledError
        if not isinstance(value, told) or isinstance(value, StoreError):
            log_fault(f"{self.request.method} {type(self).__name__}", typ, tb)

    def member(self) -> Member:
        """Return the participant whose device this is. Refuses with 401."""
        member = self.access.participant(self.cookie(self.access.cookie))
        if member is None:
            raise self.refusal(401, "not_joined")
        return member

    def served(self) -> Member:
        """Return the participant whose device this is, if the session serves them. Refuses with 401."""
        member = self.member()
        if not self.access.is_served(member):
            raise self.refusal(401, "unserved")
        return member

    def facilitator(self) -> None:
        """Refuse with 401 without the facilitator's key, and with 403 from another computer."""
        # Nobody guesses 256 bits, so failures are not counted: a notebook left over from last time would lock all out.
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not self.access.is_facilitator(token):
            raise self.refusal(401, "facilitator_only")
        # A proxy beside us that leads here by mistake would make everybody look like this computer.
        if not _is_loopback(self.request.remote_ip or "") or was_forwarded(self.request):
            raise self.refusal(403, "facilitator_only")

    def anybody(self) -> str:
        """Return who asks: a participant's public id, ``screen`` or ``facilitator``. Refuses with 401."""
        if "Authorization" in self.request.headers:
            self.facilitator()
            return "facilitator"
        if self.access.is_screen(self.cookie(self.access.screen_cookie)):
            return "screen"
        return self.member().public

    @property
    def remote(self) -> str:
        """The address that asks."""
        return self.address.sender(self.request)

    def keep_cookie(self, name: str, value: str, *, days: int | None = COOKIE_DAYS) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send along with a change."""
        age = None if days is None else days * 86400
        secure = self.address.is_encrypted
        self.set_cookie(name, value, path="/", httponly=True, samesite="Lax", secure=secure, max_age=age)

    def cookie(self, name: str) -> str:
        """Return the value of a cookie, or an empty text."""
        try:
            return self.get_cookie(name) or ""
        except CookieError:
            return ""


def as_json(values: dict[str, Any] | None = None) -> bytes:
    """Return a reply as JSON, padded with blanks to the next step of its length."""
    text = json.dumps({"ok": True, **(values or {})}, ensure_ascii=False, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % STEP)


class Nothing(Answering):
    """An address that does not exist."""

    def admit(self) -> None:
        super().admit()
        raise self.refusal(404, "unknown_page")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def needs(handler: type[Answering]) -> set[str]:
    """Return the names of the services that *handler* and its base classes ask for."""
    kinds = [kind for kind in handler.__mro__ if issubclass(kind, Answering)]
    return {name for kind in kinds for name in inspect.get_annotations(kind) if name not in vars(kind)}


Route = tuple[str, type[Answering]]
# The routes of the pages, and the services that these ask for beside the host's.
MadePages = tuple[list[Route], Mapping[str, object]]
Pages = Callable[["Host"], MadePages]
