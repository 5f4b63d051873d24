"""Who may only list private/ learns nothing of single answers: no size grows and no time moves with them."""

from __future__ import annotations

import sqlite3

import pytest

from kit.answers.evenness import LOG_STEP
from tests.live.serving import serving


def listed(root) -> dict[str, tuple[int, int]]:
    """What a file browser or ``ls -l`` shows of the store: size and time, by name."""
    found = {path: path.stat() for path in (root / "private").glob("answers.db*")}
    return {path.name: (one.st_size, one.st_mtime_ns) for path, one in found.items()}


def test_thirty_answers_leave_every_size_and_time_as_it_was(served, root):
    served.open()
    devices = [served.joined() for _ in range(6)]
    before = listed(root)
    for number in range(30):
        reply = devices[number % 6].put({"energy": number % 11, "note": "x" * number}, revision=number + 1)
        assert reply.status == 201
        assert listed(root) == before


@pytest.mark.parametrize(
    "happening",
    [
        lambda served, device: served.reveal(),
        lambda served, device: device.ask("POST", "/api/consent/take-back", {"purpose": "aggregate"}),
        lambda served, device: served.joined(),
        lambda served, device: device.put({}, revision=2),
    ],
)
def test_neither_reveal_nor_joining_nor_clearing_shows(served, root, happening):
    served.open()
    device = served.joined()
    device.put()
    before = listed(root)
    happening(served, device)
    assert listed(root) == before


def test_after_a_withdrawal_the_log_is_filled_again_by_the_next_answer(served, root):
    served.open()
    device, gone = served.joined(), served.joined()
    gone.put()
    assert gone.ask("POST", "/api/withdraw", {"confirm": True}).status == 200
    device.put()
    before = listed(root)
    assert before["answers.db-wal"][0] == LOG_STEP
    device.put(revision=2)
    assert listed(root) == before


def test_a_log_that_was_filled_up_is_read_as_before_by_every_other_program(served, root):
    served.open()
    for device in [served.joined() for _ in range(3)]:
        device.put()
    other = sqlite3.connect(root / "private" / "answers.db")
    assert other.execute("SELECT count(*) FROM submissions").fetchone() == (3,)
    assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.close()


def test_the_room_is_made_once_and_the_next_session_finds_it(root):
    sizes = []
    for _ in range(3):
        with serving(root) as served:
            served.open()
            served.joined().put()
        sizes.append((root / "private" / "answers.db").stat().st_size)
    assert len(set(sizes)) == 1
