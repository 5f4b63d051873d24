"""What stays the same while a host runs stays the same, and only the run tells two starts of one session apart."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from kit.errors import PolicyError, UnknownName
from tests.cohorts import settle
from tests.live.serving import serving


def test_they_are_those_of_the_cohort_and_the_week(served):
    facts = served.host.services.facts
    assert (facts.cohort, facts.size, facts.week_number, facts.in_room) == ("spring", 40, 1, True)
    assert facts.session == served.session.id
    assert facts.weeks[1] == facts.week
    with pytest.raises(FrozenInstanceError):
        facts.size = 12


def test_another_week_is_refused_with_what_to_do(served):
    served.host.services.facts.check_week(1)
    with pytest.raises(UnknownName, match="This session is for week 1; start another for week 2"):
        served.host.services.facts.check_week(2)


def test_a_host_that_is_started_again_is_another_run_of_the_same_session(root):
    with serving(root) as first:
        before, session = first.host.services.facts, replace(first.session, port=0)
    with serving(root, session=session) as again:
        after = again.host.services.facts
    assert before.session == after.session
    assert before.run != after.run


def test_a_cohort_that_grew_has_had_both_sizes(root):
    with serving(root) as first:
        assert first.host.services.facts.sizes == (), "it has not started"
        first.open()
        for number in range(9):
            first.joined().put({"energy": number})
        assert first.reveal().status == 200
    with serving(root) as second:
        assert second.host.services.facts.sizes == (40,)
    settle(root, size=44)
    with serving(root) as again:
        assert again.host.services.facts.sizes == (40, 44)


def test_no_session_begins_under_a_policy_looser_than_the_kits(root):
    with (root / "cohort.toml").open("a", encoding="utf-8") as file:
        file.write("[policy]\nminimum = 2\n")
    with pytest.raises(PolicyError, match="minimum"), serving(root):
        raise AssertionError("it must not start")
