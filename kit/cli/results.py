"""Commands about published results: report, export, audit, form."""

from __future__ import annotations

import itertools
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from kit.answers.answer_files import Problems, read_rows
from kit.answers.ending import deleted_on, is_deleted
from kit.answers.folder import open_private
from kit.answers.roster import read_roster
from kit.answers.slips import is_slip
from kit.cli.app import (
    CohortOption,
    WeekArgument,
    app,
    cohort_to_change,
    say,
    the_cohort,
    told_in,
    week_typed,
    weeks_of,
)
from kit.cli.bundles import export_bundle
from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.policy import policy_of
from kit.curriculum.registers import messages_in
from kit.errors import CohortError, ReportFailed
from kit.publishing.audit import audit as audit_cohort
from kit.publishing.audit import audit_folder
from kit.reports.ahead import make_reports
from kit.reports.paper.forms import form_csv, printed_form
from kit.results.export import is_published_csv, published_csv
from kit.results.releases import FILE_NAME as RELEASES_FILE
from kit.results.releases import read_releases
from kit.settings import COHORT_FILE, Cohort, has_cohort, load_cohort
from kit.settings.limits import MOST_PLACES
from kit.system.disk import write_private, write_text
from kit.text.codes import as_typed, in_halves
from kit.text.spellings import drawn_codes, looks


@app.command(epilog="Example: kit report 3 4")
def report(
    week: Annotated[
        list[int] | None,
        typer.Argument(metavar="WEEK", parser=week_typed, help="Week numbers; none: all weeks and the cohort."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many notebooks run at once; default: one a processor, at most 8.", min=1),
    ] = None,
    cohort: CohortOption = None,
) -> None:
    """Write a readable page of what was published. It runs the notebooks on it."""
    report_all(the_cohort(cohort), week or None, jobs=jobs)


def report_all(cohort: Cohort, weeks: list[int] | None, *, jobs: int | None = None) -> None:
    """Write the reports, *jobs* at a time, and say which were made; raises ReportFailed after the others are done."""
    # A first name alone may be an ordinary word ("Grace", "May"); a full name in a report is refused.
    names = [name for name in read_roster(cohort).names if " " in name]
    made = make_reports(cohort, weeks, progress=sys.stderr.isatty(), names=names, jobs=jobs)
    for result in made:
        if result.ok:
            say(f"{result.path.name}  {result.title}")
    failed = [result for result in made if not result.ok]
    if failed:
        raise ReportFailed("\n".join(result.error for result in failed))


@app.command(epilog="Example: kit export --out figures.csv, or: kit export --bundle answers.bundle --agree")
def export(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write; none: to the screen.")] = None,
    bundle: Annotated[
        Path | None, typer.Option(metavar="FILE", help="For participants: the own answers as one sealed file.")
    ] = None,
    agree: Annotated[
        bool, typer.Option("--agree", help="With --bundle: I agree that my answers may be counted.")
    ] = False,
    slip: Annotated[
        str,
        typer.Option(metavar="CODE", help="With --bundle: the code of your slip, for the first from this computer."),
    ] = "",
    folder: CohortOption = None,
) -> None:
    """Write the published figures as a table. A row an option; with --bundle, your own answers for the facilitator."""
    if bundle is not None:
        if out is not None:
            raise typer.BadParameter("--out is for published figures and --bundle for your own answers; choose one.")
        cohort = the_cohort(folder)
        messages = messages_in(cohort.curriculum)
        with told_in(messages):
            export_bundle(bundle, cohort, messages, agree=agree, slip=_slip(slip))
        return
    if agree or slip:
        raise typer.BadParameter("--agree and --slip belong to --bundle FILE.")
    cohort = the_cohort(folder)
    published = read_releases(cohort.published, cohort=cohort.slug)
    # Only what was published by id needs the week files, to be read in words.
    text = published_csv(published, weeks_of(cohort) if published.by_id else {})
    if out is None:
        typer.echo(text, nl=False)
        return
    if out.exists() and not is_published_csv(out):
        raise CohortError(f"{out}: there is another file of that name, and it stays; choose another with --out.")
    write_text(out, text, encoding="utf-8-sig")
    say(f"The published figures are in {out}.")


def _slip(typed: str) -> str:
    if typed and not is_slip(typed):
        raise typer.BadParameter(f"--slip takes the code on your slip, such as 7K3MQ-2ZD45, not {typed!r}.")
    return in_halves(as_typed(typed)) if typed else ""


@app.command(epilog="Example: kit audit spring-2027")
def audit(
    place: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A cohort's folder, or any published/ folder.")
    ] = None,
    folder: CohortOption = None,
) -> None:
    """Check every published figure, and play the attacker on them."""
    if place is not None and not has_cohort(place):
        if not (place / RELEASES_FILE).is_file():
            raise CohortError(
                f"{place}: neither a {COHORT_FILE} nor a {RELEASES_FILE} is here; name a cohort's folder, or its "
                "published/."
            )
        findings = audit_folder(place)
    else:
        cohort = load_cohort(place.resolve()) if place else the_cohort(folder)
        findings = audit_cohort(cohort, weeks_of(cohort))
    for finding in findings.problems:
        say(finding)
    for note in findings.notes:
        say(f"Note: {note}")
    say(findings.sentence)
    if findings.problems:
        raise typer.Exit(1)


@app.command(epilog="Example: kit form 3 --people 14")
def form(
    week: WeekArgument,
    people: Annotated[
        int | None, typer.Option(metavar="N", help="Rows of how many people the CSV has.", min=1, max=MOST_PLACES)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write both files; default: the form here, the CSV into private/."),
    ] = None,
    folder: CohortOption = None,
) -> None:
    """Write a week's form for paper, and the table to fill from it."""
    cohort = cohort_to_change(folder)
    # Once it is filled, the table holds what people said, so it lies where only the facilitator can read it.
    forms, tables = (out, out) if out else (Path(), cohort.private)
    day = deleted_on(cohort)
    if out is None and day is not None:
        raise is_deleted(cohort, day)
    if out is None:
        open_private(cohort.private)
    content = load_week(find_week_file(cohort.curriculum, week))
    if out and not out.is_dir():
        raise CohortError(f"{out}: this folder doesn't exist; make it, or choose another with --out.")
    page, table = forms / f"{content.file_name}_form.html", tables / f"{content.file_name}_answers.csv"
    write_text(page, printed_form(content, policy_of(cohort), messages_in(cohort.curriculum)))
    if table.exists():
        say(f"{table} is there already and stays as it is.")
    else:
        write_private(table, form_csv(content, _codes(tables, people or cohort.size)).encode("utf-8-sig"))
    bring = f'kit import {shlex.quote(str(table))} --points-from 1 --consent "on paper, DATE"'
    say(f"Print {page}; type the answers into {table}; then: {bring}")


def _codes(tables: Path, people: int) -> list[str]:
    """The codes of *people* sheets: those of other weeks' tables, for a code stays with its person, then new ones.

    Raises ImportRefused where such a table can't be read.
    """
    before: dict[str, None] = {}
    for table in sorted([*tables.glob("week_*_answers.csv"), *tables.glob("orientation_answers.csv")]):
        before.update(dict.fromkeys(row.participant for row in read_rows(table, Problems()) if row.participant))
    codes = list(before)[:people]
    taken = set(map(looks, codes))
    new = (code for code in drawn_codes() if looks(code) not in taken)
    return [*codes, *itertools.islice(new, people - len(codes))]
