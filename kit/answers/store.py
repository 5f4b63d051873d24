"""The store of one cohort: recording submissions and, for the gate alone, reading what was said to one item."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select, update

from kit.answers import marks, places, schema
from kit.answers.backup import back_up
from kit.answers.bundle_keys import seal_plain_key
from kit.answers.consents import Consent, note_all
from kit.answers.counted import Said, Standing, answers_of, contributors_of, standing_in
from kit.answers.database import (
    FILE_NAME,
    is_empty,
    is_in_plain,
    is_older,
    only_one,
    open_database,
    reading_engine,
    told,
)
from kit.answers.ending import refuse_deleted
from kit.answers.evenness import fill_up, make_room, stand_still
from kit.answers.folder import open_private, swept
from kit.answers.handed_over import refuse_handed_over
from kit.answers.meanings import changed, note_unchanged
from kit.answers.members import members
from kit.answers.pseudonyms import Secret, note_aliases, open_secret
from kit.answers.recording import JobRefused, Outcome, Recording, Row, Writing, exercise_of
from kit.answers.sealing.envelopes import Envelopes
from kit.answers.sealing.migration import TOLD
from kit.answers.sealing.opening import keys_of, may_make, ready_key
from kit.answers.sealing.person_keys import FILE as KEYS
from kit.answers.slips import spend
from kit.answers.withdrawals import reapply
from kit.curriculum.items import Item
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Week
from kit.errors import KitError, StoreError, UnknownName
from kit.sending.submissions import Submission
from kit.settings import Cohort
from kit.system.disk import sweep

Status = Literal["never opened", "open", "closed"]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many submissions were stored, and how many were there already."""

    stored: int
    already: int


def open_store(
    cohort: Cohort, *, weeks: Mapping[int, Week], command: str | None = None, key: str | None = None
) -> Store:
    """Open the cohort's private store, made where there is none; use it in a ``with`` statement.

    *weeks* is the curriculum that answers are checked against; *command* is what others are told holds the store, and
    *key* the cohort's key where somebody else has looked it up. Answers that an earlier version kept in plain are
    sealed. Raises StoreBusy where another process has it open, StoreError where it cannot be used.
    """
    refuse_handed_over(cohort)
    with contextlib.ExitStack() as opening:
        open_private(cohort.private)
        opening.enter_context(only_one(cohort.private / "run", command))
        path = cohort.private / FILE_NAME
        sweep(swept(cohort))
        with told(path):
            plain = is_in_plain(path)
            if is_older(path):
                back_up(cohort.private)
            fresh = may_make(cohort)
        envelopes = Envelopes(*keys_of(cohort, ready_key(cohort, key), make=fresh), weeks)
        engine = open_database(path, envelopes)
        opening.callback(engine.dispose)
        with told(path):
            _complete(engine, cohort, envelopes)
        with told(path), engine.begin() as connection:
            secret = open_secret(cohort.private, may_make=is_empty(connection))
            _same_cohort(connection, cohort, secret)
            note_unchanged(connection, weeks)
        reapply(engine, cohort.private, envelopes.keys)
        seal_plain_key(cohort, envelopes.key)
        reader = reading_engine(path)
        opening.callback(reader.dispose)
        opened = Opened(engine=engine, reader=reader, secret=secret, envelopes=envelopes)
        store = Store(cohort, weeks, opened, opening.pop_all())
    store.news += [TOLD] if plain else []
    return store


