"""Published figures as a table for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from kit.curriculum.weeks import Week
from kit.results.bins import as_published, asked_as
from kit.results.releases import Release, Releases
from kit.text.spreadsheet import sheet

_HEAD = ("sequence", "week", "exercise", "item", "people", "bin", "low", "high")
# Columns that are there where something published has them.
_ID, _LEADS = "id", "leads"


def is_published_csv(path: Path) -> bool:
    """Whether the file at *path* begins as ``published_csv`` does, so that a newer one may take its place."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = tuple(next(csv.reader(file), ()))
    except (OSError, ValueError, csv.Error):
        return False
    return head[: len(_HEAD)] == _HEAD and head[len(_HEAD) :] in ((), (_ID,), (_LEADS,), (_ID, _LEADS))


def published_csv(published: Releases, weeks: Mapping[int, Week]) -> str:
    """CSV with the columns sequence, week, exercise, item, people, bin, low, high; one row a bin.

    ``bin`` is what people read, in the words that *weeks* have now; ``low`` and ``high`` are the ends of the range of
    people in that bin. Where something was published by id there is a column ``id``, and where it was said what leads,
    a column ``leads``. Only published figures, in the order of publication; a header alone where nothing is published.
    """
    more = [_ID] if published.by_id else []
    more += [_LEADS] if any(release.leads for release in published.releases) else []
    return sheet((*_HEAD, *more), (row for release in published.releases for row in _rows(release, weeks, more)))


def _rows(release: Release, weeks: Mapping[int, Week], more: list[str]) -> Iterator[list[object]]:
    item = asked_as(release, weeks)
    words = as_published(item, release).bin_words if item is not None else [part.name for part in release.bins]
    for part, shown in zip(release.bins, words, strict=True):
        row = [release.sequence, release.week, release.exercise, release.item, release.people, shown]
        extra = {_ID: part.id, _LEADS: "yes" if part.name in release.leads else ""}
        yield [*row, part.low, part.high, *(extra[name] for name in more)]
