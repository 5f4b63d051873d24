"""The pages of a session: joining, the participant's week, and the screen."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kit.live.codes import new_token
from kit.live.events import Channel
from kit.live.http.base import Answering, Route
from kit.live.joining import Joining
from kit.live.own import Own
from kit.live.pages.assets import Assets, kind_of
from kit.live.pages.content import Content
from kit.live.pages.packed import Packed
from kit.live.pages.screen import block_now
from kit.live.pairs import Groups
from kit.live.refusals import Refused
from kit.live.room import Room

if TYPE_CHECKING:
    from kit.live.host import Host

# Serving the pages: who may see which, and how long a browser keeps it.

_HTML = "text/html; charset=utf-8"
_MOST_BEFORE = 8
_LARGE = 32 * 1024  # what joining needs is smaller


class Known(Answering):
    """A request that may come from a participant's device."""

    def me(self) -> dict[str, Any] | None:
        """Return what a participant's device may know of its owner, or None for any other."""
        try:
            member = self.member()
        except Refused:
            return None
        agreed, served = self.access.has_agreed(member), self.access.is_served(member)
        news = list(self.access.news(member))
        return {"participant": member.public, "agreed": agreed, "served": served, "news": news}


class Alike(Known):
    """A request for what every device gets alike, and compressed where it takes that."""

    def hand_out(self, packed: Packed | None, kind: str) -> None:
        """Reply with *found*, which is of the content type *kind*. Refuses with 503 if there is none."""
        if packed is None:
            raise self.refusal(503, "fault", retry=5)
        data, encoding = packed.as_taken(self.request.headers.get("Accept-Encoding", ""))
        self.set_header("Content-Type", kind)
        self.set_header("Vary", "Accept-Encoding")
        if encoding:
            self.set_header("Content-Encoding", encoding)
        self.finish(data)


class Page(Alike):
    """A page, which a link in a mail or a chat may lead to. It changes nothing."""

    def prepare(self) -> None:
        if not self.address.answers_to(self.request.host):
            raise self.refusal(403, "wrong_place")
        if self.address.is_open_line(self.request):
            self.redirect(f"{self.address.origin}{self.request.path}", status=308)

    def show(self, page: bytes | None) -> None:
        """Reply with a page. Refuses with 503 if there is none."""
        if page is None:
            raise self.refusal(503, "fault", retry=5)
        self.set_header("Content-Type", _HTML)
        self.finish(page)


class Start(Page):
    """``GET /``: the page that lets people in."""

    content: Content

    def get(self) -> None:
        # Joining takes a moment, and that is all the time the notebook needs.
        self.content.begin()
        # A mark that tells browsers behind one address apart, for as long as this one is open and for nothing else.
        if not self.cookie(self.access.browser_cookie):
            self.keep_cookie(self.access.browser_cookie, new_token(), days=None)
        self.show(self.content.join(self.me()))


class Week(Page):
    """``GET /week``: the participant's page; who has no place here, or is to be told something, is led to the start."""

    content: Content

    async def get(self) -> None:
        me = self.me()
        if me is not None and me["served"] and not me["news"]:
            self.hand_out(await self.content.week_page(), _HTML)
        else:
            self.redirect("/")


class WeekRead(Alike):
    """``GET /week/read``: the week's text, with places for what is done in it; fetched once somebody reads along."""

    content: Content

    async def get(self) -> None:
        self.served()
        self.hand_out(await self.content.read(), _HTML)


class WeekPractices(Alike):
    """``GET /week/practices``: what the week's practices hold; fetched with the first that is shown."""

    content: Content

    async def get(self) -> None:
        self.served()
        self.hand_out(await self.content.practices(), "application/json; charset=utf-8")


