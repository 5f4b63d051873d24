"""Published figures as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io

from kit.releases import Releases

# A spreadsheet runs a cell that begins like this (OWASP: CSV injection); an apostrophe makes it text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def published_csv(published: Releases) -> str:
    """CSV with the columns sequence, week, exercise, item, people, bin, low, high; one row a bin.

    ``low`` and ``high`` are the ends of the range of people in that bin. Only published figures, in
    the order of publication; a header alone where nothing is published.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["sequence", "week", "exercise", "item", "people", "bin", "low", "high"])
    for release in published.releases:
        head = [release.sequence, release.week, inert(release.exercise), inert(release.item), release.people]
        for part in release.bins:
            writer.writerow([*head, inert(part.label), part.low, part.high])
    return out.getvalue()


def inert(text: str) -> str:
    """*text* as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
