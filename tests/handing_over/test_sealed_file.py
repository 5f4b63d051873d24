"""A file sealed to a passphrase opens with it alone, and tells nothing else."""

from __future__ import annotations

import pytest

from kit.errors import HandoverRefused
from kit.handing_over.sealed_file import is_sealed, seal, unseal

WORDS = "lullaby cleaner height breeze violet zinnia clerk"
SEALED = seal(b"what nobody else may read", WORDS)


@pytest.mark.parametrize(
    "typed", [WORDS, f"  {WORDS.upper()} ", WORDS.replace(" ", "\u00a0"), WORDS.replace(" ", "\n")]
)
def test_however_the_words_are_typed_it_opens(typed):
    assert unseal(SEALED, typed) == b"what nobody else may read"


def damaged():
    middle = len(SEALED) // 2
    yield SEALED[:middle] + bytes([SEALED[middle] ^ 1]) + SEALED[middle + 1 :]
    yield SEALED[:-1]
    yield SEALED[:20]
    yield SEALED + b"x"


def test_a_wrong_passphrase_and_every_damage_are_one_sentence():
    said = set()
    for data, typed in [(SEALED, "lullaby"), (SEALED, ""), *((one, WORDS) for one in damaged())]:
        with pytest.raises(HandoverRefused) as refused:
            unseal(data, typed)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no file of kit handover"), (b"PK\x03", "no file of"), (b"kit-handover 2\n", "later version")],
)
def test_other_files_are_called_what_they_are(data, words):
    with pytest.raises(HandoverRefused, match=words):
        unseal(data, WORDS)


def test_the_same_content_is_another_file_each_time_and_shows_nothing():
    other = seal(b"what nobody else may read", WORDS)
    assert other != SEALED
    assert b"nobody" not in SEALED
    assert is_sealed(SEALED)
    assert not is_sealed(b"kit-bundle 1 ")
