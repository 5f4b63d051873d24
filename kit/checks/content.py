"""Is the content whole: every week readable, every element covered, shared exercises the same everywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from kit.checks.adapted import FILE, load_reasons
from kit.curriculum.formats import FILE as FORMATS
from kit.curriculum.formats import format_problems, load_formats
from kit.curriculum.items import Item
from kit.curriculum.loader import load_week
from kit.curriculum.policy import load_policy
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.walk.vignettes import raw_vignettes
from kit.curriculum.reading import folded
from kit.curriculum.registers import coverage, has_messages, load_claims, load_elements, load_messages, load_references
from kit.curriculum.sectors import load_sector, sector_file, sector_names, strangers
from kit.curriculum.weeks import Exercise, Week, week_file_name, week_number_of
from kit.errors import ContentError, KitError
from kit.publishing.masking.words import load_words
from kit.reports.paper.guide import Material, page_problems
from kit.settings import SECTORS, packaged_curriculum
from kit.system.content_files import content_files


def content_problems(curriculum: Path) -> tuple[dict[int, Week], list[str]]:
    """The weeks that can be read, by number, and one sentence for everything that is wrong."""
    weeks: dict[int, Week] = {}
    problems: list[str] = []
    for path in content_files(curriculum, ".yaml"):
        if week_number_of(path.stem) is None:
            continue
        try:
            week = load_week(path)
            weeks[week.number] = week
        except ContentError as error:
            problems += error.problems
    if not weeks and not problems:
        problems.append(f"{curriculum.name}: no week files here; a curriculum has files such as week_01.yaml.")
    complete = not problems
    problems += [*_shared_exercises(weeks), *_coming_back(weeks, curriculum)]
    for read in (load_policy, load_practices, raw_vignettes, load_words, load_reasons):
        problems += _in_reading(read, curriculum)
    problems += _sentences(curriculum)
    # What they say of weeks can be judged once all of those can be read.
    if complete:
        problems += [*_of_sectors(curriculum, weeks), *_formats(curriculum, weeks)]
    if os.path.lexists(curriculum / "elements.yaml"):
        problems += _registers(curriculum, weeks, complete=complete)
    return dict(sorted(weeks.items())), problems


def in_the_way_of(number: int, problems: Iterable[str]) -> list[str]:
    """Those of *problems* that week *number* has: its own, and those of files that all weeks share."""
    own = (f"{week_file_name(number)}.yaml", f"week {number},")
    # What no week covers is a matter of all of them together.
    others = re.compile(r"(week_\d+|orientation)\.yaml|week \d+,|Element ")
    return [line for line in problems if line.startswith(own) or not others.match(line)]


def _in_reading(read: Callable[[Path], object], place: Path) -> Sequence[str]:
    """What is wrong with what *read* reads in *place*."""
    try:
        read(place)
    except ContentError as error:
        return error.problems
    except KitError as error:
        return str(error).splitlines()
    return ()


def _registers(curriculum: Path, weeks: dict[int, Week], *, complete: bool) -> Iterator[str]:
    wrong = [
        *_in_reading(load_elements, curriculum),
        *_in_reading(load_claims, curriculum),
        *_in_reading(load_references, curriculum),
    ]
    yield from wrong or _unknown_references(curriculum)
    if wrong or _in_reading(load_reasons, curriculum):
        return
    elements, reasons = load_elements(curriculum), load_reasons(curriculum)
    covered = coverage(weeks.values())
    for element in covered:
        if element not in elements:
            yield f"{covered[element][0]}: element {element} is unknown; elements.yaml has E01 to {max(elements)}."
    # A week that could not be read covers something too, so missing elements are told once all can be read.
    for element in elements if complete else ():
        if element not in covered and element not in reasons:
            title = elements[element].title
            yield (
                f"Element {element} ({title}) is covered in no week; name it in the block that conveys it, "
                f"or say in {FILE} why it was taken out."
            )


def _unknown_references(curriculum: Path) -> Iterator[str]:
    known = load_references(curriculum)
    for name, claim in load_claims(curriculum).items():
        for reference in claim.references:
            if reference not in known:
                yield (
                    f"claims.yaml: '{name}' rests on '{reference}', and references.yaml has no such study; "
                    "add it there, or take it out here."
                )


def _of_sectors(curriculum: Path, weeks: dict[int, Week]) -> Iterator[str]:
    """What is wrong with the sectors that lie in *curriculum*; the kit's own are looked at with the kit."""
    if (curriculum / SECTORS).is_dir():
        for name in sector_names(curriculum):
            yield from _in_reading(partial(load_sector, name=name), curriculum) or _of_sector(curriculum, name, weeks)


