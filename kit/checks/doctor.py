"""Is this computer fit for a session: versions, permissions, file system, disk, clock, ports."""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import socket
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import Distribution, PackageNotFoundError, distributions, version
from pathlib import Path

from kit.answers.bundle_keys import FITTING_FILE, KEY_FILE
from kit.answers.bundles import read_key
from kit.answers.database import FILE_NAME, look_at, missing
from kit.answers.ending import deleted_on
from kit.answers.folder import unsafe_place
from kit.answers.handed_over import refuse_handed_over
from kit.answers.pseudonyms import FILE_NAME as SECRET
from kit.answers.roster import read_roster
from kit.answers.sealing.cohort_key import Record, Where, open_key, place_of, record_of
from kit.answers.soundness import is_missing, still_plain
from kit.curriculum.policy import policy_of
from kit.curriculum.versions import is_behind, version_of
from kit.curriculum.weeks import week_number_of
from kit.errors import KitError, StoreBusy
from kit.publishing.ledger import disagreement_of
from kit.results.releases import read_releases
from kit.session.meetings import keep_until
from kit.settings import APP, Cohort, has_material
from kit.system.content_files import content_files
from kit.system.version_control import Checkout, look, places_of

# Every package of the lock has a build for these and those in between.
OLDEST, NEWEST = (3, 11), (3, 14)
# Below these, a known weakness reaches a facilitator or the participants.
FLOORS = {
    "jupyter_server": "2.20.0",
    "tornado": "6.5.5",
    "nbconvert": "7.17.0",
    "jupyterlab": "4.6.2",
    "filelock": "3.20.3",
    "anywidget": "0.11",
    "papermill": "2.6",
}
LEAST_DISK = 500 * 1024**2
PORTS = (8765, 8888)


@dataclass(frozen=True)
class Finding:
    """What was looked at, in one sentence; ``stops`` where a session should not begin before it is mended."""

    text: str
    fine: bool = True
    stops: bool = False

    @property
    def mark(self) -> str:
        """ok, look or stop."""
        return "ok  " if self.fine else "stop" if self.stops else "look"


def examine(cohort: Cohort | None) -> Iterator[Finding]:
    """Every finding about this computer, and about *cohort* where there is one."""
    yield Finding(f"Python {platform.python_version()} on {platform.system()}, SQLite {sqlite3.sqlite_version}")
    yield from _versions()
    yield from _other_kits()
    yield from _clock()
    yield from _ports()
    folder = cohort.root if cohort else Path.cwd()
    yield _disk(folder)
    if cohort is not None:
        yield from _cohort(cohort)


def older(installed: str, floor: str) -> bool:
    """Whether version *installed* is below *floor*, compared number by number."""
    numbers = [[int(part) for part in text.split(".")[:3] if part.isdecimal()] for text in (installed, floor)]
    return numbers[0] < numbers[1]


def _python(running: tuple[int, int]) -> Iterator[Finding]:
    """What there is to say of the Python that runs; nothing where the kit's packages were chosen for it."""
    name = ".".join(map(str, running))
    if running < OLDEST:
        yield Finding(f"This is Python {name}; the kit needs 3.11 or newer.", fine=False, stops=True)
    elif running > NEWEST:
        about = f"This is Python {name}, newer than any the kit's packages were chosen for; 3.11 to 3.14 are safer."
        yield Finding(about, fine=False)


def _versions() -> Iterator[Finding]:
    yield from _python(sys.version_info[:2])
    for package, floor in FLOORS.items():
        try:
            installed = version(package)
        except PackageNotFoundError:
            yield Finding(f"{package} is missing; install the kit again.", fine=False, stops=True)
            continue
        if older(installed, floor):
            yield Finding(f"{package} {installed} is older than {floor}; update it.", fine=False, stops=True)
        else:
            yield Finding(f"{package} {installed}")


def _other_kits() -> Iterator[Finding]:
    """Whether another package has put a module called kit where ours is; PyPI's "kit" is one."""
    others = sorted({package.metadata["Name"] for package in distributions() if _has_a_kit(package)} - {APP})
    for name in others:
        cure = f"remove it (pip uninstall {name}) and install this kit again"
        yield Finding(f"The package '{name}' has a module called kit too; {cure}", fine=False, stops=True)


def _has_a_kit(package: Distribution) -> bool:
    # By the list's text: to take the lists of all packages apart takes longer than everything else that is looked at.
    declared = package.read_text("top_level.txt") or ""
    return (
        "kit" in declared.split()
        or re.search(r"^kit(?:/.+)?\.py,", package.read_text("RECORD") or "", re.M) is not None
    )


