"""The command that looks at content and notebooks: check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kit.answers.handed_over import refuse_handed_over
from kit.answers.meanings import changed_items
from kit.checks.everything import findings, in_order, week_findings
from kit.checks.repair import repair as repair_notebooks
from kit.checks.repair import summaries
from kit.checks.sizes import silent_questions
from kit.cli.app import CohortOption, app, cohort_if_any, say, say_about, say_zone, week_typed
from kit.curriculum.earlier import came_with
from kit.curriculum.loader import find_week_file
from kit.curriculum.policy import FILE_NAME as POLICY
from kit.curriculum.policy import load_policy, policy_of
from kit.curriculum.registers import coverage
from kit.curriculum.versions import is_behind, place_of, version_of
from kit.curriculum.weeks import week_file_name, week_number_of
from kit.errors import CohortError, KitError
from kit.reports.paper.guide import INDEX, Material, gather, make_guide, renew
from kit.session.debrief import read_logs
from kit.session.meetings import wrong_times
from kit.settings import Cohort, content_root, has_material, left_to_the_kit, packaged_curriculum, packaged_guide
from kit.system.content_files import content_files
from kit.system.disk import write_text
from kit.system.version_control import IGNORED, keep_out

# The command that renders the facilitator's guide: guide.


@app.command(epilog="Example: kit guide --write, or: kit guide --out guide-to-print")
def guide(
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go; default: guide/ in the cohort's folder.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="First renew what is made in the guide's own pages, such as minutes.")
    ] = False,
    folder: CohortOption = None,
) -> None:
    """Make the guide to read on a screen and to print. Each session has a run sheet and a handout."""
    cohort = cohort_if_any(folder)
    say_about(cohort)
    material, root = guide_material(cohort)
    target = out or root / "guide"
    if write:
        _refuse_elsewhere(cohort)
        if material.folder.parent.name == "_content":
            raise CohortError(
                "These pages belong to the installed kit; make a cohort with a copy to edit: kit init DIR"
            )
        for line in renew(material):
            say(line)
    pages = make_guide(material)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CohortError(
            f"{target}: the folder can't be made ({error.strerror}); choose another with --out."
        ) from None
    for name, text in pages.items():
        write_text(target / name, text)
    say(f"The guide is ready, {len(pages)} pages. Open {target / INDEX}")


def _refuse_elsewhere(cohort: Cohort | None) -> None:
    """Raise StoreError where something is to be changed in a cohort that was handed over."""
    if cohort is not None:
        refuse_handed_over(cohort)


def guide_material(cohort: Cohort | None) -> tuple[Material, Path]:
    """What the guide is made from, and the folder it goes into: a cohort's, or the kit's own and the current folder."""
    if cohort is None:
        curriculum = packaged_curriculum()
        return gather(packaged_guide(), curriculum, load_policy(curriculum)), Path.cwd()
    runs = read_logs(cohort.debriefs)
    return gather(cohort.guide, cohort.curriculum, policy_of(cohort), runs=runs, begins=cohort.time), cohort.root


def _repair(cohort: Cohort | None, curriculum: Path, notebooks: Path, week: int | None) -> None:
    """Fix notebooks and what version control is to leave out, and say what was done. Raises StoreError."""
    _refuse_elsewhere(cohort)
    for line in repair_notebooks(notebooks, _names(curriculum, week)):
        say(line)
    _keep_secrets_out(cohort)


# Without them nothing is compared with them; of everything else the kit has its own.
_REGISTERS = ("elements.yaml", "claims.yaml")


@app.command(epilog="Example: kit check 3 --repair")
def check(
    week: Annotated[
        int | None, typer.Argument(metavar="WEEK", parser=week_typed, help="Look at one week only.")
    ] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Restore deleted, converted or moved cells.")] = False,
    folder: CohortOption = None,
) -> None:
    """See whether all content is whole, and what is missing. Looks at weeks, notebooks, guide, minutes and coverage."""
    cohort = cohort_if_any(folder)
    curriculum, notebooks, guide = _folders(cohort)
    if week is not None:
        find_week_file(curriculum, week)
    if repair:
        _repair(cohort, curriculum, notebooks, week)
    if week is None:
        result = findings(curriculum, notebooks, guide, lambda: guide_material(cohort)[0])
    else:
        result = week_findings(curriculum, notebooks, week)
    wrong = [*_of_cohort(cohort), *changed_items(cohort, result.weeks)] if cohort is not None else []
    if not wrong:
        _say_planned(cohort)
    _say_left(cohort)
    _say_behind(cohort)
    problems = in_order([*wrong, *result.problems])
    for line in problems:
        say(line)
    _say_under("Not read:", result.notes)
    _say_under("In notebooks that you added. No session and no report needs them:", result.own)
    _say_under("To renew when you like, with: kit guide --write", result.behind)
    _say_under("New in this version of the kit, and not in this cohort's own material:", result.later)
    if cohort is not None and not wrong:
        silent = list(silent_questions(result.weeks, cohort.size, policy_of(cohort)))
        _say_under(f"In a cohort of {cohort.size}, even if everyone answers:", silent)
    if problems:
        say(f"{len(problems)} to fix.")
        raise typer.Exit(1)
    _say_under("Taken out of the kit's own material, each with a reason:", result.explained)
    say(_summary(result.weeks))


def _keep_secrets_out(cohort: Cohort | None) -> None:
    """Fix a cohort's folder of a version that left its secrets to whoever types 'git add'."""
    if cohort is not None and keep_out(cohort.root):
        say(f"{IGNORED}: now it keeps answers, keys and names out of version control.")


