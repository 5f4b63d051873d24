from __future__ import annotations

import pytest

from kit.sending.joining import Visit, agree
from kit.sending.sender import Sender
from tests.cohorts import small_cohort
from tests.live.serving import serving


@pytest.fixture
def served(tmp_path):
    """A host of week 1 that runs."""
    with serving(small_cohort(tmp_path / "spring", slug="spring", size=40).root) as running:
        yield running


@pytest.fixture
def visit(served):
    """Somebody who has come to the session's address, and has not joined."""
    return Visit(f"http://127.0.0.1:{served.port}")


@pytest.fixture
def joined(served, visit):
    """Somebody called Kim, who has joined and agreed; their place."""
    there = visit.join(served.host.room.code, "Kim")
    agree(there.place, there.session.notice.version)
    return there.place


@pytest.fixture
def sender(visit, joined):
    """The sender of Kim's outbox, taking part."""
    made = Sender(visit.folder)
    made.take_part()
    yield made
    made.stop()
