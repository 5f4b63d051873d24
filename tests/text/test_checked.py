"""What comes from outside fits as it is, or is refused at its first fault; nothing is made to fit."""

from __future__ import annotations

import pytest

from kit.text.checked import Place, Strict, checked


class Group(Strict):
    people: list[str]
    size: int
    share: float = 0.5


class Refused(Exception):
    def __init__(self, place: Place, is_key: bool) -> None:
        self.told = place, is_key


@pytest.mark.parametrize(
    ("values", "place", "is_key"),
    [
        ({"people": ["Ana"], "size": True}, ("size",), False),
        ({"people": ["Ana"], "size": "3"}, ("size",), False),
        ({"people": ["Ana"], "size": 3.0}, ("size",), False),
        ({"people": ("Ana",), "size": 3}, ("people",), False),
        ({"people": ["Ana", 3], "size": 3}, ("people", 1), False),
        ({"people": ["Ana"], "size": 3, "share": True}, ("share",), False),
        ({"people": 3, "size": 3, "room": 1}, ("room",), True),
        ({"people": 3}, ("size",), True),
        ([], (), True),
        (None, (), True),
    ],
)
def test_a_fault_is_told_by_its_place_and_keys_come_first(values: object, place: Place, is_key: bool):
    with pytest.raises(Refused) as refused:
        checked(Group, values, Refused)
    assert refused.value.told == (place, is_key)


def test_what_fits_comes_back_as_it_was():
    assert checked(Group, {"people": ["Ana"], "size": 3}, Refused) == Group(people=["Ana"], size=3)


def test_what_is_nested_without_end_is_refused_like_anything_else():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Refused):
        checked(Group, {"people": deep, "size": 3}, Refused)
    while deep:  # taken apart from outside, as the interpreter would go too deep
        deep = deep[0]  # type: ignore[assignment]
