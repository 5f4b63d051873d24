"""Importing files of answers: every bad row is named, and a file is stored whole or not at all."""

from __future__ import annotations

import difflib
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kit.curriculum.items import Item
from kit.curriculum.reading import Stored, clean_text
from kit.curriculum.weeks import Exercise, Week
from kit.errors import ImportRefused, InvalidAnswer
from kit.settings import Cohort
from kit.slugs import is_named
from kit.store.answer_files import AnswerRow, read_rows, refuse_if, shown, split_by_cohort
from kit.store.answers import Store
from kit.store.consents import COUNTED, Consent, who_took_back
from kit.store.newest import Standing
from kit.store.recording import Row
from kit.store.withdrawal import who_withdrew
from kit.submissions import Submission, content_hash

__all__ = ["AnswerRow", "ImportSummary", "check_rows", "import_csv", "split_by_cohort"]

SOURCE = "import"
_IMPORTED = uuid.UUID("5d0f8a3e-3f0b-5c53-9d5e-6b7a6b0c8f11")
_LONGEST_LABEL = 200

Key = tuple[str, int, str]


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """What a file brought: answers in it, of them newly stored, there already, and held for want of consent.

    *kept_back* are answers of those who have asked not to be counted any more, whatever consent is named now.
    """

    participants: int
    weeks: tuple[int, ...]
    exercises: int
    answers: int
    stored: int
    already: int
    held: int
    left_out: int = 0
    kept_back: int = 0

    @property
    def sentence(self) -> str:
        """The summary in words, for the facilitator."""
        text = (
            f"Participants: {self.participants}, exercises: {self.exercises}, answers: {self.answers} "
            f"({self.stored} newly stored, {self.already} there already)."
        )
        if self.held:
            text += (
                f" Held, because no consent is named: {self.held}; they are never published until the same file "
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
        return text


@dataclass
class _Gathered:
    """Checked answers by participant's label, week and exercise, and the weeks that were asked."""

    answers: dict[Key, dict[str, Stored]] = field(default_factory=dict)
    lines: dict[tuple[Key, str], int] = field(default_factory=dict)
    weeks: set[int] = field(default_factory=set)


def import_csv(
    path: Path, store: Store, weeks: Mapping[int, Week], *, consent: str | None, rows: Iterable[AnswerRow] | None = None
) -> ImportSummary:
    """Store the answers in the CSV file at *path*; without *consent* they are held and never published.

    *rows* are those of this cohort, where ``split_by_cohort`` has read the file. The same file again changes nothing,
    but consent given now is noted for what was held. Other answers to an exercise replace the earlier ones.
    Raises ImportRefused, its ``problems`` naming every bad row, StoreError or ContentError; then nothing was stored.
    """
    problems: list[str] = []
    found = read_rows(path, problems) if rows is None else rows
    gathered = _gather(found, weeks, problems, store.cohort)
    refuse_if(problems, path.name)
    return _import(gathered, store, consent, path.name)


def check_rows(rows: Iterable[AnswerRow], weeks: Mapping[int, Week], *, name: str) -> int:
    """The number of participants in *rows*, all of which fit *weeks*; raises ImportRefused as ``import_csv`` would."""
    problems: list[str] = []
    gathered = _gather(rows, weeks, problems, None)
    refuse_if(problems, name)
    return len({label for label, _, _ in gathered.answers})


def _gather(
    rows: Iterable[AnswerRow], weeks: Mapping[int, Week], problems: list[str], cohort: Cohort | None
) -> _Gathered:
    gathered = _Gathered()
    names = _Names(weeks)
    for row in rows:
        try:
            label = _label(row, cohort)
            week, exercise, item = names.find(row)
            gathered.weeks.add(week)
            if row.answer:  # an empty one is a pass
                _take(gathered, (label, week, exercise.id), item, row)
        except (ImportRefused, InvalidAnswer) as refusal:
            problems.append(f"line {row.line}: {refusal}")
    problems.sort(key=lambda problem: int(problem[5 : problem.index(":")]))
    return gathered


def _label(row: AnswerRow, cohort: Cohort | None) -> str:
    if cohort and row.cohort and not is_named(cohort.slug, row.cohort, old=not cohort.id):
        raise ImportRefused(
            f"belongs to the cohort {shown(row.cohort)} and this is {cohort.slug}; import it there, or use --into DIR."
        )
    label = clean_text(row.participant)
    if not label:
        raise ImportRefused("the participant is missing; write the code that stands for the person.")
    if len(label) > _LONGEST_LABEL:
        raise ImportRefused("the participant's code is too long; has an answer slipped into its column?")
    return label


def _take(gathered: _Gathered, key: Key, item: Item, row: AnswerRow) -> None:
    place = f"week {key[1]}, exercise '{key[2]}', item '{item.id}'"
    if item.share != "group":
        raise ImportRefused(f"{place} is {item.share}: it stays with the participant, do not import it.")
    try:
        stored = _checked(item, row.answer)
    except InvalidAnswer as error:
        raise ImportRefused(f"{place}: {error}") from None
    if gathered.answers.setdefault(key, {}).setdefault(item.id, stored) != stored:
        earlier = gathered.lines[key, item.id]
        raise ImportRefused(f"{place}: the same participant answers otherwise in line {earlier}; keep one of the two.")
    gathered.lines.setdefault((key, item.id), row.line)


def _checked(item: Item, answer: str) -> Stored:
    try:
        return item.check(answer)
    except InvalidAnswer:
        # Programs that know only decimal numbers write 7 as 7.0.
        if re.fullmatch(r"\d{1,3}[.,]0+", answer):
            return item.check(re.split("[.,]", answer)[0])
        raise


class _Names:
    """Finds weeks, exercises and items by what a file calls them; capitals, spaces and underscores do not matter."""

    def __init__(self, weeks: Mapping[int, Week]) -> None:
        self._weeks = weeks
        self._found: dict[tuple[str, str, str], tuple[int, Exercise, Item]] = {}

    def find(self, row: AnswerRow) -> tuple[int, Exercise, Item]:
        """The item a row is about. Raises ImportRefused naming what there is instead."""
        key = (row.week, row.exercise, row.item)
        if key not in self._found:
            self._found[key] = self._look(*key)
        return self._found[key]

    def _look(self, week: str, exercise: str, item: str) -> tuple[int, Exercise, Item]:
        number = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?", week)
        if not number or int(number[1]) not in self._weeks:
            raise ImportRefused(f"there is no week {shown(week)}; weeks are {', '.join(map(str, self._weeks))}.")
        in_week = self._weeks[int(number[1])]
        exercises = {one.id: one for one in in_week.exercises}
        exercise_id = _id_like(exercise, exercises)
        if exercise_id is None:
            there = _there(exercise, exercises, "exercises")
            raise ImportRefused(f"week {in_week.number} has no exercise {shown(exercise)}; {there}.")
        items = {one.id: one for one in exercises[exercise_id].items}
        item_id = _id_like(item, items)
        if item_id is None:
            there = _there(item, items, "items")
            raise ImportRefused(f"week {in_week.number}, exercise '{exercise_id}' has no item {shown(item)}; {there}.")
        return in_week.number, exercises[exercise_id], items[item_id]


def _id_like(text: str, known: Iterable[str]) -> str | None:
    ids = list(known)
    if text in ids:
        return text
    near = [one for one in ids if _folded(one) == _folded(text)]
    return near[0] if len(near) == 1 else None


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).casefold()


