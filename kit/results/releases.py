"""Published results: what a release is, and reading and verifying ``published/releases.json``.

This is all that notebooks, charts and reports know of the group. Only ``kit.publishing`` makes releases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from kit.errors import ReleaseError
from kit.system.opening import text_of
from kit.text.parsing import json_of

FILE_NAME = "releases.json"
UNREADABLE = (
    f"{FILE_NAME}: can't be read; check its permissions, or write it again: kit publish, with a week that is published "
    "already."
)
FORMAT = 1
# What an older kit cannot read has a number of its own; a file that has nothing of it stays as it always was.
FORMAT_WITH_TEXTS = 2
FORMAT_WITH_IDS = 3  # bins that have an id, and a word on which of them leads
FORMATS = (FORMAT, FORMAT_WITH_TEXTS, FORMAT_WITH_IDS)
FIRST = "0" * 64


class State(StrEnum):
    """What can be said of an item's group result."""

    RELEASED = "released"
    NOT_ASKED = "nobody was asked"
    NOT_ENOUGH = "not enough answers"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, kw_only=True)
class Bin:
    """A bin of a release: what it is called, and the range in which its count lies, ends included.

    Where the question's options have ids it has the ``id``, and the curriculum at hand has the words for it; else it
    has its words as ``label``.
    """

    label: str = ""
    id: str = ""
    low: int
    high: int

    def __post_init__(self) -> None:
        if bool(self.label) == bool(self.id):
            raise ValueError("a bin has either a label or an id")

    @property
    def name(self) -> str:
        """What the bin is called: its id, or its words where it has none."""
        return self.id or self.label

    def content(self) -> dict[str, Any]:
        """The bin as it is published: the field that it is called by, and the ends of its range."""
        return {"id" if self.id else "label": self.name, "low": self.low, "high": self.high}


@dataclass(frozen=True, kw_only=True)
class SharedText:
    """A text that its author shared; ``quote`` where the author also agreed that it is quoted outside the group."""

    text: str
    quote: bool

    def content(self) -> dict[str, Any]:
        """The text as it is published."""
        return dict(vars(self))


