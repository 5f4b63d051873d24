"""The command that looks at content and notebooks: check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kit.checks.adapted import adaptations
from kit.checks.content import content_problems, in_the_way_of
from kit.checks.guide import guide_problems
from kit.checks.notebooks import notebook_problems, practice_problems, summary_problems, weekless_problems
from kit.checks.repair import repair as repair_notebooks
from kit.checks.repair import summaries
from kit.cli.app import CohortOption, app, say, the_cohort, week_typed
from kit.cli.guide import guide_material
from kit.curriculum.loader import find_week_file
from kit.curriculum.registers import coverage
from kit.errors import CohortError
from kit.settings import content_root, packaged_curriculum


@app.command(epilog="Example: kit check 3 --repair")
def check(
    week: Annotated[
        int | None, typer.Argument(metavar="WEEK", parser=week_typed, help="Look at one week only.")
    ] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Restore deleted, converted or moved cells.")] = False,
    cohort: CohortOption = None,
) -> None:
    """Check week files, notebooks, guide, minutes and coverage, and say what is missing."""
    curriculum, notebooks = _folders(cohort)
    if week is not None:
        find_week_file(curriculum, week)
    weeks, problems = content_problems(curriculum)
    chosen = {number: one for number, one in weeks.items() if week in (None, number)}
    if repair:
        names = [f"{one.file_name}.ipynb" for one in chosen.values()] + (summaries() if week is None else [])
        for line in repair_notebooks(notebooks, names):
            say(line)
    explained: list[str] = []
    if week is not None:
        problems = in_the_way_of(week, problems)
    elif not problems:
        taken_out, explained = adaptations(curriculum, weeks)
        problems += [*taken_out, *guide_problems(guide_material(cohort)[0])]
        problems += practice_problems(notebooks, weeks, curriculum)
    problems += notebook_problems(notebooks, chosen)
    if week is None:
        problems += [*weekless_problems(notebooks, curriculum), *summary_problems(notebooks)]
    for line in problems:
        say(line)
    if problems:
        say(f"{len(problems)} to mend.")
        raise typer.Exit(1)
    _tell_explained(explained)
    say(_summary(chosen))


def _folders(cohort: Path | None) -> tuple[Path, Path]:
    """Curriculum and notebooks of the cohort here, or the kit's own where there is none."""
    try:
        found = the_cohort(cohort)
    except CohortError:
        if cohort is not None:
            raise
        say("There is no cohort here, so this is about the kit's own material.")
        return packaged_curriculum(), content_root() / "notebooks"
    return found.curriculum, found.notebooks


def _tell_explained(explained: list[str]) -> None:
    if explained:
        say("Taken out of the kit's own material, each with a reason:")
    for line in explained:
        say(f"  {line}")


def _summary(weeks: dict) -> str:  # type: ignore[type-arg]
    exercises = sum(len(week.exercises) for week in weeks.values())
    many = "1 week" if len(weeks) == 1 else f"{len(weeks)} weeks"
    return f"All is well: {many}, {exercises} exercises, {len(coverage(weeks.values()))} elements covered."
