"""What earlier versions of the kit said is known by its words, whatever became of its blanks."""

from __future__ import annotations

import pytest

from kit.curriculum.earlier import earlier_cells, is_earlier_own


@pytest.mark.parametrize("text", ["", "Our own words.", "x" * 100_000, "\ud800"])
def test_other_words_are_not_the_kits(text):
    assert not is_earlier_own(text)
    assert earlier_cells(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("This has not been asked in this group.", set()),
        ("import kit\r\nweek = kit.open_week(1, cohort=cohort, audience=audience)\r\nweek", {"open"}),
        ("  week.session()\n", {"plan"}),
    ],
)
def test_what_0_1_0_said_is_known_whatever_became_of_its_blanks(text, cells):
    assert is_earlier_own(text)
    assert earlier_cells(text) == cells
