"""Published figures as a table for a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

from kit.results.releases import Releases
from kit.text.spreadsheet import sheet

_HEAD = ("sequence", "week", "exercise", "item", "people", "bin", "low", "high")


def is_published_csv(path: Path) -> bool:
    """Whether the file at *path* begins as ``published_csv`` does, so that a newer one may take its place."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), None) == list(_HEAD)
    except (OSError, ValueError, csv.Error):
        return False


def published_csv(published: Releases) -> str:
    """CSV with the columns sequence, week, exercise, item, people, bin, low, high; one row a bin.

    ``low`` and ``high`` are the ends of the range of people in that bin. Only published figures, in
    the order of publication; a header alone where nothing is published.
    """
    return sheet(
        _HEAD,
        (
            [one.sequence, one.week, one.exercise, one.item, one.people, part.label, part.low, part.high]
            for one in published.releases
            for part in one.bins
        ),
    )