def _in_the_way(cohort: Cohort) -> Iterator[Finding]:
    """Files beside the notebooks that a kernel would take for the kit."""
    for path in (cohort.notebooks / "kit.py", cohort.notebooks / "kit"):
        if path.is_file() or (path / "__init__.py").is_file():
            yield Finding(
                f"{path}: notebooks would take this for the kit; give it another name", fine=False, stops=True
            )


def _clock() -> Iterator[Finding]:
    # A laptop whose battery died starts long ago; calendars and retention then go wrong.
    fine = 2026 <= time.gmtime().tm_year < 2100
    yield Finding(f"The clock says {date.today()}" + ("" if fine else "; set it right"), fine=fine)


def _ports() -> Iterator[Finding]:
    for port in PORTS:
        with socket.socket() as probe:
            free = probe.connect_ex(("127.0.0.1", port)) != 0
        taken = "is taken by another program; the next free one will be taken"
        yield Finding(f"Port {port} {'is free' if free else taken}", fine=free)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    enough = free >= LEAST_DISK
    return Finding(
        f"{free // 1024**2} MB free on the disk" + ("" if enough else "; make room before a session"),
        fine=enough,
        stops=not enough,
    )


def _answers(cohort: Cohort) -> Iterator[Finding]:
    path = cohort.private / FILE_NAME
    if is_missing(cohort):
        yield Finding(str(missing(path)), fine=False, stops=True)
    if not os.path.lexists(path):
        return
    try:
        look_at(path)
        plain = still_plain(cohort)
        yield Finding(plain or "The file of answers is sound", fine=not plain)
    except StoreBusy as error:
        yield Finding(str(error), fine=False)
    except KitError as error:
        yield Finding(str(error), fine=False, stops=True)


def _private(cohort: Cohort) -> Iterator[Finding]:
    if not cohort.private.is_dir():
        return
    mode = stat.S_IMODE(cohort.private.stat().st_mode)
    closed = platform.system() == "Windows" or mode & 0o077 == 0
    cure = "; close it with: chmod 700 private"
    yield Finding(f"private/ is {'closed' if closed else 'open'} to others" + ("" if closed else cure), fine=closed)
    kept = (cohort.private / FILE_NAME).is_file() and deleted_on(cohort) is None
    if kept and not (cohort.private / SECRET).is_file():
        cure = "put it back from your backup; without it nobody who answers can be known again"
        yield Finding(f"private/{SECRET} is missing; {cure}", fine=False, stops=True)
    try:
        yield from _key(cohort)
    except KitError as error:
        yield Finding(str(error), fine=False, stops=True)


def _key(cohort: Cohort) -> Iterator[Finding]:
    """Where the key to the answers is, whether it can be had, and whether the safe has it. Raises KitError."""
    record = record_of(cohort)
    if record is None:
        return
    if record.where is not Where.PASSPHRASE:  # nobody is asked for it here
        key = open_key(cohort)
        if key and any(os.path.lexists(cohort.private / name) for name in (KEY_FILE, FITTING_FILE)):
            read_key(cohort, key)
    yield from _place_of_key(cohort, record)
    if record.sheet:
        yield Finding(f"A recovery sheet of that key was made on {record.sheet}")
    elif record.where is not Where.BESIDE and (cohort.private / FILE_NAME).is_file():
        cure = "without one, a lost key means lost answers; kit seal --sheet FILE makes it"
        yield Finding(f"No recovery sheet of that key was made yet; {cure}", fine=False)


def _place_of_key(cohort: Cohort, record: Record) -> Iterator[Finding]:
    beside = "; anyone with this disk unencrypted has both it and the answers" if record.where is Where.FILE else ""
    within = "" if record.where is Where.PASSPHRASE else "in "
    yield Finding(f"The key to the answers is {within}{place_of(cohort, record)}{beside}")


def _whereabouts(cohort: Cohort) -> Iterator[Finding]:
    """Whether this folder is still the cohort, and of which version its material is."""
    try:
        refuse_handed_over(cohort)
        if has_material(cohort.root) and is_behind(cohort.root):
            made = version_of(cohort.root)
            yield Finding(f"Its notebooks and pages are those of version {made}; kit upgrade renews them", fine=False)
    except KitError as error:
        yield Finding(str(error), fine=False, stops=True)


