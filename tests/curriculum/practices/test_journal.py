import pytest
from pydantic import ValidationError

from kit.curriculum.practices.journal import Journal

WORDS = {
    "id": "journal",
    "title": "A journal",
    "minutes": 5,
    "invitation": "One moment.",
    "felt": "Felt?",
    "did": "Did?",
    "learned": "Learned?",
}


def test_on_paper_the_invitation_stands_before_the_first_question():
    assert Journal.model_validate(WORDS).on_paper == ("One moment. Felt?", "Did?", "Learned?")


@pytest.mark.parametrize("missing", ["invitation", "felt", "did", "learned"])
def test_a_journal_without_one_of_its_questions_is_refused(missing):
    with pytest.raises(ValidationError, match=missing):
        Journal.model_validate({key: value for key, value in WORDS.items() if key != missing})
