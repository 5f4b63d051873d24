"""What became of one participant's answers, for that participant alone: in which release each is, or why in none.

It tells nothing that this person does not know or that is not published: no count, and nothing of anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kit.answers import Store
from kit.answers.counted import used_of
from kit.answers.own import Own, own_rows
from kit.curriculum.items import Item
from kit.curriculum.weeks import Week
from kit.publishing.ledger import Standing, family_of, is_anything_published, standing_of


class Fate(StrEnum):
    """What became of an answer; the value is the name of the sentence that says so."""

    COUNTED = "counted"
    WAITS = "waits"
    LATER = "later"
    HELD = "held"
    REPLACED = "replaced"
    ONCE = "once"
    CAME_LATER = "came_later"
    LOST = "lost"
    WORDS = "words"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class AnswerFate:
    """The fate of the answer to one item in one submission, and the release it is in, if it is in one."""

    submission: str
    week: int
    exercise: str
    item: str
    fate: Fate
    release: int | None = None


def fates_of(store: Store, weeks: Mapping[int, Week], participant: str) -> list[AnswerFate]:
    """What became of every answer of a pseudonym, in the order in which they came. Raises StoreError."""
    with store.reading() as connection:
        rows = own_rows(connection, store.envelopes, participant)
        used = used_of(connection, participant)
        standing = standing_of(connection, participant)
    return list(_Reading(rows, used, standing, weeks).all())


def late_among(store: Store, weeks: Mapping[int, Week], participants: Iterable[str]) -> int:
    """How many answers of these pseudonyms are never counted, since a result was there before they joined."""
    with store.reading() as connection:
        if not is_anything_published(connection):
            return 0
    fates = (fate for participant in participants for fate in fates_of(store, weeks, participant))
    return sum(fate.fate is Fate.CAME_LATER for fate in fates)


class _Reading:
    """One look at a participant's rows, what they were used for, and the families that were published."""

    def __init__(
        self,
        rows: list[Own],
        used: Mapping[tuple[int, str], int],
        standing: Mapping[str, Standing],
        weeks: Mapping[int, Week],
    ) -> None:
        self._rows = rows
        self._used = used
        self._standing = standing
        self._items = {
            (number, exercise.id, item.id): item
            for number, week in weeks.items()
            for exercise, item in week.group_items()
        }

    def all(self) -> Iterator[AnswerFate]:
        for row in self._rows:
            sending = row.submission
            for name in sending.answers:
                where = {"submission": sending.id, "week": sending.week, "exercise": sending.exercise, "item": name}
                release = self._used.get((row.received, name))
                if release is not None:
                    yield AnswerFate(**where, fate=Fate.COUNTED, release=release)  # type: ignore[arg-type]
                    continue
                fate, release = self._otherwise(row, name)
                yield AnswerFate(**where, fate=fate, release=release)  # type: ignore[arg-type]

    def _otherwise(self, row: Own, name: str) -> tuple[Fate, int | None]:
        item = self._items.get((row.submission.week, row.submission.exercise, name))
        if item is None:
            return Fate.CHANGED, None
        if item.form == "text":
            return Fate.WORDS, None
        if not row.newest or self._overtaken(row, item):
            return Fate.REPLACED, None
        published = self._standing.get(family_of(row.submission.week, row.submission.exercise, item))
        if published is None:
            return (Fate.WAITS if row.consented else Fate.HELD), None
        return self._after(published, consented=row.consented)

    def _after(self, published: Standing, *, consented: bool) -> tuple[Fate, int | None]:
        """What becomes of an answer to an item of which there is a result, and which is in none."""
        if published.sequence is not None:
            # A store that did not yet note which submission it was: then it was the newest there is.
            noted = published.sequence in self._used.values()
            return (Fate.ONCE, None) if noted else (Fate.COUNTED, published.sequence)
        if published.lost:
            return Fate.LOST, None
        if not published.present:
            return Fate.CAME_LATER, None
        return (Fate.LATER if consented else Fate.HELD), None

    def _overtaken(self, row: Own, item: Item) -> bool:
        """Whether a later week's answer to a stable item, which counts once for all weeks, stands in its place."""
        if not item.stable:
            return False
        mine = row.submission
        return any(
            other.received > row.received
            and other.newest
            and other.consented
            and other.submission.exercise == mine.exercise
            and item.id in other.submission.answers
            for other in self._rows
        )
