"""A submission to send."""

from __future__ import annotations

from kit.sending.submissions import Submission, new_id


def submission(answers=None):
    return Submission(id=new_id(), cohort="spring", week=1, exercise="check-in", answers=answers or {"energy": 7})
