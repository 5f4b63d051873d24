"""Published figures as CSV hold ranges alone, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from kit.results.export import published_csv
from kit.results.releases import FIRST, Bin, Release, Releases


def test_a_label_like_a_formula_arrives_as_text():
    bins = (Bin(label='=HYPERLINK("http://x")', low=0, high=3), Bin(label="calm", low=4, high=7))
    release = Release(
        sequence=1, family="f", week=1, exercise="e", item="i", people=7, bins=bins, policy="p", previous=FIRST
    )
    rows = list(csv.reader(io.StringIO(published_csv(Releases(cohort="c", releases=(release,))))))
    assert rows[1] == ["1", "1", "e", "i", "7", '\'=HYPERLINK("http://x")', "0", "3"]
    assert rows[2][5:] == ["calm", "4", "7"]


def test_nothing_published_is_a_header_alone():
    assert published_csv(Releases(cohort="c")).count("\n") == 1
