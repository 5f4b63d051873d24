"""What an upgrade changes in a cohort's material, and what it leaves alone and why. Planning changes nothing.

About each file three things decide: the cohort's text, this version's, and whether the cohort's was the kit's own in
an earlier version. What nobody wrote is renewed; what somebody wrote stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kit.checks.everything import findings
from kit.checks.kits_notebooks import packaged_notebook, source
from kit.checks.repair import own_words, readable, restored, to_do
from kit.curriculum.earlier import came_with, is_earlier_file, is_earlier_own, same_words
from kit.curriculum.policy import policy_of
from kit.curriculum.registers import message_files
from kit.curriculum.versions import place_of, version_of, write_version
from kit.curriculum.weeks import week_number_of
from kit.errors import KitError
from kit.new_cohort import files_of, to_text
from kit.reports.paper.guide import gather, page_of_today
from kit.settings import Cohort, material_in, packaged_material
from kit.system.disk import work_folder
from kit.system.opening import bytes_of
from kit.upgrading.sentences import renewed_sentences

_NOTEBOOKS, _CURRICULUM, _GUIDE = "notebooks", "curriculum", "facilitator_guide"
_SENTENCES = {path.name for path in message_files(Path())}
# What of a curriculum is the kit's own business; everything else is what people answer, or goes with it.
_KITS_BUSINESS = {*_SENTENCES, "masks.yaml", "ranges.csv", "forms.csv"}
OWN, STAYS, LINK = "own", "stays", "link"
UNREADABLE, NO_FIT, LEFT_OUT = "unreadable", "no fit", "left out"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A file that gets another content: none *before* where it is new, none *after* where it goes."""

    place: str
    before: bytes | None
    after: bytes | None
    details: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file that stays as it is, why, and what the kit has in its place today."""

    place: str
    why: str
    new: bytes
    details: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that an upgrade does to the material; *problems* are there only afterwards, and nothing helps it."""

    before: str
    changes: tuple[Change, ...]
    kept: tuple[Kept, ...]
    problems: tuple[str, ...] = ()


@dataclass(kw_only=True)
class _Planning:
    cohort: Cohort
    copied: int  # the place of the version that the folder's material comes from
    weeks_stay: bool
    held: frozenset[str] = frozenset()
    changes: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def plan_upgrade(cohort: Cohort, work: Path, *, begun: bool) -> Plan:
    """What brings the material of *cohort* to this version; in *work* it is tried out.

    The week files of a cohort that has *begun* stay, and so does all that goes with them. Nothing is renewed that would
    not fit what stays. Raises KitError where the material cannot be read.
    """
    wrong = set(_problems(cohort, cohort.root))
    stay, held = begun, frozenset[str]()
    while True:
        planning = _planned(cohort, weeks_stay=stay, held=held)
        with work_folder(work, ".kit-upgrade-") as place:
            changes, new = _tried(cohort, planning.changes, place)
        more = [line for line in new if line not in wrong]
        worse = {one.place for one in changes if _is_named(one, more)} - held
        if worse:
            held |= worse
        elif more and not stay and any(goes_with_weeks(one.place) for one in changes):
            stay = True
        else:
            kept = tuple(planning.kept)
            return Plan(before=version_of(cohort.root), changes=tuple(changes), kept=kept, problems=tuple(more))


def _is_named(change: Change, problems: Iterable[str]) -> bool:
    """Whether *problems* are about a notebook, or a new guide page: its links may lead to one that was taken out."""
    folder, _, name = change.place.partition("/")
    apart = folder == _NOTEBOOKS or (folder == _GUIDE and change.before is None)
    return apart and any(line.startswith(name) for line in problems)


def _planned(cohort: Cohort, *, weeks_stay: bool, held: frozenset[str]) -> _Planning:
    planning = _Planning(cohort=cohort, copied=place_of(cohort.root), weeks_stay=weeks_stay, held=held)
    for name, kits_folder in packaged_material().items():
        folder = material_in(cohort.root, name)
        if folder == kits_folder:
            continue  # a folder without any material of its own
        mine, kits = dict(files_of(name, folder)), dict(files_of(name, kits_folder))
        for place in sorted({*mine, *kits}):
            _look_at(planning, place, mine.get(place), kits.get(place))
    return planning


def _look_at(planning: _Planning, place: str, mine: Path | None, kits: Path | None) -> None:
    if kits is None:
        _no_longer_the_kits(planning, place, mine)
        return
    new = _kits_content(kits)
    if mine is None:
        _missing(planning, place, new)
    elif not _is_inside(mine, planning.cohort.root):
        planning.kept.append(Kept(place=place, why=LINK, new=new))
    elif mine.suffix == ".ipynb":
        _notebook(planning, place, mine, new)
    elif mine.name in _SENTENCES:
        _sentences(planning, place, mine, kits)
    else:
        _whole(planning, place, bytes_of(mine), new)


def _kits_content(path: Path) -> bytes:
    notebook = packaged_notebook(path.name) if path.suffix == ".ipynb" else None
    return bytes_of(path) if notebook is None else to_text(notebook).encode()


def _is_inside(path: Path, root: Path) -> bool:
    """Whether a file lies in the cohort's folder itself, and is no link to what others may use too."""
    return path.resolve() == root.resolve() / path.relative_to(root)


