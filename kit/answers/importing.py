"""Importing files of answers: every bad row is named, and a file is stored whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from kit.answers.answer_files import AnswerRow, Problems, listed, read_rows
from kit.answers.consents import COUNTED, Consent, who_took_back
from kit.answers.counted import Standing
from kit.answers.finding import People, Person, Same
from kit.answers.recording import Row
from kit.answers.schema import IMPORTED
from kit.answers.slips import unused
from kit.answers.store import Store
from kit.answers.tables import Place, Points, Table, read_table
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Week
from kit.errors import ImportRefused
from kit.sending.submissions import Submission, new_id
from kit.settings import Cohort
from kit.settings.limits import MOST_PLACES

SOURCE = IMPORTED


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the facilitator says where files can be read in more than one way; ``None`` or empty: nothing yet.

    *points_from* is where numbers that stand for a label begin, 0 or 1; *same* holds spellings of codes with the code
    they stand for; *as_written* says that codes which a spreadsheet may have changed are right as they stand.
    """

    points_from: int | None = None
    same: Mapping[str, str] = field(default_factory=dict)
    as_written: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """What a file brought: answers in it, of them newly stored, there already, and held for want of consent.

    *kept_back* are answers of those who have asked not to be counted any more, whatever consent is named now, and
    *now_counted* those that were held until consent was named now. *people* are pseudonyms; *texts*
    are words to be shared, by the item they answer; they are never stored.
    """

    participants: int
    weeks: tuple[int, ...]
    asked: frozenset[tuple[int, str]]
    answers: int
    stored: int
    already: int
    held: int
    left_out: int = 0
    kept_back: int = 0
    now_counted: int = 0
    people: frozenset[str] = field(default=frozenset(), repr=False)
    texts: Mapping[Place, int] = field(default_factory=dict)

    @property
    def exercises(self) -> int:
        """How many exercises of how many weeks were answered."""
        return len(self.asked)

    @property
    def sentence(self) -> str:
        """The summary in words, for the facilitator."""
        if not self.answers and not self.texts and not self.left_out:
            return "No row has an answer in it, so no answer was stored. Was the table saved before it was filled in?"
        text = (
            f"Participants: {self.participants}, exercises: {self.exercises}, answers: {self.answers} "
            f"({self.stored} newly stored, {self.already} there already)."
        )
        if self.now_counted:
            text += f" Held until now, and counted from now on, because consent is named: {self.now_counted}."
        if self.held:
            text += (
                f" Held, because no consent is named: {self.held}; they're never published until the same file "
                'is imported with --consent "where and when it was given".'
            )
        if self.kept_back:
            text += (
                f" Not counted, because whoever gave them has asked for that: {self.kept_back}. Who wants to be "
                "counted again gets another code."
            )
        if self.left_out:
            text += (
                f" Left out, because they have withdrawn: {self.left_out} of those in the file; delete their rows from "
                "it. Who takes part again gets another code."
            )
        if self.texts:
            places = [f"week {week}, '{exercise}', '{item}'" for week, exercise, item in self.texts]
            number = sum(self.texts.values())
            many = "1 text" if number == 1 else f"{number} texts"
            text += (
                f" Not stored: {many} ({listed(places)}). A text is shared only where its "
                "author has seen it as others will see it, on their own screen, so texts from a file would never be "
                "shown."
            )
        return text


def import_csv(
    path: Path, store: Store, weeks: Mapping[int, Week], *, consent: str | None, told: Told | None = None
) -> ImportSummary:
    """Store the answers in the CSV file at *path*; see ``Import``."""
    batch = Import(told or Told())
    table = batch.read(path, weeks, store.cohort)
    batch.check(lambda _: nullcontext(store))
    return batch.store(table, store, consent=consent)


class Import:
    """One import: files for one cohort or several, read first, checked together, and only then stored.

    What the facilitator was *told* to say holds for all of it.
    """

    def __init__(self, told: Told) -> None:
        self.problems = Problems()
        self._told = told
        self._points = Points(told.points_from)
        self._same = Same(told.same)
        self._tables: list[Table] = []
        self._too_many: list[ImportRefused] = []

    def read(
        self, path: Path, weeks: Mapping[int, Week], cohort: Cohort | str, rows: Iterable[AnswerRow] | None = None
    ) -> Table:
        """Read the table at *path* for *cohort*; *rows* are those of a slug, where the file has several cohorts'.

        Bad rows are noted for ``check``. Raises ImportRefused where this is no file of answers at all.
        """
        lines = read_rows(path, self.problems) if rows is None else rows
        table = read_table(path.name, lines, weeks, cohort, self._same, self._points, self.problems)
        self._tables.append(table)
        return table

    def check(self, store_of: Callable[[str], AbstractContextManager[Store | None]]) -> None:
        """See that all that was read fits, and whose answers it is; *store_of* a cohort opens its store, if it has one.

        Raises ImportRefused, its ``problems`` one sentence for each kind; nothing was stored then, of any file.
        """
        self._points.settle(self.problems)
        for table in self._tables:
            table.take(self._points, self.problems)
        for slug in dict.fromkeys(table.slug for table in self._tables):
            with store_of(slug) as store:
                people = self.whose(slug, store)
                self._count(slug, people, store)
        self.problems.refuse_if_any()
        self._same.check()
        for refusal in self._too_many:
            raise refusal

    def whose(self, slug: str, store: Store | None) -> dict[str, Person]:
        """Whose answers the cohort's tables hold, by code; problems are noted."""
        people = People(store)
        tables = [table for table in self._tables if table.slug == slug]
        return people.sort_out(tables, self._same, self.problems, as_written=self._told.as_written)

    def _count(self, slug: str, people: Mapping[str, Person], store: Store | None) -> None:
        """Note it where a cohort would have more participants than places."""
        tables = [table for table in self._tables if table.slug == slug]
        here = {people[label] for table in tables for label in table.labels if not people[label].gone}
        after, kept, size = len(here), 0, MOST_PLACES
        if store is not None:
            size, there = store.cohort.size, store.participants()
            after = len({one.participant for one in here} | there)
            with store.reading() as connection:
                kept = unused(connection) - sum(bool(one.slip) for one in here)
        if after + kept > size:
            slips = f", {kept} of them kept for slips that aren't used yet" if kept else ""
            cure = "divide it into several" if store is None else "raise 'size' in cohort.toml if they all belong to it"
            names = ", ".join(table.name for table in tables)
            self._too_many.append(
                ImportRefused(
                    f"{names}: with this file the cohort {slug} would have {after} participants and it has places for "
                    f"{size}{slips}, so nothing was imported; {cure}."
                )
            )

    def store(self, table: Table, store: Store, *, consent: str | None) -> ImportSummary:
        """Store the answers of a checked *table*; without *consent* they are held and never published.

        The same file again changes nothing, but consent given now is noted for what was held. Other answers to an
        exercise replace the earlier ones. Raises ImportRefused, StoreError or ContentError; then nothing was stored.
        """
        people = self.whose(table.slug, store)
        self.problems.refuse_if_any()
        return _store(table, people, store, consent)


