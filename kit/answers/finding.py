"""Whose code this is: one rule for finding a participant by what was typed, and for what has to be asked first.

A code is looked for as it is written, then as ``kit.text.spellings.folded`` reads it. What only looks like a known
code is never taken for it: it is named, and a person says whether it is. Nothing here keeps a code, only keyed hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kit.answers.answer_files import VALUE, Problems, shown
from kit.answers.places import gives_slips
from kit.answers.pseudonyms import all_aliases
from kit.answers.slip_sheets import hidden
from kit.answers.slips import is_slip, unused_codes
from kit.answers.store import Store
from kit.answers.tables import Table
from kit.answers.withdrawals import who_withdrew
from kit.curriculum.reading import clean_text
from kit.errors import ImportRefused
from kit.sending.sealed import is_device_code
from kit.text.codes import as_typed, in_halves
from kit.text.spellings import folded, is_address, looks, may_be_changed, spellings


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whose a code is: a pseudonym, whether it is new here, has gone, and under which keyed codes it is found again.

    *label* tells people apart where there is no store yet, and *slip* is the hash of the slip that the code spends.
    *alike* holds others for whom this code may be meant, with the spelling of theirs where that is known; then a person
    has to say.
    """

    participant: str = ""
    new: bool = False
    gone: bool = False
    codes: tuple[str, ...] = field(default=(), compare=False)
    slip: str = ""
    alike: Mapping[str, str] = field(default_factory=dict, compare=False)
    label: str = ""
    alike_gone: bool = False


def codes_of(store: Store, label: str) -> set[str]:
    """Every keyed code by which somebody who wrote *label* may be known, however it was spelled."""
    code = clean_text(label)
    if is_device_code(code.lower()):
        code = code.lower()
    codes = {store.participant(code), store.code("folded", folded(code)), store.code("looks", looks(code))}
    if is_slip(code):
        typed = as_typed(code)
        codes |= {store.code("slip", typed), store.participant(folded(in_halves(typed)))}
    return codes


class Same(dict[str, str]):
    """Which spellings the facilitator says stand for which code, and whether files and cohorts bear that out."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        cleaned = {clean_text(one): clean_text(code) for one, code in pairs.items()}
        super().__init__({one: cleaned.get(code, code) for one, code in cleaned.items()})
        self._missing = {*self, *self.values()}

    def seen(self, codes: Iterable[str]) -> None:
        """Note that these codes are in a file or are known in a cohort."""
        self._missing.difference_update(codes)

    def check(self) -> None:
        """Raise ImportRefused for a code that stands nowhere: it may be misspelled."""
        if self._missing:
            missing = shown(sorted(self._missing)[0])
            raise ImportRefused(
                f"--same names {missing}, which is in no row and was never imported, so nothing was; check it."
            )


class People:
    """Those who are in a cohort's store, those who withdrew from it, and the slips that are left."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._there: set[str] = set()
        self._gone: set[str] = set()
        self._aliases: dict[str, str] = {}
        self._slips: set[str] = set()
        self.by_slips = False
        if store is not None:
            self._there, self._gone = store.participants(), who_withdrew(store.cohort.private)
            with store.reading() as connection:
                self._aliases = all_aliases(connection)
                self._slips, self.by_slips = unused_codes(connection), gives_slips(connection)

    def find(self, label: str) -> Person:
        """Whose *label* is, or may be."""
        code, store = clean_text(label), self._store
        if store is None or not code:
            return Person(new=bool(code), label=code)
        exact = store.participant(code)
        if exact not in self._there | self._gone and is_device_code(code.lower()):
            code, exact = code.lower(), store.participant(code.lower())
        codes = self._codes(store, code)
        if exact in self._there:
            return Person(participant=exact, codes=codes)
        if is_slip(code):
            person = self._by_slip(store, code, codes)
            if person is not None:
                return person
        if self._gone & {exact, codes[0]}:
            return Person(gone=True)
        if exact in self._aliases:
            return Person(participant=self._aliases[exact], codes=codes)
        return self._by_spelling(store, code, codes)

    def by_slip(self, code: str) -> Person:
        """Whose slip has this *code*, and nobody where it is none: other codes of people are easier to guess."""
        store = self._store
        person = self._by_slip(store, code, self._codes(store, code)) if store is not None and is_slip(code) else None
        return person or Person()

    def sort_out(
        self, tables: Iterable[Table], same: Same, problems: Problems, *, as_written: bool
    ) -> dict[str, Person]:
        """The person behind each code in *tables*; what has to be asked first is added to *problems*."""
        first: dict[str, tuple[str, int]] = {}
        for table in tables:
            for label, written in table.spelled.items():
                first.setdefault(label, (table.name, min(written.values())))
                same.seen(written)
        people = {label: self.find(label) for label in first}
        same.seen(label for label, person in people.items() if not person.new and not person.alike)
        for label, sentence, value in self._questions(people, same, as_written=as_written):
            problems.add(*first[label], sentence, value)
        return {label: self._also_as(label, person, same) for label, person in people.items()}

    def _questions(
        self, people: Mapping[str, Person], same: Same, *, as_written: bool
    ) -> Iterator[tuple[str, str, str]]:
        """What has to be asked about codes: of which, in which words, and what differs from code to code."""
        for label, other in _alike_in_file(people):
            yield (label, _ALIKE, f"{_called(other)} and {_called(label)}{_ready(label, other)}")
        for label, person in people.items():
            if len(person.alike) > 1:
                yield (label, _EITHER, _called(label))
            elif person.alike:
                (known,) = person.alike.values()
                yield (label, _LIKE_BEFORE, _called(label) + (_ready(label, known, "like ") if known else ""))
            elif person.alike_gone:
                yield (label, _LIKE_GONE, _called(label))
            elif person.new and self.by_slips and not person.slip:
                yield (label, _NO_SLIP, _called(label))
            elif person.new and not as_written and may_be_changed(label):
                yield (label, _CHANGED, _called(label))
        for spelled, label in same.items():
            before = self.find(spelled)
            if (
                label in people
                and before.participant
                and not before.new
                and before.participant != people[label].participant
            ):
                yield (label, _TWO_BEFORE, f"{_called(spelled)} and {_called(label)}")

    def _codes(self, store: Store, code: str) -> tuple[str, ...]:
        return (store.code("folded", folded(code)), store.code("looks", looks(code)))

    def _by_slip(self, store: Store, code: str, codes: tuple[str, ...]) -> Person | None:
        typed = as_typed(code)
        known, slip = store.code("slip", typed), hidden(store, code)
        if known in self._gone:
            return Person(gone=True)
        if known in self._aliases:
            return Person(participant=self._aliases[known], codes=codes)
        if slip not in self._slips:
            return None
        pseudonym = store.participant(folded(in_halves(typed)))
        return Person(participant=pseudonym, new=True, codes=(*codes, known), slip=slip)

    def _by_spelling(self, store: Store, code: str, codes: tuple[str, ...]) -> Person:
        by_rule, alike = self._aliases.get(codes[0]), self._aliases.get(codes[1])
        candidates: dict[str, str] = {}
        gone = codes[1] in self._gone
        if self._there or self._gone:
            for spelled in spellings(code):
                pseudonym = store.participant(spelled)
                gone |= pseudonym in self._gone
                whose = self._aliases.get(pseudonym, pseudonym)
                if whose in self._there:
                    candidates.setdefault(whose, spelled)
        for known in (by_rule, alike):
            if known:
                candidates.setdefault(known, "")
        if by_rule and len(candidates) == 1:
            return Person(participant=by_rule, codes=codes)
        if candidates:
            return Person(alike=candidates)
        if gone:
            return Person(new=True, alike_gone=True)
        return Person(participant=store.participant(folded(code)), new=True, codes=codes)

    def _also_as(self, label: str, person: Person, same: Same) -> Person:
        """*person* with the codes of all spellings that are said to be *label*."""
        store = self._store
        if store is None or not person.participant:
            return person
        more = [
            code
            for spelled, meant in same.items()
            if meant == label
            for code in (store.participant(spelled), *self._codes(store, spelled))
        ]
        return Person(**{**vars(person), "codes": (*person.codes, *more)}) if more else person