def _of_sector(curriculum: Path, name: str, weeks: dict[int, Week]) -> Iterator[str]:
    sector = load_sector(curriculum, name)
    for stranger in strangers(sector):
        there = ", ".join(week_file_name(number) for number in weeks)
        yield f"{sector_file(name)}: there is no week '{stranger}'; write it as its file is called, such as {there}."
    for week in weeks.values():
        if week.file_name in sector.weeks:
            yield from _in_reading(partial(load_week, sector=name), curriculum / f"{week.file_name}.yaml")


def _formats(curriculum: Path, weeks: dict[int, Week]) -> Iterator[str]:
    """What is wrong with the formats that *curriculum* has of its own; they go with all weeks that the kit has."""
    kits = {week_number_of(path.stem) for path in content_files(packaged_curriculum(), ".yaml")} - {None}
    if os.path.lexists(curriculum / FORMATS) and kits <= set(weeks):
        wrong = _in_reading(load_formats, curriculum) or _in_reading(load_practices, curriculum)
        yield from wrong or format_problems(load_formats(curriculum), weeks, load_practices(curriculum))


def _sentences(curriculum: Path) -> Iterator[str]:
    """What is wrong with the cohort's own copy of the kit's sentences."""
    if has_messages(curriculum):
        wrong = _in_reading(load_messages, curriculum)
        yield from wrong or load_messages(curriculum).differing(load_messages(packaged_curriculum()))


def _shared_exercises(weeks: dict[int, Week]) -> Iterator[str]:
    """An exercise asked in several weeks is the same one, so that its weeks can be laid side by side."""
    first: dict[str, tuple[int, Exercise]] = {}
    for number, week in sorted(weeks.items()):
        for exercise in week.exercises:
            known_number, known = first.setdefault(exercise.id, (number, exercise))
            if known.asked != exercise.asked:
                yield (
                    f"week {number}, exercise '{exercise.id}': differs from week {known_number}'s; "
                    "make both the same to the letter, or give one another id."
                )


def _coming_back(weeks: dict[int, Week], curriculum: Path) -> Iterator[str]:
    """A question that is asked in several weeks says so: week after week it would tell too much, what leads it."""
    if _in_reading(load_policy, curriculum) or not load_policy(curriculum).leaders:
        return
    asked: dict[str, list[tuple[int, str, Item]]] = {}
    for number, week in sorted(weeks.items()):
        for exercise, item in week.group_items():
            if item.form == "one" and not item.stable:
                asked.setdefault(folded(item.prompt), []).append((number, exercise.id, item))
    for several in asked.values():
        others = ", ".join(str(number) for number, _, _ in several)
        for number, place, item in several if len(several) > 1 else []:
            if not item.recurs:
                yield (
                    f"week {number}, exercise '{place}', item '{item.id}': the same is asked in weeks {others}; "
                    "write 'recurs: true' at each of them, so that no result says week after week what leads."
                )


# Is the facilitator's guide whole: is its first page there, and can every page be made.


def guide_problems(material: Material) -> Iterator[str]:
    """One sentence for everything that is missing, leads nowhere, or cannot be made in the guide."""
    if not (material.folder / "README.md").is_file():
        yield f"{material.folder.name}: README.md is missing; copy the guide of a fresh kit init."
    yield from page_problems(material)
