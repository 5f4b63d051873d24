"""The ledger: which answers entered which published batch, kept in the private store beside the answers.

A participant stands at most once in a family, and the database itself sees to it. The ledger outlives the raw
answers: who withdraws and joins again is not published a second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)

from kit.answers.database import FILE_NAME as STORE_FILE
from kit.answers.database import reading_engine, told
from kit.answers.prepared import Prepared
from kit.answers.schema import metadata, participants
from kit.curriculum.items import Item
from kit.errors import PolicyError, ReleaseError
from kit.results.releases import (
    FILE_NAME,
    FIRST,
    Asked,
    Bin,
    Release,
    Releases,
    SharedText,
    read_releases,
    release_from,
    verify_chain,
)
from kit.settings import Cohort
from kit.text.parsing import json_of

published = Table(
    "releases",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("family", String, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("content", Text, nullable=False),  # the release as it stands in releases.json, hash included
    UniqueConstraint("family", "batch"),
)

# No foreign key to the participants: whoever is erased there must still not be published twice.
batch_members = Table(
    "batch_members",
    metadata,
    Column("family", String, primary_key=True),
    Column("participant", String, primary_key=True),
    Column("sequence", ForeignKey("releases.sequence"), nullable=False, index=True),
)

# Who had a place when a family was first published: who joins later does not count for it.
present = Table(
    "present", metadata, Column("family", String, primary_key=True), Column("participant", String, primary_key=True)
)

asked = Table(
    "asked",
    metadata,
    Column("week", Integer, primary_key=True),
    Column("exercise", String, primary_key=True),
    Column("item", String, primary_key=True),
)

policy = Table("policy", metadata, Column("name", String, primary_key=True))

# How many places the cohort had when it started, and after each time that they were raised.
sizes = Table("sizes", metadata, Column("size", Integer, primary_key=True, autoincrement=False))

_TABLES = (published, batch_members, present, asked, policy, sizes)

# What every page asks for when it opens.
_TABLE = Prepared(text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"))
_FAMILIES = Prepared(select(published.c.family).distinct())
_BATCHES_OF = Prepared(
    select(batch_members.c.family, batch_members.c.sequence).where(batch_members.c.participant == bindparam("whose"))
)
_PRESENT_OF = Prepared(select(present.c.family).where(present.c.participant == bindparam("whose")))
_KNOWN = Prepared(select(present.c.family).distinct())


def family_of(week: int, exercise: str, item: Item) -> str:
    """The family of an item in a week; a stable item has one for all weeks, as its answer hardly changes."""
    return f"stable/{exercise}/{item.id}" if item.stable else f"w{week:02d}/{exercise}/{item.id}"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A release before the chain gives it its place."""

    family: str
    place: Asked
    people: int
    bins: tuple[Bin, ...] = ()
    texts: tuple[SharedText, ...] = ()
    leads: tuple[str, ...] = ()
    policy: str