def _cohort(cohort: Cohort) -> Iterator[Finding]:
    reason = unsafe_place(cohort.root)
    yield Finding(reason or f"{cohort.root} is on a local disk", fine=reason is None, stops=reason is not None)
    if not os.access(cohort.private, os.R_OK | os.X_OK) and cohort.private.is_dir():
        cure = "if it's yours, open it with: chmod 700 private"
        yield Finding(f"{cohort.private} can't be opened; {cure}", fine=False, stops=True)
        return
    yield from _in_the_way(cohort)
    yield from _whereabouts(cohort)
    try:
        deleted_on(cohort)
    except KitError as error:
        # What else there is to say depends on whether the answers should still be here.
        yield Finding(str(error), fine=False, stops=True)
        return
    yield from _private(cohort)
    yield from _version_control(cohort.root)
    writable = os.access(cohort.root, os.W_OK)
    cure = "; check its permissions, or copy it to a disk you can write to"
    yield Finding(
        "The folder can be written" if writable else f"{cohort.root} can't be written{cure}",
        fine=writable,
        stops=not writable,
    )
    yield from _answers(cohort)
    yield from _retention(cohort)
    yield from _roster(cohort)
    try:
        policy = policy_of(cohort)
        yield Finding(f"Results need at least {policy.minimum} answers, {policy.sensitive} for sensitive items")
        if difference := disagreement_of(cohort):
            yield Finding(difference.sentence, fine=False, stops=not difference.mends_itself)
        else:
            published = read_releases(cohort.published, cohort=cohort.slug)
            yield Finding(f"{len(published.releases)} results are published and verified")
    except KitError as error:
        yield Finding(str(error), fine=False, stops=True)


def _version_control(root: Path) -> Iterator[Finding]:
    """Whether answers, keys or names are in version control, or would be with the next file added to it."""
    for checkout in look(root):
        yield from _checkout(root, checkout)


def _checkout(root: Path, checkout: Checkout) -> Iterator[Finding]:
    if not checkout.looked:
        cure = "see that private/, peer_groups/ and debrief/ are in none of its commits, or move the folder out of it"
        yield Finding(
            f"This folder lies in a checkout of {checkout.system} that kit doctor can't look into; {cure}", fine=False
        )
        return
    if checkout.tracked:
        cure = f'git -C "{root}" rm -r --cached -- {shlex.join(places_of(checkout.tracked))}'
        more = f" and {len(checkout.tracked) - 3} more" if len(checkout.tracked) > 3 else ""
        what = "what was pushed stays in the history, where others may have read it"
        kept = f"git keeps secrets of this cohort ({', '.join(checkout.tracked[:3])}{more})"
        yield Finding(f"{kept}; take them out with: {cure}, then commit; {what}", fine=False, stops=True)
    if checkout.open:
        example = checkout.open[0]
        cure = "kit check --repair writes what keeps them out"
        yield Finding(f"'git add' would take up secrets of this cohort, such as {example}; {cure}", fine=False)
    if not checkout.tracked and not checkout.open:
        never = "never use 'git clean' with -x or -X here, for it deletes private/ with all answers and keys"
        yield Finding(f"git keeps none of the cohort's secrets; {never}")


def _roster(cohort: Cohort) -> Iterator[Finding]:
    """Whether pairs can be drawn in the session; found out here rather than with everybody watching."""
    if deleted_on(cohort) is not None:
        return
    try:
        roster = read_roster(cohort)
    except KitError as error:
        # Without it no names are masked in shared texts, and no pairs can be drawn.
        yield Finding(str(error), fine=False, stops=True)
        return
    if not roster.names:
        yield Finding("The roster has no names yet; pairs need them, one a line in private/roster.csv", fine=False)
    else:
        yield Finding(f"The roster has {len(roster.names)} names; pairs to be kept apart: {len(roster.apart)}")


def _retention(cohort: Cohort) -> Iterator[Finding]:
    """Whether the raw answers are still here after the last day on which they may be."""
    day = deleted_on(cohort)
    if day is not None:
        yield Finding(f"The raw answers were deleted on {day}")
    elif (cohort.private / FILE_NAME).is_file():
        try:
            stems = (path.stem for path in content_files(cohort.curriculum, ".yaml"))
            until = keep_until(cohort, [number for stem in stems if (number := week_number_of(stem))])
        except KitError as error:
            yield Finding(str(error), fine=False)
            return
        if until is None:
            cure = f"write first_session into cohort.toml, so that the kit can remind you {cohort.keep_days} days after"
            yield Finding(f"Nobody is reminded to delete the raw answers; {cure} the last session", fine=False)
        elif date.today() > until:
            cure = f"if the clock is right and this is {date.today()}, delete them with: kit purge"
            yield Finding(f"The raw answers were to be kept until {until}; {cure}", fine=False)
        else:
            yield Finding(f"The raw answers are kept until {until} at the latest, and are then deleted with kit purge")
