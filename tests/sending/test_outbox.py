import errno
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from kit.errors import NoSubmission, OutboxError
from kit.sending.outbox import Outbox, State, Submission, new_id
from tests.processes import started
from tests.refused import refused


def submission(answers=None, *, exercise="check-in", revision=1, week=1, id=None):
    return Submission(
        id=id or new_id(),
        cohort="spring",
        week=week,
        exercise=exercise,
        answers={"energy": 7} if answers is None else answers,
        revision=revision,
    )


@pytest.fixture
def outbox(tmp_path) -> Outbox:
    return Outbox(tmp_path / "outbox" / "spring")


def everything(outbox: Outbox) -> dict[str, bytes]:
    return {str(p.relative_to(outbox.folder)): p.read_bytes() for p in outbox.folder.rglob("*") if p.is_file()}


def test_what_was_put_is_waiting_until_it_is_marked_sent(outbox):
    mine = submission({"energy": 7, "words": "a “quiet” day\n🌱"})
    receipt = outbox.put(mine)
    assert (receipt.id, receipt.state) == (mine.id, "waiting")
    assert outbox.waiting() == [mine]
    assert outbox.latest(1, "check-in") == (mine, State.WAITING)
    outbox.mark_sent(mine.id)
    empty = replace(mine, answers={})
    assert (outbox.waiting(), outbox.sent()) == ([], [empty])
    assert outbox.latest(1, "check-in") == (empty, State.SENT)


def test_an_outbox_without_a_folder_is_empty(outbox):
    assert (outbox.waiting(), outbox.sent(), outbox.rejected(), outbox.damaged()) == ([], [], [], [])
    assert outbox.latest(1, "check-in") is None
    assert not outbox.folder.exists()


def test_putting_twice_changes_nothing_wherever_the_first_one_is(outbox):
    mine = submission()
    outbox.put(mine)
    before = everything(outbox)
    outbox.put(mine)
    assert everything(outbox) == before
    outbox.mark_sent(mine.id)
    assert outbox.put(mine).state is State.SENT
    assert outbox.waiting() == []


def test_the_same_id_with_other_answers_is_refused(outbox):
    mine = submission()
    outbox.put(mine)
    with refused(OutboxError, match="different answers"):
        outbox.put(submission({"energy": 2}, id=mine.id))
    assert outbox.waiting() == [mine]


def test_a_change_replaces_and_an_older_revision_is_refused(outbox):
    first, second = submission(), submission({"energy": 2}, revision=2)
    outbox.put(first)
    outbox.put(second)
    assert outbox.waiting() == [second]
    with refused(OutboxError, match="newer answers"):
        outbox.put(submission({"energy": 9}))
    outbox.mark_sent(second.id)
    assert outbox.waiting() == []  # the first is not sent behind the second's back


def test_waiting_is_first_in_first_out_over_exercises(outbox):
    names = ["z-last", "a-first", "m-middle", "check-in"]
    for name in names:
        outbox.put(submission(exercise=name))
    outbox.put(submission({"energy": 1}, exercise="z-last", revision=2))
    assert [s.exercise for s in outbox.waiting()] == [*names[1:], "z-last"]


def test_a_refused_submission_is_kept_with_its_reason(outbox):
    mine = submission()
    outbox.put(mine)
    outbox.mark_rejected(mine.id, "The exercise is closed.")
    assert outbox.rejected() == [(mine, "The exercise is closed.")]
    assert (outbox.waiting(), outbox.latest(1, "check-in")) == ([], (mine, State.REJECTED))
    outbox.mark_rejected(mine.id, "The exercise is closed.")  # again changes nothing
    outbox.mark_sent(mine.id)  # accepted after all
    assert outbox.rejected() == []
    assert outbox.sent() == [replace(mine, answers={})]


def test_marking_what_is_not_here_is_refused(outbox):
    for mark in (outbox.mark_sent, lambda one: outbox.mark_rejected(one, "why")):
        with pytest.raises(NoSubmission, match="no submission"):
            mark(new_id())
        with pytest.raises(NoSubmission, match="no submission's id"):
            mark("../../etc/passwd")


