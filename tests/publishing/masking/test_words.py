"""The words of masks.yaml, and the ordinary words that the content itself uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import ContentError
from kit.publishing.masking import load_words, ordinary_words
from kit.publishing.masking.words import KINDS
from kit.settings import packaged_curriculum


def test_the_kit_has_words_of_its_own_for_every_kind_of_mask() -> None:
    words = load_words(packaged_curriculum())
    assert set(words.shown_as) == set(KINDS)
    assert {"senor", "frau", "dr"} <= set(words.titles)
    assert {"marz", "fevrier", "may"} <= set(words.months)


def test_a_curriculum_without_masks_takes_the_kits_own(tmp_path: Path) -> None:
    assert load_words(tmp_path) == load_words(packaged_curriculum())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('name: "[name]"', 'name: "name"', "'shown_as': '"),
        ('name: "[name]"', 'name: "[E-MAIL]"', "words of their own"),
        ('name: "[name]"', 'name: "[name 1]"', "'shown_as': '"),
        ("suffixes:", "sufixes:", "suffixes"),
    ],
)
def test_a_masks_file_that_cannot_be_used_says_where(tmp_path: Path, before: str, after: str, told: str) -> None:
    text = (packaged_curriculum() / "masks.yaml").read_text("utf-8")
    (tmp_path / "masks.yaml").write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ContentError, match=r"masks\.yaml") as error:
        load_words(tmp_path)
    assert told in str(error.value)


def test_ordinary_words_are_those_that_the_content_writes_small(tmp_path: Path) -> None:
    (tmp_path / "week_01.yaml").write_text("lead: Will you MARK the café, said Grace to me?\n", "utf-8")
    (tmp_path / "masks.yaml").write_text("nicknames: [[benno, ben]]\n", "utf-8")
    assert ordinary_words(tmp_path) == {"lead", "you", "the", "cafe", "said", "to", "me"}


def test_ordinary_words_are_read_again_after_an_edit(tmp_path: Path) -> None:
    path = tmp_path / "week_01.yaml"
    path.write_text("lead: one\n", "utf-8")
    assert "two" not in ordinary_words(tmp_path)
    path.write_text("lead: one two\n", "utf-8")
    assert "two" in ordinary_words(tmp_path)


def test_a_content_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "week_01.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match=r"week_01\.yaml"):
        ordinary_words(tmp_path)
