"""All that can be said at once about the content of a cohort: every file, every notebook, every page, in order."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kit.checks.adapted import FILE as ADAPTED
from kit.checks.adapted import adaptations, came_later
from kit.checks.content import content_problems, guide_problems, in_the_way_of
from kit.checks.notebooks import notebook_problems, other_problems, summary_problems, weekless_problems
from kit.checks.verbs import name_problems
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.walk.vignettes import FOLDER as VIGNETTES
from kit.curriculum.weeks import Week, week_file_name, week_number_of
from kit.errors import KitError
from kit.new_cohort import is_needed
from kit.reports.paper.guide import Material, pages_behind
from kit.settings import SECTORS, packaged_curriculum
from kit.system.content_files import content_files, copies, misnamed

_PLACE = re.compile(r"(?P<file>[^:,]+\.\w+)(?:, line (?P<line>\d+))?[:,]")
_LIKE_A_WEEK = re.compile(r"week[ _.-]*0*(\d{1,2})", re.IGNORECASE)
_WEEK = re.compile(r"week (\d+)[,:]")


@dataclass
class Findings:
    """What is to be mended, what is not read, what is to be renewed, what came later, and the weeks.

    ``own`` is what is wrong with notebooks that somebody added: no session and no report needs them.
    """

    weeks: dict[int, Week]
    problems: list[str]
    notes: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def week_findings(curriculum: Path, notebooks: Path, number: int) -> Findings:
    """What is wrong with one week: its file, what all weeks share, and its notebook."""
    weeks, problems = content_problems(curriculum)
    chosen = {number: weeks[number]} if number in weeks else {}
    sentences = [*in_the_way_of(number, problems), *notebook_problems(notebooks, chosen)]
    return Findings(weeks=chosen, problems=in_order(sentences))


def findings(curriculum: Path, notebooks: Path, guide: Path, material: Callable[[], Material]) -> Findings:
    """What is wrong anywhere, as far as it can be said while other things are wrong too.

    *material* gives what the guide is made from.
    """
    weeks, problems = content_problems(curriculum)
    there = (week_number_of(path.stem) for path in content_files(curriculum, ".yaml"))
    unread = {number for number in there if number is not None and number not in weeks}
    explained: list[str] = []
    later: list[str] = []
    try:
        taken_out, explained = adaptations(curriculum, weeks, unread)
        problems += taken_out
        later = came_later(curriculum, weeks, unread)
    except KitError as error:
        problems.append(str(error))
    behind: list[str] = []
    there_too = content_files(notebooks, ".ipynb")
    needed = [path for path in there_too if is_needed(path.name)]
    added = [path for path in there_too if path not in needed]
    own = list(other_problems(added))
    if not unread:
        # Pages and practices are made of all weeks together: beside a broken one they would only repeat it.
        wrong, behind = _of_the_guide(material)
        problems += wrong
        problems += _of_names(needed, weeks, curriculum)
        own += _of_names(added, weeks, curriculum)
    problems += notebook_problems(notebooks, weeks)
    content = (curriculum, curriculum / VIGNETTES, curriculum / SECTORS)
    places = [*((folder, ".yaml") for folder in content), (notebooks, ".ipynb"), (guide, ".md")]
    problems += _of_files(curriculum, notebooks, places)
    return Findings(
        weeks=weeks,
        problems=in_order(problems),
        notes=list(_copies(places)),
        behind=behind,
        later=later,
        explained=explained,
        own=in_order(own),
    )


def _of_files(curriculum: Path, notebooks: Path, places: Iterable[tuple[Path, str]]) -> Iterator[str]:
    """What is wrong with which files there are, whatever they hold."""
    yield from weekless_problems(notebooks, curriculum)
    yield from summary_problems(notebooks)
    yield from _taken_for_no_week(curriculum, ".yaml")
    yield from _taken_for_no_week(notebooks, ".ipynb")
    yield from _unknown_files(curriculum)
    for folder, ending in places:
        for path in misnamed(folder, ending):
            yield f"{path.name}: isn't read; rename it so that it ends in {ending}, or move it away."


def _taken_for_no_week(folder: Path, ending: str) -> Iterator[str]:
    """Files that someone means to be a week's, such as week_9.yaml or "Week 09.yaml"."""
    for path in content_files(folder, ending):
        meant = _LIKE_A_WEEK.fullmatch(path.stem)
        if meant and week_number_of(path.stem) is None:
            right = f"{week_file_name(int(meant[1]))}{ending}"
            yield f"{path.name}: is taken for no week; name it {right}, or move it away."


def _unknown_files(curriculum: Path) -> Iterator[str]:
    """Files of the curriculum whose names nothing asks for, so that what they say would never hold."""
    known = {path.name for path in content_files(packaged_curriculum(), ".yaml")} | {ADAPTED}
    known = {name for name in known if not name.startswith("week_")}
    for path in content_files(curriculum, ".yaml"):
        if path.name in known or _LIKE_A_WEEK.fullmatch(path.stem):
            continue
        near = difflib.get_close_matches(path.stem, [name.removesuffix(".yaml") for name in known], 1)
        cure = f"did you mean {near[0]}.yaml? If not, move it away" if near else "fix its name, or move it away"
        yield f"{path.name}: isn't read, because the kit knows no file of that name; {cure}."


def in_order(problems: Iterable[str]) -> list[str]:
    """Each of *problems* once, by file and line; what belongs to no file comes last."""

    def key(sentence: str) -> tuple[bool, str, int]:
        place, week = _PLACE.match(sentence), _WEEK.match(sentence)
        if week:
            return False, f"{week_file_name(int(week[1]))}.yaml", 10**6
        return (False, place["file"], int(place["line"] or 0)) if place else (True, "", 0)

    return sorted(dict.fromkeys(problems), key=key)


def _of_the_guide(material: Callable[[], Material]) -> tuple[list[str], list[str]]:
    """What is wrong with the guide, and which of its pages are behind."""
    try:
        guide = material()
        return list(guide_problems(guide)), list(pages_behind(guide))
    except KitError as error:
        return str(error).splitlines(), []


def _of_names(notebooks: Sequence[Path], weeks: dict[int, Week], curriculum: Path) -> Iterator[str]:
    try:
        practices = {one.id for week in weeks.values() for one in week.practices} | load_practices(curriculum).keys()
        yield from name_problems(notebooks, weeks, practices)
    except KitError as error:
        yield str(error)


def _copies(places: Iterable[tuple[Path, str]]) -> Iterator[str]:
    for folder, ending in places:
        for path, base in copies(folder, ending):
            yield (
                f"{path.name}: this looks like a copy of {base.name} and isn't read. Put what you need of it into "
                f"{base.name}, and delete it."
            )
