"""Scales of more than five points, and ratings with ends of their own, from the week file to the published result."""

from __future__ import annotations

import csv
import json
import re

import pytest

from tests.weeks import small_week

POINTS = ("never", "rarely", "now and then", "some days", "half of the days", "most days", "nearly always", "always")
ITEMS = f"""\
          often: {{kind: likert, share: group, prompt: Often, scale: [{", ".join(POINTS)}], bins: [1-3, 4-6, 7-8]}}
          tense: {{kind: rating, share: group, prompt: Tense, low: calm, high: tense, min: 1, max: 7, bins: [1-3, 4-7]}}
          few: {{kind: rating, share: group, prompt: How far, low: not, high: far, min: 1, max: 4}}
"""


@pytest.fixture
def cohort(root):
    text = small_week(9).replace("check-in", "scales")
    at = text.index("          energy:")
    (root / "curriculum" / "week_09.yaml").write_text(
        text[:at] + ITEMS + text[text.index("          note:") :], "utf-8"
    )
    return root


def test_numbers_and_words_are_imported_into_bins_released_audited_and_reported(kit, cohort):
    with (cohort / "paper.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["participant", "week", "exercise", "item", "answer"])
        for person in range(14):
            word = POINTS[person % 8].upper() if person % 2 else person % 8 + 1
            rows.writerow([f"slip {person} x", 9, "scales", "often", word])
            rows.writerow([f"slip {person} x", 9, "scales", "tense", person % 7 + 1])
            rows.writerow([f"slip {person} x", 9, "scales", "few", person % 4 + 1])
    done = kit("import", "paper.csv", "--consent", "on paper, 3 May", "--points-from", "1")
    assert done.code == 0, done.err
    assert kit("publish", "9").code == 0
    published = json.loads((cohort / "published" / "releases.json").read_text("utf-8"))["releases"]
    bins = {one["item"]: [part["label"] for part in one["bins"]] for one in published}
    assert bins["often"] == ["never to now and then", "some days to most days", "nearly always to always"]
    assert bins["tense"] == ["1 to 3", "4 to 7"]
    assert bins["few"] == ["1", "2", "3", "4"]
    assert kit("audit").code == 0
    (cohort / "forms").mkdir()
    form = kit("form", "9", "--out", "forms")
    assert form.code == 0, form.err
    sheet = next((cohort / "forms").glob("*.html")).read_text("utf-8")
    assert "a whole number from 1 to 7" in sheet
    assert re.findall(r"(\d+ is \w+, \d+ is \w+)", sheet) == ["1 is calm, 7 is tense", "1 is not, 4 is far"]


@pytest.mark.parametrize(
    ("item", "answer"),
    [("often", "9"), ("often", "never to now and then"), ("tense", "0"), ("tense", "8"), ("few", "5")],
)
def test_what_is_not_on_the_scale_is_refused_with_its_line(kit, cohort, item, answer):
    rows = f"participant,week,exercise,item,answer\nslip one,9,scales,{item},{answer}\n"
    (cohort / "paper.csv").write_text(rows, "utf-8")
    done = kit("import", "paper.csv", "--consent", "on paper, 3 May")
    assert done.code == 1
    assert "line 2" in done.err


def test_everything_that_is_simulated_fits_the_scales(kit, cohort):
    done = kit("simulate", "--size", "14", "--out", "simulated.csv")
    assert done.code == 0, done.err
    command = done.out.splitlines()[-1].partition(": kit ")[2].split()
    assert kit(*command).code == 0
