from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import PolicyError
from kit.publishing.forms import Form, Forms, Said, exposures, load_forms
from kit.publishing.ranges import intervals, load_table

EIGHT = Form(8, ((0, 4), (5, 8)), 2)  # with four answers


def test_the_answer_that_leads_is_said_and_the_bounds_are_what_is_left_then() -> None:
    assert EIGHT.say((3, 2, 2, 1)) == Said(ranges=((3, 4), (0, 3), (0, 3), (0, 3)), leads=(0,))
    assert EIGHT.say((1, 0, 1, 6)) == Said(ranges=((0, 3), (0, 3), (0, 3), (5, 8)), leads=(3,))


def test_two_answers_that_lead_together_are_both_said_where_that_is_safe() -> None:
    form = Form(11, ((0, 2), (3, 5), (6, 8), (9, 11)), 2)
    said = form.say((4, 1, 4, 1, 1))
    assert said.leads == (0, 2)
    assert said.ranges[0] == said.ranges[2]


def test_what_leads_is_not_said_where_a_count_would_follow_from_it() -> None:
    said = EIGHT.say((2, 2, 2, 2))
    assert said.leads == ()
    assert said.ranges == ((0, 4), (0, 4), (0, 4), (0, 4))


def test_without_leaders_a_form_says_the_tightest_bounds_of_its_ranges() -> None:
    row = load_table().edges(12, 3)
    assert row is not None
    counts = (8, 3, 1)
    published = [next(one for one in row if one[0] <= count <= one[1]) for count in counts]
    assert Form(12, row, 0).say(counts) == Said(ranges=tuple(intervals(published, 12)))


def test_answers_are_all_treated_alike() -> None:
    said = EIGHT.say((1, 5, 0, 2))
    turned = EIGHT.say((2, 1, 5, 0))
    assert turned.ranges == (*said.ranges[-1:], *said.ranges[:-1])
    assert turned.leads == (said.leads[0] + 1,)


FORGED = {
    "another answer leads": Said(ranges=((0, 3), (0, 3), (0, 3), (5, 8)), leads=(0,)),
    "two lead of which one cannot": Said(ranges=((3, 4), (0, 3), (0, 3), (0, 3)), leads=(0, 1)),
    "nothing is said to lead where it always is": Said(ranges=((3, 4), (0, 3), (0, 3), (0, 3))),
    "a bound is narrower": Said(ranges=((4, 4), (0, 3), (0, 3), (0, 3)), leads=(0,)),
    "a bound is wider": Said(ranges=((0, 4), (0, 4), (0, 4), (0, 4)), leads=(0,)),
    "across two ranges": Said(ranges=((4, 5), (0, 3), (0, 3), (0, 3)), leads=(0,)),
    "more than there are": Said(ranges=((5, 8), (5, 8), (0, 3), (0, 3)), leads=(0,)),
    "an answer that is not there leads": Said(ranges=((3, 4), (0, 3), (0, 3), (0, 3)), leads=(7,)),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_publication_is_told_from_one_of_the_form(forged: Said) -> None:
    assert exposures(forged, EIGHT)


def test_a_form_that_gives_away_a_count_says_so() -> None:
    careless = Form(8, ((0, 2), (3, 3), (4, 8)), 1)
    assert "from outside, a count is known exactly" in exposures(careless.say((3, 3, 2)), careless)


DAMAGED = {
    "no table": "what is this",
    "nothing in it": "",
    "a column is missing": "people,bins,ranges\n8,4,0-4 5-8\n",
    "a word for a number": "people,bins,ranges,leaders\neight,4,0-4 5-8,2\n",
    "a range that is none": "people,bins,ranges,leaders\n8,4,0-4 5,2\n",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_table_publishes_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "forms.csv").write_text(text, "utf-8")
    with pytest.raises(PolicyError, match="restore the file as the kit came with it"):
        load_forms(tmp_path / "forms.csv")


@pytest.mark.parametrize(
    "form",
    [
        Form(8, ((0, 1), (2, 5), (6, 8)), 1),
        Form(8, ((0, 4), (5, 8)), 3),
        Form(8, ((0, 4), (5, 7)), 1),
        Form(8, ((0, 4), (6, 8)), 1),
        Form(9, ((0, 4), (5, 9)), 1),
        Form(8, (), 1),
    ],
)
def test_a_table_in_which_a_form_would_give_somebody_away_is_refused(form: Form) -> None:
    with pytest.raises(PolicyError, match="8 people and 4 bins would give answers away"):
        Forms({(8, 4): form})


def test_where_there_is_no_form_the_ranges_alone_are_published() -> None:
    assert load_forms().of(12, 2) is None
    assert load_forms().of(31, 3) is None
    assert load_forms().of(4, 3) is None
