"""The participant's page: one run of the notebook, clean HTML, and places with the level their heading needs."""

from __future__ import annotations

import json
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.reports.page import page_parts


@pytest.fixture
def notebook(tmp_path):
    parameters = new_code_cell('cohort = "sample"\naudience = "participant"', metadata={"tags": ["parameters"]})
    opened = new_code_cell("import kit\nweek = kit.open_week(1, cohort=cohort, audience=audience)\nweek")
    cells = [
        new_markdown_cell('# A week\n\n<script>alert("x")</script>'),
        parameters,
        opened,
        new_code_cell("week.session()"),
        new_markdown_cell("## Together", metadata={"tags": ["participant"]}),
        new_code_cell('week.practice("breath")'),
        new_code_cell('week.ask("check-in")'),
        new_code_cell('week.group("check-in")'),
    ]
    path = tmp_path / "week_01.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_a_notebook_becomes_clean_words_and_places_in_its_order(notebook, curriculum):
    made = page_parts(notebook, cohort="sample", curriculum=curriculum)
    assert made["title"] == "A week"
    first, practice, words, exercise, result = made["parts"]
    assert practice == {"practice": "breath", "level": 3}
    assert (exercise, result) == ({"exercise": "check-in", "level": 3}, {"result": "check-in", "level": 3})
    assert first["html"].count("<h1>") == 1
    assert "<h2>Together</h2>" in first["html"]
    assert "Breathe in." in words["html"]
    assert "<script" not in first["html"]
    assert "<style" not in first["html"]
    assert "&lt;b&gt;raw&lt;/b&gt;" in first["html"]


def test_as_a_process_it_tells_of_a_broken_notebook_in_one_sentence_and_makes_a_page_of_the_week_file(
    notebook, curriculum
):
    notebook.write_text("{", "utf-8")
    command = [sys.executable, "-m", "kit.reports.page", str(notebook), "sample", str(curriculum)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stderr == "week_01.ipynb: this notebook can't be read; restore it: kit check --repair\n"
    made = json.loads(ran.stdout)
    assert (made["plain"], made["title"]) == (True, "A small week")
    html = "".join(part.get("html", "") for part in made["parts"])
    assert [part for part in made["parts"] if "html" not in part] == [
        {"practice": "breath", "level": 3},
        {"exercise": "check-in", "level": 3},
        {"result": "check-in", "level": 3},
    ]
    assert "<h2>Arrive</h2>" in html
    assert "Breathe in." in html
    assert "rest a little" in html


def test_as_a_process_it_writes_json(notebook, curriculum):
    command = [sys.executable, "-m", "kit.reports.page", str(notebook), "sample", str(curriculum)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    made = json.loads(ran.stdout)
    assert (made["title"], "plain" in made) == ("A week", False)
    practice, home = made["home"]
    assert "<h2>A breath</h2>" in practice
    assert "rest a little" in home
