"""Writing submissions, inside one transaction: each is checked, enrolled, numbered and stored, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from kit.answers import schema
from kit.answers.consents import taken_back
from kit.answers.meanings import changed, note_identities
from kit.answers.prepared import Prepared
from kit.answers.pseudonyms import PSEUDONYM
from kit.answers.sealing.envelopes import Envelopes, Place
from kit.answers.slips import slips
from kit.curriculum.items import Item
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Exercise, Week, week_in
from kit.errors import (
    ExerciseClosed,
    ExerciseNotOpen,
    KitError,
    OtherSession,
    StoreError,
    StoreFull,
    SubmissionConflict,
    UnknownName,
)
from kit.sending.submissions import Submission, validate
from kit.settings import Cohort

Outcome = Literal["stored", "already"]

_NAMED = ("received", "id", "participant", "week", "exercise", "revision", "sealed", "consent")
_COLUMNS = [schema.submissions.c[name] for name in _NAMED]
_SUBMISSION = Prepared(select(*_COLUMNS).where(schema.submissions.c.id == bindparam("sent")))
_KNOWN = select(*_COLUMNS).where(schema.submissions.c.id.in_(bindparam("sent", expanding=True)))
_SENT = ("id", "participant", "week", "exercise", "revision", "sealed", "consent", "source")
_ADD_SUBMISSION = Prepared(insert(schema.submissions), *_SENT)
_COUNT_IT = Prepared(update(schema.submissions).where(schema.submissions.c.id == bindparam("sent")), "consent")
_ADD_PARTICIPANT = Prepared(insert(schema.participants), "id")
_ADD_EXERCISE = Prepared(insert(schema.exercises), "week", "exercise", "status")
_ADD_ITEM = Prepared(insert(schema.items), "week", "exercise", "item", "fingerprint", "stable")
_WHO = Prepared(
    select(
        exists().where(schema.participants.c.id == bindparam("whose")),
        exists().where(taken_back.c.participant == bindparam("whose")),
    )
)
_ASKED = (schema.exercises.c.week == bindparam("week")) & (schema.exercises.c.exercise == bindparam("exercise"))
_STATUS = Prepared(select(schema.exercises.c.status).where(_ASKED))
_FIXED = [schema.items.c[name] for name in ("week", "item", "fingerprint", "stable")]
_ITEMS = Prepared(select(*_FIXED).where(schema.items.c.exercise == bindparam("exercise")))
_PLACES = Prepared(
    select(
        select(func.count()).select_from(schema.participants).scalar_subquery(),
        select(func.count()).select_from(slips).scalar_subquery(),
    )
)

_CONFLICT = "NOT stored: a submission with this id is already here with other content; send it under a new id."
_AT_ONCE = 500  # parameters of one statement; databases have a limit


class _There(NamedTuple):
    """A submission that is stored, its answers sealed."""

    received: int
    id: str
    participant: str
    week: int
    exercise: str
    revision: int
    sealed: bytes
    consent: str | None


@dataclass(frozen=True)
class _Checked:
    """What a submission says, as it is stored."""

    exercise: Exercise
    answers: dict[str, Stored]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A submission to record: whose, under which words of consent (None: held), and how it came.

    Where its answers are *checked*, each has its stored form already, as reading a file gives it. One that *is_new*
    has an id that was just drawn, so that it need not be looked for.
    """

    submission: Submission
    participant: str
    consent: str | None
    source: str
    checked: bool = False
    is_new: bool = False

    def fresh(self) -> Row:
        """The same, with an id that was just drawn."""
        return Row(**{**vars(self), "is_new": True})


@dataclass(frozen=True, kw_only=True)
class InSession:
    """When answers may be taken: the session that runs *now*, and the one they were *written* in, None if unknown."""

    now: str
    written: str | None = None

    def check(self, status: str | None) -> None:
        """Raise OtherSession, ExerciseNotOpen or ExerciseClosed where an exercise of this *status* takes no answer."""
        if self.written not in (None, self.now):
            raise OtherSession("These answers were written in another session.")
        if status is None:
            raise ExerciseNotOpen("The exercise wasn't opened yet.")
        if status != "open":
            raise ExerciseClosed("The exercise is closed.")


