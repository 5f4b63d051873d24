"""How a cohort may be called: what the kit makes fits, and nothing that leads out of a folder does."""

from __future__ import annotations

import secrets

import pytest

from kit.settings.limits import COHORT_ID, LONGEST_SLUG, SLUG
from kit.text.slugs import slug_of


@pytest.mark.parametrize("name", ["Spring 2027", "Frühling", "春の集まり", "a" * 99, "A.B/C"])
def test_a_slug_that_the_kit_makes_of_a_name_fits(name):
    made = slug_of(name)
    assert SLUG.fullmatch(made)
    assert len(made) <= LONGEST_SLUG


@pytest.mark.parametrize("text", ["", "..", "a/b", "a b", "-a", "a-", "a--b", "A", "a\n", "a.b"])
def test_anything_else_is_no_slug(text):
    assert not SLUG.fullmatch(text)


def test_an_id_is_as_kit_init_draws_it():
    assert COHORT_ID.fullmatch(secrets.token_hex(6))
    assert not any(COHORT_ID.fullmatch(text) for text in ("", "abcdefg", "ABCDEFGH", "abcd-efgh", "a" * 33))
