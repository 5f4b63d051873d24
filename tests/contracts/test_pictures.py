"""Every picture of README and guide is taken by `make pictures`, is there, and is shown somewhere."""

import re
from pathlib import Path

import pytest

from tests.browser.pictures import GUIDE, TAKEN

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "facilitator_guide").glob("*.md"))]
SHOWN = [
    (page, words, path)
    for page in PAGES
    for words, path in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", page.read_text("utf-8"))
]
MADE = [name for names in TAKEN.values() for name in names]


@pytest.mark.parametrize(("page", "words", "path"), SHOWN, ids=[f"{page.stem} {path}" for page, _, path in SHOWN])
def test_a_picture_that_is_shown_is_there_is_taken_by_the_command_and_is_told_in_words(page, words, path):
    picture = (page.parent / path).resolve()
    assert picture.is_file()
    assert picture.parent == GUIDE
    assert picture.stem in MADE
    assert len(words.split()) >= 3


def test_what_is_taken_is_what_is_there_and_what_is_shown():
    shown = {(page.parent / path).resolve().stem for page, _, path in SHOWN}
    assert len(MADE) == len(set(MADE))
    assert {picture.name for picture in GUIDE.iterdir()} == {f"{name}.png" for name in MADE}
    assert set(MADE) == shown


def test_the_command_remakes_the_sample_before_it_takes_the_pictures():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rule = re.search(r"^pictures: (.*?)\s+##.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert rule is not None
    assert "sample" in rule[1].split()
    assert "tests.browser.pictures $(ARGS)" in rule[2]
