"""Writing submissions, inside one transaction: each is checked, enrolled, numbered and stored, or nothing is."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Insert, bindparam, insert, select, update

from kit.curriculum.items import Item
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Exercise, Week
from kit.errors import ContentError, StoreError, StoreFull, SubmissionConflict, UnknownName
from kit.settings import Cohort
from kit.store import schema
from kit.store.consents import who_took_back
from kit.store.participants import PSEUDONYM
from kit.store.slips import unused
from kit.submissions import Submission, hash_of, validate

Outcome = Literal["stored", "already"]

# Made once: to build a statement takes as long as to run it, and a room sends all at the same moment.
_SUBMISSION = select(schema.submissions).where(schema.submissions.c.id == bindparam("sent"))
_KNOWN = select(schema.submissions).where(schema.submissions.c.id.in_(bindparam("sent", expanding=True)))
_ADD_SUBMISSION = insert(schema.submissions)
_ADD_ANSWERS = insert(schema.answers)
_ADD_PARTICIPANT = insert(schema.participants)
_ADD_EXERCISE = insert(schema.exercises)
_ADD_ITEM = insert(schema.items)
_ITEMS = select(schema.items)
_PARTICIPANTS = select(schema.participants.c.id)
_EXERCISES = select(schema.exercises)


_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
_CONFLICT = "NOT stored: a submission with this id is already here with other content; send it under a new id."
_AT_ONCE = 500  # parameters of one statement; databases have a limit


@dataclass(frozen=True)
class _Checked:
    """What a submission says, as it is stored."""

    exercise: Exercise
    answers: dict[str, Stored]
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A submission to record: whose, under which words of consent (None: held), and how it came."""

    submission: Submission
    participant: str
    consent: str | None
    source: str


def _stored(received: int | None, answers: Mapping[str, Stored]) -> list[dict[str, Any]]:
    """The rows of the answers of a submission, which has the number *received*."""
    return [{"submission": received, "item": item, "stored": _AS_JSON(answer)} for item, answer in answers.items()]


def exercise_of(weeks: Mapping[int, Week], week: int, exercise: str) -> Exercise:
    """The exercise in *weeks*. Raises UnknownName listing what there is."""
    if week not in weeks:
        there = ", ".join(map(str, weeks)) or "none"
        raise UnknownName(f"There is no week {week} in this curriculum; there are weeks {there}.")
    for one in weeks[week].exercises:
        if one.id == exercise:
            return one
    there = ", ".join(one.id for one in weeks[week].exercises) or "none"
    raise UnknownName(f"Week {week} has no exercise {exercise!r}; its exercises are {there}.")


def changed(week: Week, exercise: str, item: str) -> ContentError:
    """The ContentError for an item that no longer is what people answered."""
    return ContentError(
        f"{week.file_name}.yaml: exercise '{exercise}': item '{item}' was changed after its first answer; restore its "
        "kind, options, scale, bins, share, sensitive and stable as they were, or give the changed item a new id."
    )


