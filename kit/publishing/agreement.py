"""Whether releases.json and the ledger say the same, and what to do where not: one diagnosis for every command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kit.answers.database import FILE_NAME as STORE_FILE
from kit.errors import ReleaseError
from kit.publishing.ledger import read_ledger
from kit.results.releases import FILE_NAME, Releases, read_releases
from kit.settings import Cohort

_PLACE = f"published/{FILE_NAME}"
_ANEW = "kit publish writes it anew, with a week that is published already"


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """In what file and ledger differ, with the cure; ``mends_itself`` where publishing writes the file anew."""

    sentence: str
    mends_itself: bool


def disagreement(ledger: Releases, folder: Path) -> Disagreement | None:
    """Where releases.json in *folder* is not what the *ledger* makes of it; None where both say the same.

    Whether the chain of the ledger itself holds is for whoever has read it.
    """
    if not (folder / FILE_NAME).exists():
        return _mended(f"{_PLACE}: it is missing; {_ANEW}.") if ledger.releases or ledger.asked else None
    try:
        there = read_releases(folder)
    except ReleaseError as error:
        return _mended(str(error))
    return _between(ledger, there)


def disagreement_of(cohort: Cohort) -> Disagreement | None:
    """As ``disagreement``, for the ledger of *cohort* as it lies on the disk; None where it has none.

    Raises StoreError where it cannot be read, ReleaseError where its chain does not hold.
    """
    path = cohort.private / STORE_FILE
    found = read_ledger(path, cohort.slug) if path.is_file() else None
    return disagreement(found.releases, cohort.published) if found else None


def _between(ledger: Releases, there: Releases) -> Disagreement | None:
    kept = ledger.releases
    if there.cohort != ledger.cohort and (there.releases or there.asked):
        words = f"it belongs to the cohort {there.cohort!r} and this is {ledger.cohort!r}; move it away: {_ANEW}."
        return Disagreement(sentence=f"{_PLACE}: {words}", mends_itself=False)
    if there.releases[: len(kept)] == kept and len(there.releases) > len(kept):
        return Disagreement(
            sentence=f"{_PLACE} holds releases that private/answers.db does not know, as if an older copy of it had "
            "been put back; copy the newest backup in private/backups to its place, so that no answer is published "
            "twice. Where no backup knows them either, kit host takes them in; nobody counts twice.",
            mends_itself=False,
        )
    if there.releases != kept[: len(there.releases)]:
        return Disagreement(
            sentence=f"{_PLACE}: it differs from the ledger in private/answers.db, so one of the two was changed or is "
            "of another cohort; put both back from one backup of the cohort's folder.",
            mends_itself=False,
        )
    if len(there.releases) < len(kept) or set(there.asked) != set(ledger.asked):
        return _mended(f"{_PLACE}: it is older than the ledger; {_ANEW}.")
    return None


def _mended(sentence: str) -> Disagreement:
    return Disagreement(sentence=sentence, mends_itself=True)


def agree_with_file(ledger: Releases, folder: Path) -> None:
    """Raise ReleaseError unless the file is what the ledger makes of it, or is written anew without any loss."""
    found = disagreement(ledger, folder)
    if found and not found.mends_itself:
        raise ReleaseError(found.sentence)
