"""Deleting all raw answers of a cohort: nothing of anybody stays, and what was published can still be verified.

The answers go first, then the keys, then everything else. Whatever interrupts that, doing it again brings it to its
end. On some disks a deleted file can be brought back for a while; no program can promise otherwise.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kit.answers.bundle_keys import FITTING_FILE, KEY_FILE
from kit.answers.database import (
    FILE_NAME,
    HOLDER,
    LOCK,
    clear_away,
    logs_of,
    make_database,
    only_one,
    told,
    writing_engine,
)
from kit.answers.ending import Deletion, deleted_on, is_marked, mark_deleted, write_record
from kit.answers.folder import open_private, swept
from kit.answers.peer_groups import FILE as PEER_GROUPS
from kit.answers.peer_groups import SHEETS
from kit.answers.pseudonyms import FILE_NAME as SECRET
from kit.answers.roster import FILE as ROSTER
from kit.answers.roster import HISTORY, read_roster
from kit.answers.sealing.cohort_key import BESIDE, destroy_key
from kit.answers.sealing.cohort_key import RECORD as SEALING
from kit.answers.sealing.opening import the_key
from kit.answers.sealing.person_keys import FILE as PERSON_KEYS
from kit.answers.traces import NOTHING, Traces, everybodys_traces, not_shown
from kit.curriculum.weeks import Week
from kit.erasure.notes import FILE as LEAVING
from kit.erasure.notes import ToSearch, keep_note, note_of
from kit.erasure.search import still_there
from kit.erasure.withdraw import holds_answers
from kit.errors import CohortError, ReleaseError, StoreError
from kit.new_cohort import EMPTY_ROSTER
from kit.publishing.gate import write_releases
from kit.publishing.ledger import Ledger, read_ledger
from kit.results.releases import Releases, read_releases, verify_chain
from kit.sending.sealed import SUFFIX, is_bundle
from kit.settings import PUBLIC_FILE, Cohort
from kit.system.disk import disk_fault, overwrite, put_in_place, sweep, write_private
from kit.system.opening import text_of
from kit.system.text_search import every_file

KINDS = ("answers", "keys", "names", "other", "beside", "outbox")
_KEYS = dict.fromkeys((SECRET, KEY_FILE, FITTING_FILE, PERSON_KEYS, SEALING, BESIDE), "keys")
_NAMES = _KEYS | dict.fromkeys((ROSTER, HISTORY, PEER_GROUPS), "names")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The files that go, by kind.

    Kinds are answers and their copies, keys, names (the sheets of peer groups among them), other private files, files
    of answers that lie elsewhere in the cohort's folder (beside), and what notebooks on this computer kept (outbox).
    """

    files: Mapping[str, tuple[Path, ...]]

    @property
    def count(self) -> int:
        """How many files that are."""
        return sum(map(len, self.files.values()))


def plan_purge(cohort: Cohort, outbox: Path) -> Plan:
    """What deleting all raw answers would delete; nothing is changed."""
    files: dict[str, list[Path]] = {kind: [] for kind in KINDS}
    private = every_file([cohort.private])
    # Looking into a database makes files beside it, so it is done only where there is a reason to.
    over = deleted_on(cohort) is not None and is_marked(cohort.private / FILE_NAME)
    for path in private:
        if path.name not in (LOCK, HOLDER) and not _is_left(path, cohort, over=over):
            files[_kind(path, cohort.private)].append(path)
    for path in every_file([cohort.root]):
        apart = path.is_relative_to(cohort.private) or path.is_relative_to(outbox)
        if path.is_relative_to(cohort.root / SHEETS):
            files["names"].append(path)
        elif not apart and (path.suffix == SUFFIX or is_bundle(path) or holds_answers(path)):
            files["beside"].append(path)
    files["outbox"] = every_file([outbox])
    return Plan(files={kind: tuple(paths) for kind, paths in files.items()})


