"""Behind a passphrase the key is nowhere without it; it is asked for once, by whoever somebody sits at."""

from __future__ import annotations

import getpass
import sys

import pytest

from kit.answers.sealing import passphrase as module
from kit.answers.sealing.cohort_key import RECORD, Where, make_key, open_key, place_of, put_back, put_behind, record_of
from kit.answers.sealing.passphrase import asked_for, new_passphrase, unwrap, wrap
from kit.errors import StoreError
from kit.settings import keys_folder
from tests.cohorts import unwritten_cohort

WORDS = "acorn actor adapter acre"
KEY = "ab" * 32


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Each test begins with nothing asked for yet, and no guess costs half a second."""
    monkeypatch.setattr(module, "_COST", 4)
    monkeypatch.setattr(module, "_known", {})


@pytest.fixture
def typing(monkeypatch):
    """Somebody at a terminal, who types these; returns what was asked."""

    def begin(*typed: str) -> list[str]:
        left, asked = list(typed), list[str]()
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: (asked.append(prompt), left.pop(0))[1])
        return asked

    return begin


@pytest.fixture
def cohort(tmp_path):
    made = unwritten_cohort(tmp_path / "spring")
    made.private.mkdir(parents=True)
    return made


def test_only_the_right_passphrase_opens_it_and_two_of_the_same_are_not_alike():
    kept = wrap(KEY, WORDS)
    assert unwrap(kept, WORDS) == KEY
    assert [unwrap(kept, wrong) for wrong in ("", WORDS.upper(), f"{WORDS} ")] == [None] * 3
    assert wrap(KEY, WORDS) != kept


def test_it_is_asked_for_once_and_again_where_it_was_not_right(typing):
    kept = wrap(KEY, WORDS)
    asked = typing("wrong", WORDS)
    assert asked_for(kept, "spring") == KEY
    assert asked_for(kept, "spring") == KEY
    assert len(asked) == 2
    assert "spring" in asked[0]


def test_three_wrong_ones_are_enough_and_the_sheet_is_named(typing):
    typing("one", "two", "three", WORDS)
    with pytest.raises(StoreError, match="kit seal --recover"):
        asked_for(wrap(KEY, WORDS), "spring")


def test_where_nobody_can_be_asked_that_is_told_and_a_file_helps(monkeypatch, tmp_path):
    kept = wrap(KEY, WORDS)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(StoreError, match="KIT_PASSPHRASE_FILE"):
        asked_for(kept, "spring")
    path = tmp_path / "words.txt"
    monkeypatch.setenv("KIT_PASSPHRASE_FILE", str(path))
    with pytest.raises(StoreError, match="can't be read"):
        asked_for(kept, "spring")
    path.write_text("something else\n", "utf-8")
    with pytest.raises(StoreError, match="isn't the passphrase"):
        asked_for(kept, "spring")
    path.write_text(f"{WORDS}\r\n", "utf-8")
    assert asked_for(kept, "spring") == KEY


def test_a_new_one_is_typed_twice_and_long_enough(typing):
    typing(WORDS, WORDS)
    assert new_passphrase() == WORDS
    typing(WORDS, "another one of these")
    with pytest.raises(StoreError, match="weren't the same"):
        new_passphrase()
    typing("short", "short")
    with pytest.raises(StoreError, match="at least 12"):
        new_passphrase()


def test_a_cohorts_key_goes_behind_a_passphrase_and_comes_back(cohort, typing):
    key = make_key(cohort)
    put_behind(cohort, key, WORDS)
    assert list(keys_folder().iterdir()) == []
    record = record_of(cohort)
    assert record.where is Where.PASSPHRASE
    assert "passphrase" in place_of(cohort, record)
    written = (cohort.private / RECORD).read_text("utf-8")
    assert key.text not in written
    assert WORDS not in written
    typing(WORDS)
    assert open_key(cohort).text == key.text
    put_back(cohort, key)
    assert record_of(cohort).where is Where.FILE
    assert open_key(cohort).text == key.text
    assert "wrapped" not in (cohort.private / RECORD).read_text("utf-8")
