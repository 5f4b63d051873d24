"""What has a pattern is found, and what only looks a little like it is left alone."""

from __future__ import annotations

import time

import pytest

from kit.publishing.masking import Masker, load_words, ordinary_words
from kit.publishing.masking.patterns import Patterns
from kit.publishing.masking.words import fold
from kit.settings import packaged_curriculum

FOLDER = packaged_curriculum()
WORDS = load_words(FOLDER)
PATTERNS = Patterns(WORDS, ordinary_words(FOLDER) | set(WORDS.names_that_are_words))


def found(text: str, finder: str) -> list[tuple[str, str]]:
    folded = fold(text)
    spans = [(*folded.span(start, end), kind) for start, end, kind in getattr(PATTERNS, finder)(folded)]
    return [(text[start:end], kind) for start, end, kind in spans]


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("b.smith+x@mail.example.org", "email"),
        ("benno (at) example (dot) org", "email"),
        ("benno at example dot org", "email"),
        ("benno [at] example.org", "email"),
        ("https://example.org/a?b=c#d", "link"),
        ("www.example.org", "link"),
        ("wiki.example.com/page/7", "link"),
        ("slack://channel", "link"),
        ("@benno.smith", "handle"),
        ("u/benno_s", "handle"),
        ("+49 171 1234567", "phone"),
        ("(555) 123-4567", "phone"),
        ("12 Elm Street", "address"),
        ("221b Baker Street", "address"),
        ("12 elm street", "address"),
        ("Main Street", "address"),
        ("Hauptstraße 5", "address"),
        ("4 St. Mary Court", "address"),
        ("rue de Rivoli 12", "address"),
        ("Room 12", "address"),
        ("P.O. Box 99", "address"),
    ],
)
def test_ways_to_reach_somebody_are_found_whole(form: str, kind: str) -> None:
    assert (form, kind) in found(f"so then {form} came up", "contacts")


@pytest.mark.parametrize(
    "sentence",
    [
        "we met at lunch. it was fine",
        "look at this.that is all",
        "5 people on the road, 2 years down the road",
        "I took the street and the lane",
        "either/or, and/or, he/she",
        "almost 100 of us",
        "No way. Dr who?",
        "it was 3 million square",
    ],
)
def test_ordinary_sentences_have_none(sentence: str) -> None:
    assert found(sentence, "contacts") == []


@pytest.mark.parametrize(
    "form",
    ["12 May 2024", "May 12th, 2024", "3rd of march", "December", "in june"[3:], "Sept. 4", "12. März", "May", "mar 3"],
)
def test_months_are_found_with_the_numbers_beside_them(form: str) -> None:
    assert found(f"it was {form} then", "dates") == [(form, "date")]


@pytest.mark.parametrize("sentence", ["we may march on", "mar the day", "an august moment", "a decent sum"])
def test_words_that_are_months_too_are_left_alone_when_written_small(sentence: str) -> None:
    assert found(sentence, "dates") == []


@pytest.mark.parametrize(
    "form",
    [
        *(
            "7",
            "12.5",
            "10:30",
            "2024-05-12",
            "4111 1111 1111 1111",
            "Q3",
            "B12x",
            "70s",
            "1st",
            "100%",
            "#15",
            "٣٤",
            "½",
        ),
        *("personnel_48213", "staffmember48213", "_48213_", "12_345"),
    ],
)
def test_whatever_has_a_digit_is_a_number(form: str) -> None:
    assert found(f"about {form} or so", "numbers") == [(form, "number")]


def test_an_account_number_is_found_with_its_letters() -> None:
    assert ("DE89 3704 0044 0532 0130 00", "number") in found("on DE89 3704 0044 0532 0130 00 now", "contacts")


@pytest.mark.parametrize(
    "text",
    [
        piece * (2000 // len(piece))
        for piece in ("a", "a.", "1 ", "@", "a@", "www.", "(at)", "Ab ", "-\n", "a b ", "1a-")
    ]
    + [
        piece * (2000 // len(piece))
        for piece in ("[name]", "'", "May 1 ", "Elm Street ", "Be\n", "+1 2", "b.s. ", "a_")
    ]
    + [piece * (2000 // len(piece)) + "x" * 42 for piece in ("1_", "_1", "1B_", "a1B_", "1_-", "1 ", "1,", "a1")],
)
def test_no_text_makes_the_search_slow(text: str) -> None:
    masker = Masker(["Benno Smith", "Ann Lee"], WORDS, ordinary_words(FOLDER))
    start = time.process_time()
    masker.mask(text)
    assert time.process_time() - start < 1
