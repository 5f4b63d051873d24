from __future__ import annotations

from kit.live.codes import hashed, new_code, new_token, same_code
from kit.live.people import new_words, word_list
from kit.text.codes import ALPHABET, in_halves


def test_a_code_has_eight_characters_that_nobody_misreads():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("ILOU") & set(ALPHABET)
    assert len(ALPHABET) == 32


def test_a_code_is_taken_in_any_case_with_and_without_dashes_and_as_people_misread_it():
    for given in ("10AB-CDEF", "10abcdef", " lO aB-cd ef ", "IOAB–CDEF"):
        assert same_code(given, "10ABCDEF"), given
    for given in ("10ABCDE", "10ABCDEG", "", None, 10, ["10ABCDEF"], "10ABCDEF" * 100, "１0ABCDEF"):
        assert not same_code(given, "10ABCDEF"), given
    assert in_halves("10ABCDEF") == "10AB-CDEF"


def test_a_token_is_long_and_kept_only_as_a_hash():
    token = new_token()
    assert len(token) >= 43
    assert hashed(token) == hashed(token) != token
    assert len(hashed(token)) == 64


def test_the_words_to_come_back_with_are_short_plain_and_far_enough_apart():
    words = word_list()
    assert len(words) == len(set(words)) == 1024
    assert all(word.isascii() and word.islower() and word.isalpha() and 4 <= len(word) <= 9 for word in words)
    assert list(words) == sorted(words)
    for word in words:
        # No slip of one letter makes one word of the list into another.
        shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
        assert not shorter & set(words), word
    for at in range(9):
        gapped = [word[:at] + "*" + word[at + 1 :] for word in words if at < len(word)]
        assert len(gapped) == len(set(gapped)), at


def test_recovery_words_are_four_different_ones_of_the_list_in_any_order():
    drawn = [new_words() for _ in range(3000)]  # drawn with repeats, some seventeen of these would hold one
    assert all(len(words) == len(set(words)) == 4 and set(words) <= set(word_list()) for words in drawn)
    assert any(words != sorted(words) for words in drawn)
