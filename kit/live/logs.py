"""What the host writes down: that something failed and where, never what anybody sent, their key or address."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from tornado.web import RequestHandler

log = logging.getLogger("kit.live")


def quiet() -> None:
    """Log only the kit's own warnings; Tornado's lines would hold addresses and query strings."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for name in ("tornado.access", "tornado.application", "tornado.general", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def log_request(handler: RequestHandler) -> None:
    """Log failures of our own by the kind of request; Tornado's hook after each request.

    That the end of the session came before a reply is no failure.
    """
    status = handler.get_status()
    if status >= 500 and not getattr(handler, "cut_off", False):
        log.warning("%s %s: %d", handler.request.method, type(handler).__name__, status)


def log_fault(where: str, kind: type[BaseException] | None, trace: TracebackType | None) -> None:
    """Log a fault by its kind and place, without its message, which may hold what somebody wrote."""
    frames = traceback.extract_tb(trace)[-3:]
    path = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    log.error("%s: %s at %s", where, kind.__name__ if kind else "fault", path or "an unknown place")
