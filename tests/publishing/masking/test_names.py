"""Where names of the roster are found in a text, and where ordinary words are left alone."""

from __future__ import annotations

import pytest

from kit.publishing.masking import load_words
from kit.publishing.masking.names import Names, forms_of
from kit.publishing.masking.words import fold
from kit.settings import packaged_curriculum

WORDS = load_words(packaged_curriculum())
ORDINARY = frozenset(
    {*WORDS.names_that_are_words, "you", "will", "mark", "the", "and", "as", "was", "data", "no", "an"}
)
ROSTER = ("Benno Smith", "Will Grace", "Mark Brown", "Dana Ito", "田中 太郎", "Ann Noel", "Oona van Dijk")
NAMES = Names(forms_of(ROSTER, WORDS), WORDS, ORDINARY)


def found(text: str) -> list[str]:
    folded = fold(text)
    return [text[slice(*folded.span(start, end))] for start, end, _ in NAMES.find(folded)]


@pytest.mark.parametrize(
    "form",
    [
        "Benno", "SMITH", "benno smith", "Benno S.", "B. Smith", "B. S.", "b.s.", "BS", "Bennno", "beno",
        "bsmith", "b.smith", "benno_smith", "smithb", "bsmith7", "B3nno", "Be\u200bnno",
        "Ben\nno", "Ben-\nno", "b e n n o",
        "B-E-N-N-O", "Dr. Smith", "Ms Weber", "Benji", "田中", "mark brown", "Oona van Dijk",
    ],
)  # fmt: skip
def test_a_form_of_a_name_is_found_whole(form: str) -> None:
    assert found(f"then {form} said so") == [form]


@pytest.mark.parametrize(
    "sentence",
    [
        "will you mark the place and ask for grace",
        "the data was as good as an answer",
        "an apple and a pear, no more",
        "at 9 a.m. or p.m., e.g. today",
        "I am fine. A day at a time.",
        "sob on the bus, an essay on beans",
        "IT WAS AS BAD AS THE DATA",
        "Mr and the others",
    ],
)
def test_ordinary_words_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []


def test_words_that_are_names_are_found_with_a_capital_or_where_they_own_something() -> None:
    assert found("I told Mark. Will helped; it was grace's idea") == ["Mark", "Will", "grace"]


def test_names_in_a_row_are_one_name_and_names_in_a_list_are_several() -> None:
    assert found("Benno Smith and Dana, Oona; Smith, Benno") == ["Benno Smith", "Dana", "Oona", "Smith", "Benno"]


def test_names_in_a_script_without_gaps_are_found_inside_a_run() -> None:
    assert found("昨日は田中さんと話した") == ["田中"]