def _names(curriculum: Path, week: int | None) -> list[str]:
    """File names of the notebooks that a repair is about."""
    numbers = [week_number_of(path.stem) for path in content_files(curriculum, ".yaml")]
    own = [f"{week_file_name(number)}.ipynb" for number in numbers if number is not None and week in (None, number)]
    return own + (summaries() if week is None else [])


def _say_planned(cohort: Cohort | None) -> None:
    """Say what clocks show where the cohort meets, once something of that is written down."""
    if cohort is not None and (cohort.first_session or cohort.time_zone != "UTC"):
        say_zone(cohort)


def _say_left(cohort: Cohort | None) -> None:
    """Say what the cohort's own curriculum has no file for, and what then holds."""
    if cohort is None or not has_material(cohort.root):
        return
    left = left_to_the_kit(cohort.curriculum)
    # Without a policy nothing holds, which is said among what to mend; what is newer than the folder was never in it.
    left = [name for name in left if name != POLICY and came_with(f"curriculum/{name}") <= place_of(cohort.root)]
    unseen = [name for name in left if name in _REGISTERS]
    if unseen:
        say(f"Not looked at, because curriculum/ has no file of that name: {', '.join(unseen)}.")
    if len(left) > len(unseen):
        names = ", ".join(name for name in left if name not in unseen)
        say(f"The kit's own holds, because curriculum/ has none of that name: {names}.")


def _say_behind(cohort: Cohort | None) -> None:
    """Say which version the cohort's material is of, where there is a newer one, and how to have that."""
    if cohort is not None and has_material(cohort.root) and is_behind(cohort.root):
        say(f"Notebooks, sentences and guide here are those of version {version_of(cohort.root)}, and go on working.")
        say("To have this version's: kit upgrade (kit upgrade --check only says what it would do).")


def _folders(cohort: Cohort | None) -> tuple[Path, Path, Path]:
    """Curriculum, notebooks and guide of a cohort, or the kit's own where there is none."""
    say_about(cohort)
    if cohort is None:
        return packaged_curriculum(), content_root() / "notebooks", packaged_guide()
    return cohort.curriculum, cohort.notebooks, cohort.guide


def _say_under(heading: str, lines: list[str]) -> None:
    if lines:
        say(heading)
    for line in lines:
        say(f"  {line}")


def _of_cohort(cohort: Cohort) -> list[str]:
    """What is wrong in a cohort.toml that can be read: with the times of sessions and the policy."""
    # By the files' names, because a week that cannot be read has its session all the same.
    numbers = [week_number_of(path.stem) for path in content_files(cohort.curriculum, ".yaml")]
    wrong = wrong_times(cohort, sorted(number for number in numbers if number))
    try:
        policy_of(cohort)
    except KitError as error:
        wrong += str(error).splitlines()
    return wrong


def _summary(weeks: dict) -> str:  # type: ignore[type-arg]
    exercises = sum(len(week.exercises) for week in weeks.values())
    many = "1 week" if len(weeks) == 1 else f"{len(weeks)} weeks"
    return f"All is well: {many}, {exercises} exercises, {len(coverage(weeks.values()))} elements covered."