def purge(
    cohort: Cohort,
    weeks: Mapping[int, Week],
    outbox: Path,
    *,
    today: date,
    each: Callable[[Path], None] = lambda _: None,
) -> tuple[Deletion, tuple[Path, ...]]:
    """Delete everything in ``plan_purge``, search every file for what may be left, and write the record.

    Returns the record and the files in which something was found. *each* hears of every file that is searched.
    Raises StoreBusy while a host runs, ReleaseError where ledger and releases.json cannot both be right, StoreError
    where the disk refuses; then doing it again is right.
    """
    open_private(cohort.private)
    _may_be_changed(cohort)
    with only_one(cohort.private / "run", "kit purge"):
        sweep(swept(cohort))
        path, note, plan = cohort.private / FILE_NAME, note_of(cohort), plan_purge(cohort, outbox)
        published, policy = _published(cohort, path)
        search = _search_for(cohort, weeks, plan, published)
        write_releases(published, cohort.published)
        _delete(cohort, plan, lambda: _put_ledger(cohort, published, policy, today))
        searched, left = _search(cohort, outbox, search.traces, each)
        record = Deletion(
            cohort=cohort.slug,
            deleted_on=today.isoformat(),
            deleted=dict(search.deleted),
            searched=searched,
            left=len(left) if search.whole else None,
            releases=len(published.releases),
            last=published.releases[-1].hash if published.releases else "",
        )
        write_record(cohort.root, record)
        _destroy([note])
        _destroy_key(cohort)
    return record, left


def _delete(cohort: Cohort, plan: Plan, put_ledger: Callable[[], None]) -> None:
    """Delete what the *plan* names but for what tells the rest: the note, and where the cohort's key is."""
    path = cohort.private / FILE_NAME
    with told(path):
        put_ledger()
    _destroy([cohort.private / PERSON_KEYS])  # from here on no answer can be read again, in whatever copy
    last = (path, note_of(cohort), cohort.private / SEALING, cohort.private / BESIDE)
    _destroy([one for kind in KINDS for one in plan.files[kind] if one not in last])
    _tidy(cohort)


def _destroy_key(cohort: Cohort) -> None:
    """Destroy the cohort's key, and then what says where it was."""
    with contextlib.suppress(CohortError):  # a damaged record does not tell
        destroy_key(cohort)
    _destroy([cohort.private / SEALING])


def _may_be_changed(cohort: Cohort) -> None:
    """Raise StoreError before anything is deleted where something could not be, or the record not be written."""
    for folder in (cohort.root, cohort.published, cohort.root / SHEETS):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            raise StoreError(
                f"{folder}: can't be changed, so nothing was deleted; give yourself permission to write there."
            )


def _search_for(cohort: Cohort, weeks: Mapping[int, Week], plan: Plan, published: Releases) -> ToSearch:
    """What is to be searched for once everything is gone: kept, so that it outlasts the answers that tell it."""
    path, note = cohort.private / FILE_NAME, note_of(cohort)
    everybody, names = everybodys_traces(cohort, weeks), _names(cohort)
    lost = not path.is_file() and (plan.files["answers"] or published.releases)
    # What somebody wrote whose withdrawal was interrupted is sealed: without their code nobody can look for it.
    sealed = note.with_name(LEAVING).exists()
    traces, key = everybody or NOTHING, None
    now = ToSearch(
        traces=replace(traces, words=traces.words | (names or frozenset())),
        whole=everybody is not None and names is not None and not lost and not sealed,
        deleted={kind: sum(one != note for one in plan.files[kind]) for kind in KINDS},
    )
    with contextlib.suppress(StoreError, CohortError):
        key = the_key(cohort)
    both = keep_note(cohort, now, key)
    return replace(both, traces=not_shown(both.traces, cohort.published))


def _names(cohort: Cohort) -> frozenset[str] | None:
    """The full names on the roster; a first name alone may be an ordinary word. None where it cannot be read."""
    if not (cohort.private / ROSTER).exists():
        return frozenset()
    try:
        return frozenset(name for name in read_roster(cohort).names if " " in name)
    except CohortError:
        return None  # it is deleted all the same


