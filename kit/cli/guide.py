"""The command that renders the facilitator's guide: guide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, cohort_if_any, say, say_about
from kit.curriculum.policy import load_policy, policy_of
from kit.errors import CohortError
from kit.reports.paper.guide import INDEX, Material, gather, make_guide, renew
from kit.session.debrief import read_logs
from kit.settings import Cohort, packaged_curriculum, packaged_guide
from kit.system.disk import write_text


@app.command(epilog="Example: kit guide --write, or: kit guide --out guide-to-print")
def guide(
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go; default: guide/ in the cohort's folder.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="First renew what is made in the guide's own pages, such as minutes.")
    ] = False,
    cohort: CohortOption = None,
) -> None:
    """Make the facilitator's guide readable on a screen and on paper, with a run sheet and a handout per session."""
    found = cohort_if_any(cohort)
    say_about(found)
    material, root = guide_material(found)
    target = out or root / "guide"
    if write:
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
            f"{target}: the folder cannot be made ({error.strerror}); choose another with --out."
        ) from None
    for name, text in pages.items():
        write_text(target / name, text)
    say(f"The guide is ready, {len(pages)} pages. Open {target / INDEX}")


def guide_material(found: Cohort | None) -> tuple[Material, Path]:
    """What the guide is made from, and the folder it goes into: a cohort's, or the kit's own and the current folder."""
    if found is None:
        curriculum = packaged_curriculum()
        return gather(packaged_guide(), curriculum, load_policy(curriculum)), Path.cwd()
    runs = read_logs(found.debriefs)
    return gather(found.guide, found.curriculum, policy_of(found), runs=runs, begins=found.time), found.root
