"""Commands for a cohort's folder: demo, init, lab, doctor."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from tqdm import tqdm

from kit.answers import open_store
from kit.answers.bundles import make_key
from kit.answers.folder import refuse_unsafe
from kit.answers.importing import import_csv
from kit.checks.doctor import examine
from kit.cli.app import CohortOption, app, cohort_if_any, say, say_about, say_zone, weeks_of
from kit.cli.jupyterlab import alone, tell_of, wait_for
from kit.cli.results import report_all
from kit.curriculum.policy import policy_of
from kit.errors import CohortError
from kit.new_cohort import FirstSession, carried, make_cohort
from kit.publishing.gate import publish
from kit.settings import SAMPLE, Cohort, content_root, has_cohort, load_cohort
from kit.settings.limits import MOST_PLACES

if TYPE_CHECKING:
    from kit.session.desk import Desk, Wanted

_DEMO = Path("kit-demo")
_GUESTS = 16  # places beside the simulated participants, for whoever tries out a live session


@app.command(epilog="Example: kit demo --no-open")
def demo(
    no_open: Annotated[bool, typer.Option("--no-open", help="Don't open JupyterLab at the end.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin again with a new ./kit-demo.")] = False,
) -> None:
    """See the whole kit at work on the sample cohort, in ./kit-demo."""
    folder = _DEMO.resolve()
    if fresh and folder.exists():
        _remove_demo(folder)
    sample = content_root() / "data" / "sample_cohort"
    simulated = load_cohort(sample).size
    if not has_cohort(folder):
        make_cohort(folder, size=simulated + _GUESTS, slug=SAMPLE, made_up=True)
    cohort = load_cohort(folder)
    if not cohort.is_demo:
        raise _no_demo(folder)
    weeks = weeks_of(cohort)
    say(f"The sample cohort is in {folder}: {simulated} simulated participants.")
    with open_store(cohort, weeks=weeks) as store:
        import_csv(sample / "answers.csv", store, weeks, consent="simulated participants")
        policy = policy_of(cohort)
        for week in tqdm(weeks, desc="Publishing", unit="week", disable=not sys.stderr.isatty()):
            publish(store, weeks, policy, week=week)
    report_all(cohort, None)
    say(f"Open the reports: {cohort.reports / 'index.html'}")
    if not no_open:
        _open_lab(cohort)


@app.command(epilog="Example: kit init spring-2027 --size 14 --first-session 2027-03-02 --time-zone Europe/Berlin")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; its name becomes the cohort's slug.")],
    size: Annotated[
        int, typer.Option(metavar="N", help="How many participants there are.", min=1, max=MOST_PLACES)
    ] = 14,
    slug: Annotated[str, typer.Option(metavar="NAME", help="The cohort's short name, if not the folder's.")] = "",
    first_session: Annotated[str, typer.Option(metavar="DATE", help="Date of the first session: year-month-day.")] = "",
    time_zone: Annotated[
        str,
        typer.Option(metavar="ZONE", help="Where the sessions take place.", show_default="UTC, or that of --like"),
    ] = "",
    time: Annotated[str, typer.Option(metavar="HH:MM", help="When a session starts, for example 14:00.")] = "",
    sector: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose work the examples are about: health, service, remote, ...")
    ] = None,
    like: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Use the edited material of this cohort again.")
    ] = None,
) -> None:
    """Make a folder for a new cohort. It has notebooks, week files and a guide to edit."""
    refuse_unsafe(folder.absolute())
    when = FirstSession(date=first_session, time_zone=time_zone, time=time)
    if when == FirstSession():
        when, sector = _asked(when, sector, like)
    cohort = make_cohort(folder, size=size, slug=slug, when=when, sector=sector or "", like=like)
    make_key(cohort)
    say(f"The cohort '{cohort.slug}' is ready in {cohort.root}.")
    if when.date:
        say_zone(cohort)
    for line in carried(load_cohort(like)) if like else ():
        say(line)
    if size < 8:
        say("With fewer than eight people most group results stay hidden, with fewer than five all of them.")
    next_one = f"cd {shlex.quote(str(folder))}, then kit guide"
    say(f"Next: {next_one}, and open the page that it names; it says what comes when.")


def _asked(when: FirstSession, sector: str | None, like: Path | None) -> tuple[FirstSession, str | None]:
    """What whoever sits at the window says where the options said nothing; nothing more where nobody sits there."""
    from kit.cli.dates import asked, asked_sector, in_a_window  # noqa: PLC0415 - who has said it all is asked nothing

    if not in_a_window():
        return when, sector
    return asked(), asked_sector() if sector is None and like is None else sector


@app.command(epilog="Example: kit lab --cohort spring-2027")
def lab(folder: CohortOption = None) -> None:
    """Open JupyterLab on the cohort's folder. Only this computer reaches it; without a cohort, on the kit's own."""
    cohort = cohort_if_any(folder)
    say_about(cohort)
    _open_lab(cohort)


@app.command(epilog="Example: kit doctor --cohort spring-2027")
def doctor(folder: CohortOption = None) -> None:
    """See whether this computer is fit for a session. Looks at versions, permissions, disk, clock and ports."""
    cohort = cohort_if_any(folder)
    if cohort is None:
        say(f"There's no cohort at or above {Path.cwd()}, so this is about this computer and the kit's own material.")
    findings = list(examine(cohort))
    for finding in findings:
        say(f"{finding.mark}  {finding.text}")
    if any(finding.stops for finding in findings):
        raise typer.Exit(1)


def _open_lab(cohort: Cohort | None) -> None:
    lab = alone(cohort.root if cohort else content_root(), cohort)
    tell_of(lab)
    say("End it with Ctrl-C in this window.")
    wait_for(lab, _holding(cohort) if cohort and cohort.private.is_dir() else None)


def _holding(cohort: Cohort) -> Callable[[Desk, Wanted], None]:
    from kit.cli.host import hold_at_desk  # noqa: PLC0415 - only who starts a session there carries this

    return partial(hold_at_desk, cohort)


def _remove_demo(folder: Path) -> None:
    if not has_cohort(folder) or not load_cohort(folder).is_demo:
        raise _no_demo(folder)
    shutil.rmtree(folder)


def _no_demo(folder: Path) -> CohortError:
    return CohortError(
        f"{folder}: nothing in this folder says that it's the demo, so it stays as it is; run kit demo somewhere "
        "else. If it's the demo of an earlier version, delete the folder yourself first."
    )
