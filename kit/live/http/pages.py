"""The pages of a session: joining, the participant's week, and the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tornado.web import RequestHandler

from kit.live.http import pages_handlers as handlers
from kit.live.http.base import Route
from kit.live.pages.content import Content
from kit.live.pages.screen import Figures

if TYPE_CHECKING:
    from kit.live.host import Host

ROUTES: list[Route] = [
    (r"/", handlers.Start),
    (r"/week", handlers.Week),
    (r"/week/state", handlers.WeekState),
    (r"/week/results", handlers.Results),
    (r"/week/take-home", handlers.TakeHome),
    (r"/screen", handlers.ScreenPage),
    (r"/screen/enter", handlers.ScreenEntry),
    (r"/screen/now", handlers.ScreenNow),
    (r"/screen/figures", handlers.ScreenFigures),
    (r"/screen/join\.svg", handlers.JoinPicture),
    (r"/static/([0-9a-f]{16})/([a-z_]+\.(?:js|css))", handlers.Static),
]


def pages(host: Host) -> list[Route]:
    """All pages of *host*, for ``make_app``. Called inside the running loop."""
    content = Content(host)
    host.channel.carry(content.news)
    figures = Figures(host.store.cohort.curriculum, host.room.week)
    return [(path, _bound(handler, content, figures)) for path, handler in ROUTES]


def _bound(handler: type[RequestHandler], content: Content, figures: Figures) -> type[RequestHandler]:
    """*handler* with what it shows: every host has content of its own."""
    return type(handler.__name__, (handler,), {"content": content, "figures": figures})
