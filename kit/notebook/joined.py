"""What the group has published, in a notebook that takes part in a session elsewhere: verified, never the sample."""

from __future__ import annotations

from html import escape
from pathlib import Path

from kit.curriculum.registers import Messages
from kit.errors import HostError, OutboxError, ReleaseError
from kit.notebook.shown import Piece, card
from kit.results.releases import FILE_NAME, Releases, from_text, read_releases, verify_chain
from kit.sending.place import Place, cohort_of, read_place
from kit.sending.sender import Sender, door_of, sender_of
from kit.settings import Places
from kit.system.disk import OWN, write_whole


def published_elsewhere(places: Places) -> tuple[Releases, str] | None:
    """What the host has published, and the name of a sentence about it; None where nobody here has joined.

    What cannot be fetched or does not hold is never shown: then there is what was fetched last, or nothing. Raises
    OutboxError where the place cannot be read, ReleaseError where what was kept of it is damaged.
    """
    place = read_place(places.outbox)
    if place is None:
        return None
    sender = sender_of(places.outbox)
    if not sender.takes_part:
        return Releases(cohort=""), "joining.say_who"
    return _fetched(sender, place)


def note(name: str, messages: Messages) -> list[Piece]:
    """The sentence called *name* above results, where there is one."""
    words = messages(name) if name else ""
    return [card(f'<p class="kit-quiet">{escape(words)}</p>', words)] if words else []


def _fetched(sender: Sender, place: Place) -> tuple[Releases, str]:
    slug, _ = cohort_of(place)
    folder = sender.folder / "published"
    kept = read_releases(folder, cohort=slug if (folder / FILE_NAME).exists() else "")
    try:
        data = door_of(place).fetch("/api/releases")
        fresh = _verified(data, slug, kept)
        _keep(folder, data)
    except (HostError, OutboxError):
        return kept, "joining.results_kept"
    except ReleaseError:
        return kept, "joining.results_wrong"
    return fresh, ""


def _verified(data: bytes, slug: str, kept: Releases) -> Releases:
    """The releases in *data*. ReleaseError unless they are the cohort's, hold, and go on from what was *kept*."""
    try:
        fresh = from_text(data.decode())
    except UnicodeDecodeError:
        raise ReleaseError(f"{FILE_NAME}: this is no list of releases.") from None
    verify_chain(fresh.releases)
    goes_on = fresh.releases[: len(kept.releases)] == kept.releases
    if fresh.cohort not in ("", slug) or not goes_on:
        raise ReleaseError(f"{FILE_NAME}: these aren't the results of {slug}, or not all of them.")
    return fresh


def _keep(folder: Path, data: bytes) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(folder / FILE_NAME, data, mode=OWN)
    except OSError as error:
        raise OutboxError("not_noted", folder=folder, reason=error.strerror) from None
