"""Notices of earlier versions are known by their words, with whatever words a cohort had of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.curriculum.notices import changed_since, earlier_notices, since
from kit.curriculum.policy import Policy, policy_of
from kit.curriculum.registers import load_messages, messages_in
from kit.settings import load_cohort, packaged_curriculum
from tests.earlier import state_0_1_0
from tests.upgrading.adapted_folder import change

ON_THE_PAGE = "9692ce641115f448"  # under which people of the fixture agreed, as 0.1.0 wrote it down


@pytest.fixture
def cohort(tmp_path):
    return load_cohort(state_0_1_0(tmp_path).cohort)


def versions(cohort, policy=None, *, network=False):
    load_messages.cache_clear()  # the file may have been changed since
    found = changed_since(cohort, policy or policy_of(cohort), messages_in(cohort.curriculum), network=network)
    return list(found)


def test_what_0_1_0_wrote_down_is_found_again(cohort):
    assert versions(cohort) == [ON_THE_PAGE]


def test_a_plain_network_or_stricter_numbers_are_another_notice(cohort):
    assert ON_THE_PAGE not in versions(cohort, network=True)
    assert ON_THE_PAGE not in versions(cohort, Policy(minimum=6))
    assert versions(replace(cohort, size=41)) == [ON_THE_PAGE]


def test_words_of_the_cohorts_own_were_there_before_the_update_too(cohort):
    path = cohort.curriculum / "messages.yaml"
    before = versions(cohort)
    change(path, "What is marked as private stays on your own device and is never sent.", "Private stays private.")
    own = versions(cohort)
    assert own != before
    change(path, "How many answered is published together with a result.", "Numbers are published.")
    assert versions(cohort) not in (own, before)


def test_every_earlier_notice_says_what_has_changed_since():
    messages = load_messages(packaged_curriculum())
    assert earlier_notices()
    for notice in earlier_notices():
        assert len(messages(f"live.{since(notice)}").split()) <= 60
        assert set(notice.says) == {*notice.parts, *notice.network}
