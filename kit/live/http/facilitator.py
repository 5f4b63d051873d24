"""What the facilitator's notebook asks of the host: open, close, reveal, go on; progress in words, never a number."""

from __future__ import annotations

from typing import Any

from kit.errors import KitError
from kit.live.http.base import Answering
from kit.live.refusals import Refused, facilitator_refusal
from kit.results.releases import Asked
from kit.settings import MOST_PLACES


class Facilitator(Answering):
    """A request with the facilitator's key, from this computer. What goes wrong is told with place and cure."""

    def admit(self) -> None:
        super().admit()
        self.facilitator()

    def told(self, error: KitError) -> Refused:
        return facilitator_refusal(error)

    def place(self) -> tuple[int, str]:
        """Week and exercise of the body. Refuses with 400."""
        body = self.body()
        week, exercise = body.get("week"), body.get("exercise")
        if type(week) is not int or not isinstance(exercise, str):
            raise self.refused(400, "malformed")
        return week, exercise


class Now(Facilitator):
    """``GET /api/facilitator/state``: the room, progress in words, and how people join."""

    async def get(self) -> None:
        self.reply({**self.host.progress.channel.current(), **self.host.joining()})


class Open(Facilitator):
    """``POST /api/facilitator/open {week, exercise}``."""

    async def post(self) -> None:
        await self.host.open_exercise(*self.place())
        self.reply(self.host.progress.channel.current())


class Close(Facilitator):
    """``POST /api/facilitator/close {week, exercise}``."""

    async def post(self) -> None:
        await self.host.close_exercise(*self.place())
        self.reply(self.host.progress.channel.current())


class Reveal(Facilitator):
    """``POST /api/facilitator/reveal {week, exercise}``: closes it and publishes what may be published."""

    async def post(self) -> None:
        outcomes = await self.host.reveal(*self.place())
        said: list[dict[str, Any]] = [
            {
                "item": outcome.item,
                "decision": outcome.decision.name.lower(),
                "sentence": outcome.sentence,
                "sequence": outcome.release.sequence if outcome.release else None,
            }
            for outcome in outcomes
        ]
        self.reply({"outcomes": said, **self.host.progress.channel.current()})


class Texts(Facilitator):
    """``POST /api/facilitator/texts {week, exercise}``: shared texts that wait for a yes or no."""

    async def post(self) -> None:
        found = await self.host.look_at_texts(*self.place())
        rows = [
            {"item": item.id, "prompt": item.prompt, "texts": [vars(one) for one in candidates]}
            for item, candidates in found
        ]
        self.reply({"items": rows})


class ShowTexts(Facilitator):
    """``POST /api/facilitator/texts/show {week, exercise, item, yes, no}``: publishes those that got a yes, once."""

    async def post(self) -> None:
        (week, exercise), body = self.place(), self.body()
        item, yes, no = body.get("item"), _marks(body.get("yes")), _marks(body.get("no"))
        if not isinstance(item, str) or yes is None or no is None:
            raise self.refused(400, "malformed")
        await self.host.show_texts(Asked(week=week, exercise=exercise, item=item), yes, no)
        self.reply(self.host.progress.channel.current())


class Advance(Facilitator):
    """``POST /api/facilitator/advance {block, week?, clock?}``: the room goes to a block of the session."""

    async def post(self) -> None:
        body = self.body()
        block, week = body.get("block"), body.get("week", self.host.room.week.number)
        if not isinstance(block, str) or week != self.host.room.week.number:
            raise self.refused(400, "no_such_block")
        await self.host.advance(block, body.get("clock"))
        self.reply(self.host.progress.channel.current())


class Code(Facilitator):
    """``POST /api/facilitator/code``: a fresh join code; the old one works no more."""

    async def post(self) -> None:
        await self.host.new_code()
        self.reply(self.host.joining())


class People(Facilitator):
    """``POST /api/facilitator/people {people}``: how many people here use a phone or laptop."""

    async def post(self) -> None:
        people = self.body().get("people")
        if type(people) is not int or not 0 <= people <= MOST_PLACES:
            raise self.refused(400, "malformed")
        await self.host.say_people(people)
        self.reply(self.host.joining())


class Free(Facilitator):
    """``POST /api/facilitator/free {all?}``: gives back a place that was never used, or all that the code gave."""

    async def post(self) -> None:
        await (self.host.free_all() if self.body().get("all") is True else self.host.free_place())
        self.reply(self.host.joining())


class Roster(Facilitator):
    """``GET /api/facilitator/roster``: the names for pairs and trios. They are linked to no answer."""

    async def get(self) -> None:
        self.reply({"names": list(await self.host.roster())})


class Pairs(Facilitator):
    """``POST /api/facilitator/pairs {week, present, size}``: groups of two or three of those who are here."""

    async def post(self) -> None:
        body = self.body()
        week, present, size = body.get("week"), body.get("present"), body.get("size")
        names = present if isinstance(present, list) and all(isinstance(name, str) for name in present) else None
        if type(week) is not int or type(size) is not int or names is None:
            raise self.refused(400, "malformed")
        groups, sentences = await self.host.pairs(week, names, size)
        self.reply({"groups": groups, "sentences": sentences})


class Ticket(Facilitator):
    """``POST /api/facilitator/screen``: a ticket that lets one browser show the screen, once."""

    async def post(self) -> None:
        ticket = self.host.new_ticket()
        self.reply({"ticket": ticket, "path": f"/screen/enter#{ticket}"})


class Screen(Answering):
    """``POST /api/screen {ticket}`` lets a browser in as the screen; ``GET /api/screen`` tells it how people join."""

    async def post(self) -> None:
        key = self.host.take_ticket(self.body().get("ticket"))
        if key is None:
            raise self.refused(403, "facilitator_only")
        self.keep_cookie(self.host.screen_cookie, key, days=None)
        self.reply()

    async def get(self) -> None:
        if self.anybody() not in ("screen", "facilitator"):
            raise self.refused(401, "facilitator_only")
        self.reply({**self.host.channel.current(), **self.host.joining()})


def _marks(given: object) -> list[str] | None:
    return given if isinstance(given, list) and all(isinstance(mark, str) for mark in given) else None
