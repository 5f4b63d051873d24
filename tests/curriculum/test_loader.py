"""A week file with a mistake gives one sentence: file, place, what is wrong, what would be right."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import find_week_file, load_curriculum, load_week
from kit.errors import ContentError, UnknownName
from tests.weeks import SMALL_WEEK


def test_a_week_file_becomes_a_week(curriculum):
    week = load_curriculum(curriculum)[1]
    assert [exercise.id for exercise in week.exercises] == ["check-in"]
    assert [item.id for item in week.exercises[0].group_items] == ["energy", "useful", "helped", "tank", "note"]
    assert week.exercises[0]["tank"].sensitive
    assert week.practices[0].id == "breath"
    assert week.elements == ("E01",)


def test_words_that_yaml_would_turn_into_other_things_stay_words(curriculum):
    path = curriculum / "week_01.yaml"
    path.write_text(SMALL_WEEK.replace("[not, a little, very]", "[no, 12:30, 2027-05-03]"), "utf-8")
    assert load_week(path).exercises[0]["useful"].bins == ("no", "12:30", "2027-05-03")


def test_a_file_that_is_no_text_is_refused_in_words(curriculum):
    path = curriculum / "week_01.yaml"
    path.write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(ContentError, match="save the file as UTF-8"):
        load_week(path)


def test_a_file_without_keys_is_refused_in_words(curriculum):
    (curriculum / "week_01.yaml").write_text("just words", "utf-8")
    with pytest.raises(ContentError, match="starts with keys"):
        load_week(curriculum / "week_01.yaml")


def test_an_unknown_week_names_those_there_are(curriculum):
    with pytest.raises(UnknownName, match="there are weeks 1"):
        find_week_file(curriculum, 7)


def test_an_empty_folder_is_no_curriculum(tmp_path):
    with pytest.raises(ContentError, match="no week files"):
        load_curriculum(tmp_path)