def exercise_of(weeks: Mapping[int, Week], week: int, exercise: str) -> Exercise:
    """The exercise in *weeks*. Raises UnknownName listing what there is."""
    for candidate in week_in(weeks, week).exercises:
        if candidate.id == exercise:
            return candidate
    there = ", ".join(candidate.id for candidate in weeks[week].exercises) or "none"
    raise UnknownName(f"Week {week} has no exercise {exercise!r}; its exercises are {there}.")


class Recording:
    """The writing side of one transaction on *connection*.

    It asks for what it must know when it needs it, and once: a cohort's whole tables for every answer would be read by
    every phone of a room.
    """

    def __init__(self, connection: Connection, cohort: Cohort, weeks: Mapping[int, Week], envelopes: Envelopes) -> None:
        self._connection = connection
        self._cohort = cohort
        self._weeks = weeks
        self._envelopes = envelopes
        self._who: dict[str, tuple[bool, bool]] = {}
        self._statuses: dict[tuple[int, str], str | None] = {}
        self._fixed: dict[str, dict[tuple[int, str], tuple[str, bool]]] = {}
        self._unchanged: set[tuple[int, str, str]] = set()
        self._exercises: dict[tuple[int, str], Exercise] = {}

    def add(self, row: Row, *, session: InSession | None = None, opens: bool = True) -> Outcome:
        """Record one submission; ``already`` where it was there before (consent given now is then noted).

        One that was not there is taken where *session* says that it is time to answer; without one, at any time. An
        exercise that is not known yet is noted as open, or where it *opens* nothing as closed, so that nobody else
        answers it.

        Raises KitErrors; the caller then rolls everything back.
        """
        checked = self._checked(row)
        known = _SUBMISSION.run(self._connection, {"sent": row.submission.id}).fetchone()
        if known is not None:
            self._again(row, checked, _There(*known))
            return "already"
        if session is not None:
            session.check(self._status(row.submission.week, row.submission.exercise))
        self.open_exercise(row.submission.week, row.submission.exercise, "open" if opens else "closed")
        _ADD_SUBMISSION.run(self._connection, self._values(row, checked))
        return "stored"

    def add_all(self, rows: Sequence[Row]) -> list[Outcome]:
        """Record many submissions, each as ``add`` would, in few statements. Raises as ``add``."""
        known = self._there([row.submission.id for row in rows if not row.is_new])
        self.enrol_all(row.participant for row in rows if row.submission.id not in known)
        fresh: dict[str, _Checked] = {}
        values: dict[str, dict[str, Any]] = {}
        outcomes: list[Outcome] = []
        for row in rows:
            checked, sent = self._checked(row), row.submission.id
            if sent in known:
                self._again(row, checked, known[sent])
            elif sent not in fresh:
                values[sent], fresh[sent] = self._values(row, checked), checked
                outcomes.append("stored")
                continue
            elif (values[sent]["participant"], fresh[sent].answers) != (row.participant, checked.answers):
                raise SubmissionConflict(_CONFLICT)
            outcomes.append("already")
        _ADD_SUBMISSION.run_each(self._connection, values.values())
        return outcomes

    def _there(self, ids: Sequence[str]) -> dict[str, _There]:
        """The submissions with these *ids* that are stored, by their id."""
        batches = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
        rows = (row for batch in batches for row in self._connection.execute(_KNOWN, {"sent": batch}).all())
        return {there.id: there for there in map(_There._make, rows)}

    def _checked(self, row: Row) -> _Checked:
        submission = row.submission
        if submission.cohort != self._cohort.slug:
            raise StoreError("This submission is for another cohort; open the page of the cohort it belongs to.")
        exercise = self._exercise(submission.week, submission.exercise)
        return _Checked(exercise, submission.answers if row.checked else validate(exercise, submission.answers))

    def _exercise(self, week: int, exercise: str) -> Exercise:
        known = self._exercises.get((week, exercise))
        if known is None:
            known = self._exercises[week, exercise] = exercise_of(self._weeks, week, exercise)
        return known

    def _values(self, row: Row, checked: _Checked) -> dict[str, Any]:
        """The row of a submission that was not there before; whose it is has a place, and its exercise is open."""
        submission = row.submission
        week, exercise = submission.week, submission.exercise
        for item in checked.answers:
            if (week, exercise, item) not in self._unchanged:
                self._fix(week, checked.exercise, checked.exercise[item])
        if not self.has_place(row.participant):
            self.enrol(row.participant)
        self.open_exercise(week, exercise)
        place = Place(submission.id, row.participant, week, exercise, submission.revision)
        # Who took the agreement back is not counted by what is brought in afterwards, whatever the file says.
        consent = None if self.has_taken_back(row.participant) else row.consent
        return {
            "id": submission.id,
            "participant": row.participant,
            "week": week,
            "exercise": exercise,
            "revision": submission.revision,
            "sealed": self._envelopes.seal(place, checked.answers),
            "consent": consent or None,
            "source": row.source,
        }

    def enrol(self, participant: str) -> None:
        """Make sure of a place for *participant*. Raises StoreFull where the cohort's size is reached."""
        self.enrol_all([participant])

    def enrol_all(self, participants: Iterable[str]) -> None:
        """As ``enrol``, for several; none gets a place where one has none."""
        new = [participant for participant in dict.fromkeys(participants) if not self.has_place(participant)]
        if not new:
            return
        if not all(map(PSEUDONYM.fullmatch, new)):
            raise StoreError("The store takes pseudonyms only; ask it for one with participant(label).")
        taken, kept = _PLACES.run(self._connection).fetchone()
        if taken + kept + len(new) > self._cohort.size:
            for_slips = f" or kept for slips ({kept} aren't used yet; kit slips --cancel frees those)" if kept else ""
            raise StoreFull(
                f"The cohort {self._cohort.slug} has places for {self._cohort.size} participants and all are taken"
                f"{for_slips}; raise 'size' in cohort.toml if more people belong to it."
            )
        _ADD_PARTICIPANT.run_each(self._connection, [{"id": participant} for participant in new])
        self._envelopes.keys.make(new)
        for participant in new:
            self._who[participant] = (True, self._who[participant][1])

    def has_place(self, participant: str) -> bool:
        """Whether *participant* belongs to the cohort and has not withdrawn."""
        return self._asked_of(participant)[0]

    def has_taken_back(self, participant: str) -> bool:
        """Whether *participant* no longer wants to be counted."""
        return self._asked_of(participant)[1]

    def _asked_of(self, participant: str) -> tuple[bool, bool]:
        """Whether *participant* has a place, and has taken back the agreement to be counted."""
        if participant not in self._who:
            place, taken_back = _WHO.run(self._connection, {"whose": participant}).fetchone()
            self._who[participant] = (bool(place), bool(taken_back))
        return self._who[participant]

    def _status(self, week: int, exercise: str) -> str | None:
        """``open`` or ``closed``; None where the exercise was never asked."""
        if (week, exercise) not in self._statuses:
            stored = _STATUS.run(self._connection, {"week": week, "exercise": exercise}).fetchone()
            self._statuses[week, exercise] = stored[0] if stored else None
        return self._statuses[week, exercise]

    def open_exercise(self, week: int, exercise: str, status: str = "open") -> None:
        """Note that an exercise was asked, and has *status* where that is new; one that is closed stays closed."""
        if self._status(week, exercise) is None:
            _ADD_EXERCISE.run(self._connection, {"week": week, "exercise": exercise, "status": status})
            self._statuses[week, exercise] = status

    def open_week(self, number: int) -> None:
        """Note that all exercises of a week with something to submit were asked."""
        for exercise in self._weeks[number].exercises:
            if exercise.group_items:
                self.open_exercise(number, exercise.id)

    def _again(self, row: Row, checked: _Checked, known: _There) -> None:
        """Note consent that is given now for a submission that is there. Raises SubmissionConflict where it differs."""
        submission = row.submission
        about = (row.participant, submission.week, submission.exercise, submission.revision)
        if (known.participant, known.week, known.exercise, known.revision) != about:
            raise SubmissionConflict(_CONFLICT)
        if self._envelopes.open(known, known.sealed) != checked.answers:
            raise SubmissionConflict(_CONFLICT)
        # A file that is brought in once more is no new consent where it was taken back in the meantime.
        if row.consent and known.consent is None and not self.has_taken_back(row.participant):
            _COUNT_IT.run(self._connection, {"sent": submission.id, "consent": row.consent})

    def _fix(self, week: int, exercise: Exercise, item: Item) -> None:
        key = (week, exercise.id, item.id)
        if key in self._unchanged:
            return
        now = (item.fingerprint, item.stable)
        self._unchanged.add(key)
        fixed = self._fixed_in(exercise.id)
        if fixed.get((week, item.id)) == now:
            return
        # A stable item is one item in all weeks, so it must be the same in all of them.
        elsewhere = [kept for (_, one), kept in fixed.items() if one == item.id and kept[1] and item.stable]
        if (week, item.id) in fixed or any(kept != now for kept in elsewhere):
            before = fixed[week, item.id] if (week, item.id) in fixed else next(one for one in elsewhere if one != now)
            raise changed(self._connection, before[0], self._weeks[week], exercise.id, item)
        values = {"week": week, "exercise": exercise.id, "item": item.id, "fingerprint": now[0], "stable": now[1]}
        _ADD_ITEM.run(self._connection, values)
        note_identities(self._connection, [item])
        fixed[week, item.id] = now

    def _fixed_in(self, exercise: str) -> dict[tuple[int, str], tuple[str, bool]]:
        """What the items of an exercise were at their first answer, by week and item, over all weeks that ask it."""
        if exercise not in self._fixed:
            rows = _ITEMS.run(self._connection, {"exercise": exercise})
            self._fixed[exercise] = {(week, item): (mark, bool(stable)) for week, item, mark, stable in rows}
        return self._fixed[exercise]


