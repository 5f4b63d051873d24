"""Codes are drawn so that nobody misreads them, and are the same however somebody types them."""

from __future__ import annotations

import pytest

from kit.text.codes import ALPHABET, as_typed, drawn, in_halves


def test_codes_are_drawn_from_characters_that_cannot_be_mistaken():
    assert set("ILOU").isdisjoint(ALPHABET)
    assert len(set(ALPHABET)) == 32, "five bits each"
    codes = [drawn(10) for _ in range(300)]
    assert len(set(codes)) == 300
    assert {sign for code in codes for sign in code} == set(ALPHABET)
    assert {len(code) for code in codes} == {10}


@pytest.mark.parametrize(
    "typed",
    ["7K3M-Q2ZD", "7k3mq2zd", " 7K3M Q2ZD ", "7K3M–Q2ZD", "7.K.3.M.Q.2.Z.D", "\t7K3M\u00a0Q2ZD\n", "7K3M—q2zd."],
)
def test_a_code_is_the_same_in_any_case_and_with_any_dashes_and_blanks(typed):
    assert as_typed(typed) == "7K3MQ2ZD"


@pytest.mark.parametrize(("typed", "meant"), [("oO0", "000"), ("iIlL1", "11111"), ("o-I-l", "011")])
def test_letters_that_are_not_in_a_code_are_read_as_the_digits_they_resemble(typed, meant):
    assert as_typed(typed) == meant


@pytest.mark.parametrize("given", [None, 7, 7.5, True, b"7K3M", ["7K3M"], {"code": "7K3M"}])
def test_what_is_no_text_is_no_code(given):
    assert as_typed(given) == ""


def test_a_page_full_of_letters_costs_no_more_than_a_line():
    assert len(as_typed("A" * 1_000_000)) <= 200
    assert as_typed("-" * 199 + "7K") == "7", "what stands after the longest code is not read"


@pytest.mark.parametrize("length", [2, 8, 10])
def test_a_code_that_is_read_aloud_in_halves_is_the_same_code(length):
    code = drawn(length)
    assert as_typed(in_halves(code)) == code
    assert in_halves(code).count("-") == 1
