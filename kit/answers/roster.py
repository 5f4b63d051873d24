"""The roster: names for pairs and trios, who is kept apart, and who has met. Names are never linked to pseudonyms.

Only the host reads it. ``private/roster.csv`` has the columns ``name`` and ``apart_from`` (names joined by ``;``);
drawings are kept in ``private/run/pairs.json``. ``private/other_names.txt``, which nobody needs to have, names on each
line a person, team or project that is in no pair and is masked in shared texts all the same.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.answers.folder import keep_record, read_record
from kit.errors import CohortError, PairingError
from kit.session.groups import Groups, Pair, pairs_of
from kit.session.groups import draw as draw_groups
from kit.settings import Cohort
from kit.system.disk import write_private
from kit.system.opening import bytes_of

FILE = "roster.csv"
OTHERS = "other_names.txt"
HISTORY = "pairs.json"
COLUMNS = ["name", "apart_from"]

# Drawings leave room for new acquaintances up to this week.
_LAST_WEEK = 8
_DAMAGED = "the record of earlier pairs is damaged; move the file away, and repeats are avoided from here on."
_LONGEST_NAME = 80
_MOST_PEOPLE = 1000


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The names in the order of the file, and the pairs that are kept apart, whoever of the two said so."""

    names: tuple[str, ...]
    apart: frozenset[Pair]


def read_roster(cohort: Cohort) -> Roster:
    """The roster of *cohort*; a file with no names yet is an empty one.

    Raises CohortError naming the line of roster.csv, what is wrong there and how to mend it.
    """
    path = cohort.private / FILE
    return _roster(path, _text(path))


def _roster(path: Path, text: str) -> Roster:
    rows = list(_rows(path, text))
    names: dict[str, str] = {}
    for line, name, _ in rows:
        if _key(name) in names:
            raise CohortError(
                f"{path}: line {line}: {name!r} stands twice; give two people of one name an initial each."
            )
        names[_key(name)] = name
    if len(names) > _MOST_PEOPLE:
        raise CohortError(f"{path}: {len(names)} names are more than a cohort has; keep one cohort in one roster.")
    apart = frozenset(pair for line, name, others in rows for pair in _apart(path, line, name, others, names))
    return Roster(names=tuple(names.values()), apart=apart)


