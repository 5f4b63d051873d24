"""The routes of the host, and the server that serves them."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from tornado.web import Application

from kit.live.host import Host
from kit.live.http import facilitator, mine, notebook, participant, streams
from kit.live.http.base import Answering, Nothing, Pages, Route, needs
from kit.live.http.connections import Server
from kit.live.http.outside import FROM_OUTSIDE
from kit.live.logs import log_request

# What is too large for a request is read to its end and dropped, so that the answer reaches the other side; beyond
# this it is cut off.
_MOST_READ = 256 * 1024 * 1024
_PATIENCE = 30
# A browser keeps several connections, of which it uses one; in a room of phones they would take all open files.
_IDLE = 20
_IDLE_PROXY = 300

API: list[Route] = [
    (r"/api/join", participant.Join),
    (r"/api/return", participant.Return),
    (r"/api/consent", participant.Agreement),
    (r"/api/consent/take-back", participant.TakeBack),
    (r"/api/notice/told", participant.Told),
    (r"/api/submissions/mine", mine.Mine),
    (r"/api/submissions/([0-9a-f-]{36})", participant.Submissions),
    (r"/api/mine/fates", mine.Fates),
    (r"/api/mine/export", mine.Export),
    (r"/api/mine/table", mine.ExportTable),
    (r"/api/withdraw", participant.Withdraw),
    (r"/api/import", participant.Import),
    (r"/api/texts/preview", participant.Preview),
    (r"/api/about", participant.About),
    (r"/api/notebook", notebook.Notebook),
    (r"/api/state", participant.State),
    (r"/api/releases", participant.Releases),
    (r"/api/events", streams.Events),
    (r"/api/screen", facilitator.Screen),
    (r"/api/facilitator/state", facilitator.Now),
    (r"/api/facilitator/events", streams.FacilitatorEvents),
    (r"/api/facilitator/open", facilitator.Open),
    (r"/api/facilitator/close", facilitator.Close),
    (r"/api/facilitator/reveal", facilitator.Reveal),
    (r"/api/facilitator/texts", facilitator.Texts),
    (r"/api/facilitator/texts/show", facilitator.ShowTexts),
    (r"/api/facilitator/advance", facilitator.Advance),
    (r"/api/facilitator/end", facilitator.End),
    (r"/api/facilitator/code", facilitator.Code),
    (r"/api/facilitator/people", facilitator.People),
    (r"/api/facilitator/free", facilitator.Free),
    (r"/api/facilitator/roster", facilitator.Roster),
    (r"/api/facilitator/pairs", facilitator.Pairs),
    (r"/api/facilitator/pairs/show", facilitator.ShowPairs),
    (r"/api/facilitator/screen", facilitator.Ticket),
]


def no_pages(_: Host) -> tuple[list[Route], Mapping[str, object]]:
    """Return no pages."""
    return [], {}


def make_app(host: Host, pages: Pages = no_pages) -> Application:
    """Return all routes, the API and the *pages*, each handler with the services that it names.

    Raises KeyError if a handler names a service that does not exist.
    """
    page_routes, more = pages(host)
    return _application([*API, *page_routes], _services(host) | dict(more))


def make_public_app(host: Host, pages: Pages = no_pages) -> Application:
    """Return the routes that there are from outside, each handler with the services of that door.

    Nothing of the facilitator is among them, so no key opens it. Raises KeyError as ``make_app`` does.
    """
    page_routes, more = pages(host)
    routes = [(path, handler) for path, handler in [*API, *page_routes] if handler in FROM_OUTSIDE]
    return _application(routes, _services(host) | dict(more) | host.outside())


def _services(host: Host) -> dict[str, object]:
    return {field.name: getattr(host.services, field.name) for field in fields(host.services)}


def _application(routes: list[Route], services: Mapping[str, object]) -> Application:
    def handed(handler: type[Answering]) -> dict[str, Any]:
        return {name: services[name] for name in needs(handler)}

    return Application(
        [(path, handler, handed(handler)) for path, handler in routes],
        default_handler_class=Nothing,
        default_handler_args=handed(Nothing),
        log_function=log_request,
    )


def make_server(app: Application, tls: ssl.SSLContext | None) -> Server:
    """Return the server of this computer and the room. It drops devices that send too slowly."""
    return _server(app, tls, idle=_IDLE)


def make_public_server(app: Application, behind: str) -> Server:
    """Return the server for those outside, to whom the proxy at the address *behind* speaks; no one else may connect.

    A proxy keeps its connections for a minute or two, and must never find one closed as it hands over a request.
    """
    return _server(app, None, idle=_IDLE_PROXY, only_from=behind)


def _server(app: Application, tls: ssl.SSLContext | None, *, idle: int, only_from: str = "") -> Server:
    # What a proxy says is read by the door alone (kit/live/door.py): Tornado would believe headers that anybody sends.
    return Server(
        app,
        ssl_options=tls,
        xheaders=False,
        max_body_size=_MOST_READ,
        max_header_size=16 * 1024,
        body_timeout=_PATIENCE,
        idle_connection_timeout=idle,
        only_from=only_from,
    )