@dataclass(frozen=True, kw_only=True)
class Release:
    """One published result: *people* answered, and each bin's count lies in its range.

    For a choice of *any number*, and for emotion labels, each bin is the range of people who picked
    that option, so the ranges need not add up to ``people``.

    ``leads`` names the bin that certainly holds most people, or those that share the most; it is empty where nothing is
    said of that, which is not the same as that none does.

    A release of shared texts has ``texts`` instead of bins, one of each of ``people``, in an order that tells nothing.
    """

    sequence: int
    family: str
    week: int
    exercise: str
    item: str
    people: int
    bins: tuple[Bin, ...] = ()
    texts: tuple[SharedText, ...] = ()
    leads: tuple[str, ...] = ()
    policy: str
    previous: str
    hash: str = field(default="")

    def content(self) -> dict[str, Any]:
        """All published fields but the hash, as JSON values."""
        # Not asdict, which copies deeply: a chain is hashed whenever a page or a report reads it.
        fields = {name: value for name, value in vars(self).items() if name != "hash"}
        # What is not said has no field, so that what was published before anybody could say it hashes as it did.
        kind = "texts" if self.texts else "bins"
        del fields["bins" if self.texts else "texts"]
        if self.leads:
            fields["leads"] = list(self.leads)
        else:
            del fields["leads"]
        return {**fields, kind: [part.content() for part in getattr(self, kind)]}

    def computed_hash(self) -> str:
        """SHA-256 over the canonical JSON of ``content()`` (reference: section 'the chain' of the privacy page)."""
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A group item that was asked and closed; whether a release followed is for ``Releases.state``."""

    week: int
    exercise: str
    item: str


@dataclass(frozen=True, kw_only=True)
class Releases:
    """Everything a cohort has published, verified: ``releases`` in sequence, and what was ``asked``."""

    cohort: str
    releases: tuple[Release, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def by_id(self) -> bool:
        """Whether anything was published by id, so that its words stand in the curriculum alone."""
        return any(part.id for release in self.releases for part in release.bins)

    def of(self, week: int, exercise: str, item: str) -> tuple[Release, ...]:
        """The releases of one item in one week, in sequence: none, one, or one per batch."""
        return tuple(r for r in self.releases if (r.week, r.exercise, r.item) == (week, exercise, item))

    def state(self, week: int, exercise: str, item: str, *, share: str) -> State:
        """Which of the four states holds for an item that travels as far as *share*."""
        if share != "group":
            return State.NOT_SHOWN
        if self.of(week, exercise, item):
            return State.RELEASED
        asked = Asked(week=week, exercise=exercise, item=item) in self.asked
        return State.NOT_ENOUGH if asked else State.NOT_ASKED


def to_text(published: Releases) -> str:
    """The text of releases.json, the same bytes for the same content."""
    rows = [{**release.content(), "hash": release.hash} for release in published.releases]
    asked = sorted({(a.week, a.exercise, a.item) for a in published.asked})
    document = {
        "format": max((_format_of(release) for release in published.releases), default=FORMAT),
        "cohort": published.cohort,
        "asked": [{"week": week, "exercise": exercise, "item": item} for week, exercise, item in asked],
        "releases": rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _format_of(release: Release) -> int:
    """The first format that can say what *release* says."""
    if release.leads or any(part.id for part in release.bins):
        return FORMAT_WITH_IDS
    return FORMAT_WITH_TEXTS if release.texts else FORMAT


def read_releases(folder: Path, *, cohort: str = "") -> Releases:
    """The releases in *folder*, verified. A folder without the file has published nothing yet.

    Raises ReleaseError where the file is damaged, from a newer kit, not that of *cohort*, or its chain does not hold.
    """
    path = folder / FILE_NAME
    try:
        text = text_of(path)
    except FileNotFoundError:
        if path.is_symlink():
            raise ReleaseError(
                f"{FILE_NAME}: this link leads to nothing; put the file itself into its place."
            ) from None
        return Releases(cohort="")
    except (OSError, UnicodeDecodeError):
        raise ReleaseError(UNREADABLE) from None
    published = from_text(text)
    if cohort and published.cohort != cohort:
        raise ReleaseError(
            f"{FILE_NAME}: these are the results of the cohort '{published.cohort}', and this is '{cohort}'; put this "
            "cohort's own file back, or write it again: kit publish, with a week that is published already."
        )
    verify_chain(published.releases)
    return published


def from_text(text: str) -> Releases:
    """The content of releases.json, its chain not yet verified. Raises ReleaseError where it has another shape."""
    try:
        document = json_of(text)
        if document["format"] not in FORMATS:
            raise ReleaseError(
                f"{FILE_NAME}: made by another version of the kit (format {document['format']!r}); update the kit."
            )
        releases = tuple(release_from(row) for row in document["releases"])
        asked = tuple(Asked(**row) for row in document["asked"])
        return Releases(cohort=str(document["cohort"]), releases=releases, asked=asked)
    except (ValueError, KeyError, TypeError):
        raise ReleaseError(
            f"{FILE_NAME}: this isn't a list of releases; write it again: kit publish, with a week that is published "
            "already."
        ) from None


def verify_chain(releases: Sequence[Release]) -> None:
    """Raise ReleaseError unless sequence, previous and hash of every release hold."""
    previous = FIRST
    for position, release in enumerate(releases, start=1):
        if (release.sequence, release.previous) != (position, previous) or release.hash != release.computed_hash():
            raise ReleaseError(
                f"{FILE_NAME}: release {position} was changed, moved or removed after it was published; "
                "restore the file from the cohort's store: kit publish"
            )
        previous = release.hash


def release_from(row: dict[str, Any]) -> Release:
    """The release that ``content()`` and its hash make; KeyError, TypeError or ValueError where *row* is none."""
    kinds = {"bins": Bin, "texts": SharedText}
    (kind,) = kinds.keys() & row.keys()
    parts = tuple(kinds[kind](**part) for part in row[kind])
    release = Release(**{**row, kind: parts, "leads": _leads_in(row)})
    if len({*release.leads}) < len(release.leads) or not {*release.leads} <= {part.name for part in release.bins}:
        raise ReleaseError(
            f"{FILE_NAME}: release {release.sequence} says that something leads which is none of its answers; restore "
            "the file from the cohort's store: kit publish"
        )
    return release


def _leads_in(row: dict[str, Any]) -> tuple[str, ...]:
    # Where nothing is said there is no field: an empty one would be another text under the same hash.
    leads = row.get("leads", ())
    if "leads" in row and not (isinstance(leads, list) and leads and all(isinstance(name, str) for name in leads)):
        raise ValueError("a field 'leads' names at least one bin")
    return tuple(leads)
