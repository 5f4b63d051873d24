import pytest
from pydantic import ValidationError

from kit.curriculum.practices.letter import Letter
from kit.curriculum.practices.shelf import load_practices
from kit.settings import packaged_curriculum

WORDS = {"id": "letter", "title": "A letter", "minutes": 10, "prompt": "Dear me.", "appointment": "Some time"}


def test_it_is_opened_after_three_months_unless_said_otherwise():
    assert Letter.model_validate(WORDS).months == 3
    assert Letter.model_validate(WORDS).on_paper == ("Dear me.",)


@pytest.mark.parametrize("months", [0, 25, "soon"])
def test_a_time_that_is_none_is_refused(months):
    with pytest.raises(ValidationError, match="months"):
        Letter.model_validate(WORDS | {"months": months})


def test_what_colleagues_may_see_in_a_calendar_tells_nothing_of_a_letter():
    letter = load_practices(packaged_curriculum())["letter"]
    assert isinstance(letter, Letter)
    assert "letter" not in letter.appointment.lower()
