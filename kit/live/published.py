"""What the cohort has published: the bytes that the host serves."""

from __future__ import annotations

from typing import Literal

from kit.curriculum.weeks import Week
from kit.live.facts import Facts
from kit.live.room import Room
from kit.results.releases import FILE_NAME, Releases, State, from_text, read_releases, to_text
from kit.settings import Cohort
from kit.system.opening import bytes_of

Became = Literal["published", "not_enough"]


def revealed(week: Week, published: Releases) -> dict[str, Became]:
    """Return what became of each exercise of *week* that was revealed. Texts are shown by themselves and count as none.

    Nothing here says how many have answered, or whether there would have been enough.
    """
    became: dict[str, Became] = {}
    for exercise, item in week.group_items():
        if item.form == "text":
            continue
        state = published.state(week.number, exercise.id, item.id, share=item.share)
        if state is State.RELEASED:
            became[exercise.id] = "published"
        elif state is State.NOT_ENOUGH:
            became.setdefault(exercise.id, "not_enough")
    return became


class Published:
    """The bytes of a cohort's releases.json, read again after each reveal. Raises ReleaseError."""

    def __init__(self, cohort: Cohort, facts: Facts, room: Room) -> None:
        self._folder = cohort.published
        self._facts = facts
        self._room = room
        self.just_revealed = False  # whether the last change of the session was a reveal
        self.content = b""
        self.families: frozenset[str] = frozenset()  # in which there is a release
        self.read()

    def read(self) -> None:
        """Read releases.json again, and tell the room which releases its week has. Raises ReleaseError."""
        slug, week = self._facts.cohort, self._facts.week_number
        published = read_releases(self._folder, cohort=slug)
        self._room.released = [release.sequence for release in published.releases if release.week == week]
        self._room.revealed = revealed(self._facts.week, published)
        self.families = frozenset(release.family for release in published.releases)
        path = self._folder / FILE_NAME
        self.content = bytes_of(path) if path.is_file() else to_text(Releases(cohort=slug)).encode()

    def parsed(self) -> Releases:
        """Return the releases as values."""
        return from_text(self.content.decode())
