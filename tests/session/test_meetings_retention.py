from __future__ import annotations

from datetime import date

import pytest

from kit.errors import CohortError
from kit.session.meetings import keep_until
from kit.settings import Cohort
from tests.cohorts import unwritten_cohort

EIGHT = range(9)


def cohort(**more) -> Cohort:
    return unwritten_cohort(size=9, **{"first_session": "2027-03-02", **more})


def test_raw_answers_may_be_kept_for_thirty_days_after_the_last_session():
    assert keep_until(cohort(), EIGHT) == date(2027, 5, 20)
    assert keep_until(cohort(time="14:00", time_zone="Europe/Berlin"), EIGHT) == date(2027, 5, 20)


def test_a_cohort_can_have_them_deleted_sooner():
    assert keep_until(cohort(keep_days=7), EIGHT) == date(2027, 4, 27)


def test_a_last_session_that_was_moved_counts_where_it_took_place():
    assert keep_until(cohort(moved={8: "2027-05-04 14:00"}), EIGHT) == date(2027, 6, 3)


def test_a_shorter_course_ends_sooner_and_the_orientation_does_not_count():
    assert keep_until(cohort(), [0, 1, 2]) == date(2027, 4, 8)
    assert keep_until(cohort(), [0]) == date(2027, 4, 1)


def test_without_a_first_session_there_is_no_day():
    assert keep_until(cohort(first_session=""), EIGHT) is None


def test_a_date_that_is_none_is_told_in_a_sentence():
    with pytest.raises(CohortError, match="first_session"):
        keep_until(cohort(first_session="2nd of March"), EIGHT)
