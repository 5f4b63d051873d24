"""What the cohort has published: the bytes that the host serves."""

from __future__ import annotations

from kit.live.facts import Facts
from kit.live.room import Room
from kit.results.releases import FILE_NAME, Releases, from_text, read_releases, to_text
from kit.settings import Cohort
from kit.system.opening import bytes_of


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
        self.families = frozenset(release.family for release in published.releases)
        path = self._folder / FILE_NAME
        self.content = bytes_of(path) if path.is_file() else to_text(Releases(cohort=slug)).encode()

    def parsed(self) -> Releases:
        """Return the releases as values."""
        return from_text(self.content.decode())