def test_withdrawing_puts_a_newer_revision_without_answers(outbox):
    mine = submission()
    outbox.put(mine)
    outbox.mark_sent(mine.id)
    receipt = outbox.withdraw(mine.id)
    (cleared,) = outbox.waiting()
    assert (cleared.answers, cleared.revision, cleared.id) == ({}, 2, receipt.id)
    assert cleared.id != mine.id
    with pytest.raises(NoSubmission, match="nothing was cleared"):
        outbox.withdraw(new_id())


def test_half_written_files_are_passed_over_and_behind_damaged_ones_nothing_older_is_sent(outbox):
    mine = submission()
    outbox.put(mine)
    other = new_id()
    (outbox.folder / f".{other}.tmp").write_text('{"order": 3, "submi')
    broken = outbox.folder / f"{other}.json"
    for text in ('{"order": 1, "submission": {', "[1]", "null", '{"order": "x"}', "\xff", "[" * 100_000):
        broken.write_text(text, "latin-1")
        assert outbox.waiting() == []  # it may be what replaced mine
        assert [one.path for one in outbox.damaged()] == [broken]
        assert [one.path for one in outbox.lost(1, "check-in")] == [broken]
    outbox.put(submission(exercise="listening"))
    assert broken.exists()
    broken.unlink()
    assert len(outbox.waiting()) == 2


def test_a_file_under_another_ones_id_is_damaged(outbox):
    mine = submission()
    outbox.put(mine)
    path = outbox.folder / f"{mine.id}.json"
    path.rename(outbox.folder / f"{new_id()}.json")
    assert outbox.waiting() == []
    assert len(outbox.damaged()) == 1


def cut(outbox: Outbox, mine: Submission, *, after: str) -> Path:
    """The file of *mine*, cut short right behind *after*."""
    path = outbox.folder / f"{mine.id}.json"
    text = path.read_text()
    path.write_text(text[: text.index(after) + len(after)])
    return path


@pytest.mark.parametrize(
    "after", ['"energy": ', '"exercise": "check-in"', '"week": 1', '"order": 3,', '"order": 3', ""]
)
def test_nothing_older_is_sent_in_place_of_a_damaged_newer_one(outbox, after):
    other, older, newer = submission(exercise="listening"), submission(), submission({"energy": 3}, revision=2)
    for one in (other, older, newer):
        outbox.put(one)
    path = cut(outbox, newer, after=after)
    is_told = "energy" in after or "check-in" in after
    assert outbox.waiting() == ([other] if is_told else [])
    assert [one.path for one in outbox.lost(1, "check-in")] == [path]
    assert [one.is_known for one in outbox.damaged()] == [is_told]
    # The cure: sent once more, and where it isn't known what the file was, it goes.
    again = submission({"energy": 4}, revision=3)
    outbox.put(again)
    if not is_told:
        path.unlink()
    assert outbox.waiting() == [other, again]


def test_a_damaged_file_holds_up_nothing_that_was_sent_after_it(outbox):
    older, newer = submission(), submission({"energy": 3}, revision=2)
    outbox.put(older)
    outbox.put(newer)
    cut(outbox, older, after='"energy": ')
    assert outbox.waiting() == [newer]
    assert outbox.lost(1, "check-in") == []
    assert len(outbox.damaged()) == 1


def test_a_damaged_file_that_had_arrived_holds_back_what_it_replaced(outbox):
    older, newer = submission(), submission({"energy": 3}, revision=2)
    outbox.put(older)
    outbox.put(newer)
    outbox.mark_sent(newer.id)
    path = outbox.folder / "sent" / f"{newer.id}.json"
    path.write_bytes(path.read_bytes()[:-9])
    assert outbox.waiting() == []


