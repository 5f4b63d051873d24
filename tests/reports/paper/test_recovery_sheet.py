"""The recovery sheet has every group, the same as a picture, and says what it is for and how it is used."""

from __future__ import annotations

from kit.answers.sealing.recovery import groups_of
from kit.curriculum.registers import messages_in
from kit.reports.paper.recovery_sheet import recovery_sheet
from kit.settings import packaged_curriculum


def test_the_sheet_has_all_that_is_needed_and_asks_for_nothing_elsewhere():
    groups = groups_of("ab" * 32)
    messages = messages_in(packaged_curriculum())
    page = recovery_sheet("spring", "c0ffee" * 5, groups, day="2027-03-02", messages=messages)
    for said in (*groups, "spring", "c0ffeec0", "2027-03-02", "kit seal --recover", "participant.keys", "<svg"):
        assert said in page
    assert page.count("<li>") == 13
    assert "src=" not in page
    assert "default-src" in page