class Ledger:
    """The ledger of a cohort, inside one transaction on *connection*; made where there is none.

    Raises ReleaseError where its chain does not hold: then nothing may be published on top of it.
    """

    def __init__(self, connection: Connection, cohort: str) -> None:
        self.connection = connection
        self._cohort = cohort
        metadata.create_all(connection, tables=_TABLES)
        self._chain = _releases(connection)
        verified(self._chain)
        self._asked = set(_asked(connection))

    def everything(self) -> Releases:
        """All that was published and asked so far."""
        in_order = sorted(self._asked, key=lambda one: (one.week, one.exercise, one.item))
        return Releases(cohort=self._cohort, releases=tuple(self._chain), asked=tuple(in_order))

    def fix_policy(self, name: str) -> None:
        """Keep the policy under which the cohort started. Raises PolicyError where it was another one."""
        kept = self.connection.scalar(select(policy.c.name))
        if kept is None:
            self.connection.execute(insert(policy), {"name": name})
        elif kept != name:
            raise PolicyError(
                f"The policy of this cohort was fixed as {kept} when it started, and now it's {name}; put [policy] in "
                "cohort.toml and policy.yaml back as they were. A new cohort can have another policy."
            )

    def note_size(self, size: int) -> list[int]:
        """Note that the cohort has *size* places, if it has started and never had so many; all sizes noted so far."""
        noted = list(self.connection.scalars(select(sizes.c.size).order_by(sizes.c.size)))
        started = self.connection.scalar(select(policy.c.name)) is not None
        if started and size > max(noted, default=0):
            self.connection.execute(insert(sizes), {"size": size})
            noted.append(size)
        return noted

    def ask(self, place: Asked) -> None:
        """Note that a group item was asked and its exercise closed."""
        if place not in self._asked:
            self.connection.execute(insert(asked), vars(place))
            self._asked.add(place)

    def is_published(self, family: str) -> bool:
        """Whether anything of a family was published before."""
        return bool(self._batches(family))

    def fresh(self, family: str, contributors: Iterable[str]) -> list[str]:
        """Those contributors who may enter a batch: in none yet, and there when the family was first published."""
        before = set(self.connection.scalars(_of(batch_members, family)))
        there = set(self.connection.scalars(_of(present, family))) if self._batches(family) else None
        return [one for one in contributors if one not in before and (there is None or one in there)]

    def add(self, draft: Draft, members: Sequence[str]) -> Release:
        """Put a release at the end of the chain, and its *members* into its batch."""
        sequence, previous = len(self._chain) + 1, self._chain[-1].hash if self._chain else FIRST
        figures: dict[str, Any] = {"people": draft.people, "bins": draft.bins, "texts": draft.texts}
        figures |= {"leads": draft.leads, "policy": draft.policy}
        blank = Release(sequence=sequence, previous=previous, family=draft.family, **vars(draft.place), **figures)
        release = replace(blank, hash=blank.computed_hash())
        first = not self._batches(draft.family)
        self._append(release)
        self._join(batch_members, draft.family, members, sequence=sequence)
        if first:
            self._join(present, draft.family, self.connection.scalars(select(participants.c.id)))
        return release

    def take_in(self, release: Release) -> None:
        """Put a release at the end of the chain whose members are lost: its family is closed for good."""
        self._append(release)
        # Only who was present counts for a family that was published; from now on that is nobody.
        self.connection.execute(delete(present).where(present.c.family == release.family))

    def _append(self, release: Release) -> None:
        content = json.dumps({**release.content(), "hash": release.hash}, ensure_ascii=False, sort_keys=True)
        batch = self._batches(release.family) + 1
        row = {"sequence": release.sequence, "family": release.family, "batch": batch, "content": content}
        self.connection.execute(insert(published), row)
        self._chain.append(release)

    def _batches(self, family: str) -> int:
        return sum(release.family == family for release in self._chain)

    def _join(self, table: Table, family: str, members: Iterable[str], **more: int) -> None:
        rows = [{"family": family, "participant": one, **more} for one in members]
        if rows:
            self.connection.execute(insert(table), rows)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one participant stands to a family that was published: in which release, if in any, and whether in time.

    ``lost`` where nobody's membership is known any more, because an older copy of the store was put back.
    """

    sequence: int | None
    present: bool
    lost: bool


def is_anything_published(connection: Connection) -> bool:
    """Whether there is any result of this cohort."""
    there = _TABLE.run(connection, {"name": published.name}).fetchone() is not None
    return there and _FAMILIES.run(connection).fetchone() is not None


def standing_of(connection: Connection, participant: str) -> dict[str, Standing]:
    """How *participant* stands to every family that was published, for their own eyes alone; nothing is written."""
    if _TABLE.run(connection, {"name": published.name}).fetchone() is None:
        return {}
    families = [family for (family,) in _FAMILIES.run(connection)]
    if not families:
        return {}
    whose = {"whose": participant}
    inside = dict(_BATCHES_OF.run(connection, whose).fetchall())
    there = {family for (family,) in _PRESENT_OF.run(connection, whose)}
    known = {family for (family,) in _KNOWN.run(connection)}
    return {
        family: Standing(sequence=inside.get(family), present=family in there, lost=family not in known)
        for family in families
    }


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a ledger says, for the audit: releases as they stand there, members counted by (sequence, family).

    ``open_families`` are those in which somebody could still be published; the others are closed for good.
    """

    releases: Releases
    families: dict[int, str]
    members: dict[tuple[int, str], int]
    open_families: frozenset[str]
    policy: str | None


def read_ledger(path: Path, cohort: str) -> Copy | None:
    """The ledger in the database at *path*, unverified, without writing or locking it; None where there is none yet.

    Raises StoreError where the file cannot be read, ReleaseError where a release in it has another shape.
    """
    with told(path):
        engine = reading_engine(path)
        try:
            with engine.begin() as connection:
                if not inspect(connection).has_table(published.name):
                    return None
                return _copy(connection, cohort)
        finally:
            engine.dispose()


