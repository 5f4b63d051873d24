"""Commands that delete: withdraw for one participant, purge for the whole cohort."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from kit.answers import Store, open_store
from kit.answers.consents import COUNTED
from kit.answers.ending import RECORD, deleted_on
from kit.answers.sealing.cohort_key import Where, record_of
from kit.answers.withdrawals import take_back_consent
from kit.cli.app import CohortOption, app, say, tell_news, the_cohort, weeks_of
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.erasure.purge import Plan, plan_purge
from kit.erasure.purge import purge as purge_all
from kit.erasure.withdraw import Found, Left, find_participant, go_on, leave, tables_with, withdrew_before
from kit.errors import CohortError, UnknownName
from kit.session.meetings import keep_until
from kit.settings import Cohort, outbox_of

_MOST_NAMED = 12
_KEY_TOO = (
    "The key to the answers is destroyed, too. If there is a recovery sheet of it in a safe, destroy that as well."
)


@app.command(
    epilog="Examples: kit withdraw (the code is asked for, and not shown), or: kit withdraw acorn actor adapter acre"
)
def withdraw(
    code: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CODE]",
            help="The four words shown when the person joined, the code on their paper sheets (the column "
            "'participant'), or the code of their bundle; left out, it's asked for.",
        ),
    ] = None,
    hold: Annotated[
        bool, typer.Option("--hold", help="Only stop counting: the answers stay, unseen, and are never published.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before anything is deleted.")] = False,
    folder: CohortOption = None,
) -> None:
    """Delete everything that one participant gave. Published results stay as they are.

    The answers go from the database, its log and all backups; every file of the cohort's folder is then searched for
    what may be left. On the session's page people can delete their answers themselves; files beside the database stay.
    """
    cohort = the_cohort(folder)
    messages, outbox = messages_in(cohort.curriculum), outbox_of(cohort.identity)
    given = " ".join(code) if code else typer.prompt(messages("leaving.ask"), hide_input=True)
    with open_store(cohort, weeks=weeks_of(cohort)) as store:
        tell_news(store)
        who = find_participant(store, given)
        if who is not None and (who.unclear or who.spelled is not None):
            _ask_whose(who, messages, may_ask=not yes)
        if who is None:
            left = _again(store, given, outbox, messages)
        elif not yes and not typer.confirm(messages("leaving.sure_hold" if hold else "leaving.sure")):
            say(messages("leaving.nothing"))
            raise typer.Exit(1)
        elif hold:
            take_back_consent(store.engine, cohort.private, who.participant, COUNTED)
            say(messages("leaving.held"))
            return
        else:
            left = _deleted(store, who, given, outbox, messages)
    _tell(left, messages)


@app.command(epilog="Example: kit purge")
def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before anything is deleted.")] = False,
    folder: CohortOption = None,
) -> None:
    """Delete all raw answers, names and keys. Everything by which people could be known again goes, and all copies.

    Published results, reports, notebooks and your material stay, and kit audit still verifies what was published.
    Raw answers are kept for 30 days after the last session, or fewer where cohort.toml says so (keep_days); kit doctor
    reminds you. What was deleted and when is noted in deletion.json.
    """
    cohort = the_cohort(folder)
    messages, outbox = messages_in(cohort.curriculum), outbox_of(cohort.identity)
    weeks, plan = weeks_of(cohort), plan_purge(cohort, outbox)
    if not plan.count:
        day = deleted_on(cohort)
        say(messages("purge.already", day=day) if day else messages("purge.nothing"))
        return
    say(messages("purge.title", cohort=cohort.slug))
    for line in named(plan, cohort.root, messages):
        say(f"  {line}")
    say(messages("purge.stays"))
    say(clock(cohort, weeks, messages, today=date.today()))
    if (
        not yes
        and typer.prompt(messages("purge.type", cohort=cohort.slug), default="", show_default=False) != cohort.slug
    ):
        say(messages("purge.not_done"))
        raise typer.Exit(1)
    elsewhere = _key_is_elsewhere(cohort)
    with _searching(messages("purge.stopped")) as count:
        record, left = purge_all(cohort, weeks, outbox, today=date.today(), each=count)
    say(messages("purge.done", files=record.files, searched=record.searched, record=RECORD))
    if elsewhere:
        say(_KEY_TOO)
    _name_left(record.left, left, messages)


def _name_left(known: int | None, left: Sequence[Path], messages: Messages) -> None:
    """Name the files in which something is left; exit code 1 where that is so, or nobody can tell."""
    if known is None:
        say(messages("purge.unknown"))
    for line in (messages("purge.left"), *(f"  {path}" for path in left)) if left else ():
        say(line)
    if known != 0:
        raise typer.Exit(1)


def _key_is_elsewhere(cohort: Cohort) -> bool:
    with contextlib.suppress(CohortError):  # a damaged record does not tell where the key is
        record = record_of(cohort)
        return record is not None and record.where is not Where.BESIDE
    return False


def _ask_whose(who: Found, messages: Messages, *, may_ask: bool) -> None:
    """Ask whether a code that only looks like the one that was given is meant. Raises UnknownName unless it is."""
    if who.unclear:
        raise UnknownName(messages("leaving.either"))
    alike = messages("leaving.alike", code=who.spelled) if who.spelled else messages("leaving.alike_unknown")
    if not may_ask:
        raise UnknownName(alike)
    say(alike)
    if not typer.confirm(messages("leaving.same")):
        say(messages("leaving.nothing"))
        raise typer.Exit(1)


@contextlib.contextmanager
def _searching(stopped: str) -> Iterator[Callable[[Path], None]]:
    """Show how many files were looked at; where it is stopped, say how it goes on."""
    with tqdm(desc="Searching", unit=" files", delay=1, disable=not sys.stderr.isatty()) as bar:

        def count(_: Path) -> None:
            bar.update()

        try:
            yield count
        except KeyboardInterrupt:
            say(stopped)
            raise


def named(plan: Plan, root: Path, messages: Messages) -> Iterator[str]:
    """What a plan deletes, in words: kinds of files with their number, and by name what lies outside private/."""
    for kind, paths in plan.files.items():
        if paths:
            yield messages(f"purge.{kind}", count=len(paths), files=_listed(paths, root))


def _listed(paths: Sequence[Path], root: Path) -> str:
    names = [str(path.relative_to(root)) if path.is_relative_to(root) else path.name for path in paths]
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" ... (+{more})" if more > 0 else "")


def clock(cohort: Cohort, weeks: Mapping[int, Week], messages: Messages, *, today: date) -> str:
    """Until when the raw answers may be kept, in words."""
    until = keep_until(cohort, list(weeks))
    if until is None:
        return messages("purge.no_clock", days=cohort.keep_days)
    return messages("purge.due" if today > until else "purge.early", day=until, today=today)


def _deleted(store: Store, who: Found, given: str, outbox: Path, messages: Messages) -> Left:
    """Delete all that *who* gave, say so, and return what is left in files. Raises KitError."""
    with _searching(messages("leaving.stopped")) as count:
        left = leave(store, who.participant, given, outbox=outbox, each=count)
    say(messages("leaving.done"))
    return left


def _again(store: Store, code: str, outbox: Path, messages: Messages) -> Left:
    """What is left of someone who has withdrawn. Raises UnknownName for any other code."""
    with _searching(messages("leaving.stopped")) as count:
        left = go_on(store, code, outbox=outbox, each=count)
    if left is not None:
        say(messages("leaving.done"))
        return left
    if not withdrew_before(store, code):
        raise UnknownName(messages("leaving.unknown"))
    say(messages("leaving.already"))
    return Left(searched=0, removed=(), left=tuple(tables_with(store, code)))


def _tell(left: Left, messages: Messages) -> None:
    for path in left.removed:
        say(messages("leaving.removed", file=path))
    if not left.left:
        if left.searched:
            say(messages("leaving.searched", count=left.searched))
        return
    say(messages("leaving.left"))
    for path in left.left:
        say(f"  {path}")
    raise typer.Exit(1)
