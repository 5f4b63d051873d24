import pytest
from pydantic import ValidationError

from kit.curriculum.practices.everything import Everything

WORDS = {"id": "everything", "title": "All of it", "minutes": 2}


def test_it_asks_nothing_and_so_has_nothing_on_paper():
    assert Everything.model_validate(WORDS).on_paper == ()


def test_content_that_belongs_to_another_practice_is_refused():
    with pytest.raises(ValidationError, match="steps"):
        Everything.model_validate(WORDS | {"steps": ["Sit."]})
