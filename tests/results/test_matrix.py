"""The questions of an exercise over the weeks in one table: as many bars as published ranges, and their words."""

from __future__ import annotations

import re

import pytest

from kit.curriculum.items import Choice
from kit.results.bins import catalogue
from kit.results.matrix import matrix
from kit.results.over_weeks import Point, Series
from kit.results.pictures import bar
from tests.results.examples import ENERGY, PAUSE, STEP, plain, result, series_of

WORDS = catalogue(None)


def heads(html: str) -> list[str]:
    return re.findall(r'<th scope="col">.*?<span class="kit-unseen">(.*?)</span></th>', html)


def test_each_answer_of_each_question_is_a_row_and_each_week_a_column():
    html = matrix([series_of(PAUSE, plain(PAUSE), plain(PAUSE, 12)), series_of(ENERGY, plain(ENERGY), None)], WORDS)
    assert heads(html) == ["Week 1", "Week 2"]
    assert html.count("<tbody>") == html.count('scope="rowgroup" colspan="3"') == 2
    assert html.count('<th scope="row">') == len(PAUSE.bins) + len(ENERGY.bins)
    assert html.index(PAUSE.prompt) < html.index(ENERGY.prompt)


def test_a_cell_is_the_bar_of_its_range_with_its_words_for_whoever_does_not_see_it():
    html = matrix([series_of(ENERGY, result(ENERGY, 14, (0, 3), (4, 7), (8, 10)))], WORDS)
    cells = re.findall(r"<td.*?</td>", html)
    for cell, (low, high, words) in zip(
        cells, [(0, 3, "at most 3 of 14"), (4, 7, "4 to 7 of 14"), (8, 10, "8 to 10 of 14")], strict=True
    ):
        assert bar(low, high, 14) in cell
        assert f'<span class="kit-unseen">{words}</span>' in cell
    assert [cell.startswith('<td class="kit-leads">') for cell in cells] == [False, False, True]


def test_a_week_without_a_result_says_so_and_one_in_which_nobody_was_asked_is_empty():
    late = series_of(STEP, plain(STEP))
    late = Series(exercise=late.exercise, title=late.title, item=late.item, points=(Point(week=4, result=plain(STEP)),))
    html = matrix([series_of(PAUSE, plain(PAUSE), None), late], WORDS)
    assert heads(html) == ["Week 1", "Week 2", "Week 4"]
    assert html.count(WORDS("chart.no_result")) == len(PAUSE.bins)
    assert html.count("<td></td>") == len(PAUSE.bins) + 2 * len(STEP.bins)


@pytest.mark.parametrize("words", ["<b>", '"><script>1</script>'])
def test_words_from_a_week_file_cannot_become_markup(words):
    item = Choice(id="x", prompt=words, share="group", choose="one", options=(words, "a & b"))
    html = matrix([series_of(item, plain(item))], WORDS)
    assert words not in html
    assert "a &amp; b" in html
