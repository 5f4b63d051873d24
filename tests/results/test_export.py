"""Published figures as CSV hold ranges alone, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from kit.curriculum.items import Choice
from kit.curriculum.weeks import Exercise
from kit.results.export import is_published_csv, published_csv
from kit.results.releases import FIRST, Bin, Release, Releases
from tests.weeks import week_of


def test_a_label_like_a_formula_arrives_as_text():
    bins = (Bin(label='=HYPERLINK("http://x")', low=0, high=3), Bin(label="calm", low=4, high=7))
    release = Release(
        sequence=1, family="f", week=1, exercise="e", item="i", people=7, bins=bins, policy="p", previous=FIRST
    )
    rows = list(csv.reader(io.StringIO(published_csv(Releases(cohort="c", releases=(release,)), {}))))
    assert rows[1] == ["1", "1", "e", "i", "7", '\'=HYPERLINK("http://x")', "0", "3"]
    assert rows[2][5:] == ["calm", "4", "7"]


def test_nothing_published_is_a_header_alone():
    assert published_csv(Releases(cohort="c"), {}).count("\n") == 1


BY_ID = Release(
    sequence=1, family="f", week=1, exercise="e", item="i", people=7, policy="p", previous=FIRST,
    bins=(Bin(id="walk", low=0, high=3), Bin(id="gone", low=4, high=7)),
)  # fmt: skip
BY_WORDS = replace(
    BY_ID, sequence=2, item="j", bins=(Bin(label="calm", low=0, high=3), Bin(label="sad", low=4, high=7))
)


def table(*releases):
    asked = Choice(id="i", prompt="?", share="group", choose="one", options={"walk": "a walk", "tea": "a cup of tea"})
    weeks = {1: week_of(Exercise(id="e", title="E", items=(asked,)), number=1)}
    return published_csv(Releases(cohort="c", releases=releases), weeks)


def test_a_bin_by_id_stands_in_the_words_of_today_with_its_id_beside_them():
    rows = [row[5:] for row in csv.reader(io.StringIO(table(BY_ID, BY_WORDS)))]
    assert rows == [
        ["bin", "low", "high", "id"],
        ["a walk", "0", "3", "walk"],
        ["gone", "4", "7", "gone"],
        ["calm", "0", "3", ""],
        ["sad", "4", "7", ""],
    ]


def test_what_has_no_ids_is_the_table_that_it_was():
    assert table(BY_WORDS) == (
        '"sequence","week","exercise","item","people","bin","low","high"\r\n'
        '2,1,"e","j",7,"calm",0,3\r\n'
        '2,1,"e","j",7,"sad",4,7\r\n'
    )


def test_what_leads_has_a_column_where_it_was_said():
    rows = [row[5:] for row in csv.reader(io.StringIO(table(replace(BY_ID, leads=("gone",)))))]
    assert rows[0] == ["bin", "low", "high", "id", "leads"]
    assert [row[4] for row in rows[1:]] == ["", "yes"]


@pytest.mark.parametrize("releases", [(), (BY_WORDS,), (BY_ID,), (replace(BY_ID, leads=("walk",)),)])
def test_every_such_table_may_be_replaced_by_a_newer_one_and_no_other_file(tmp_path, releases):
    path = tmp_path / "figures.csv"
    path.write_text(table(*releases), "utf-8-sig")
    assert is_published_csv(path)
    path.write_text("sequence,week,exercise,item,people,bin,low,high,mine\n", "utf-8")
    assert not is_published_csv(path)