def write_roster(cohort: Cohort, names: Sequence[str]) -> Roster:
    """Put *names*, in their order, in place of those on the roster; who of them is kept apart stays so.

    Raises CohortError where a name cannot be one, or the roster as it is cannot be read; StoreError. Nothing is changed
    then.
    """
    path = cohort.private / FILE
    before = read_roster(cohort)
    there = {_key(tidy(name)) for name in names}
    rows = [[name, _kept_apart(tidy(name), before, there)] for name in names if tidy(name)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    made = _roster(path, out.getvalue())
    write_private(path, out.getvalue().encode())
    return made


def _kept_apart(name: str, roster: Roster, there: Collection[str]) -> str:
    """Those on the roster who are kept apart from *name* and are still *there*, as the file has them."""
    others = {other for pair in roster.apart for other in pair if _key(name) in map(_key, pair)}
    return ";".join(sorted(other for other in others if _key(other) != _key(name) and _key(other) in there))


def names_to_mask(cohort: Cohort) -> tuple[str, ...]:
    """Every name that must not stand in a shared text. Raises CohortError where the roster has none, or is damaged."""
    names = read_roster(cohort).names
    if not names:
        raise CohortError(
            f"{cohort.private / FILE}: there are no names yet; write the name of each person on a line of its own."
        )
    path = cohort.private / OTHERS
    others = _text(path).splitlines() if os.path.lexists(path) else []
    return (*names, *(name for name in map(tidy, others) if name))


def draw(cohort: Cohort, week: int, present: Sequence[str], size: int = 2, seed: int = 0) -> Groups:
    """Groups for *week* from the roster's names that are *present*, kept so that later weeks avoid repeats.

    Drawing again in the same week replaces that week's drawing. The caller holds the store's lock, so nobody else
    writes. Raises CohortError (roster), PairingError (names not on it, no possible groups), StoreError (disk).
    """
    roster = read_roster(cohort)
    wanted = {_key(tidy(name)) for name in present}
    known = {_key(name) for name in roster.names}
    for name in present:
        if _key(tidy(name)) not in known:
            raise PairingError(f"{name!r} isn't on the roster; add the name to private/roster.csv, then tick it.")
    here = [name for name in roster.names if _key(name) in wanted]
    path = cohort.private / "run" / HISTORY
    drawn = read_record(path, _drawings, _DAMAGED) or {}
    met = Counter(pair for number, groups in drawn.items() if number != week for pair in pairs_of(groups))
    chosen = draw_groups(here, size, apart=roster.apart, met=met, seed=seed, ahead=max(0, _LAST_WEEK - week))
    after = {**drawn, week: [list(group) for group in chosen.groups]}
    keep_record(path, {"weeks": {str(number): groups for number, groups in sorted(after.items())}})
    return chosen


def _text(path: Path) -> str:
    try:
        data = bytes_of(path)
    except FileNotFoundError:
        raise CohortError(
            f"{path}: there is no roster yet; make it with the columns name,apart_from and a line for each person."
        ) from None
    except OSError as error:
        raise CohortError(f"{path}: can't be read ({error.strerror}); check its permissions.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CohortError(
            f"{path}: line {line}: not UTF-8; save the file as “CSV UTF-8” in your spreadsheet."
        ) from None


def _rows(path: Path, text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Line, name, and the names in apart_from, of every line that is not empty."""
    # Where numbers have a decimal comma, spreadsheets put semicolons between the cells and offer nothing else.
    between = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=between)
    try:
        head = [tidy(cell).casefold().replace(" ", "_") for cell in next(reader, [])]
        if head not in (COLUMNS, COLUMNS[:1]):
            raise CohortError(f"{path}: line 1: {_head_problem(head)}")
        for row in reader:
            cells = [tidy(cell) for cell in row]
            if any(cells):
                if between == ";":
                    cells = [cells[0], ";".join(filter(None, cells[1:]))]
                yield reader.line_num, *_row(path, reader.line_num, cells, len(head))
    except csv.Error as error:
        raise CohortError(f"{path}: line {reader.line_num}: {error}; check the quotation marks in that line.") from None


def _head_problem(head: list[str]) -> str:
    return f"the columns must be name,apart_from, not {','.join(head) or 'empty'}; fix the first line."


def _row(path: Path, line: int, cells: list[str], columns: int) -> tuple[str, list[str]]:
    if len(cells) > columns:
        raise CohortError(
            f"{path}: line {line}: there are {len(cells)} columns rather than {columns}; divide the names in "
            "apart_from by semicolons, and put a name that has a comma in quotation marks."
        )
    name, others = cells[0], cells[1].split(";") if len(cells) > 1 else []
    if not name:
        raise CohortError(f"{path}: line {line}: the name is missing; write it in the first column.")
    for person in (name, *others):
        if len(person) > _LONGEST_NAME or any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in person):
            raise CohortError(
                f"{path}: line {line}: a name is longer than {_LONGEST_NAME} characters or has invisible signs in it; "
                "type it again."
            )
    if ";" in name:
        raise CohortError(f"{path}: line {line}: a name can't have a semicolon in it; write each person on a line.")
    return name, [other for other in map(tidy, others) if other]


def _apart(path: Path, line: int, name: str, others: list[str], names: dict[str, str]) -> Iterator[Pair]:
    for other in others:
        if _key(other) not in names:
            raise CohortError(
                f"{path}: line {line}: {name!r} is kept apart from {other!r}, who isn't on the roster; fix the "
                "spelling, or add a line for that name."
            )
        if _key(other) == _key(name):
            raise CohortError(f"{path}: line {line}: {name!r} is kept apart from themselves; remove that name.")
        yield frozenset((name, names[_key(other)]))


def tidy(text: str) -> str:
    """One spelling for what looks the same: composed letters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _key(name: str) -> str:
    """What tells two names apart: neither capitals nor the kind of apostrophe, which phones and Word choose."""
    return name.casefold().replace("\u2019", "'")


def _drawings(record: Any) -> dict[int, list[list[str]]]:
    """The groups drawn so far, by week, from the record of them."""
    return {int(week): [[str(name) for name in group] for group in groups] for week, groups in record["weeks"].items()}
