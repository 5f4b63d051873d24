"""How many people are here: the one number that the facilitator says, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kit.answers.places import Limits
from kit.errors import UnknownName


class Counted:
    """The number of people of one session. Until it is said, nobody is served.

    The code of a session is one for all, so it lets in no more newcomers than there are more people here than were
    known when it began; each one who is added later may be new.
    """

    def __init__(self, session: str, known: int, kept: Mapping[str, Any]) -> None:
        self._session = session
        self._known = known
        self.people: int | None = None
        self._first = 0
        found = [kept.get(name) for name in ("people", "first", "known")]
        if all(type(value) is int for value in found):
            self.people, self._first, self._known = found  # type: ignore[assignment]

    def say(self, people: int, *, taken: int, size: int) -> None:
        """Take *people* for how many are here. Raises UnknownName saying why that cannot be."""
        if people < max(1, taken):
            raise UnknownName(
                f"{taken} places are taken already, so there cannot be fewer."
                if taken
                else "Say how many people here will use a phone or laptop, for example 12."
            )
        if people > size:
            raise UnknownName(
                f"This cohort has {size} places, so no more than {size} people can take part. If more people belong to "
                "it, raise 'size' in cohort.toml and start the session again."
            )
        self._first = people if self.people is None else self._first
        self.people = people

    def limits(self) -> Limits:
        """What the session serves by this number."""
        if self.people is None:
            return Limits(session=self._session, people=None)
        newcomers = max(0, self._first - self._known) + self.people - self._first
        return Limits(session=self._session, people=self.people, newcomers=max(0, newcomers))

    def kept(self) -> dict[str, int]:
        """What a restart goes on with; nothing before a number was said."""
        if self.people is None:
            return {}
        return {"people": self.people, "first": self._first, "known": self._known}