def test_folders_and_files_are_readable_by_their_owner_alone(outbox):
    old = os.umask(0)
    try:
        outbox.folder.mkdir(parents=True, mode=0o755)
        mine = submission()
        outbox.put(mine)
        outbox.mark_rejected(mine.id, "closed")
    finally:
        os.umask(old)
    for path in [outbox.folder, *outbox.folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "NOT saved: the disk is full; make some room"), (errno.EROFS, "NOT saved: .* check its perm")],
)
@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_full_or_read_only_disk_says_not_saved_and_leaves_no_half(outbox, monkeypatch, number, sentence, call):
    first = submission()
    outbox.put(first)
    before = everything(outbox)
    real = getattr(os, call)

    def fail(*args, **kwargs):
        if call == "fsync" or (isinstance(args[0], Path) and args[0].name.endswith(".tmp")):
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, fail)
    with refused(OutboxError, match=sentence):
        outbox.put(submission({"energy": 3}, revision=2))
    monkeypatch.undo()
    assert everything(outbox) == before
    assert outbox.waiting() == [first]


def test_an_outbox_where_a_file_stands_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "taken").write_text("")
    with refused(OutboxError, match="NOT saved"):
        Outbox(tmp_path / "taken").put(submission())


def test_every_write_is_flushed_before_it_is_named_and_the_folder_after(outbox, monkeypatch):
    outbox.put(submission())
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("flush"), fsync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda path, to: (steps.append("name"), replace(path, to))[1])
    outbox.put(submission(revision=2))
    assert steps == ["flush", "name", "flush"]


WRITER = """
import sys
from pathlib import Path
from kit.sending.outbox import Outbox, Submission, new_id
outbox = Outbox(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    sent = Submission(id=new_id(), cohort="spring", week=1, exercise=f"{sys.argv[2]}-{n}", answers={"energy": n % 11})
    outbox.put(sent)
    print(sent.id, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> AbstractContextManager[subprocess.Popen]:
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    return started(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_share_one_outbox_and_lose_nothing(outbox):
    with writer(outbox.folder, "left", 40) as left, writer(outbox.folder, "right", 40) as right:
        said = left.stdout.read().split() + right.stdout.read().split()
    assert sorted(s.id for s in outbox.waiting()) == sorted(said)
    assert len(said) == 80
    assert outbox.damaged() == []


def test_a_killed_writer_leaves_every_acknowledged_submission_and_no_half(outbox):
    with writer(outbox.folder, "mine", 100_000) as process:
        said = [process.stdout.readline().strip() for _ in range(25)]
        process.kill()
        said += process.stdout.read().split()
    kept = {s.id for s in outbox.waiting()}
    assert set(said) <= kept
    assert len(kept) <= len(said) + 1
    assert outbox.damaged() == []


def test_the_outbox_loads_nothing_heavy():
    heavy = "{'pydantic', 'pandas', 'sqlalchemy', 'yaml', 'plotly'}"
    code = f"import sys, kit.sending.outbox; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout
    assert said.strip() == "[]"


def test_what_an_earlier_version_left_in_sent_loses_its_answers_when_it_is_next_looked_at(outbox):
    mine = submission(answers={"energy": 7, "word": "canary"})
    outbox.put(mine)
    (outbox.folder / f"{mine.id}.json").rename(outbox.folder / "sent" / f"{mine.id}.json")
    assert outbox.latest(1, "check-in") == (replace(mine, answers={}), State.SENT)
    kept = (outbox.folder / "sent" / f"{mine.id}.json").read_text("utf-8")
    assert "canary" not in kept
    assert "energy" not in kept
    assert outbox.sent() == [replace(mine, answers={})]
    assert outbox.put(mine).state is State.SENT  # it is known, so nothing is sent twice


def test_where_the_answers_in_sent_cannot_be_taken_away_it_is_said(outbox, monkeypatch):
    mine = submission()
    outbox.put(mine)
    (outbox.folder / f"{mine.id}.json").rename(outbox.folder / "sent" / f"{mine.id}.json")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kit.sending.outbox.write_whole", full)
    with pytest.raises(OutboxError) as told:
        outbox.sent()
    assert told.value.name == "not_noted_full"
