from __future__ import annotations

from kit.curriculum.practices.shelf import load_practices
from kit.settings import packaged_curriculum
from tests.curriculum.practices.shelf_with import said_of


def test_a_quarter_without_words_is_refused(tmp_path):
    said = said_of(tmp_path, "    pleasant_low: [relieved", "    pleasant_lo: [relieved")
    assert "practice 'emotion-map', 'words': unknown key 'pleasant_lo'; did you mean 'pleasant_low'" in said


def test_every_word_stands_in_one_quarter():
    words = load_practices(packaged_curriculum())["emotion-map"].words
    listed = [word for quarter in words.model_dump().values() for word in quarter]
    assert len(set(listed)) == len(listed) == 12
