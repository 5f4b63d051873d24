from __future__ import annotations

import csv
import io

import pytest

from kit.text.spreadsheet import inert, sheet

DANGEROUS = [
    '=HYPERLINK("http://x.example","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1",
    "﹢1",
    "﹣1",
    "﹫x",
    "−1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "\u2066-1",
]


@pytest.mark.parametrize("text", DANGEROUS, ids=ascii)
def test_a_formula_is_made_text(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "7 - 3", "calm", "'=1", "«=1»", "größer", "1", " well", "…"])
def test_ordinary_words_stay_as_they_are(text):
    assert inert(text) == text


def test_a_table_comes_back_as_it_was_with_numbers_as_numbers():
    head = ["week", "words"]
    rows = [[3, 'she said "yes, and"'], [-4, "two\nlines"], [0, "a;b"], [True, "=1"]]
    text = sheet(head, rows)
    back = list(csv.reader(io.StringIO(text, newline=""), quoting=csv.QUOTE_NONNUMERIC))
    assert back == [head, [3.0, 'she said "yes, and"'], [-4.0, "two\nlines"], [0.0, "a;b"], ["True", "'=1"]]
    assert text.startswith('"week","words"\r\n3,"she')