# Several jobs in one commit: each is done whole or not at all, and one that is refused leaves the others alone.

T = TypeVar("T")


class Writing:
    """The writing side of one transaction, handed to each job in turn."""

    def __init__(self, connection: Connection, cohort: Cohort, weeks: Mapping[int, Week], envelopes: Envelopes) -> None:
        self.connection = connection
        self._cohort = cohort
        self._weeks = weeks
        self._envelopes = envelopes
        self._recording: Recording | None = None

    @property
    def recording(self) -> Recording:
        """What records submissions; read once for all jobs."""
        if self._recording is None:
            self._recording = Recording(self.connection, self._cohort, self._weeks, self._envelopes)
        return self._recording

    def run_all(self, jobs: Sequence[Callable[[Writing], T]]) -> list[T | KitError]:
        """What each of *jobs* returns, without the cost of a savepoint for each, which hardly ever is needed.

        Raises JobRefused where one was refused; then all must be taken back.
        """
        try:
            return [job(self) for job in jobs]
        except KitError as refused:
            raise JobRefused from refused

    def run_each(self, jobs: Sequence[Callable[[Writing], T]]) -> list[T | KitError]:
        """What each of *jobs* returns, or the KitError with which it was refused; then nothing of it alone stays."""
        return [self._run(job) for job in jobs]

    def _run(self, job: Callable[[Writing], T]) -> T | KitError:
        try:
            with self.connection.begin_nested():
                return job(self)
        except KitError as refused:
            self._recording = None  # it may remember what was just taken back
            return refused


class JobRefused(Exception):
    """One of several jobs was refused, so that they must be done one by one."""
