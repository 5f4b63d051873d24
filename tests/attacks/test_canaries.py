"""The search for canaries finds what is hidden on purpose, and nothing where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.canaries import found, wrappings

WORD = "Żółta-Kanárek-Ümläut"


@pytest.mark.parametrize("how", wrappings(WORD))
def test_a_planted_word_is_found_however_it_is_wrapped(tmp_path: Path, how: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file.bin").write_bytes(b"\x00\x01" * 7 + wrappings(WORD)[how])
    assert found(tmp_path, [WORD, "another"]) == [f"folder/file.bin: {WORD}"]


def test_a_word_in_the_name_of_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / f"answers of {WORD}.txt").write_text("nothing")
    assert len(found(tmp_path, [WORD])) == 1


def test_other_words_are_not_found(tmp_path: Path) -> None:
    for name, data in wrappings("something else").items():
        (tmp_path / name.replace(" ", "_")).write_bytes(data)
    assert found(tmp_path, [WORD]) == []