class Recording:
    """The writing side of one transaction on *connection*."""

    def __init__(self, connection: Connection, cohort: Cohort, weeks: Mapping[int, Week]) -> None:
        self._connection = connection
        self._cohort = cohort
        self._weeks = weeks
        self._fingerprints = {
            (row.week, row.exercise, row.item): (row.fingerprint, row.stable) for row in connection.execute(_ITEMS)
        }
        self._participants = set(connection.scalars(_PARTICIPANTS))
        opened = connection.execute(_EXERCISES)
        self._statuses: dict[tuple[int, str], str] = {(row.week, row.exercise): row.status for row in opened}
        self._taken_back = who_took_back(connection)
        self._unchanged: set[tuple[int, str, str]] = set()
        self._later: dict[Insert, list[dict[str, Any]]] | None = None

    def add(self, row: Row, *, may: Callable[[str | None], None] | None = None, opens: bool = True) -> Outcome:
        """Record one submission; ``already`` where it was there before (consent given now is then noted).

        *may* is called before one that was not there is recorded, with ``open``, ``closed``, or None for an
        exercise that was never opened; it raises where that is no time to answer. An exercise that is not known
        yet is noted as open, or where it *opens* nothing as closed, so that nobody else answers it.

        Raises StoreError, UnknownName, InvalidAnswer or ContentError; the caller then rolls everything back.
        """
        checked = self._checked(row)
        found = self._connection.execute(_SUBMISSION, {"sent": row.submission.id}).one_or_none()
        if found is not None:
            self._again(row, checked.sha256, found)
            return "already"
        if may is not None:
            may(self._statuses.get((row.submission.week, row.submission.exercise)))
        self.open_exercise(row.submission.week, row.submission.exercise, "open" if opens else "closed")
        (received,) = self._connection.execute(_ADD_SUBMISSION, self._values(row, checked)).inserted_primary_key or (
            None,
        )
        stored = _stored(received, checked.answers)
        if stored:
            self._connection.execute(_ADD_ANSWERS, stored)
        return "stored"

    def add_all(self, rows: Sequence[Row]) -> list[Outcome]:
        """Record many submissions, each as ``add`` would, in few statements. Raises as ``add``."""
        known = self._there([row.submission.id for row in rows])
        self.enrol_all(row.participant for row in rows if row.submission.id not in known)
        fresh: dict[str, _Checked] = {}
        values: dict[str, dict[str, Any]] = {}
        outcomes: list[Outcome] = []
        with self._in_few_statements():
            for row in rows:
                checked, sent = self._checked(row), row.submission.id
                if sent in known:
                    self._again(row, checked.sha256, known[sent])
                elif sent not in fresh:
                    values[sent], fresh[sent] = self._values(row, checked), checked
                    outcomes.append("stored")
                    continue
                elif (values[sent]["participant"], fresh[sent].sha256) != (row.participant, checked.sha256):
                    raise SubmissionConflict(_CONFLICT)
                outcomes.append("already")
        if values:
            self._connection.execute(_ADD_SUBMISSION, list(values.values()))
        there = self._there(list(fresh))
        stored = [one for sent, checked in fresh.items() for one in _stored(there[sent].received, checked.answers)]
        if stored:
            self._connection.execute(_ADD_ANSWERS, stored)
        return outcomes

    @contextlib.contextmanager
    def _in_few_statements(self) -> Iterator[None]:
        """What is inserted meanwhile is written in the end, one statement for each table."""
        later = self._later = {}
        try:
            yield
        finally:
            self._later = None
        for statement, values in later.items():
            self._connection.execute(statement, values)

    def _insert(self, statement: Insert, values: dict[str, Any]) -> None:
        if self._later is None:
            self._connection.execute(statement, values)
        else:
            self._later.setdefault(statement, []).append(values)

    def _there(self, ids: Sequence[str]) -> dict[str, Any]:
        """The submissions with these *ids* that are stored, by their id."""
        batches = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
        return {one.id: one for batch in batches for one in self._connection.execute(_KNOWN, {"sent": batch})}

    def _checked(self, row: Row) -> _Checked:
        submission = row.submission
        if submission.cohort != self._cohort.slug:
            raise StoreError("This submission is for another cohort; open the page of the cohort it belongs to.")
        exercise = exercise_of(self._weeks, submission.week, submission.exercise)
        answers = validate(exercise, submission.answers)
        return _Checked(exercise, answers, hash_of(submission.week, submission.exercise, answers))

    def _values(self, row: Row, checked: _Checked) -> dict[str, Any]:
        """The row of a submission that was not there before; whose it is has a place, and its exercise is open."""
        submission, sha256 = row.submission, checked.sha256
        for item in checked.answers:
            self._fix(submission.week, checked.exercise, checked.exercise[item])
        self.enrol(row.participant)
        self.open_exercise(submission.week, submission.exercise)
        values = {"id": submission.id, "participant": row.participant, "week": submission.week}
        values |= {"exercise": submission.exercise, "revision": submission.revision, "sha256": sha256}
        # Who took the agreement back is not counted by what is brought in afterwards, whatever the file says.
        consent = None if row.participant in self._taken_back else row.consent
        return values | {"consent": consent or None, "source": row.source}

    def enrol(self, participant: str) -> None:
        """Make sure of a place for *participant*. Raises StoreFull where the cohort's size is reached."""
        self.enrol_all([participant])

    def enrol_all(self, participants: Iterable[str]) -> None:
        """As ``enrol``, for several; none gets a place where one has none."""
        new = [one for one in dict.fromkeys(participants) if one not in self._participants]
        if not new:
            return
        if not all(map(PSEUDONYM.fullmatch, new)):
            raise StoreError("The store takes pseudonyms only; ask it for one with participant(label).")
        kept = unused(self._connection)
        if len(self._participants) + kept + len(new) > self._cohort.size:
            for_slips = f" or kept for slips ({kept} are not used yet; kit slips --cancel frees those)" if kept else ""
            raise StoreFull(
                f"The cohort {self._cohort.slug} has places for {self._cohort.size} participants and all are taken"
                f"{for_slips}; raise 'size' in cohort.toml if more people belong to it."
            )
        self._connection.execute(_ADD_PARTICIPANT, [{"id": one} for one in new])
        self._participants.update(new)

    def has_place(self, participant: str) -> bool:
        """Whether *participant* belongs to the cohort and has not withdrawn."""
        return participant in self._participants

    def has_taken_back(self, participant: str) -> bool:
        """Whether *participant* no longer wants to be counted."""
        return participant in self._taken_back

    def open_exercise(self, week: int, exercise: str, status: str = "open") -> None:
        """Note that an exercise was asked, and has *status* where that is new; one that is closed stays closed."""
        if (week, exercise) not in self._statuses:
            values = {"week": week, "exercise": exercise, "status": status}
            self._insert(_ADD_EXERCISE, values)
            self._statuses[week, exercise] = status

    def open_week(self, number: int) -> None:
        """Note that all exercises of a week with something to submit were asked."""
        with self._in_few_statements():
            for exercise in self._weeks[number].exercises:
                if exercise.group_items:
                    self.open_exercise(number, exercise.id)

    def _again(self, row: Row, sha256: str, found: Any) -> None:
        """Note consent that is given now for a submission that is there. Raises SubmissionConflict where it differs."""
        table, submission = schema.submissions, row.submission
        if (found.participant, found.revision, found.sha256) != (row.participant, submission.revision, sha256):
            raise SubmissionConflict(_CONFLICT)
        # A file that is brought in once more is no new consent where it was taken back in the meantime.
        if row.consent and found.consent is None and row.participant not in self._taken_back:
            self._connection.execute(update(table).where(table.c.id == submission.id).values(consent=row.consent))

    def _fix(self, week: int, exercise: Exercise, item: Item) -> None:
        key = (week, exercise.id, item.id)
        if key in self._unchanged:
            return
        now = (item.fingerprint, item.stable)
        self._unchanged.add(key)
        if self._fingerprints.get(key) == now:
            return
        # A stable item is one item in all weeks, so it must be the same in all of them.
        elsewhere = [
            kept for place, kept in self._fingerprints.items() if place[1:] == key[1:] and kept[1] and item.stable
        ]
        if key in self._fingerprints or any(kept != now for kept in elsewhere):
            raise changed(self._weeks[week], exercise.id, item.id)
        values = {"week": week, "exercise": exercise.id, "item": item.id, "fingerprint": now[0], "stable": now[1]}
        self._insert(_ADD_ITEM, values)
        self._fingerprints[key] = now