def total(summaries: Iterable[ImportSummary]) -> ImportSummary:
    """What several files, or the parts of one, brought in all."""
    every = list(summaries)
    texts: Counter[Place] = Counter()
    for summary in every:
        texts.update(summary.texts)
    return ImportSummary(
        participants=sum(summary.participants for summary in every),
        weeks=tuple(sorted({week for summary in every for week in summary.weeks})),
        asked=frozenset(asked for summary in every for asked in summary.asked),
        answers=sum(summary.answers for summary in every),
        stored=sum(summary.stored for summary in every),
        already=sum(summary.already for summary in every),
        held=sum(summary.held for summary in every),
        left_out=sum(summary.left_out for summary in every),
        kept_back=sum(summary.kept_back for summary in every),
        now_counted=sum(summary.now_counted for summary in every),
        texts=texts,
    )


def _store(table: Table, people: Mapping[str, Person], store: Store, consent: str | None) -> ImportSummary:
    words = (consent or "").strip() or None
    labels = table.labels
    here = {label: people[label] for label in labels if not people[label].gone}
    standing = store.standing(table.weeks)
    with store.reading() as connection:
        not_counted = who_took_back(connection)
    rows: list[Row] = []
    tally: Counter[str] = Counter()
    for (label, week, exercise), answers in table.answers.items():
        if label not in here:
            continue
        participant = here[label].participant
        before = standing.get((participant, week, exercise), [])
        number, revision, there = _numbered(answers, before)
        submission = Submission(
            id=number, cohort=store.cohort.slug, week=week, exercise=exercise, answers=answers, revision=revision
        )
        # Each answer was checked when its row was read.
        row = Row(submission=submission, participant=participant, consent=words, source=SOURCE, checked=True)
        rows.append(row if there else row.fresh())
        tally["answers"] += len(answers)
        tally["already" if there else "stored"] += len(answers)
        tally["kept_back" if participant in not_counted else _consent_now(there, words)] += len(answers)
    _record(store, rows, table, here, words)
    return ImportSummary(
        participants=len(here),
        left_out=len(labels) - len(here),
        people=frozenset(person.participant for person in here.values()),
        weeks=tuple(sorted(table.weeks)),
        asked=frozenset(key[1:] for key in table.answers),
        texts=dict(table.texts),
        **{name: tally[name] for name in ("answers", "stored", "already", "kept_back", "held", "now_counted")},
    )


def _consent_now(there: Standing | None, words: str | None) -> str:
    """Whether answers are ``held`` for want of consent, are ``now_counted`` because it is named, or neither."""
    if there and there.consented:
        return "counted"
    if not words:
        return "held"
    return "now_counted" if there else "counted"


def _record(store: Store, rows: Sequence[Row], table: Table, here: Mapping[str, Person], consent: str | None) -> None:
    store.record_all(
        rows,
        asked=sorted(table.weeks),
        given=Consent(purpose=COUNTED, version="", how=consent) if consent else None,
        known_as={one.participant: one.codes for one in here.values()},
        spent={one.participant: one.slip for one in here.values() if one.slip},
    )


def _numbered(answers: Mapping[str, Stored], before: Sequence[Standing]) -> tuple[str, int, Standing | None]:
    """Id and revision of what was said, and the standing submission that says the same, if it is to be left.

    Between files the last one counts. What a participant sent later than a file is not undone by that file again.
    """
    last = before[-1] if before else None
    if last is not None:
        imported = [one for one in before if one.source == SOURCE and one.says(answers)]
        there = last if last.says(answers) else imported[-1] if last.source != SOURCE and imported else None
        if there:
            return there.id, there.revision, there
    # Drawn, not made of the answers: whoever guesses them could tell from it that they are right.
    return new_id(), last.revision + 1 if last else 1, None
