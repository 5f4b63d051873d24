"""A guided practice is breath or meditation, and its phrases are for people it knows."""

from __future__ import annotations

import pytest

from kit.curriculum.practices.guided import Guided

WORDS = {"title": "A sitting", "minutes": 5, "steps": ["Sit."], "eyes_open": "Open.", "stopping": "Stop."}


@pytest.mark.parametrize(
    ("values", "module"),
    [
        ({"id": "breath"}, "breath"),
        ({"id": "kindness"}, "meditation"),
        ({"id": "slow", "module": "breath"}, "breath"),
        ({"id": "breath", "module": "meditation"}, "meditation"),
    ],
)
def test_a_practice_is_done_with_the_module_it_names_or_the_one_that_fits_its_id(values, module) -> None:
    assert Guided.model_validate(WORDS | values).module == module


@pytest.mark.parametrize(
    "values",
    [
        {"module": "yoga"},
        {"phrases": [{"whom": "boss", "lines": ["May you go."]}]},
        {"phrases": [{"whom": "self", "lines": []}]},
        {"phrases": [{"whom": "self", "lines": ["May I."]}] * 2},
    ],
)
def test_an_unknown_module_or_phrases_for_somebody_unknown_or_twice_are_refused(values) -> None:
    with pytest.raises(ValueError, match=r"module|phrases"):
        Guided.model_validate({"id": "kindness", **WORDS, **values})
