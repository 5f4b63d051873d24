from __future__ import annotations

import re

import pytest

from kit.results.pictures import STYLE, bar


def widths(drawn: str) -> dict[str, str]:
    return dict(re.findall(r'class="kit-(\w+)" x="0" y="0" width="([\d.]+%)"', drawn))


def test_ink_is_people_solid_as_many_as_there_are_at_least_and_striped_up_to_as_many_as_there_may_be() -> None:
    drawn = bar(5, 7, 10)
    assert widths(drawn) == {"track": "100%", "least": "50%", "reach": "70%"}
    assert '<line class="kit-perhaps" x1="50%" x2="70%"' in drawn


def test_without_anybody_for_certain_there_is_nothing_solid() -> None:
    assert "kit-least" not in bar(0, 4, 10)


def test_a_number_that_is_certain_has_no_stripes() -> None:
    assert "kit-perhaps" not in bar(4, 4, 10)


@pytest.mark.parametrize(("low", "high", "people"), [(0, 3, 8), (5, 8, 8), (2, 7, 13)])
def test_a_leading_answer_has_more_ink_than_any_other(low: int, high: int, people: int) -> None:
    assert float(widths(bar(low + 1, high, people))["least"][:-1]) > low * 100 / people


def test_a_screen_reader_is_not_told_of_it_and_its_colours_come_from_the_page() -> None:
    assert 'aria-hidden="true"' in bar(1, 4, 9)
    assert "#" not in bar(1, 4, 9)
    assert "style=" not in bar(1, 4, 9)
    for name in re.findall(r'class="(kit-\w+)"', bar(1, 4, 9)):
        assert f".{name}" in STYLE
