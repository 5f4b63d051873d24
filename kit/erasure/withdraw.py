"""Everything that one participant gave, found by a code of theirs and erased from every file of the cohort.

The answers go from the store (see ``withdrawal``); what lies beside it, in bundles and in this computer's outbox, goes
too. What only a person can mend, such as a table that was typed from paper, is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from kit.answers.answer_files import Problems, read_rows
from kit.answers.bundles import read_key
from kit.answers.finding import People, codes_of
from kit.answers.folder import discard
from kit.answers.members import RECOVERY, find_by_words, plain_words
from kit.answers.pseudonyms import aliases_of
from kit.answers.store import Store
from kit.answers.traces import Traces, not_shown, traces_of
from kit.answers.withdrawals import withdraw
from kit.curriculum.reading import clean_text
from kit.erasure.notes import forget, keep, kept
from kit.erasure.search import still_there
from kit.errors import ImportRefused, KitError, StoreError
from kit.sending.sealed import SUFFIX, is_bundle, is_device_code, open_sealed, read_sealed
from kit.system.text_search import every_file

_TABLES = (".csv", ".tsv", ".txt")
# What kit form names its table, in whatever program it was saved, and what that program keeps beside it.
_FORM = re.compile(r"(week_\d+|orientation)_answers\b")


@dataclass(frozen=True, kw_only=True)
class Left:
    """What became of a withdrawal: files that were looked through, files removed, and files with something left."""

    searched: int
    removed: tuple[Path, ...]
    left: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Whose code was given. *spelled* is how theirs is written, where it is another that only looks like it.

    Then a person has to say whether it is theirs. Where *unclear* holds, it may be that of either of two people.
    """

    participant: str
    spelled: str | None = None
    unclear: bool = False


def find_participant(store: Store, code: str) -> Found | None:
    """The participant behind four words, the code on a paper sheet or a bundle's code; None where there is nobody.

    Raises StoreError where that cannot be read.
    """
    words = plain_words(code)
    if words:
        (member,) = store.together([lambda writing: find_by_words(writing, store.hidden(RECOVERY, words))])
        if isinstance(member, KitError):
            raise member
        if member is not None:
            return Found(participant=member.participant)
    person = People(store).find(code)
    if person.alike:
        # Somebody else may have this code and never have given anything, so it is never taken for another one's.
        participant, spelled = next(iter(person.alike.items()))
        return Found(participant=participant, spelled=spelled, unclear=len(person.alike) > 1)
    return None if person.new or person.gone or not person.participant else Found(participant=person.participant)


def withdrew_before(store: Store, code: str) -> bool:
    """Whether somebody with this code of a sheet or a bundle has withdrawn. Raises StoreError."""
    return People(store).find(code).gone


def leave(
    store: Store, participant: str, code: str, *, outbox: Path, each: Callable[[Path], None] = lambda _: None
) -> Left:
    """Erase everything of *participant*, whose *code* was given, and look through every file for what is left of it.

    *outbox* is where notebooks on this computer keep what they sent. Raises StoreError, and CohortError where the note
    of another withdrawal is damaged; then doing it again is right: see ``go_on``.
    """
    with store.reading() as connection:
        traces = not_shown(traces_of(connection, store.envelopes, store.weeks, participant), store.cohort.published)
        codes = {participant, *aliases_of(connection, participant)}
    keep(store, _kept_as(code), traces)
    # Once the answers are gone nobody can be found by the code, so what lies beside them goes before.
    removed = _remove(store, codes, traces, outbox)
    withdraw(store, participant)
    return _search(store, code, codes, traces, removed, outbox=outbox, each=each)


def go_on(store: Store, code: str, *, outbox: Path, each: Callable[[Path], None] = lambda _: None) -> Left | None:
    """Bring a withdrawal that was interrupted to its end; None where none of this *code* was.

    Raises StoreError, and CohortError where its note is damaged; then doing it again is right.
    """
    traces = kept(store, _kept_as(code))
    if traces is None:
        return None
    removed = _remove(store, set(), traces, outbox)
    return _search(store, code, set(), traces, removed, outbox=outbox, each=each)


def tables_with(store: Store, code: str, codes: Set[str] = frozenset()) -> Iterator[Path]:
    """Tables of answers in the cohort's folder in which somebody has rows; only a person can take them out.

    Theirs are the rows under *code* or one of the keyed *codes*, in whatever spelling: the one that was given may be
    another than the one that was typed into the table.
    """
    theirs = codes | codes_of(store, code)
    for path in every_file([store.cohort.root]):
        if path.suffix.lower() in _TABLES and any(theirs & codes_of(store, one) for one in _labels(path) or ()):
            yield path


def holds_answers(path: Path) -> bool:
    """Whether the file at *path* is a table of answers with an answer in it, or a form that may have been filled in."""
    labels = _labels(path) if path.suffix.lower() in _TABLES else None
    return bool(labels) if labels is not None else bool(_FORM.search(path.name))


def _labels(path: Path) -> set[str] | None:
    """The codes of those with answers in the table at *path*; None where it is no table of answers."""
    try:
        return {clean_text(row.participant) for row in read_rows(path, Problems()) if row.answer}
    except ImportRefused:
        return None


def _kept_as(code: str) -> str:
    """One form for all the ways in which the same code may be typed, for the note of what is still to be searched."""
    small = clean_text(code).lower()
    return plain_words(code) or (small if is_device_code(small) else clean_text(code))


def _remove(store: Store, codes: set[str], traces: Traces, outbox: Path) -> tuple[Path, ...]:
    """Remove what lies beside the answers, and return it."""
    removed = (*_sent_from_here(outbox, traces), *_bundles_of(store, codes, traces))
    discard(removed)
    return removed


def _search(
    store: Store,
    code: str,
    codes: Set[str],
    traces: Traces,
    removed: tuple[Path, ...],
    *,
    outbox: Path,
    each: Callable[[Path], None],
) -> Left:
    """Look through every file; when that has ended, it need not be done again."""
    root, looked = store.cohort.root, list[Path]()

    def hear(path: Path) -> None:
        looked.append(path)
        each(path)

    shown = (store.cohort.published, store.cohort.reports)
    left = {*still_there([root, outbox], traces, shown=shown, each=hear), *tables_with(store, code, codes)}
    forget(store, _kept_as(code))
    return Left(searched=len(looked), removed=removed, left=tuple(sorted(left)))


def _sent_from_here(outbox: Path, traces: Traces) -> Iterator[Path]:
    """What notebooks on this computer kept of the same submissions, with the reasons of those that were refused."""
    yield from (path for path in every_file([outbox]) if path.name.lstrip(".").partition(".")[0] in traces.ids)


def _bundles_of(store: Store, codes: set[str], traces: Traces) -> Iterator[Path]:
    """The bundles in the cohort's folder that this participant made."""
    paths = [path for path in every_file([store.cohort.root]) if path.suffix == SUFFIX or is_bundle(path)]
    for path in paths:
        try:
            key = read_key(store.cohort, store.envelopes.key)
            bundle = open_sealed(read_sealed(path), key, store.cohort.slug, name=path.name)
        except (ImportRefused, StoreError):
            continue  # another cohort's, damaged, or the key is gone: then nobody can open it
        if store.participant(bundle.participant) in codes or {one.id for one in bundle.submissions} & traces.ids:
            yield path
