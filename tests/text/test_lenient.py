"""What is of another kind than it should be counts as missing, and nothing is converted."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field, ValidationError

from kit.text.lenient import Lenient


class Inner(Lenient):
    number: int
    words: list[str] = Field(default_factory=list)


class Outer(Lenient):
    name: str = "nobody"
    ready: bool = False
    inner: Inner | None = None
    rows: list[int] = Field(default_factory=lambda: [1])


@pytest.mark.parametrize("odd", [None, 7, 1.5, "7", [], {}, [[]], ["x"], {"number": True}, {"number": "7"}], ids=repr)
def test_a_field_of_another_kind_is_as_if_it_were_not_there(odd: Any) -> None:
    plain = Outer()
    made = Outer.model_validate({"name": odd, "ready": odd, "inner": odd, "rows": odd})
    assert made.name == (odd if isinstance(odd, str) else plain.name)
    assert made.ready is False
    assert made.inner is None
    assert made.rows == (odd if odd == [] else [1])


def test_a_part_that_is_fine_stays_beside_one_that_is_not() -> None:
    made = Outer.model_validate({"name": 7, "inner": {"number": 3, "words": "no", "more": 1}, "more": 1})
    assert made == Outer(inner=Inner(number=3))


def test_a_field_that_is_needed_is_not_made_up() -> None:
    with pytest.raises(ValidationError):
        Inner.model_validate({"words": ["a"]})
    with pytest.raises(ValidationError):
        Inner.model_validate([])
