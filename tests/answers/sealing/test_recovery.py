"""The key as people type it: the same however it is typed, and a mistake is found in its group."""

from __future__ import annotations

import hashlib
import random

import pytest

from kit.answers.sealing.recovery import GROUPS, groups_of, key_of
from kit.errors import StoreError
from kit.text.codes import ALPHABET

DRAWN = (hashlib.sha256(bytes([number])).hexdigest() for number in range(20))
KEYS = ["00" * 32, "ff" * 32, "01" + "00" * 31, *DRAWN]


@pytest.mark.parametrize("key", KEYS)
def test_what_is_typed_from_the_sheet_is_the_key_in_any_spelling(key):
    groups = groups_of(key)
    assert [len(group) for group in groups] == [5] * GROUPS
    for typed in (" ".join(groups), "-".join(groups).lower(), "".join(groups).replace("0", "o").replace("1", "l")):
        assert key_of(typed) == key


def test_a_group_with_a_mistake_is_named():
    rng, missed = random.Random(3), 0
    for _ in range(300):
        groups = groups_of(rng.randbytes(32).hex())
        place, at = rng.randrange(GROUPS), rng.randrange(5)
        other = rng.choice(ALPHABET.replace(groups[place][at], ""))
        groups[place] = groups[place][:at] + other + groups[place][at + 1 :]
        try:
            key_of(" ".join(groups))
            missed += 1
        except StoreError as told:
            assert f"Group {place + 1} " in str(told)
    assert missed <= 3


@pytest.mark.parametrize("change", [lambda groups: groups[:-1], lambda groups: [*groups, groups[0]], lambda groups: []])
def test_too_few_and_too_many_groups_are_told(change):
    with pytest.raises(StoreError, match="13 groups"):
        key_of(" ".join(change(groups_of("ab" * 32))))


def test_groups_that_changed_places_are_found():
    groups = groups_of("ab12" * 16)
    groups[3], groups[4] = groups[4], groups[3]
    with pytest.raises(StoreError, match="typing mistake"):
        key_of(" ".join(groups))
