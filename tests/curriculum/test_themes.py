"""Themes of shared texts: a part of the text, shown where several texts have the same."""

import pytest
from pydantic import ValidationError

from kit.curriculum.items import Text
from kit.curriculum.themes import SHOWN_FROM, as_shown, parted

THEMES = ("Rest", "Company", "Time for oneself")


def item(**fields):
    return Text(id="note", prompt="What helps?", **{"share": "group", **fields})


def test_a_theme_stands_in_front_of_its_text():
    assert parted("Company: lunch together", THEMES) == ("Company", "lunch together")
    assert parted("Company is what helps", THEMES) == ("", "Company is what helps")
    assert parted("Work: less of it", THEMES) == ("", "Work: less of it")
    assert parted("Rest: Company: both", THEMES) == ("Rest", "Company: both")


@pytest.mark.parametrize("many", range(1, 6))
def test_a_theme_is_shown_from_three_texts_on_and_the_order_stays(many):
    texts = [f"Rest: number {place}" for place in range(many)]
    others = ["Company: lunch", "no theme", "Time for oneself: a walk"]
    shown = as_shown([*others[:1], *texts, *others[1:]], THEMES)
    assert shown[0] == "lunch"
    assert shown[-2:] == ["no theme", "a walk"]
    assert shown[1:-2] == (texts if many >= SHOWN_FROM else [f"number {place}" for place in range(many)])


def test_what_fewer_texts_have_is_left_out_whatever_the_author_wrote_by_hand():
    assert as_shown(["Rest: typed by hand", "a", "b", "c", "d"], THEMES)[0] == "typed by hand"


def test_a_text_without_themes_is_the_item_that_it_was_in_0_1_0_and_with_them_another():
    assert "themes" not in item().identity
    assert item().fingerprint != item(themes=THEMES).fingerprint != item(themes=THEMES[:2]).fingerprint


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"share": "private", "themes": THEMES}, "belong to a text that can be shared"),
        ({"share": "spoken", "themes": THEMES}, "belong to a text that can be shared"),
        ({"themes": ("Rest",)}, "two to 8 to pick from; here are 1"),
        ({"themes": tuple(f"Theme {letter}" for letter in "abcdefghi")}, "two to 8 to pick from; here are 9"),
        ({"themes": ("Rest", "rest")}, "has the same one twice"),
        ({"themes": ("Rest: of all kinds", "Company")}, "pattern"),
        ({"themes": ("Rest", "Team 7")}, "pattern"),
    ],
)
def test_themes_that_could_not_be_told_apart_or_seen_are_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        item(**fields)
