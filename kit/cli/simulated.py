"""The command that makes simulated participants: a file of answers, the sample cohort again, or visitors of a host."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, cohort_if_any, say, say_about
from kit.cli.rehearsing import trusted, visit_host
from kit.curriculum.loader import load_curriculum
from kit.curriculum.weeks import Week
from kit.errors import CohortError
from kit.settings import content_root, packaged_curriculum
from kit.simulate.cohort import PAUSE, simulate
from kit.simulate.files import answers_text, remake_sample, truth_text
from kit.simulate.visitors import MOST_PEOPLE, Crowd
from kit.system.disk import write_text


@app.command("simulate", epilog="Example: kit simulate --seed 7 --size 14 --out simulated.csv")
def simulate_(
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed gives the same participants.", min=0)] = 1,
    size: Annotated[int, typer.Option(metavar="N", help="How many participants.", min=1, max=1000)] = 14,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The file of answers to write; what is true goes beside it.")
    ] = Path("simulated.csv"),
    null: Annotated[bool, typer.Option("--null", help="Plant no change over the weeks.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Make the kit's own sample cohort again.")] = False,
    against: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Visit the host that runs at this address, as people would.")
    ] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="With --against: the join code of that session.")] = "",
    people: Annotated[
        int, typer.Option(metavar="N", help="With --against: how many visit.", min=1, max=MOST_PEOPLE)
    ] = 12,
    minutes: Annotated[
        float, typer.Option(metavar="N", help="With --against: when they go home.", min=0.1, max=240)
    ] = 30,
    trust: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --against https://: the certificate to trust (PEM).")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --against: don't ask before answers are stored.")] = False,
    cohort: CohortOption = None,
) -> None:
    """Make simulated participants. They're a file of answers to import, or with --against visit a running host."""
    if against:
        crowd = Crowd(address=against, code=code, people=people, seed=seed, trust=trusted(trust), as_guests=True)
        visit_host(crowd, _material(cohort), minutes=minutes, sure=yes)
        return
    if sample:
        folder = content_root() / "data" / "sample_cohort"
        remake_sample(folder)
        say(f"The sample cohort in {folder} was made again.")
        return
    _write_people(seed, size, out, _material(cohort), null=null)


def _write_people(seed: int, size: int, out: Path, weeks: dict[int, Week], *, null: bool) -> None:
    made = simulate(weeks, seed=seed, size=size, planted=None if null else PAUSE)
    truth = out.with_suffix(".truth.yaml")
    # The truth beside it tells a simulated file from one with people's answers in it.
    if out.exists() and not truth.exists():
        raise CohortError(f"{out}: there is a file of that name that wasn't simulated; choose another with --out.")
    write_text(out, answers_text(made, weeks))
    write_text(truth, truth_text(made, weeks))
    say(f"{size} simulated participants are in {out}; what is true of them is in {truth}.")
    say(f"To take it in: kit import {shlex.quote(str(out))} --consent simulated")


def _material(folder: Path | None) -> dict[int, Week]:
    """The weeks of the cohort here, or the kit's own where there is none."""
    cohort = cohort_if_any(folder)
    say_about(cohort)
    return load_curriculum(cohort.curriculum if cohort else packaged_curriculum())