def _alike_in_file(people: Mapping[str, Person]) -> Iterator[tuple[str, str]]:
    """Codes of one import that are or look the same, each with the first such; but for those known to be two people."""
    first: dict[str, str] = {}
    for label in people:
        others = {first.setdefault(key, label) for key in (f"folded {folded(label)}", f"looks {looks(label)}")}
        for other in others - {label}:
            known = people[label].participant, people[other].participant
            if people[label].new or people[other].new or not all(known) or known[0] == known[1]:
                yield label, other
                break


def _called(label: str) -> str:
    """How a code is called in sentences; an address stays out of what a window shows and may be copied from it."""
    return "an e-mail address" if is_address(label) else shown(label)


def _ready(label: str, other: str, like: str = "") -> str:
    """The option to type where *label* and *other* are one person's; nothing where it would show an address."""
    if is_address(label) or is_address(other):
        return ""
    option = f"--same {_quoted(f'{label}={other}')}"
    return f" ({like}{shown(other)}: {option})" if like else f" ({option})"


def _quoted(text: str) -> str:
    return f'"{text}"' if '"' not in text else f"'{text}'"


_ALIKE = (
    f"codes that look alike: {VALUE}. If two are one person's, write one of them in all rows, or add what is in "
    "brackets; if they're two people's, give one of them a code that can't be mistaken for the other."
)
_LIKE_BEFORE = (
    f"codes that look like codes in the cohort already: {VALUE}. If it's the same person, write the code as it was "
    'written before, or add --same "NEW=EARLIER" (ready in the brackets); for someone else, give them a code '
    "that can't be mistaken."
)
_EITHER = (
    f"codes that may stand for either of two people in the cohort, whose codes differ in capitals, blanks or zeros "
    f"alone: {VALUE}. Write each code exactly as it was written before; the kit doesn't choose between them."
)
_LIKE_GONE = (
    f"codes that look like the code of someone who has withdrawn: {VALUE}. For the same person, delete their rows; "
    "if it's someone else, give them a code that can't be mistaken."
)
_TWO_BEFORE = (
    f"codes that were imported as two people: {VALUE}. The kit doesn't make one of them afterwards. If they're one "
    "person, withdraw one of the codes (kit withdraw CODE), and write the other in all rows."
)
_NO_SLIP = (
    f"codes that are no unused slip and were never imported: {VALUE}. In this cohort a slip gives a place: write the "
    "code on the person's slip. One that was used on a device or cancelled isn't taken; kit slips draws new ones."
)
_CHANGED = (
    f"codes that a spreadsheet takes for numbers or dates and may have changed: {VALUE} (it makes 42 of 0042, 300 "
    "of 3E2, 01-Mar of MAR1). Compare them with the sheets. If they're right as they stand, add --codes-as-written; "
    "if not, fix them in the file, with the column formatted as text."
)