def _no_longer_the_kits(planning: _Planning, place: str, mine: Path | None) -> None:
    """A file that the kit has not, and is the cohort's own unless an earlier version had it as it is."""
    if mine is None or mine.suffix == ".ipynb" or not _is_inside(mine, planning.cohort.root):
        return
    content = bytes_of(mine)
    if is_earlier_file(place, content) and not (planning.weeks_stay and goes_with_weeks(place)):
        planning.changes.append(Change(place=place, before=content, after=None))


def _missing(planning: _Planning, place: str, new: bytes) -> None:
    if planning.weeks_stay and goes_with_weeks(place):
        return
    if came_with(place) > planning.copied:
        if place in planning.held:
            planning.kept.append(Kept(place=place, why=NO_FIT, new=new))
        else:
            planning.changes.append(Change(place=place, before=None, after=new))
    elif not is_earlier_file(place, new):
        planning.kept.append(Kept(place=place, why=LEFT_OUT, new=new))


def _whole(planning: _Planning, place: str, mine: bytes, new: bytes) -> None:
    if same_words(place, mine, new):
        return
    if not is_earlier_file(place, mine):
        if not is_earlier_file(place, new):  # else somebody changed what this version has not
            planning.kept.append(Kept(place=place, why=OWN, new=new))
    elif planning.weeks_stay and goes_with_weeks(place):
        planning.kept.append(Kept(place=place, why=STAYS, new=new))
    else:
        planning.changes.append(Change(place=place, before=mine, after=new))


def goes_with_weeks(place: str) -> bool:
    """Whether the file at *place* is what people answer, or part of it, or describes it."""
    folder, _, name = place.partition("/")
    if folder == _GUIDE:
        return week_number_of(Path(name).stem) is not None
    return folder == _CURRICULUM and name not in _KITS_BUSINESS


def _sentences(planning: _Planning, place: str, mine: Path, kits: Path) -> None:
    content, new = bytes_of(mine), bytes_of(kits)
    renewed = renewed_sentences(mine, kits)
    if renewed is None:
        planning.kept.append(Kept(place=place, why=UNREADABLE, new=new))
        return
    text = renewed.text.encode()
    if not same_words(place, content, text):
        gone = tuple(f"{name} isn't said any more: {words}" for name, words in renewed.gone.items())
        own = (f"{renewed.own} in words of your own stay",) if renewed.own else ()
        planning.changes.append(Change(place=place, before=content, after=text, details=(*own, *gone)))
    if renewed.kept:
        sentences = tuple(f"{name}, for which the kit now says: {words}" for name, words in renewed.kept.items())
        planning.kept.append(Kept(place=place, why=OWN, new=new, details=sentences))


def _notebook(planning: _Planning, place: str, mine: Path, new: bytes) -> None:
    notebook, whole = readable(mine)
    packaged = packaged_notebook(mine.name)
    assert packaged is not None
    if notebook is None or not whole:
        planning.kept.append(Kept(place=place, why=UNREADABLE, new=new))
        return
    done = tuple(to_do(notebook, packaged))
    if done and place in planning.held:
        planning.kept.append(Kept(place=place, why=NO_FIT, new=new))
        return
    if done:
        text = to_text(restored(notebook, packaged)).encode()
        planning.changes.append(Change(place=place, before=bytes_of(mine), after=text, details=done))
    there = {cell["id"]: cell for cell in packaged["cells"]}
    changed = tuple(f"'{own}'" for own in own_words(notebook, packaged) if not is_earlier_own(source(there[own])))
    if changed:
        planning.kept.append(Kept(place=place, why=OWN, new=new, details=changed))


def _tried(cohort: Cohort, changes: Iterable[Change], place: Path) -> tuple[list[Change], list[str]]:
    """The *changes*, with what is made in pages of the guide made for this cohort, and what is wrong after them."""
    _copy(cohort, place)
    write_version(place)
    for change in changes:
        _write(place / change.place, change.after)
    pages = _pages_of_today(cohort, place, changes)
    made = [replace(change, after=pages.get(change.place, change.after)) for change in changes]
    for name, page in pages.items():
        _write(place / name, page)
    return made, list(_problems(cohort, place))


def _copy(cohort: Cohort, place: Path) -> None:
    for name in packaged_material():
        (place / name).mkdir()
        for file, path in files_of(name, material_in(cohort.root, name)):
            _write(place / file, bytes_of(path))


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _pages_of_today(cohort: Cohort, place: Path, changes: Iterable[Change]) -> Mapping[str, bytes]:
    """By place the pages of the guide among *changes*, with their tables made from this cohort's week files."""
    names = [one.place for one in changes if one.after is not None and one.place.endswith(".md")]
    if not names:
        return {}
    try:
        material = gather(place / _GUIDE, place / _CURRICULUM, policy_of(cohort))
        return {name: page_of_today(Path(name).name, material).encode() for name in names}
    except KitError:
        return {}  # a week file cannot be read, which kit check says; then the tables are made by kit guide --write


def _problems(cohort: Cohort, root: Path) -> Iterator[str]:
    curriculum, notebooks, guide = (material_in(root, name) for name in (_CURRICULUM, _NOTEBOOKS, _GUIDE))
    yield from findings(curriculum, notebooks, guide, lambda: gather(guide, curriculum, policy_of(cohort))).problems