def _complete(engine: Engine, cohort: Cohort, envelopes: Envelopes) -> None:
    """See that all tables are there, and that from now on every row in them is marked."""
    with engine.begin() as connection:
        refuse_deleted(connection, cohort)
        schema.complete(connection)
        marks.begin(connection, envelopes.key)
    marks.Marks(envelopes.key).watch(engine)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a store works with: it writes with one engine and reads with the other."""

    engine: Engine
    reader: Engine
    secret: Secret
    envelopes: Envelopes


class Store:
    """A cohort's answers, open in this process alone until ``close``.

    ``engine`` writes (one connection: inside its transaction pass that on, and record nothing else). ``envelopes`` open
    what is sealed, and ``news`` are sentences for the facilitator about what opening it changed.
    """

    def __init__(
        self, cohort: Cohort, weeks: Mapping[int, Week], opened: Opened, closing: contextlib.ExitStack
    ) -> None:
        self.cohort = cohort
        self.engine = opened.engine
        self.envelopes = opened.envelopes
        self.weeks = weeks
        self.news: list[str] = []
        self._reader = opened.reader
        self._secret = opened.secret
        self._closing = closing
        self._path = cohort.private / FILE_NAME
        self._shown: int | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files and let others open the store; closing twice does no harm."""
        self._closing.close()

    def participant(self, label: str) -> str:
        """The pseudonym of a participant's code or account in this cohort, the same every time."""
        return self._secret.pseudonym(label)

    def code(self, kind: str, text: str) -> str:
        """A keyed code under which a participant is found again; another key for each *kind*."""
        return self._secret.code(kind, text)

    def hidden(self, purpose: str, text: str) -> str:
        """A keyed hash of something short, such as recovery words; another key for each *purpose*."""
        return self._secret.hidden(purpose, text)

    def order(self, text: str) -> str:
        """A place for *text* in an order nobody outside can foresee; another key than the pseudonyms'."""
        return self._secret.order(text)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction: all of it or nothing. Raises StoreError where the disk refuses."""
        keys = self.envelopes.keys
        with told(self._path), self.engine.begin() as connection:
            try:
                yield connection
                if self._shown is not None:
                    fill_up(self._path)
                keys.flush()  # before the commit: nothing that is stored may ever lack its key
            except BaseException:
                keys.forget_new()
                raise
        self.stand_still()

    def stand_still(self) -> None:
        """Let the files show the time that ``keep_even`` set; for whoever wrote past ``transaction``."""
        if self._shown is not None:
            stand_still(self._path, self._shown)
            stand_still(self.cohort.private / KEYS, self._shown)

    def keep_even(self, shown: int) -> None:
        """From now on no answer shows in the sizes or times of the store's files; they show *shown*. Raises StoreError.

        *shown* are seconds since 1970, the same for the whole session.
        """
        self._shown = shown
        with self.transaction() as connection:
            make_room(connection)
        with self.transaction():
            pass  # what made room has lengthened the log by itself

    def together(self, jobs: Sequence[Callable[[Writing], T]]) -> list[T | KitError]:
        """Do many jobs in one commit: what each returns, or the KitError that refused it alone.

        A job may run twice; then nothing of the first time stays. Raises StoreError where the disk refuses; then none
        is done.
        """
        with contextlib.suppress(JobRefused), self.transaction() as connection:
            return Writing(connection, self.cohort, self.weeks, self.envelopes).run_all(jobs)
        with self.transaction() as connection:
            return Writing(connection, self.cohort, self.weeks, self.envelopes).run_each(jobs)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees what is committed and cannot write. Raises StoreError."""
        with self._reading(None) as connection:
            yield connection

    def enrol(self, participant: str) -> None:
        """Give *participant* a place in the cohort. Raises StoreFull where its size is reached."""
        with self.transaction() as connection:
            self._recording(connection).enrol(participant)

    def participants(self) -> set[str]:
        """The pseudonyms of all who have a place."""
        with self._reading(None) as reading:
            return set(reading.scalars(select(schema.participants.c.id)))

    def how_many_members(self) -> int:
        """How many have a place and a device of their own."""
        return int(self._one(select(func.count()).select_from(members)))

    def record(self, submission: Submission, participant: str, *, consent: str | None, source: str) -> Outcome:
        """Store a submission in one transaction; what is returned is on the disk.

        Sending it again gives ``already``. Without *consent* it is held. Raises SubmissionConflict where its id
        stands for something else, StoreFull, StoreError, UnknownName, InvalidAnswer, ContentError.
        """
        row = Row(submission=submission, participant=participant, consent=consent, source=source)
        with self.transaction() as connection:
            return self._recording(connection).add(row)

    def record_all(
        self,
        rows: Iterable[Row],
        *,
        asked: Iterable[int] = (),
        given: Consent | None = None,
        known_as: Mapping[str, Iterable[str]] | None = None,
        spent: Mapping[str, str] | None = None,
    ) -> Counts:
        """Store many submissions, all or none, and note the weeks *asked* as opened. Raises as ``record``.

        *given* is what the participants in *rows* agreed to, where that is not noted yet. *known_as* are further codes
        of theirs, and *spent* the hashes of the slips by which some of them come; raises SlipUnknown as ``spend``.
        """
        with self.transaction() as connection:
            recording = self._recording(connection)
            added = list(rows)
            for participant, slip in (spent or {}).items():
                spend(connection, recording.enrol, slip, participant)
                places.admit(connection, participant, places.SLIP)
            outcomes = recording.add_all(added)
            if given is not None:
                agreeing = dict.fromkeys(row.participant for row in added)
                note_all(connection, [one for one in agreeing if not recording.has_taken_back(one)], given)
            note_aliases(connection, known_as or {})
            for number in asked:
                recording.open_week(number)
        return Counts(stored=outcomes.count("stored"), already=outcomes.count("already"))

    def contributions(
        self, week: int, exercise: str, item: str, *, stable: bool = False, connection: Connection | None = None
    ) -> dict[str, Stored]:
        """The newest answer to an item by pseudonym, sorted: with consent only, and without those who passed.

        With *stable* the newest over all weeks in which the item is asked. Inside a ``transaction`` pass its
        *connection*. Raises UnknownName, and ContentError where the item is no longer what people answered.
        """
        self._unchanged(self._item(week, exercise, item), week, exercise, connection)
        with self._reading(connection) as reading:
            rows = answers_of(reading, self.envelopes, week, exercise, item, stable=stable)
        return dict(sorted((one.participant, one.stored) for one in rows))

    def contributors(self, week: int, exercise: str) -> set[str]:
        """Who answered anything of an exercise, with consent: pseudonyms, for counting against a threshold."""
        with self._reading(None) as reading:
            return contributors_of(reading, self.envelopes, week, exercise)

    def open_exercise(self, week: int, exercise: str) -> None:
        """Note that an exercise is being asked; one that is closed opens again."""
        self._set_status(week, exercise, "open")

    def close_exercise(self, week: int, exercise: str) -> None:
        """Note that an exercise takes no more answers for now."""
        self._set_status(week, exercise, "closed")

    def close_all(self) -> None:
        """Note that no exercise of any week takes more answers for now."""
        with self.transaction() as connection:
            connection.execute(update(schema.exercises).values(status="closed"))

    def status(self, week: int, exercise: str) -> Status:
        """Whether an exercise was ever asked and still is."""
        table = schema.exercises
        status = self._one(select(table.c.status).where(table.c.week == week, table.c.exercise == exercise))
        return status or "never opened"

    def statuses(self, week: Week) -> dict[str, Status]:
        """By exercise of *week* whether it was ever asked and still is."""
        table = schema.exercises
        with self._reading(None) as reading:
            rows = reading.execute(select(table.c.exercise, table.c.status).where(table.c.week == week.number))
            noted: dict[str, Status] = {row.exercise: row.status for row in rows}
        return {one.id: noted.get(one.id, "never opened") for one in week.exercises}

    def fingerprint(self, week: int, exercise: str, item: str) -> str | None:
        """What the item was at its first answer, or None where it has none yet."""
        table = schema.items
        place = (table.c.week == week, table.c.exercise == exercise, table.c.item == item)
        stored: str | None = self._one(select(table.c.fingerprint).where(*place))
        return stored

    def check_unchanged(self, week: int) -> None:
        """Raise ContentError where an item of *week* is no longer what people answered."""
        if week not in self.weeks:
            return
        table = schema.items
        with self._reading(None) as reading:
            query = select(table.c.exercise, table.c.item, table.c.fingerprint).where(table.c.week == week)
            fixed = {(row.exercise, row.item): row.fingerprint for row in reading.execute(query)}
            for exercise, item in self.weeks[week].group_items():
                before = fixed.get((exercise.id, item.id), item.fingerprint)
                if before != item.fingerprint:
                    raise changed(reading, before, self.weeks[week], exercise.id, item)

    def standing(self, weeks: Collection[int]) -> dict[Said, list[Standing]]:
        """By participant, week and exercise what was submitted in *weeks*, the newest last."""
        with self._reading(None) as reading:
            return standing_in(reading, self.envelopes, weeks)

    def _recording(self, connection: Connection) -> Recording:
        return Recording(connection, self.cohort, self.weeks, self.envelopes)

    @contextlib.contextmanager
    def _reading(self, connection: Connection | None) -> Iterator[Connection]:
        with told(self._path):
            if connection is not None:
                yield connection
            else:
                with self._reader.begin() as reading:
                    yield reading

    def _one(self, query: Select[Any]) -> Any:
        with self._reading(None) as reading:
            return reading.scalar(query)

    def _item(self, week: int, exercise: str, item: str) -> Item:
        content = exercise_of(self.weeks, week, exercise)
        try:
            return content[item]
        except KeyError:
            there = ", ".join(one.id for one in content.group_items) or "none"
            raise UnknownName(
                f"Week {week}, exercise {exercise!r} has no item {item!r}; its group items are {there}."
            ) from None

    def _unchanged(self, item: Item, week: int, exercise: str, connection: Connection | None) -> None:
        table = schema.items
        place = (table.c.week == week, table.c.exercise == exercise, table.c.item == item.id)
        with self._reading(connection) as reading:
            fixed = reading.scalar(select(table.c.fingerprint).where(*place))
            if fixed is not None and fixed != item.fingerprint:
                raise changed(reading, fixed, self.weeks[week], exercise, item)

    def _set_status(self, week: int, exercise: str, status: Status) -> None:
        exercise_of(self.weeks, week, exercise)
        table = schema.exercises
        with self.transaction() as connection:
            place = (table.c.week == week, table.c.exercise == exercise)
            done = connection.execute(update(table).where(*place).values(status=status))
            if done.rowcount == 0:
                connection.execute(insert(table), {"week": week, "exercise": exercise, "status": status})


def _same_cohort(connection: Connection, cohort: Cohort, secret: Secret) -> None:
    """See that these answers, this cohort.toml and this secret belong together."""
    now = {"cohort": cohort.slug, "secret": secret.check}
    mine = schema.about.c.name.in_(now)
    kept = {row.name: row.value for row in connection.execute(select(schema.about).where(mine))}
    if kept == now:
        return
    if not is_empty(connection):
        wrong = "its cohort.toml" if kept.get("cohort") != cohort.slug else "its secret.key"
        raise StoreError(f"{cohort.private}: these answers belong to another cohort than {wrong}; copy that file back.")
    connection.execute(delete(schema.about).where(mine))
    connection.execute(insert(schema.about), [{"name": name, "value": value} for name, value in now.items()])
