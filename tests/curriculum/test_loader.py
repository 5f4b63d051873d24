"""A week file with a mistake gives one sentence: file, place, what is wrong, what would be right."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import find_week_file, load_curriculum, load_week
from kit.errors import ContentError, UnknownName
from tests.weeks import SMALL_WEEK


def complaint(folder, old, new):
    assert old in SMALL_WEEK
    path = folder / "week_01.yaml"
    path.write_text(SMALL_WEEK.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as refused:
        load_week(path)
    return str(refused.value)


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


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("scale:", "scael:", ["item 'useful'", "unknown key 'scael'", "did you mean 'scale'", "known keys"]),
        ("title: Idea", "titel: Idea", ["block 'idea'", "unknown key 'titel'"]),
        ("lead:", "laed:", ["unknown key 'laed'"]),
        ("target: 20", "target: 21", ["target minutes sum to 31", "30"]),
        ("min: 5, target: 20", "min: 20, target: 20", ["shortest minutes sum to 23", "at most 21"]),
        ("min: 5,", "min: 26,", ["block 'idea'", "minutes must rise"]),
        ("useful: {", "energy: {", ["line", "'energy' stands twice"]),
        ("kind: likert", "kind: lickert", ["'kind' must be one of rating, likert"]),
        ("share: private", "share: secret", ["item 'diary'", "'share'"]),
        ("elements: [E01]", "elements: [E1]", ["block 'idea'", "E1"]),
        ("cut_order: [idea]", "cut_order: [arrive]", ["never cut"]),
        ("cut_order: [idea]", "cut_order: [ideas]", ["'ideas', which is no block"]),
        ("number: 1", "number: 2", ["'number' is 2", "file's name says 1"]),
        ("number: 1", "number: one", ["'number' has 'one': write a whole number."]),
        ("share: private", "share: secret", ["'share' has 'secret': write 'private', 'spoken' or 'group'."]),
        ("min: 5,", "min: -5,", ["'minutes': 'min' has '-5': write 1 or more."]),
        ("minutes: {min: 5, target: 20, max: 25}", "minutes: 20", ["'minutes' has '20': write its keys below it"]),
        (
            "[not, a little, very]",
            "[a, b, c, d, e, f]",
            ["item 'useful': a scale from 1 to 6 needs two to five bins, for"],
        ),
        (
            "[not, a little, very]",
            "[a, b, c, d, e, f, g, h, i, j, k]",
            ["'scale' has 11 entries: at most 10 fit here."],
        ),
        (
            "low: none, ",
            "low: none, max: 7, ",
            ["item 'energy': the bins must end at 7, for example bins: [0-1, 2-5, 6-7]"],
        ),
        ("[not, a little, very]", "[a]", ["'scale' has 1 entry: at least 2 must stand here."]),
        ("[not, a little, very]", "Very", ["'scale' has 'Very': write a list here"]),
        ("[not, a little, very]", "[No, a little, no]", ["the label 'No' stands twice"]),
        ("sensitive: true", "sensitive: perhaps", ["'sensitive' has 'perhaps': write true or false."]),
        ("title: A small week", "title: ''", ["'title' has '': write something here."]),
        ("      check-in:", "      Check In:", ["'Check In' is no id"]),
        ("choose: any", "choose: any, pick: 2", ["'pick' is refused", "would give answers away"]),
        ("choose: any", "choose: any, show_if: rest", ["'show_if' is refused", "depend on another's answer"]),
        ("choose: any", "choose: two", ["item 'helped'", "'choose'"]),
        ("title: A small week", "title: [", ["line"]),
        ("title: A small week\n", "", ["the key 'title' is missing"]),
        ("        steps:", "        stepps:", ["practice 'breath'", "unknown key 'stepps'", "did you mean 'steps'"]),
        (
            "        minutes: 2",
            "        module: yoga",
            ["practice 'breath'", "'module' must be one of boundary_script, breath, "],
        ),
        (
            "    practices:\n",
            "    practices:\n      jouranl:\n",
            ["block 'arrive'", "no practice 'jouranl'", "practices.yaml"],
        ),
    ],
)
def test_a_mistake_is_told_with_file_place_and_cure(curriculum, old, new, parts):
    said = complaint(curriculum, old, new)
    assert said.startswith("week_01.yaml")
    assert "\n" not in said
    for part in parts:
        assert part in said


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
