"""The note that a cohort was handed over: in force until it is taken back, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from kit.answers.handed_over import HandedOver, is_handed_over, mark_taken_back, note_of, refuse_handed_over, write_note
from kit.errors import StoreError
from tests.cohorts import unwritten_cohort

NOTE = HandedOver(to="Kim Vale", on="2027-04-01", file="spring.handover")


def test_it_says_to_whom_and_when_and_what_to_do(tmp_path):
    cohort = unwritten_cohort(tmp_path)
    assert note_of(cohort) is None
    refuse_handed_over(cohort)
    write_note(tmp_path, NOTE)
    with pytest.raises(StoreError) as refused:
        refuse_handed_over(cohort)
    for word in ("Kim Vale", "2027-04-01", "spring.handover", "kit purge", "kit handover --take-back"):
        assert word in str(refused.value)


def test_taken_back_it_is_remembered_and_stops_nothing(tmp_path):
    cohort = unwritten_cohort(tmp_path)
    write_note(tmp_path, NOTE)
    mark_taken_back(cohort, NOTE, date(2027, 4, 3))
    refuse_handed_over(cohort)
    assert is_handed_over(cohort) is None
    assert note_of(cohort).taken_back == "2027-04-03"
