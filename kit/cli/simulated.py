"""The command that makes simulated participants: a file of answers, or the sample cohort anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, say, the_cohort, weeks_of
from kit.curriculum.loader import load_curriculum
from kit.errors import CohortError
from kit.files import write_text
from kit.settings import content_root, packaged_curriculum
from kit.simulate.cohort import PAUSE, simulate
from kit.simulate.files import answers_text, truth_text
from kit.simulate.sample import remake_sample


@app.command("simulate", epilog="Example: kit simulate --seed 7 --size 14 --out simulated.csv")
def simulate_(
    seed: Annotated[int, typer.Option(help="The same seed gives the same participants.", min=0)] = 1,
    size: Annotated[int, typer.Option(help="How many participants.", min=1, max=1000)] = 14,
    out: Annotated[Path, typer.Option(help="The file of answers to write; what is true goes beside it.")] = Path(
        "simulated.csv"
    ),
    null: Annotated[bool, typer.Option("--null", help="Plant no change over the weeks.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Make the kit's own sample cohort anew.")] = False,
    cohort: CohortOption = None,
) -> None:
    """Make simulated participants: their answers over all weeks as a file to import."""
    if sample:
        folder = content_root() / "data" / "sample_cohort"
        remake_sample(folder)
        say(f"The sample cohort in {folder} was made anew.")
        return
    try:
        weeks = weeks_of(the_cohort(cohort))
    except CohortError:
        if cohort is not None:
            raise
        weeks = load_curriculum(packaged_curriculum())
    made = simulate(weeks, seed=seed, size=size, planted=None if null else PAUSE)
    truth = out.with_suffix(".truth.yaml")
    write_text(out, answers_text(made))
    write_text(truth, truth_text(made, weeks))
    say(f"{size} simulated participants are in {out}; what is true of them is in {truth}.")
