"""The end of a session: what everyone is told, what the facilitator learns, and the word that the host may stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.live.course import Course
from kit.live.facts import Facts
from kit.live.published import Published
from kit.live.room import Room
from kit.results.releases import Releases, State

Left = Literal["published", "not_enough", "closed", "never opened"]


def farewell(week: Week, messages: Messages) -> dict[str, Any]:
    """Return what pages and screen show once the session of *week* has ended, as JSON values."""
    title = messages("page.end_title", week=week.number) if week.number else messages("page.end_title_start")
    home = {"title": messages("notebook.home"), "lines": list(week.home_practice), "kind": messages("page.end_kind")}
    told = {name: messages(f"page.end_{name}") for name in ("thanks", "save", "whom")}
    return {"title": title, "home": home, **told}


def what_is_left(week: Week, published: Releases, statuses: dict[str, str]) -> list[dict[str, str]]:
    """Return for each exercise that collects answers whether its result was published, by value-free words.

    Nothing here says how many have answered, or whether there would have been enough.
    """
    asked = [one for one in week.exercises if one.group_items]
    return [{"exercise": one.id, "outcome": _left(week, one, published, statuses)} for one in asked]


def _left(week: Week, exercise: Exercise, published: Releases, statuses: dict[str, str]) -> Left:
    items = exercise.group_items
    if any(published.of(week.number, exercise.id, item.id) for item in items):
        return "published"
    states = {published.state(week.number, exercise.id, item.id, share=item.share) for item in items}
    if State.NOT_ENOUGH in states:
        return "not_enough"
    return "never opened" if statuses.get(exercise.id, "never opened") == "never opened" else "closed"


class Ending:
    """Ends the session in front of everyone; ``then`` is called once whoever asked for it has a reply."""

    def __init__(self, facts: Facts, room: Room, published: Published, course: Course) -> None:
        self._facts = facts
        self._room = room
        self._published = published
        self._course = course
        self.then: Callable[[], None] = lambda: None

    async def end(self) -> None:
        """Close what is open and tell everyone that the session has ended. Raises StoreError."""
        await self._course.end(farewell(self._facts.week, self._facts.messages))

    def left(self) -> list[dict[str, str]]:
        """Return what became of each exercise, for the facilitator."""
        return what_is_left(self._facts.week, self._published.parsed(), self._room.statuses)
