"""What a cohort's own curriculum takes out of the kit's that keeps people safe, and the reasons that are given.

Words may be changed freely. Of what is left out here the kit asks why, so that it is decided and not forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kit.curriculum.coherence import PROTECTED
from kit.curriculum.complaints import line_at
from kit.curriculum.earlier import came_with, is_earlier_own
from kit.curriculum.items import Words
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import coverage, load_elements
from kit.curriculum.weeks import Week
from kit.curriculum.yaml_files import Fault, read_yaml, told
from kit.settings import packaged_curriculum

FILE = "adapted.yaml"
# One reason for all safety lines together, where a whole curriculum was put into other words or another language.
ALL_LINES = "safety lines"
# Besides what no clock may touch: where people learn what becomes of an answer, and whether this is their time for it.
_SAFETY_BLOCKS = (*PROTECTED, "your-answers", "suitability")

_REASONS = TypeAdapter(dict[str, Words])


def load_reasons(curriculum: Path) -> dict[str, str]:
    """Reason by what was taken out, from adapted.yaml; empty where there is none. Raises ContentError."""
    path = curriculum / FILE
    if not os.path.lexists(path):
        return {}
    raw = read_yaml(path) or {}
    try:
        return _REASONS.validate_python(raw)
    except ValidationError as error:
        how = 'write a line for each thing that was taken out, such as "week 3, safety: why it was".'
        places = [one["loc"] for one in error.errors(include_url=False)]
        raise told(FILE, [Fault(line_at(raw, at), f"'{at[0]}': {how}" if at else how) for at in places]) from None


def adaptations(
    curriculum: Path, weeks: Mapping[int, Week], unread: Collection[int] = ()
) -> tuple[list[str], list[str]]:
    """One sentence for what was taken out without a reason, and one for what was taken out with a reason.

    A reason for something that was not taken out is a problem too. Nothing is said about the weeks that are *unread*,
    because their files cannot be read as they are. Raises ContentError where adapted.yaml is none.
    """
    if curriculum == packaged_curriculum():
        return [], []
    reasons = load_reasons(curriculum)
    missing = dict(_taken_out(curriculum, weeks, unread))
    later = _later(missing, curriculum, weeks)
    problems = [
        f'{said} Then say why in curriculum/{FILE}: "{place}: ...".'
        for place, said in missing.items()
        if place not in later and not _explained(place, reasons)
    ]
    known = {*missing, *_met_nowhere(curriculum, weeks)}
    for place in () if unread else reasons:
        if place not in known and not (place == ALL_LINES and any(map(_is_line, missing))):
            problems.append(f"{FILE}: '{place}' names nothing that was taken out; remove the line.")
    return problems, [f"{place}: {reason}" for place, reason in reasons.items()]


def came_later(curriculum: Path, weeks: Mapping[int, Week], unread: Collection[int] = ()) -> list[str]:
    """A sentence for each element, week and block that came with an update, after this curriculum was copied.

    Nobody took it out. Raises ContentError where adapted.yaml is none.
    """
    if curriculum == packaged_curriculum():
        return []
    reasons = load_reasons(curriculum)
    later = _later(dict(_taken_out(curriculum, weeks, unread)), curriculum, weeks)
    return [
        f"{place}: came with an update of the kit. To have it in this cohort, copy it from a fresh kit init."
        for place in later
        if not _explained(place, reasons)
    ]


def _later(missing: Iterable[str], curriculum: Path, weeks: Mapping[int, Week]) -> list[str]:
    """Those of *missing* that are not in this curriculum because they are newer than all that was copied into it."""
    kit = packaged_curriculum()
    own = places(_elements(curriculum), weeks) & places(load_elements(kit), load_curriculum(kit))
    copied = max(map(came_with, own), default=0)
    return [place for place in missing if not _is_line(place) and came_with(place) > copied]


def places(elements: Iterable[str], weeks: Mapping[int, Week]) -> set[str]:
    """What each cohort is to have: its elements, its weeks, and the blocks that keep people safe."""
    blocks = ((number, block.id) for number, week in weeks.items() for block in week.blocks)
    safe = {f"week {number}, {block}" for number, block in blocks if block in _SAFETY_BLOCKS}
    return {*elements, *(f"week {number}" for number in weeks), *safe}


def _elements(curriculum: Path) -> Mapping[str, object]:
    return load_elements(curriculum) if os.path.lexists(curriculum / "elements.yaml") else {}


def _taken_out(curriculum: Path, weeks: Mapping[int, Week], unread: Collection[int]) -> Iterator[tuple[str, str]]:
    """What of the kit's own is not there any more: its place, and a sentence about it."""
    kit = packaged_curriculum()
    own = _elements(curriculum)
    for element, content in load_elements(kit).items():
        if element not in own:
            yield element, f"elements.yaml: {element} ({content.title}) was taken out. Every cohort is to meet it."
    for number, theirs in load_curriculum(kit).items():
        if number in weeks:
            yield from _taken_out_of(weeks[number], theirs)
        elif number not in unread:
            yield f"week {number}", f"week {number} ({theirs.title}) was taken out. See what of it the group must meet."


def _taken_out_of(ours: Week, theirs: Week) -> Iterator[tuple[str, str]]:
    week = f"week {theirs.number}"
    if ours.safety != theirs.safety and not is_earlier_own(ours.safety):
        yield (
            f"{week}, safety",
            f"{week}: the safety line has other words than the kit's. See that it still says that people may stop, "
            "keep their eyes open and step out without a reason, and who they can turn to.",
        )
    there = {block.id for block in ours.blocks}
    for block in theirs.blocks:
        if block.id in _SAFETY_BLOCKS and block.id not in there:
            yield f"{week}, {block.id}", f"{week}: '{block.title}' was taken out, which no shortening ever touches."
    own = {practice.id: practice for practice in ours.practices}
    for practice in theirs.practices:
        mine = own.get(practice.id)
        if isinstance(practice, Guided) and isinstance(mine, Guided) and _changed(_ways_out(mine), _ways_out(practice)):
            yield (
                f"{week}, {practice.id}",
                f"{week}: in '{practice.title}' the ways to keep the eyes open or to stop have other words than the "
                "kit's. See that both are still offered.",
            )


def _changed(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether somebody gave one of them other words than the kit has or ever had."""
    return any(one != other and not is_earlier_own(one) for one, other in zip(mine, theirs, strict=True))


def _ways_out(practice: Guided) -> tuple[str, str]:
    return practice.eyes_open, practice.stopping


def _explained(place: str, reasons: Mapping[str, str]) -> bool:
    return place in reasons or (_is_line(place) and ALL_LINES in reasons)


def _is_line(place: str) -> bool:
    """Whether *place* is that of words: a week's safety line, or the ways out of a practice."""
    return ", " in place and place.rpartition(", ")[2] not in _SAFETY_BLOCKS


def _met_nowhere(curriculum: Path, weeks: Mapping[int, Week]) -> set[str]:
    """Elements of the cohort's own list that no week covers; content_problems asks for their reasons."""
    return set(_elements(curriculum)) - set(coverage(weeks.values()))
