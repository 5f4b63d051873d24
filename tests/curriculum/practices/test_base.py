"""What every kind of practice has, whether its folder says more or not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kit.curriculum.practices import PRACTICES
from kit.curriculum.practices.journal import Journal
from kit.curriculum.practices.shelf import load_practices
from kit.settings import packaged_curriculum

SHELF = load_practices(packaged_curriculum())


@pytest.mark.parametrize("kind", sorted(set(PRACTICES.values()), key=lambda kind: kind.__name__))
def test_every_kind_has_its_modules_in_its_own_folder_under_one_kind_alone(kind):
    assert kind.modules()
    for module in kind.modules():
        assert PRACTICES[module] is kind
        assert (kind.folder() / f"{module}.js").is_file()


@pytest.mark.parametrize("name", SHELF)
def test_what_a_practice_asks_is_kept_under_names_of_its_own(name):
    class Said(dict):
        def __missing__(self, key):
            return key

    practice = SHELF[name]
    names = [kept for kept, _ in practice.asked(Said())]
    assert len(set(names)) == len(names)
    assert all(words for words in practice.on_paper)


@pytest.mark.parametrize(
    ("key", "value"),
    [("minutes", 0), ("minutes", 61), ("title", ""), ("id", "My journal"), ("module", "yoga"), ("colour", "green")],
)
def test_a_practice_that_takes_no_time_or_has_no_name_is_refused(key, value):
    good = next(one for one in SHELF.values() if isinstance(one, Journal)).model_dump()
    assert Journal.model_validate(good)
    with pytest.raises(ValidationError, match=key):
        Journal.model_validate({**good, key: value})
