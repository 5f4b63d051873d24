"""Taking over a cohort that was handed over: a folder of it, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kit.answers.database import FILE_NAME, look_at
from kit.answers.folder import open_private, refuse_unsafe
from kit.answers.sealing.cohort_key import adopt_key, destroy_key
from kit.curriculum.versions import is_later
from kit.errors import HandoverRefused, KitError
from kit.handing_over.packing import About, unpacked
from kit.handing_over.sealed_file import MOST_BYTES, unseal
from kit.results.releases import read_releases
from kit.settings import Cohort, load_cohort
from kit.system.disk import disk_fault, flush_folder, work_folder
from kit.system.opening import bytes_of


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """The cohort that is here now, what was said of it when it was packed, and how many results it has published."""

    cohort: Cohort
    about: About
    releases: int


def take_over(file: Path, root: Path, passphrase: str) -> TakenOver:
    """Make the new folder *root* of what kit handover sealed into *file*.

    Everything is looked through before the folder gets its name. Raises HandoverRefused for a wrong passphrase, another
    file, or a folder that is there; CohortError where answers may not be kept at that place; KitErrors where what is in
    the file does not fit together.
    """
    root = root.absolute()
    if root.exists() or root.is_symlink():
        raise HandoverRefused(f"{root}: there is something here already; choose a new folder for the cohort.")
    if not root.parent.is_dir():
        raise HandoverRefused(f"{root.parent}: there is no such folder; make it, or choose another place.")
    refuse_unsafe(root)
    content = unseal(_read(file), passphrase)
    try:
        with work_folder(root.parent, ".kit-takeover-") as work:
            place = work / "cohort"
            place.mkdir()
            about = unpacked(content, place)
            made = _looked_through(place, about)
            _put_in_place(place, root, about)
    except OSError as error:
        raise disk_fault(root, error) from None
    return TakenOver(cohort=load_cohort(root), about=about, releases=made)


def _put_in_place(place: Path, root: Path, about: About) -> None:
    """Let the unpacked cohort be *root*, its key kept as this computer keeps keys; or neither."""
    cohort = load_cohort(place)
    if about.key:
        adopt_key(cohort, about.key)
    try:
        place.replace(root)
    except OSError:
        if about.key:
            destroy_key(cohort)
        raise
    flush_folder(root.parent)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > 2 * MOST_BYTES:
            raise HandoverRefused(
                f"{file}: this is larger than any file of kit handover; see whether it's the right one."
            )
        return bytes_of(file)
    except OSError as error:
        raise HandoverRefused(f"{file}: can't be read ({error.strerror}); see whether the file is there.") from None


def _looked_through(place: Path, about: About) -> int:
    """How many results the unpacked cohort has published. Raises KitErrors where it is not whole."""
    if is_later(about.kit):
        raise HandoverRefused(
            f"This cohort was handed over by version {about.kit} of the kit; install that version, or a later one."
        )
    try:
        cohort = load_cohort(place)
        open_private(cohort.private)
        if (cohort.private / FILE_NAME).exists():
            look_at(cohort.private / FILE_NAME)
        return len(read_releases(cohort.published, cohort=cohort.slug).releases)
    except KitError as error:
        problem = str(error).replace(f"{place}/", "")
        raise HandoverRefused(f"This cohort wasn't whole when it was handed over. {problem}") from None
