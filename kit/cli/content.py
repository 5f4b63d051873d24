"""The command that looks at content and notebooks: check."""

from __future__ import annotations

from typing import Annotated

import typer

from kit.checks.adapted import adaptations
from kit.checks.content import content_problems
from kit.checks.guide import guide_problems
from kit.checks.notebooks import notebook_problems
from kit.checks.repair import repair as repair_notebooks
from kit.cli.app import CohortOption, app, say, the_cohort
from kit.cli.guide import guide_material
from kit.curriculum.registers import coverage
from kit.errors import CohortError
from kit.settings import content_root, packaged_curriculum


@app.command(epilog="Example: kit check 3 --repair")
def check(
    week: Annotated[int | None, typer.Argument(help="Look at one week only.", min=0)] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Restore deleted, converted or moved cells.")] = False,
    cohort: CohortOption = None,
) -> None:
    """Check week files, notebooks, guide, minutes and coverage, and say what is missing."""
    try:
        found = the_cohort(cohort)
        curriculum, notebooks = found.curriculum, found.notebooks
    except CohortError:
        if cohort is not None:
            raise
        curriculum, notebooks = packaged_curriculum(), content_root() / "notebooks"
    weeks, problems = content_problems(curriculum)
    readable = not problems
    chosen = {number: one for number, one in weeks.items() if week in (None, number)}
    if week is not None:
        problems = [line for line in problems if f"week_{week:02d}" in line or f"week {week}," in line]
    if repair:
        for line in repair_notebooks(notebooks, chosen):
            say(line)
    problems += notebook_problems(notebooks, chosen)
    explained: list[str] = []
    if week is None and readable:
        taken_out, explained = adaptations(curriculum, weeks)
        problems += [*taken_out, *guide_problems(guide_material(cohort)[0])]
    for line in problems:
        say(line)
    if problems:
        say(f"{len(problems)} to mend.")
        raise typer.Exit(1)
    _tell_explained(explained)
    say(_summary(chosen))


def _tell_explained(explained: list[str]) -> None:
    if explained:
        say("Taken out of the kit's own material, each with a reason:")
    for line in explained:
        say(f"  {line}")


def _summary(weeks: dict) -> str:  # type: ignore[type-arg]
    exercises = sum(len(week.exercises) for week in weeks.values())
    return f"All is well: {len(weeks)} weeks, {exercises} exercises, {len(coverage(weeks.values()))} elements covered."
