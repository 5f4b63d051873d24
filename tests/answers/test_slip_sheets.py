"""Slips are drawn once, each with a code that nobody misreads, and kept as keyed hashes; a lost sheet is called in."""

from __future__ import annotations

import pytest

from kit.answers.slip_sheets import cancel_slips, draw_slips, hidden
from kit.errors import SlipUnknown, StoreFull
from kit.text.codes import ALPHABET, in_halves
from tests.answers.examples import record, slips_and_places, spending


def test_a_slip_has_fifty_bits_in_characters_that_nobody_misreads(store):
    codes = draw_slips(store, 40)
    assert len(set(codes)) == 40
    assert all(len(code) == 10 and set(code) <= set(ALPHABET) for code in codes)
    assert in_halves("0123456789") == "01234-56789"


def test_the_store_keeps_no_code_but_a_keyed_hash_of_each_in_an_order_of_its_own(store):
    codes = draw_slips(store, 20)
    with store.transaction() as connection:
        kept = connection.exec_driver_sql("SELECT code FROM slips ORDER BY rowid").scalars().all()
        everything = "\n".join(connection.connection.driver_connection.iterdump())
    assert sorted(kept) == kept
    assert set(kept) == {hidden(store, code) for code in codes}
    assert not [code for code in codes if code in everything.upper()]


def test_there_are_never_more_places_and_unused_slips_than_the_cohort_has_places(small):
    record(small, "anna")
    assert len(draw_slips(small, 2)) == 2
    assert slips_and_places(small) == (2, 3)
    with pytest.raises(StoreFull, match=r"Of the 6 places .* 3 can be given by slips, .* kit slips --cancel"):
        draw_slips(small, 4)
    assert len(draw_slips(small)) == 3  # as many as are left
    with pytest.raises(StoreFull, match="none can be given by slips"):
        draw_slips(small)
    assert slips_and_places(small) == (5, 0)
    with pytest.raises(StoreFull, match=r"kept for slips \(5 aren't used yet"):
        record(small, "ben")
    assert len(small.participants()) == 1


def test_cancelled_slips_are_worth_nothing_and_their_places_are_free_again(small):
    record(small, "anna")
    codes = draw_slips(small)
    assert cancel_slips(small) == 5
    assert cancel_slips(small) == 0
    (refused,) = small.together([spending(small, codes[0], "a")])
    assert isinstance(refused, SlipUnknown)
    assert slips_and_places(small) == (0, 5)
    assert not set(draw_slips(small)) & set(codes)
