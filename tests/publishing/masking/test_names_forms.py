"""Which forms a name of the roster has."""

from __future__ import annotations

import pytest

from kit.publishing.masking import load_words
from kit.publishing.masking.names import Forms, forms_of
from kit.settings import packaged_curriculum

WORDS = load_words(packaged_curriculum())


def of(*names: str) -> Forms:
    return forms_of(names, WORDS)


def test_each_part_is_a_name_by_itself_and_a_particle_or_title_is_none() -> None:
    forms = of("Dr. Zoë van der Berg")
    assert forms.own == {"zoe", "berg"}
    assert forms.initials == {"zb", "bz"}


def test_a_first_name_that_is_a_particle_elsewhere_stays_a_name() -> None:
    assert {"ben", "al"} <= of("Ben Ali", "Al Green").parts


def test_parts_with_hyphens_and_apostrophes_are_known_whole_and_in_pieces() -> None:
    assert {"mariajose", "maria", "jose", "oneill", "neill"} <= of("María-José O’Neill").own


@pytest.mark.parametrize("name", ["Smith, Benno", "Benno (Ben) Smith", "Benno Smith jr."])
def test_a_name_is_read_however_the_roster_writes_it(name: str) -> None:
    assert {"benno.smith".replace(".", ""), "bsmith", "smithb"} <= of(name).joined
    assert "bs" in of(name).initials


def test_what_stands_in_brackets_is_a_name_too() -> None:
    assert "bibi" in of("Benno (Bibi) Smith").parts


def test_a_first_name_brings_its_nicknames_and_a_nickname_the_name() -> None:
    assert {"bob", "robert", "rob"} <= of("Robert Lee").parts
    assert "robert" in of("Bob Lee").parts


def test_a_name_of_one_word_has_no_initials_and_no_login() -> None:
    forms = of("Benno")
    assert (forms.initials, forms.joined) == (set(), {"benno"})


@pytest.mark.parametrize("word", ["bennno", "beno", "bebno", "bneno", "benn", "enno"])
def test_one_edit_is_a_typo(word: str) -> None:
    assert of("Benno Smith").is_typo(word) == "benno"


@pytest.mark.parametrize("word", ["bnneo", "benoni", "bexxo", "ben", "smythe"])
def test_more_than_one_edit_is_none(word: str) -> None:
    assert of("Benno Smith").is_typo(word) is None


def test_short_names_have_no_typos_as_they_would_be_half_of_all_words() -> None:
    assert of("Kim Lee").is_typo("him") is None


def test_an_empty_roster_has_no_forms() -> None:
    forms = of("", "  ", "12")
    assert (forms.parts, forms.joined, forms.initials) == (set(), set(), set())