def _there(text: str, known: Mapping[str, object], what: str) -> str:
    close = difflib.get_close_matches(text, list(known), 1)
    return (f"did you mean '{close[0]}'? " if close else "") + f"{what} are {', '.join(known) or 'none'}"


def _import(gathered: _Gathered, store: Store, consent: str | None, name: str) -> ImportSummary:
    words = (consent or "").strip() or None
    labels = {label for label, _, _ in gathered.answers}
    gone = who_withdrew(store.cohort.private)
    pseudonyms = {label: one for label in labels if (one := store.participant(label)) not in gone}
    _refuse_too_many(set(pseudonyms.values()), store, name)
    standing = store.standing(gathered.weeks)
    with store.reading() as connection:
        not_counted = who_took_back(connection)
    rows: list[Row] = []
    stored = held = kept_back = 0
    for (label, week, exercise), answers in gathered.answers.items():
        if label not in pseudonyms:
            continue
        participant = pseudonyms[label]
        said = Submission(id="", cohort=store.cohort.slug, week=week, exercise=exercise, answers=answers)
        submission, there = _numbered(said, participant, standing.get((participant, week, exercise), []))
        rows.append(Row(submission=submission, participant=participant, consent=words, source=SOURCE))
        stored += 0 if there else len(answers)
        if participant in not_counted:
            kept_back += len(answers)
        elif not words and not (there and there.consented):
            held += len(answers)
    given = Consent(purpose=COUNTED, version="", how=words) if words else None
    store.record_all(rows, asked=sorted(gathered.weeks), given=given)
    total = sum(len(answers) for (label, _, _), answers in gathered.answers.items() if label in pseudonyms)
    return ImportSummary(
        participants=len(pseudonyms),
        left_out=len(labels) - len(pseudonyms),
        kept_back=kept_back,
        weeks=tuple(sorted(gathered.weeks)),
        exercises=len({key[1:] for key in gathered.answers}),
        answers=total,
        stored=stored,
        already=total - stored,
        held=held,
    )


def _numbered(said: Submission, participant: str, before: list[Standing]) -> tuple[Submission, Standing | None]:
    """*said* with an id and a revision, and the standing submission that says the same, if it is to be left.

    Between files the last one counts. What a participant sent later than a file is not undone by that file again.
    """
    sha256 = content_hash(said)
    last = before[-1] if before else None
    imported = [one for one in before if one.sha256 == sha256 and one.source == SOURCE]
    there = (
        last
        if last and last.sha256 == sha256
        else imported[-1]
        if last and last.source != SOURCE and imported
        else None
    )
    if there:
        return _with(said, there.id, there.revision), there
    revision = last.revision + 1 if last else 1
    spoken = f"{participant}/{said.week}/{said.exercise}/{revision}/{sha256}"
    return _with(said, str(uuid.uuid5(_IMPORTED, spoken)), revision), None


def _with(said: Submission, submission_id: str, revision: int) -> Submission:
    return replace(said, id=submission_id, revision=revision)


def _refuse_too_many(participants: set[str], store: Store, name: str) -> None:
    after = len(participants | store.participants())
    if after > store.cohort.size:
        raise ImportRefused(
            f"{name}: with this file the cohort would have {after} participants and it has places for "
            f"{store.cohort.size}, so nothing was imported; raise 'size' in cohort.toml if they all belong to it."
        )
