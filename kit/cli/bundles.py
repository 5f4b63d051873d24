"""What export and import do with bundles: the own answers as one sealed file, and taking such files in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from kit.answers import Store, open_store
from kit.answers.bundles import Taken, make_key, take_bundle
from kit.answers.recording import exercise_of
from kit.cli.app import say, tell_news, weeks_of
from kit.curriculum.policy import notice_of, policy_of
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.errors import ImportRefused, InvalidAnswer, OutboxError, UnknownName
from kit.sending.outbox import Damaged, Outbox, Submission, validate
from kit.sending.sealed import SUFFIX, Bundle, device_code, is_bundle, newest_of, read_public, seal
from kit.settings import Cohort, places_in
from kit.system.content_files import content_files
from kit.system.disk import write_bytes

_NOTICE = ("stored", "seen", "shown", "texts", "number", "confidential", "passing")


def export_bundle(file: Path, cohort: Cohort, messages: Messages, *, agree: bool, slip: str) -> None:
    """Write this person's answers to *file*, sealed, and say what is in it and what happens with it.

    Raises OutboxError where there is nothing to seal, no key to seal it with, or another file of that name.
    """
    if file.exists() and not is_bundle(file):
        raise OutboxError("other_file", file=file, suffix=SUFFIX)
    places, weeks = places_in(cohort), weeks_of(cohort)
    key = read_public(places.published, cohort.slug)
    outbox = Outbox(places.outbox)
    newest = newest_of(outbox.waiting())
    whole = [one for one in newest if not outbox.lost(one.week, one.exercise)]
    fitting, changed = _sorted_out(whole, weeks)
    damaged = [_missing(one, outbox, newest, messages) for one in outbox.damaged()]
    if not fitting and damaged:
        raise OutboxError("unreadable_all", files="\n".join(damaged))
    if not fitting:
        raise OutboxError("nothing_sent")
    code = device_code(places.outbox)
    policy = policy_of(cohort)
    notice = notice_of(cohort, policy, _NOTICE, messages)
    made = Bundle(
        cohort=cohort.slug, participant=code, agreed=agree, submissions=tuple(fitting), notice=notice.version, slip=slip
    )
    write_bytes(file, seal(made, key))
    _explain(file, made, changed, messages, notice.sentences)
    for sentence in damaged:
        say(sentence)


def import_bundles(files: Sequence[Path], cohort: Cohort, consent: str | None, named: str) -> None:
    """Take bundles in, each whole or not at all; *named* is whose the one is, where it doesn't tell.

    Raises ImportRefused naming those refused after the others are in.
    """
    refused: list[str] = []
    taken: list[Taken] = []
    with open_store(cohort, weeks=weeks_of(cohort)) as store:
        tell_news(store)
        make_key(cohort)
        for file in tqdm(files, desc="Importing", unit="bundle", disable=not sys.stderr.isatty()):
            _take(file, store, consent, named, taken, refused)
    if taken:
        say(_summary(taken))
    if refused and len(files) == 1:
        raise ImportRefused(refused[0])
    if refused:
        raise ImportRefused(f"{_bundles(len(refused))} refused whole, each for its own reason:", refused)


def _missing(damaged: Damaged, outbox: Outbox, newest: Sequence[Submission], messages: Messages) -> str:
    """What a file that can't be read means for the bundle, and what to do about it."""
    if damaged.week is not None and damaged.exercise is not None:
        is_lost = damaged in outbox.lost(damaged.week, damaged.exercise)
        name = "bundle.damaged" if is_lost else "bundle.damaged_old"
    else:
        held = [one for one in newest if damaged in outbox.lost(one.week, one.exercise)]
        name = "bundle.damaged_old" if newest and not held else "bundle.damaged_any"
    return messages(name, file=damaged.path, week=damaged.week, exercise=damaged.exercise)


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files meant by *paths*: of a folder, the bundles in it. Raises ImportRefused for a folder without any."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = content_files(path, SUFFIX)
        if not inside:
            raise ImportRefused(f"{path}: there is no bundle in this folder; their names end in {SUFFIX}.")
        files += inside
    return files


def bundles_among(files: Sequence[Path]) -> list[Path]:
    """Those of *files* that are bundles, by their name or their beginning."""
    return [file for file in files if file.suffix == SUFFIX or is_bundle(file)]


def _take(file: Path, store: Store, consent: str | None, named: str, taken: list[Taken], refused: list[str]) -> None:
    try:
        taken.append(take_bundle(file, store, consent=consent, named=named))
    except ImportRefused as error:
        refused.append(str(error))


def _summary(taken: Sequence[Taken]) -> str:
    new = sum(one.new for one in taken)
    text = f"{_bundles(len(taken))} taken in, {new} of them with something new."
    held = sum(one.held for one in taken)
    if held:
        text += (
            f" Held, because no consent is named: {held}; they're never published until the same file is imported "
            'with --consent "where and when it was given".'
        )
    return text


def _bundles(number: int) -> str:
    return "1 bundle was" if number == 1 else f"{number} bundles were"


def _sorted_out(
    submissions: Sequence[Submission], weeks: dict[int, Week]
) -> tuple[list[Submission], list[tuple[int, str]]]:
    """Submissions that fit the week files as they are now, and week and exercise of those that no longer do."""
    fitting: list[Submission] = []
    changed: list[tuple[int, str]] = []
    for submission in submissions:
        try:
            validate(exercise_of(weeks, submission.week, submission.exercise), submission.answers)
            fitting.append(submission)
        except (InvalidAnswer, UnknownName):
            changed.append((submission.week, submission.exercise))
    return fitting, changed


def _explain(
    file: Path, made: Bundle, changed: Sequence[tuple[int, str]], messages: Messages, notice: Sequence[str]
) -> None:
    number = len(made.submissions)
    exercises = messages("bundle.one_exercise") if number == 1 else messages("bundle.exercises", count=number)
    say(messages("bundle.sealed", file=file, exercises=exercises))
    for week, exercise in changed:
        say(messages("bundle.left_out", week=week, exercise=exercise))
    say(messages("bundle.private"))
    say(messages("bundle.about"))
    for sentence in notice:
        say(f"  {sentence}")
    say(messages("bundle.agreed" if made.agreed else "bundle.held"))
    say(messages("bundle.slip" if made.slip else "bundle.no_slip"))
    say(messages("bundle.code", code=made.participant))