class WeekState(Known):
    """``GET /week/state``: how the room stands and who asks, also in a browser that shows the screen besides.

    ``late`` are the exercises that had a result before whoever asks joined; ``gone`` those of the ids in ``?before=``
    under which nobody has a place: everything was deleted, or an older copy was put back.
    """

    own: Own
    for_everyone: Channel

    async def get(self) -> None:
        member = self.member()
        late = await self.own.late(member)
        gone = await self.own.gone(self.get_query_arguments("before")[:_MOST_BEFORE])
        self.reply({**self.for_everyone.current(), "me": self.me(), "late": late, "gone": gone})


class Results(Answering):
    """``GET /week/results``: what the week has published, as sentences and tables."""

    content: Content

    def get(self) -> None:
        self.anybody()
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(self.content.results_reply())


class TakeHome(Page):
    """``GET /week/take-home``: the week's practices as one file."""

    content: Content

    async def get(self) -> None:
        if self.me() is None:
            self.redirect("/")
            return
        self.set_header("Content-Disposition", f'attachment; filename="{self.content.file_name}.html"')
        self.show(await self.content.take_home())


class ScreenPage(Page):
    """``GET /screen``: the empty screen; ``/api/screen`` fills it for the browser that holds the screen's key."""

    content: Content

    def get(self) -> None:
        self.show(self.content.screen("screen.js"))


class ScreenEntry(Page):
    """``GET /screen/enter``: takes the ticket behind the ``#``, which never travels in an address."""

    content: Content

    def get(self) -> None:
        self.show(self.content.screen("enter.js"))


class ForScreen(Answering):
    """A request for the screen or the facilitator."""

    def prepare(self) -> None:
        super().prepare()
        if self.anybody() not in ("screen", "facilitator"):
            raise self.refusal(401, "facilitator_only")


class ScreenNow(ForScreen):
    """``GET /screen/now``: the block, the minutes left, what was revealed, groups, and whether places were added."""

    content: Content
    groups: Groups
    room: Room

    def get(self) -> None:
        now = {"block": block_now(self.room), "groups": self.groups.shown()}
        self.reply({**now, "results": self.content.results(), "raised": self.content.raised()})


class JoinPicture(ForScreen):
    """``GET /screen/join.svg``: the address with the code behind the ``#``, as a picture to scan."""

    joining: Joining

    def get(self) -> None:
        import segno  # noqa: PLC0415 - with it comes much that a session without a screen does without

        joining = self.joining.shown()
        code = f"#{quote(joining['code'])}" if joining["code"] else ""
        picture, out = segno.make(f"{joining['url']}/{code}", error="m"), BytesIO()
        picture.save(out, kind="svg", border=2, dark="#000", light="#fff", omitsize=True)
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(out.getvalue())


class Static(Page):
    """``GET /static/{hash}/name``: scripts and styles, which a browser may keep as long as it likes."""

    assets: Assets

    def get(self, digest: str, name: str) -> None:
        try:
            packed = self.assets.packed(name)
        except KeyError:
            raise self.refusal(404, "unknown_page") from None
        if digest != self.assets.digest:
            raise self.refusal(404, "unknown_page")
        if packed.size > _LARGE:
            self.anybody()  # nobody from outside makes the host send much
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.hand_out(packed, kind_of(name))


ROUTES: list[Route] = [
    (r"/", Start),
    (r"/week", Week),
    (r"/week/state", WeekState),
    (r"/week/results", Results),
    (r"/week/read", WeekRead),
    (r"/week/practices", WeekPractices),
    (r"/week/take-home", TakeHome),
    (r"/screen", ScreenPage),
    (r"/screen/enter", ScreenEntry),
    (r"/screen/now", ScreenNow),
    (r"/screen/join\.svg", JoinPicture),
    (r"/static/([0-9a-f]{16})/([a-z_]+\.(?:js|css))", Static),
]


def pages(host: Host) -> tuple[list[Route], Mapping[str, object]]:
    """Return the pages of *host* and the services that they ask for. Needs a running loop."""
    services, cohort, assets = host.services, host.store.cohort, Assets()
    content = Content(cohort, services.facts, services.published, assets)
    services.for_everyone.carry(content.news)
    return ROUTES, {"content": content, "assets": assets}
