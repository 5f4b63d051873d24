"""Commands that bring answers in and release what may be released: import, publish, simulate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from kit.cli.app import CohortOption, WeekArgument, app, say, the_cohort, weeks_of
from kit.cli.bundles import bundles_among, expand, import_bundles
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import policy_of
from kit.errors import ImportRefused, UnknownName
from kit.folders import make_cohort
from kit.privacy.publish import publish as publish_week
from kit.settings import COHORT_FILE, MOST_PLACES, load_cohort, packaged_curriculum
from kit.slugs import plain_slug
from kit.store import open_store
from kit.store.answer_files import shown
from kit.store.importing import ImportSummary, check_rows, import_csv, split_by_cohort
from kit.store.location import refuse_unsafe


@app.command("import", epilog='Example: kit import week_03.csv --consent "on paper, 3 May", or: kit import bundles/')
def import_(
    file: Annotated[
        list[Path],
        typer.Argument(
            help="CSV files (participant,week,exercise,item,answer, and cohort with --into), bundles, or a folder "
            "of bundles."
        ),
    ],
    consent: Annotated[
        str, typer.Option(metavar="WORDS", help="Where consent was given; without it answers are stored and held back.")
    ] = "",
    into: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Make one cohort folder per value of 'cohort'.")
    ] = None,
    like: Annotated[Path | None, typer.Option(metavar="DIR", help="With --into: the material of this cohort.")] = None,
    cohort: CohortOption = None,
) -> None:
    """Store answers from files: of each file all of them, or none and the reasons."""
    if into is not None:
        if len(file) > 1:
            raise typer.BadParameter("--into takes one CSV file at a time.")
        _import_many(file[0], into, like, consent or None)
        return
    found = the_cohort(cohort)
    refuse_unsafe(found.root)
    weeks, files = weeks_of(found), expand(file)
    bundles = bundles_among(files)
    tables = [one for one in files if one not in bundles]
    if tables:
        with open_store(found, weeks=weeks) as store:
            for table in tables:
                _tell(import_csv(table, store, weeks, consent=consent or None))
    if bundles:
        import_bundles(bundles, found, consent or None)


@app.command(epilog="Example: kit publish 3")
def publish(
    week: WeekArgument,
    cohort: CohortOption = None,
) -> None:
    """Close a week's exercises and release what may be released. This cannot be undone."""
    found = the_cohort(cohort)
    weeks = weeks_of(found)
    if week not in weeks:
        raise UnknownName(f"There is no week {week} in this curriculum; there are weeks {', '.join(map(str, weeks))}.")
    with open_store(found, weeks=weeks) as store:
        outcomes = publish_week(store, weeks, policy_of(found), week=week)
    for outcome in outcomes:
        say(outcome.sentence)


def _import_many(file: Path, into: Path, like: Path | None, consent: str | None) -> None:
    refuse_unsafe(into.absolute())
    parts = split_by_cohort(file)
    material = load_curriculum(load_cohort(like).curriculum if like else packaged_curriculum())
    sizes = {}
    # Every cohort's answers are looked at before the first folder is made, so that a mistake leaves nothing half done.
    for slug, rows in parts.items():
        _refuse_earlier(into, slug, rows[0].cohort)
        there = (into / slug / COHORT_FILE).is_file()
        sizes[slug] = check_rows(rows, weeks_of(load_cohort(into / slug)) if there else material, name=file.name)
        places = load_cohort(into / slug).size if there else MOST_PLACES
        if sizes[slug] > places:
            raise ImportRefused(
                f"{file.name}: {slug} would have {sizes[slug]} participants and there are places for {places}, so "
                "nothing was imported; "
                + ("raise 'size' in its cohort.toml." if there else "divide it into several cohorts.")
            )
    for slug, rows in tqdm(parts.items(), desc="Importing", unit="cohort", disable=not sys.stderr.isatty()):
        if not (into / slug / COHORT_FILE).is_file():
            make_cohort(into / slug, size=max(1, sizes[slug]), slug=slug, like=like)
        found = load_cohort(into / slug)
        weeks = weeks_of(found)
        with open_store(found, weeks=weeks) as store:
            import_csv(file, store, weeks, consent=consent, rows=rows)
    say(f"{len(parts)} cohorts are in {into}.")


def _refuse_earlier(into: Path, slug: str, name: str) -> None:
    """Two cohorts could have one name in 0.1.0, so nobody but the facilitator knows whose such a folder is."""
    earlier = into / plain_slug(name)
    if plain_slug(name) == slug or not (earlier / COHORT_FILE).is_file() or (into / slug / COHORT_FILE).is_file():
        return
    if not load_cohort(earlier).id:
        raise ImportRefused(
            f"{earlier}: an earlier version of the kit made this folder, perhaps for {shown(name)}. If it is, put that "
            f"cohort's rows into a file of their own and import them with --cohort {earlier}; if not, move the folder "
            "away. Nothing was imported."
        )


def _tell(summary: ImportSummary) -> None:
    say(summary.sentence)