def verified(releases: Sequence[Release]) -> None:
    """Raise ReleaseError, naming the store, unless the chain of *releases* holds."""
    try:
        verify_chain(releases)
    except ReleaseError:
        raise ReleaseError(
            "private/answers.db: the ledger of what was published was changed, and nothing is published on top of it; "
            "copy the newest backup back. kit audit says which release it is."
        ) from None


def _copy(connection: Connection, cohort: str) -> Copy:
    counted = select(batch_members.c.sequence, batch_members.c.family, func.count()).group_by(
        batch_members.c.sequence, batch_members.c.family
    )
    return Copy(
        releases=Releases(cohort=cohort, releases=tuple(_releases(connection)), asked=_asked(connection)),
        families={row.sequence: row.family for row in connection.execute(select(published))},
        members={(sequence, family): count for sequence, family, count in connection.execute(counted)},
        open_families=frozenset(connection.scalars(select(present.c.family).distinct())),
        policy=connection.scalar(select(policy.c.name)),
    )


def _asked(connection: Connection) -> tuple[Asked, ...]:
    rows = connection.execute(select(asked).order_by(asked.c.week, asked.c.exercise, asked.c.item))
    return tuple(Asked(week=row.week, exercise=row.exercise, item=row.item) for row in rows)


def _releases(connection: Connection) -> list[Release]:
    try:
        rows = connection.scalars(select(published.c.content).order_by(published.c.sequence))
        return [release_from(json_of(content)) for content in rows]
    except (ValueError, KeyError, TypeError):
        raise ReleaseError(
            "private/answers.db: a release in the ledger was damaged; copy the newest backup back."
        ) from None


def _of(table: Table, family: str) -> Select[Any]:
    return select(table.c.participant).where(table.c.family == family)


# Whether releases.json and the ledger say the same, and what to do where not: one diagnosis for every command.

_PLACE = f"published/{FILE_NAME}"
_ANEW = "kit publish writes it again, with a week that is published already"


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """In what file and ledger differ, with the cure; ``mends_itself`` where publishing writes the file anew."""

    sentence: str
    mends_itself: bool


def disagreement(ledger: Releases, folder: Path) -> Disagreement | None:
    """Where releases.json in *folder* is not what the *ledger* makes of it; None where both say the same.

    Whether the chain of the ledger itself holds is for whoever has read it.
    """
    if not (folder / FILE_NAME).exists():
        return _mended(f"{_PLACE}: it's missing; {_ANEW}.") if ledger.releases or ledger.asked else None
    try:
        there = read_releases(folder)
    except ReleaseError as error:
        return _mended(str(error))
    return _between(ledger, there)


def disagreement_of(cohort: Cohort) -> Disagreement | None:
    """As ``disagreement``, for the ledger of *cohort* as it lies on the disk; None where it has none.

    Raises StoreError where it cannot be read, ReleaseError where its chain does not hold.
    """
    path = cohort.private / STORE_FILE
    ledger = read_ledger(path, cohort.slug) if path.is_file() else None
    return disagreement(ledger.releases, cohort.published) if ledger else None


def _between(ledger: Releases, there: Releases) -> Disagreement | None:
    kept = ledger.releases
    if there.cohort != ledger.cohort and (there.releases or there.asked):
        words = f"it belongs to the cohort {there.cohort!r} and this is {ledger.cohort!r}; move it away: {_ANEW}."
        return Disagreement(sentence=f"{_PLACE}: {words}", mends_itself=False)
    if there.releases[: len(kept)] == kept and len(there.releases) > len(kept):
        return Disagreement(
            sentence=f"{_PLACE} holds releases that private/answers.db doesn't know, as if an older copy of it had "
            "been put back; copy the newest backup in private/backups to its place, so that no answer is published "
            "twice. Where no backup knows them either, kit host takes them in; nobody counts twice.",
            mends_itself=False,
        )
    if there.releases != kept[: len(there.releases)]:
        return Disagreement(
            sentence=f"{_PLACE}: it differs from the ledger in private/answers.db, so one of the two was changed or is "
            "of another cohort; put both back from one backup of the cohort's folder.",
            mends_itself=False,
        )
    if len(there.releases) < len(kept) or set(there.asked) != set(ledger.asked):
        return _mended(f"{_PLACE}: it's older than the ledger; {_ANEW}.")
    return None


def _mended(sentence: str) -> Disagreement:
    return Disagreement(sentence=sentence, mends_itself=True)


def agree_with_file(ledger: Releases, folder: Path) -> None:
    """Raise ReleaseError unless the file is what the ledger makes of it, or is written anew without any loss."""
    differing = disagreement(ledger, folder)
    if differing and not differing.mends_itself:
        raise ReleaseError(differing.sentence)
