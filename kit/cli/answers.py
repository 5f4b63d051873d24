"""The command that brings answers in: import."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from kit.answers import Store, open_store
from kit.answers.answer_files import shown, split_by_cohort
from kit.answers.folder import refuse_unsafe
from kit.answers.importing import Import, ImportSummary, Told, total
from kit.cli.app import CohortOption, app, say, tell_news, the_cohort, week_typed, weeks_of
from kit.cli.bundles import bundles_among, expand, import_bundles
from kit.cli.other_tools import after_mapped, mapped_rows
from kit.curriculum.loader import Curricula
from kit.curriculum.weeks import Week
from kit.errors import ImportRefused, KitError
from kit.new_cohort import Pattern, carried
from kit.publishing.fates import late_among
from kit.settings import SAMPLE, Cohort, has_cohort, load_cohort, packaged_curriculum
from kit.text.slugs import plain_slug

Consent = Annotated[
    str, typer.Option(metavar="WORDS", help="Where consent was given; without it answers are stored and held back.")
]
PointsFrom = Annotated[
    int | None,
    typer.Option(
        metavar="0|1", min=0, max=1, help="The number of the first point or option, where answers are numbers."
    ),
]
Same = Annotated[
    list[str] | None,
    typer.Option(metavar="SPELLING=CODE", help="SPELLING is the same person's as CODE; give it once for each."),
]
CodesAsWritten = Annotated[
    bool, typer.Option("--codes-as-written", help="Codes that look like numbers or dates are right as they stand.")
]
Whose = Annotated[
    str,
    typer.Option(metavar="CODE", help="Whose the one bundle is, where it doesn't tell: a code of theirs, or a slip."),
]
Into = Annotated[Path | None, typer.Option(metavar="DIR", help="Make one cohort folder per value of 'cohort'.")]
Mapped = Annotated[
    bool,
    typer.Option(
        "--map", help="An export of another program, one row a person: writes FILE.map.yaml first, then imports by it."
    ),
]
OfWeek = Annotated[
    int | None,
    typer.Option(
        "--week", metavar="WEEK", parser=week_typed, help="With --map, the first time: whose questions these are."
    ),
]
Like = Annotated[Path | None, typer.Option(metavar="DIR", help="With --into: the material of this cohort.")]


@app.command("import", epilog='Example: kit import week_03.csv --consent "on paper, 3 May", or: kit import bundles/')
def import_(
    file: Annotated[
        list[Path],
        typer.Argument(
            help="CSV files (participant,week,exercise,item,answer, and cohort with --into), bundles, or a folder "
            "of bundles."
        ),
    ],
    consent: Consent = "",
    points_from: PointsFrom = None,
    same: Same = None,
    codes_as_written: CodesAsWritten = False,
    whose: Whose = "",
    into: Into = None,
    like: Like = None,
    by_map: Mapped = False,
    week: OfWeek = None,
    folder: CohortOption = None,
) -> None:
    """Store answers from files. All that is in them is stored, or nothing and the reasons; each bundle by itself."""
    told = Told(points_from=points_from, same=dict(map(_same, same or [])), as_written=codes_as_written)
    _refuse_unfitting(file, told, into=into, like=like, whose=whose, by_map=by_map, week=week)
    if into is not None:
        _import_many(file[0], into, like, consent or None, told)
        return
    cohort = the_cohort(folder)
    refuse_unsafe(cohort.root)
    if by_map:
        _import_mapped(file[0], cohort, week, consent or None, told)
        return
    files = expand(file)
    bundles = bundles_among(files)
    tables = [one for one in files if one not in bundles]
    if (whose and len(files) != len(bundles)) or (whose and len(bundles) != 1):
        raise typer.BadParameter("--whose says whose a bundle is, so it takes one bundle and nothing else.")
    if tables:
        _import_tables(tables, cohort, consent or None, told)
    if bundles:
        import_bundles(bundles, cohort, consent or None, whose)


def _refuse_unfitting(
    files: Sequence[Path],
    told: Told,
    *,
    into: Path | None,
    like: Path | None,
    whose: str,
    by_map: bool,
    week: int | None,
) -> None:
    """Raise BadParameter where options stand beside one another that don't belong together."""
    if like is not None and into is None:
        raise typer.BadParameter("--like belongs to --into DIR.")
    if week is not None and not by_map:
        raise typer.BadParameter("--week belongs to --map.")
    if by_map and (into is not None or whose or len(files) > 1):
        raise typer.BadParameter("--map takes one file for one cohort, without --into and --whose.")
    if by_map and told.points_from is not None:
        raise typer.BadParameter("with --map the mapping says what numbers stand for, in 'first' and 'last'.")
    if into is not None and len(files) > 1:
        raise typer.BadParameter("--into takes one CSV file at a time.")


def _same(typed: str) -> tuple[str, str]:
    spelling, sign, code = typed.partition("=")
    if not (sign and spelling.strip() and code.strip()) or "=" in code:
        raise typer.BadParameter(f"--same takes two codes with = between them, such as 'anna7=Anna 7', not {typed!r}.")
    return spelling.strip(), code.strip()


