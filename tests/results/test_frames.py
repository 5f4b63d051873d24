"""What is published as a pandas frame: columns, dtypes and index, what is missing, and where pandas is not loaded."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from kit.curriculum.items import Choice
from kit.curriculum.weeks import Exercise
from kit.results.export import published_csv
from kit.results.frames import COLUMNS, frame
from kit.results.releases import FIRST, Bin, Release, Releases, SharedText
from tests.weeks import week_of

ASKED = Choice(
    id="i", prompt="What helps?", share="group", choose="one", options={"walk": "a walk", "tea": "a cup of tea"}
)
WEEKS = {1: week_of(Exercise(id="e", title="E", items=(ASKED,)), number=1)}
LED = Release(
    sequence=1, family="f", week=1, exercise="e", item="i", people=7, policy="p", previous=FIRST,
    bins=(Bin(id="walk", low=0, high=2), Bin(id="tea", low=5, high=7)), leads=("tea",),
)  # fmt: skip
UNSAID = replace(LED, sequence=2, people=5, leads=())
GONE = replace(LED, sequence=3, item="of-old", bins=(Bin(label="calm", low=0, high=3), Bin(label="sad", low=4, high=7)))
TEXTS = replace(LED, sequence=4, item="t", bins=(), leads=(), texts=(SharedText(text="a sentence", quote=True),) * 7)


def test_one_row_stands_for_each_answer_of_each_release_in_the_order_of_publication():
    made = frame((LED, UNSAID), WEEKS)
    assert made.to_dict("list") == {
        "week": [1] * 4,
        "exercise": ["e"] * 4,
        "item": ["i"] * 4,
        "prompt": ["What helps?"] * 4,
        "label": ["a walk", "a cup of tea"] * 2,
        "low": [0, 5] * 2,
        "high": [2, 7] * 2,
        "people": [7, 7, 5, 5],
        "leads": [False, True, None, None],
        "sequence": [1, 1, 2, 2],
    }
    assert list(made.index) == [0, 1, 2, 3]


@pytest.mark.parametrize("releases", [(), (LED,), (GONE,), (TEXTS,), (LED, UNSAID, GONE, TEXTS)])
def test_columns_and_dtypes_are_the_same_whatever_is_published(releases):
    made = frame(releases, WEEKS)
    assert list(made.columns) == list(COLUMNS)
    assert {name: str(dtype) for name, dtype in made.dtypes.items()} == COLUMNS
    assert isinstance(made.index, pd.RangeIndex)


def test_each_column_is_told_in_the_docstring_with_its_dtype():
    said = [line.split()[:3] for line in frame.__doc__.splitlines()]
    for name, dtype in COLUMNS.items():
        shared = ["low,", "high", dtype]
        assert [name, dtype] in [words[:2] for words in said] or (name in ("low", "high") and shared in said)


def test_what_leads_is_missing_where_nothing_is_said_of_it_and_false_beside_what_leads():
    assert frame((LED,), WEEKS)["leads"].tolist() == [False, True]
    assert frame((UNSAID,), WEEKS)["leads"].isna().all()


def test_a_question_that_is_gone_has_no_prompt_and_its_answers_as_they_were_published():
    made = frame((GONE,), WEEKS)
    assert made["prompt"].isna().all()
    assert made["label"].tolist() == ["calm", "sad"]
    assert not made.drop(columns=["prompt"]).drop(columns=["leads"]).isna().any(axis=None)


def test_shared_texts_have_no_row():
    assert frame((TEXTS,), WEEKS).empty


def test_a_spreadsheet_has_the_same_rows_as_the_frame():
    releases = (LED, UNSAID, GONE)
    rows = pd.DataFrame(csv.DictReader(io.StringIO(published_csv(Releases(cohort="c", releases=releases), WEEKS))))
    made = frame(releases, WEEKS)
    assert rows["bin"].tolist() == made["label"].tolist()
    for name in ("sequence", "week", "low", "high", "people"):
        assert rows[name].astype(int).tolist() == made[name].tolist()
    assert (rows["leads"] == "yes").tolist() == made["leads"].fillna(value=False).tolist()


def test_nobody_waits_for_pandas_who_asks_for_no_frame():
    code = "import sys, kit.notebook, kit.results.frames, kit.results.export; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
