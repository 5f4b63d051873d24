"""Everything that the handlers of requests may be handed, by name."""

from __future__ import annotations

from dataclasses import dataclass

from kit.curriculum.policy import Notice
from kit.curriculum.registers import Messages
from kit.live.access import Access, ScreenTickets
from kit.live.course import Course, SharedTexts
from kit.live.door import Door
from kit.live.ending import Ending
from kit.live.events import Channel
from kit.live.expecting import Expecting
from kit.live.facts import Facts
from kit.live.joining import Joining
from kit.live.limits import Failures, Leavings, OpenStreams, Returns
from kit.live.own import Own
from kit.live.pairs import Groups
from kit.live.people import People
from kit.live.published import Published
from kit.live.room import Room
from kit.live.taking import Taking


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of a host that handlers can ask for by name. The store is not among them."""

    facts: Facts
    messages: Messages
    notice: Notice
    address: Door
    access: Access
    tickets: ScreenTickets
    people: People
    joining: Joining
    taking: Taking
    own: Own
    published: Published
    room: Room
    course: Course
    ending: Ending
    expecting: Expecting
    shared_texts: SharedTexts
    groups: Groups
    for_everyone: Channel
    for_screens: Channel
    for_facilitator: Channel
    streams: OpenStreams
    wrong_words: Failures
    returns: Returns
    leavings: Leavings