def _tidy(cohort: Cohort) -> None:
    """Take away what deleting leaves empty, and put an empty roster in the place of the old one."""
    with contextlib.suppress(OSError):  # not there, or with a folder of somebody's own in it
        (cohort.root / SHEETS).rmdir()
    always = {cohort.private / name for name in ("run", "backups")}
    for folder in sorted(set(cohort.private.rglob("*")) - always, reverse=True):  # what lies in a folder comes first
        if folder.is_dir() and not folder.is_symlink():
            with contextlib.suppress(OSError):  # not empty; its name is searched with all others
                folder.rmdir()
    (cohort.published / PUBLIC_FILE).unlink(missing_ok=True)
    write_private(cohort.private / ROSTER, EMPTY_ROSTER.encode())


def _search(cohort: Cohort, outbox: Path, traces: Traces, each: Callable[[Path], None]) -> tuple[int, tuple[Path, ...]]:
    """How many files there are now, and those that still hold something of *traces*."""
    looked: list[Path] = []

    def hear(path: Path) -> None:
        looked.append(path)
        each(path)

    shown = (cohort.published, cohort.reports)
    places = [cohort.root, outbox, cohort.debriefs]
    left = tuple(still_there(places, traces, shown=shown, apart=[note_of(cohort)], each=hear))
    return len(looked), left


def _is_left(path: Path, cohort: Cohort, *, over: bool) -> bool:
    """Whether a private file is what deleting leaves in its place: an empty roster, and a store of what is public."""
    if path == cohort.private / ROSTER:
        return text_of(path, "utf-8", "replace") == EMPTY_ROSTER
    return over and path.parent == cohort.private and path.name.startswith(FILE_NAME)


def _kind(path: Path, private: Path) -> str:
    if path.name.lstrip(".").startswith(FILE_NAME) or path.parent == private / "backups":
        return "answers"
    return _NAMES.get(path.name, "other")


def _published(cohort: Cohort, path: Path) -> tuple[Releases, str | None]:
    """Everything that was ever published, verified, from ledger and file together; and the policy.

    What cannot be read, or does not verify, is passed over where the other of the two does.
    """
    verified: list[Releases] = []
    policy, broken = None, False
    with contextlib.suppress(StoreError):
        try:
            ledger = read_ledger(path, cohort.slug) if path.is_file() else None
            if ledger is not None:
                verify_chain(ledger.releases.releases)
                verified, policy = [ledger.releases], ledger.policy
        except ReleaseError:
            broken = True
    try:
        verified.append(read_releases(cohort.published))
    except ReleaseError:
        broken = True
    if not verified and broken:
        raise ReleaseError(
            "Neither published/releases.json nor the ledger in private/ verifies, so nothing was deleted; see kit "
            "audit, and put back one of the two."
        )
    return _longest(verified, cohort.slug), policy or next(
        (one.releases[0].policy for one in verified if one.releases), None
    )


def _longest(versions: Sequence[Releases], slug: str) -> Releases:
    longest = max(versions, key=lambda one: (len(one.releases), len(one.asked)))
    if any(one.releases != longest.releases[: len(one.releases)] for one in versions):
        raise ReleaseError(
            "published/releases.json and the ledger in private/ differ, and only one of them can be right, so nothing "
            "was deleted; see kit audit, and put back the one that was changed."
        )
    return replace(longest, cohort=slug)


def _put_ledger(cohort: Cohort, published: Releases, policy: str | None, today: date) -> None:
    """Put a store in the place of the old one that holds what is public, and nobody."""
    path = cohort.private / FILE_NAME
    new = path.with_name(f".{FILE_NAME}.ledger")
    clear_away(new)
    make_database(new)
    engine = writing_engine(new)
    try:
        with engine.begin() as connection:
            mark_deleted(connection, cohort, today.isoformat())
            ledger = Ledger(connection, cohort.slug)
            for release in published.releases:
                ledger.take_in(release)
            for place in published.asked:
                ledger.ask(place)
            if policy is not None:
                ledger.fix_policy(policy)
    finally:
        engine.dispose()
    # The old log first: beside the new file it would be read into it.
    _destroy(logs_of(path))
    overwrite(path)
    put_in_place(new, path)


def _destroy(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            overwrite(path)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_fault(path, error) from None
