"""Who is asking: a participant's device, the screen, or the facilitator, by the key that each of them holds."""

from __future__ import annotations

import hmac

from kit.answers.members import Member
from kit.live.codes import hashed, new_token, same_secret
from kit.live.facts import Facts
from kit.live.people import People
from kit.live.process.session import Session
from kit.sending.place import FROM_OUTSIDE


class ScreenTickets:
    """Tickets that make one browser the screen, once each."""

    def __init__(self, token: str) -> None:
        # Made of the facilitator's key, so that a screen outlasts a restart and not the session.
        self._key = hmac.digest(token.encode(), b"screen", "sha256").hex()
        self._ticket = ""

    def new(self) -> str:
        """Return a fresh ticket; the one before stops working."""
        ticket = new_token()
        self._ticket = hashed(ticket)
        return ticket

    def use(self, ticket: str) -> str | None:
        """Return the screen's key if *ticket* is valid, and use it up; otherwise None."""
        if not (self._ticket and same_secret(hashed(ticket), self._ticket)):
            return None
        self._ticket = ""
        return self._key

    def fits(self, key: str) -> bool:
        """Whether *key* was given to a screen of this session."""
        return same_secret(key, self._key)


class Access:
    """Tells who is asking. It changes nothing."""

    prefix = ""  # of every cookie's name

    def __init__(self, session: Session, facts: Facts, people: People, tickets: ScreenTickets) -> None:
        self._token = session.token
        self._facts = facts
        self._people = people
        self._tickets = tickets
        # Cookies ignore ports: another cohort's host on this computer must not take ours for its own.
        names = (f"{self.prefix}kit_{whose}_{facts.identity}" for whose in ("participant", "screen", "browser"))
        self.cookie, self.screen_cookie, self.browser_cookie = names

    def participant(self, token: str) -> Member | None:
        """Return the participant whose device holds *token*, or None."""
        return self._people.find(token) if token else None

    def is_served(self, member: Member) -> bool:
        """Whether *member* may take part in this session."""
        return self._people.is_served(member)

    def has_agreed(self, member: Member) -> bool:
        """Whether *member* agreed to the notice in force, or to an earlier one of the kit."""
        return self._people.agreed_under(member, self._facts.notice) is not None

    def news(self, member: Member) -> tuple[str, ...]:
        """What *member* is to be told of changes in the notice since they agreed."""
        return self._people.news(member, self._facts.notice)

    def is_facilitator(self, token: str, /) -> bool:
        """Whether *token* is the facilitator's key."""
        return same_secret(token, self._token)

    def is_screen(self, key: str, /) -> bool:
        """Whether *key* was given to a screen of this session."""
        return self._tickets.fits(key)


class PublicAccess(Access):
    """Tells who is asking from outside: a participant or nobody, whatever key is shown.

    Its cookies bear a name that browsers let nobody set for them, not even another cohort's page under one domain.
    """

    prefix = FROM_OUTSIDE

    def is_facilitator(self, _: str, /) -> bool:
        """Nobody is, from outside."""
        return False

    def is_screen(self, _: str, /) -> bool:
        """Nothing is, from outside."""
        return False
