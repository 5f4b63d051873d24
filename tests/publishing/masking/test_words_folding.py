"""A text is folded so that what reads alike is alike, and every place leads back to the text."""

from __future__ import annotations

import pytest

from kit.publishing.masking.words import OPAQUE, fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("Straße, Æsop, Œuvre, Søren", "strasse, aesop, oeuvre, soren"),
        ("\u0412\u0435nn\u043e", "benno"),  # Cyrillic В, е and о
        ("Be\u200bn\u00adn\u034fo\ufeff", "benno"),
        ("Ｂｅｎｎｏ 𝓑𝓮𝓷", "benno ben"),
        ("O’Neill O`Neill", "o'neill o'neill"),
        ("a\tb\r\nc\u00a0d", "a b\n\nc d"),
        ("İstanbul", "istanbul"),
    ],
)
def test_what_reads_alike_is_folded_alike(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize("text", ["plain words", "Straße 5", "B\u200be\u0301nno x", "ﬁne, ½ and Æ", "田中 太郎"])
def test_every_folded_character_leads_back_to_its_own_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.places) == len(folded.text)
    for at, sign in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert sign in fold(text[start:end]).text
    assert folded.span(0, len(folded.text)) == (0, len(text))


def test_a_capital_is_known_by_the_letter_that_was_written() -> None:
    folded = fold("Ab ß 田9")
    assert [folded.is_capital(at) for at in range(len(folded.text))] == [
        True, False, False, False, False, False, True, False,
    ]  # fmt: skip


def test_what_is_hidden_is_found_by_nothing_and_keeps_its_length() -> None:
    folded = fold("call Benno now").without([(5, 10, "name")])
    assert folded.text == f"call {OPAQUE * 5} now"
    assert folded.span(5, 10) == (5, 10)
