"""What is published as a pandas frame: for a facilitator's own look at it in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kit.curriculum.weeks import Week
from kit.results.bins import as_published, asked_as
from kit.results.releases import Release

if TYPE_CHECKING:
    import pandas as pd

# The columns in their order, and what is in each: text and whole numbers, and for ``leads`` yes, no or missing.
COLUMNS = {
    "week": "int64",
    "exercise": "string",
    "item": "string",
    "prompt": "string",
    "label": "string",
    "low": "int64",
    "high": "int64",
    "people": "int64",
    "leads": "boolean",
    "sequence": "int64",
}


def frame(releases: Iterable[Release], weeks: Mapping[int, Week]) -> pd.DataFrame:
    """One row for each answer of each of *releases*, in the order of publication; the index counts from 0.

    ========== ======= ==============================================================================
    column     dtype   holds
    ========== ======= ==============================================================================
    week       int64   the week it was published for; 0 is the orientation
    exercise   string  the exercise's id
    item       string  the question's id
    prompt     string  the question in today's words; missing where no week file has it any more
    label      string  the answer in today's words, or as it was published where it has none
    low, high  int64   the range in which the number of people lies, ends included
    people     int64   how many answered
    leads      boolean whether it is said to lead; missing where nothing is said of what leads
    sequence   int64   which release it is, counted from 1; a second group's answers are another one
    ========== ======= ==============================================================================

    What is not published has no row: a week without a result, a question that was held back, shared texts. Where any
    number could be picked, ranges of one question need not add up to ``people``.
    """
    # Only who asks for a frame waits for it: neither a host nor a page loads it.
    import pandas as pd  # noqa: PLC0415

    made = pd.DataFrame(list(_rows(releases, weeks)), columns=list(COLUMNS))
    return made.astype(COLUMNS)


def _rows(releases: Iterable[Release], weeks: Mapping[int, Week]) -> Iterator[tuple[object, ...]]:
    for release in releases:
        item = asked_as(release, weeks)
        words = as_published(item, release).bin_words if item else [part.name for part in release.bins]
        where = (release.week, release.exercise, release.item, item.prompt if item else None)
        for part, label in zip(release.bins, words, strict=True):
            leads = part.name in release.leads if release.leads else None
            yield *where, label, part.low, part.high, release.people, leads, release.sequence
