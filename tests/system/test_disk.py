"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import kit
from kit.answers.backup import back_up
from kit.answers.database import make_database
from kit.answers.folder import keep_record
from kit.errors import KitError, StoreError
from kit.sending.outbox import Outbox, Submission, new_id
from kit.sending.sealed import device_code
from kit.system.disk import sweep, write_bytes, write_private, write_text
from tests.processes import started, until


def test_a_full_disk_leaves_the_old_file_and_no_trace(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write_text(path, "old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KitError, match=r"page\.html: can't be written \(No space left"):
        write_text(path, "new")
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("page.html", "old")]


def test_a_missing_folder_is_told_in_a_sentence(tmp_path):
    with pytest.raises(KitError, match="can't be written"):
        write_text(tmp_path / "nowhere" / "page.html", "x")
    with pytest.raises(StoreError, match=r"page\.html: can't be read and written .* check the permissions"):
        write_private(tmp_path / "nowhere" / "page.html", b"x")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_whoever_writes_an_error_of_the_disk_is_one_sentence_with_a_cure(tmp_path, monkeypatch, number):
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(number, os.strerror(number))))
    full = number in (errno.ENOSPC, errno.EDQUOT)
    cures = ("make some room", "free some space") if full else ("check the permissions", "choose a folder")
    for write in (write_private, write_bytes, lambda path, data: keep_record(path, {})):
        with pytest.raises(KitError) as refused:
            write(tmp_path / "host.json", b"x")
        assert str(refused.value).startswith(f"{tmp_path / 'host.json'}: ")
        assert any(cure in str(refused.value) for cure in cures)
    assert not list(tmp_path.iterdir())


def test_a_spreadsheet_finds_its_byte_order_mark(tmp_path):
    write_text(tmp_path / "t.csv", "a\r\nb", encoding="utf-8-sig")
    assert (tmp_path / "t.csv").read_bytes() == b"\xef\xbb\xbfa\r\nb"


def keep(folder: Path) -> None:
    Outbox(folder).put(Submission(id=new_id(), cohort="spring", week=1, exercise="check-in", answers={}))


def copied(folder: Path) -> None:
    make_database(folder / "answers.db")
    (folder / "backups").mkdir()
    back_up(folder)


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: write_text(folder / "releases.json", "x"),
        lambda folder: write_bytes(folder / "sessions.ics", b"x"),
        lambda folder: write_private(folder / "host.json", b"x"),
        lambda folder: keep_record(folder / "run" / "pairs.json", {}),
        lambda folder: make_database(folder / "answers.db"),
        device_code,
        keep,
        copied,
    ],
)
def test_what_is_written_is_flushed_before_it_gets_its_name_and_its_folder_after(tmp_path, monkeypatch, write):
    steps: list[tuple[str, int]] = []
    fsync, replace = os.fsync, Path.replace

    def flushed(handle):
        fsync(handle)
        steps.append(("flush", os.fstat(handle).st_ino))

    def named(half, path):
        inode = half.stat().st_ino
        replace(half, path)
        steps.extend([("name", inode), ("in", path.parent.stat().st_ino)])

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", named)
    write(tmp_path)
    places = [place for place, (what, _) in enumerate(steps) if what == "name"]
    assert places
    for place in places:
        assert ("flush", steps[place][1]) in steps[:place]
        assert steps[place + 2] == ("flush", steps[place + 1][1])


# A name that is changed elsewhere: an outbox moves what was sent and flushes both folders itself, and a cohort's folder
# is moved whole.
ELSEWHERE = {
    ("outbox.py", "replace"): 1,
    ("place.py", "replace"): 1,  # what lies in an outbox moves with whose it is
    ("new_cohort.py", "replace"): 1,
    ("new_cohort.py", "rename"): 2,
    ("record.py", "replace"): 1,  # the folder of an upgrade, made whole before it has its name
    ("takeover.py", "replace"): 1,  # so is a cohort's that was handed over
    ("addresses.py", "replace"): 1,  # a damaged file is set aside as it is
}


def test_no_file_is_replaced_by_any_other_function():
    found: dict[tuple[str, str], int] = {}
    for path in Path(kit.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            name = node.func.attr
            one = len(node.args) == 1 and not node.keywords and name == "replace"
            if path.name != "disk.py" and (one or name in ("rename", "renames", "mkstemp", "NamedTemporaryFile")):
                found[path.name, name] = found.get((path.name, name), 0) + 1
    assert found == ELSEWHERE


WRITER = """
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from kit.system import disk
path = Path(sys.argv[1])
print("here", flush=True)
while True:
    disk.write_text(path, "x" * 50_000)
"""


def writer(path: Path) -> AbstractContextManager[subprocess.Popen]:
    return started([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True)


def test_what_a_killed_writer_left_is_swept_and_nothing_of_anybody_elses(tmp_path):
    mine = [".notes.tmp", "draft.tmp", ".hidden.abcdefgh", ".a.json.ABCDEFGH.tmp", "a.json.abcdefgh.tmp"]
    left = [".releases.json.0123abcd.tmp", ".week_01.html.a_b_c_d_.tmp", ".host.json.tmp", ".answers-000002.db.tmp"]
    for name in (*mine, *left):
        (tmp_path / name).write_text("half")
    (tmp_path / ".folder.abcdefgh.tmp").mkdir()
    sweep([tmp_path, tmp_path / "nowhere"])
    assert {one.name for one in tmp_path.iterdir()} == {*mine, ".folder.abcdefgh.tmp"}


def test_nothing_is_swept_away_from_under_a_writer_who_lives(tmp_path):
    with writer(tmp_path / "page.html") as process:
        assert process.stdout.readline() == "here\n"
        # From the first page on, so that a busy disk has written one; while it is written there is much to sweep.
        until((tmp_path / "page.html").exists)
        for _ in range(3000):
            sweep([tmp_path])
        alive = process.poll() is None
        process.kill()
    assert alive
    assert set((tmp_path / "page.html").read_text()) == {"x"}
    sweep([tmp_path])
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]
