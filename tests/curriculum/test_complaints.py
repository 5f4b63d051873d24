"""A mistake in a week file becomes one sentence: file, place, what is wrong, what would be right."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import load_week
from kit.errors import ContentError
from tests.weeks import SMALL_WEEK


def complaint(folder, old, new):
    assert old in SMALL_WEEK
    path = folder / "week_01.yaml"
    path.write_text(SMALL_WEEK.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as refused:
        load_week(path)
    return str(refused.value)


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
        ("[not, a little, very]", "[a]", ["'scale' has 1 entry: at least 2 must be here."]),
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