def _import_mapped(file: Path, cohort: Cohort, week: int | None, consent: str | None, told: Told) -> None:
    weeks, batch = weeks_of(cohort), Import(told)
    rows = mapped_rows(file, weeks, week, batch.problems)
    if rows is None:
        return
    with open_store(cohort, weeks=weeks) as store:
        tell_news(store)
        table = batch.read(file, weeks, cohort, rows)
        batch.check(lambda _: contextlib.nullcontext(store))
        summary = batch.store(table, store, consent=consent)
        say(summary.sentence + _never_counted(store, weeks, summary))
    after_mapped(file)


def _import_tables(tables: Sequence[Path], cohort: Cohort, consent: str | None, told: Told) -> None:
    weeks, batch = weeks_of(cohort), Import(told)
    with open_store(cohort, weeks=weeks) as store:
        tell_news(store)
        read = [batch.read(table, weeks, cohort) for table in tables]
        batch.check(lambda _: contextlib.nullcontext(store))
        for table in read:
            summary = batch.store(table, store, consent=consent)
            never = _never_counted(store, weeks, summary)
            say((f"{table.name}: " if len(read) > 1 else "") + summary.sentence + never)


def _import_many(file: Path, into: Path, like: Path | None, consent: str | None, told: Told) -> None:
    refuse_unsafe(into.absolute())
    batch = Import(told)
    parts = split_by_cohort(file, batch.problems)
    folders = {slug: into / slug for slug in parts}
    for slug, rows in parts.items():
        _refuse_earlier(into, slug, rows[0].cohort)
    there = {slug: load_cohort(folder) for slug, folder in folders.items() if has_cohort(folder)}
    if SAMPLE in parts and SAMPLE not in there:
        batch.problems.add(
            file.name,
            parts[SAMPLE][0].line,
            f"'{SAMPLE}' is the kit's own cohort of made-up people; give the cohort another name in this column.",
        )
    curricula = Curricula()
    material = curricula.of(load_cohort(like).curriculum if like else packaged_curriculum())
    weeks = {slug: curricula.of(there[slug].curriculum) if slug in there else material for slug in parts}
    tables = {slug: batch.read(file, weeks[slug], slug, rows) for slug, rows in parts.items()}
    # Every cohort's answers are looked at before the first folder is made, so that a mistake leaves nothing half done.
    batch.check(lambda slug: _looked_into(there.get(slug), weeks[slug]))
    pattern = Pattern(like)
    brought: dict[str, ImportSummary] = {}
    never: dict[str, str] = {}
    for slug, table in tqdm(tables.items(), desc="Importing", unit="cohort", disable=not sys.stderr.isatty()):
        with _stopping_at(slug, tables, brought):
            cohort = there.get(slug) or pattern.make(folders[slug], size=max(1, len(table.labels)), slug=slug)
            with open_store(cohort, weeks=weeks[slug]) as store:
                brought[slug] = batch.store(table, store, consent=consent)
                never[slug] = _never_counted(store, weeks[slug], brought[slug])
    for slug, summary in brought.items():
        say(f"{slug}  {summary.sentence}{never[slug]}")
    say(f"{_cohorts(len(brought))} in {into}. In all: {total(brought.values()).sentence}")
    if like is None:
        return
    for line in carried(load_cohort(like)) if set(brought) - set(there) else ():
        say(line)
    if there:
        say(f"There already, so --like changed nothing in: {', '.join(there)}.")


@contextlib.contextmanager
def _looked_into(cohort: Cohort | None, weeks: Mapping[int, Week]) -> Iterator[Store | None]:
    """The store of a cohort that is there already; what opening it changed is said."""
    if cohort is None:
        yield None
        return
    with open_store(cohort, weeks=weeks) as store:
        for sentence in store.news:
            say(f"{cohort.slug}: {sentence}")
        yield store


def _never_counted(store: Store, weeks: Mapping[int, Week], summary: ImportSummary) -> str:
    """What to add where answers of those who came late are stored and never counted; empty where there are none."""
    late = late_among(store, weeks, summary.people)
    return f" Never counted, because their questions had a result before these people joined: {late}." if late else ""


@contextlib.contextmanager
def _stopping_at(slug: str, slugs: Collection[str], brought: Collection[str]) -> Iterator[None]:
    """Where a cohort's answers can't be stored, say which cohorts have theirs and which don't, and how to go on."""
    try:
        yield
    except KitError as error:
        missing = [one for one in slugs if one not in brought]
        there = f"All answers are stored in: {', '.join(brought)}. " if brought else ""
        raise KitError(
            f"{slug}: {error} {there}Nothing is stored yet in: {', '.join(missing)}. Once that's fixed, give the same "
            "command again: it stores the rest, and nothing twice."
        ) from error


def _refuse_earlier(into: Path, slug: str, name: str) -> None:
    """Two cohorts could have one name in 0.1.0, so nobody but the facilitator knows whose such a folder is."""
    earlier = into / plain_slug(name)
    if plain_slug(name) == slug or not has_cohort(earlier) or has_cohort(into / slug):
        return
    if not load_cohort(earlier).id:
        raise ImportRefused(
            f"{earlier}: an earlier version of the kit made this folder, perhaps for {shown(name)}. If it is, put that "
            f"cohort's rows into a file of their own and import them with --cohort {earlier}; if not, move the folder "
            "away. Nothing was imported."
        )


def _cohorts(number: int) -> str:
    return "1 cohort is" if number == 1 else f"{number} cohorts are"
