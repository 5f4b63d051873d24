"""Requests of the facilitator's notebook: open, close, reveal, go on. Progress is in words, never a number."""

from __future__ import annotations

from typing import Any

from kit.errors import KitError
from kit.live.access import ScreenTickets
from kit.live.course import Course, SharedTexts
from kit.live.ending import Ending
from kit.live.events import Channel
from kit.live.expecting import Expecting
from kit.live.facts import Facts
from kit.live.http.base import Answering
from kit.live.http.bodies import (
    AdvanceBody,
    ExerciseBody,
    FreeBody,
    PairsBody,
    PeopleBody,
    RosterBody,
    ShowBody,
    ShowPairsBody,
    TicketBody,
)
from kit.live.joining import Joining
from kit.live.pairs import Groups
from kit.live.refusals import Refused, facilitator_refusal
from kit.results.releases import Asked


class Facilitator(Answering):
    """A request with the facilitator's key, from this computer. Errors name the place and the cure."""

    def admit(self) -> None:
        super().admit()
        self.facilitator()

    def refusal_for(self, error: KitError) -> Refused:
        return facilitator_refusal(error)

    def place(self) -> tuple[int, str]:
        """Return week and exercise of the body. Refuses with 400."""
        body = self.body_as(ExerciseBody)
        return body.week, body.exercise


class Steering(Facilitator):
    """A request whose reply has all that the notebook shows of the room, so that it need not ask once more."""

    for_facilitator: Channel
    joining: Joining
    expecting: Expecting

    async def reply_with_room(self, **values: object) -> None:
        """Answer with *values*, the room, progress in words, how people join, and what to expect of results."""
        expected = await self.expecting.now()
        self.reply({**values, **self.for_facilitator.current(), **self.joining.shown(), "expected": expected})


class Now(Steering):
    """``GET /api/facilitator/state``: the room, progress in words, how people join, and what to expect."""

    async def get(self) -> None:
        await self.reply_with_room()


class Open(Steering):
    """``POST /api/facilitator/open {week, exercise}``."""

    course: Course

    async def post(self) -> None:
        await self.course.open(*self.place())
        await self.reply_with_room()


class Close(Steering):
    """``POST /api/facilitator/close {week, exercise}``."""

    course: Course

    async def post(self) -> None:
        await self.course.close(*self.place())
        await self.reply_with_room()


class Reveal(Steering):
    """``POST /api/facilitator/reveal {week, exercise}``: closes it and publishes what may be published."""

    course: Course

    async def post(self) -> None:
        outcomes = await self.course.reveal(*self.place())
        rows: list[dict[str, Any]] = [
            {
                "item": outcome.item,
                "decision": outcome.decision.name.lower(),
                "sentence": outcome.sentence,
                "sequence": outcome.release.sequence if outcome.release else None,
            }
            for outcome in outcomes
        ]
        await self.reply_with_room(outcomes=rows)


class Texts(Facilitator):
    """``POST /api/facilitator/texts {week, exercise}``: shared texts that wait for a yes or no."""

    shared_texts: SharedTexts

    async def post(self) -> None:
        waiting = await self.shared_texts.look(*self.place())
        rows = [
            {"item": item.id, "prompt": item.prompt, "texts": [vars(one) for one in candidates]}
            for item, candidates in waiting
        ]
        self.reply({"items": rows})


class ShowTexts(Steering):
    """``POST /api/facilitator/texts/show {week, exercise, item, yes, no}``: publishes those that got a yes, once."""

    shared_texts: SharedTexts

    async def post(self) -> None:
        body = self.body_as(ShowBody)
        await self.shared_texts.show(Asked(week=body.week, exercise=body.exercise, item=body.item), body.yes, body.no)
        await self.reply_with_room()


class Advance(Steering):
    """``POST /api/facilitator/advance {block, week?, clock?}``: the room goes to a block of the session."""

    facts: Facts
    course: Course

    async def post(self) -> None:
        body = self.body_as(AdvanceBody, otherwise="no_such_block")
        if body.week not in (None, self.facts.week_number):
            raise self.refusal(400, "no_such_block")
        await self.course.advance(body.block, body.clock)
        await self.reply_with_room()


class End(Facilitator):
    """``POST /api/facilitator/end``: ends the session for everyone; the host stops after the reply."""

    ending: Ending
    for_facilitator: Channel

    async def post(self) -> None:
        await self.ending.end()
        self.reply({"left": self.ending.left(), **self.for_facilitator.current()})

    def on_finish(self) -> None:
        super().on_finish()
        if self.get_status() == 200:
            self.ending.then()


class Code(Facilitator):
    """``POST /api/facilitator/code``: a fresh join code; the old one works no more."""

    joining: Joining

    async def post(self) -> None:
        await self.joining.new_code()
        self.reply(self.joining.shown())


class People(Steering):
    """``POST /api/facilitator/people {people}``: how many people here use a phone or laptop."""

    async def post(self) -> None:
        await self.joining.say_people(self.body_as(PeopleBody).people)
        await self.reply_with_room()


class Free(Steering):
    """``POST /api/facilitator/free {all?}``: gives back a place that was never used, or all that the code gave."""

    async def post(self) -> None:
        await (self.joining.free_all() if self.body_as(FreeBody).all else self.joining.free_place())
        await self.reply_with_room()


class Roster(Facilitator):
    """``GET /api/facilitator/roster``: the names for pairs and trios. They are linked to no answer.

    ``PUT`` with ``{names}`` puts others in their place.
    """

    groups: Groups

    async def get(self) -> None:
        self.reply({"names": await self.groups.names()})

    async def put(self) -> None:
        self.reply({"names": await self.groups.write(self.body_as(RosterBody).names)})


class Pairs(Facilitator):
    """``POST /api/facilitator/pairs {week, present, size}``: groups of two or three of those who are here."""

    groups: Groups

    async def post(self) -> None:
        body = self.body_as(PairsBody)
        groups, sentences = await self.groups.draw(body.week, body.present, body.size)
        self.reply({"groups": groups, "sentences": sentences})


class ShowPairs(Facilitator):
    """``POST /api/facilitator/pairs/show {on}``: the groups drawn last are on the screen, or off it."""

    groups: Groups

    async def post(self) -> None:
        self.groups.show(on=self.body_as(ShowPairsBody).on)
        self.reply()


class Ticket(Facilitator):
    """``POST /api/facilitator/screen``: a ticket that lets one browser show the screen, once."""

    tickets: ScreenTickets

    async def post(self) -> None:
        ticket = self.tickets.new()
        self.reply({"ticket": ticket, "path": f"/screen/enter#{ticket}"})


class Screen(Answering):
    """``POST /api/screen {ticket}`` lets a browser in as the screen; ``GET /api/screen`` tells it how people join."""

    tickets: ScreenTickets
    joining: Joining
    for_everyone: Channel

    async def post(self) -> None:
        key = self.tickets.use(self.body_as(TicketBody, status=403, otherwise="facilitator_only").ticket)
        if key is None:
            raise self.refusal(403, "facilitator_only")
        self.keep_cookie(self.access.screen_cookie, key, days=None)
        self.reply()

    async def get(self) -> None:
        if self.anybody() not in ("screen", "facilitator"):
            raise self.refusal(401, "facilitator_only")
        self.reply({**self.for_everyone.current(), **self.joining.shown()})
