"""A cohort has its key pair only where all of it is there and fits: whoever sealed for another key would lose it."""

from __future__ import annotations

import pytest

from kit.answers.bundle_keys import FITTING_FILE, KEY_FILE, has_keys
from kit.answers.bundles import make_key
from kit.settings import PUBLIC_FILE
from tests.cohorts import small_cohort


@pytest.fixture
def cohort(tmp_path):
    made = small_cohort(tmp_path / "spring")
    make_key(made)
    return made


def test_a_fresh_pair_is_one_and_no_pair_is_none(cohort, tmp_path):
    assert has_keys(cohort)
    assert not has_keys(small_cohort(tmp_path / "without"))


@pytest.mark.parametrize("part", [f"private/{KEY_FILE}", f"private/{FITTING_FILE}", f"published/{PUBLIC_FILE}"])
@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["gone", "cut short", "empty", "a folder"],
)
def test_a_pair_of_which_any_part_is_gone_or_spoilt_is_none(cohort, part, harm):
    harm(cohort.root / part)
    assert not has_keys(cohort)


def test_the_published_half_of_another_cohort_does_not_fit(cohort, tmp_path):
    other = small_cohort(tmp_path / "other")
    make_key(other)
    (cohort.published / PUBLIC_FILE).write_bytes((other.published / PUBLIC_FILE).read_bytes())
    assert not has_keys(cohort)
    make_key(cohort)  # the cure: what is there and fits is written again
    assert has_keys(cohort)
