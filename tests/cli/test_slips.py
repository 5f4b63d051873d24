"""Slips from the command line: a sheet or a list that only its owner reads, and a way to call them in."""

from __future__ import annotations

import errno
import re
import stat
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.answers.slip_sheets import hidden
from kit.answers.slips import free, unused
from kit.curriculum.loader import load_curriculum
from kit.live.process.earlier import note_address
from kit.settings import load_cohort
from tests.cohorts import settle
from tests.live.serving import serving

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b")


@pytest.fixture
def root(root):
    return settle(root, size=8).root


def counted(root) -> tuple[int, int]:
    cohort = load_cohort(root)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store, store.reading() as connection:
        return unused(connection), free(connection, cohort.size)


def test_a_sheet_has_a_slip_for_each_place_that_is_left_and_only_its_owner_reads_it(kit, root):
    done = kit("slips")
    assert done.code == 0, done.err
    sheet = root / "private" / "slips.html"
    codes = CODE.findall(sheet.read_text("utf-8"))
    assert len(set(codes)) == 8
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert "delete the file" in done.out
    assert not CODE.search(done.out)
    assert counted(root) == (8, 0)
    assert kit("slips").code == 1
    assert CODE.findall(sheet.read_text("utf-8")) == codes  # what was refused left the sheet as it was


@pytest.mark.parametrize("how", [(), ("--list",)])
def test_they_bear_the_address_from_outside_once_a_session_had_one(kit, root, how):
    kit("slips", "1", *how)
    note_address(root / "private" / "run", "https://spring.example.org", public=True)
    kit("slips", "1", *how)
    before, after = (
        path.read_text("utf-8") for path in sorted((root / "private").glob("slips*"), key=lambda p: -len(p.name))[::-1]
    )
    assert "https://" not in before
    assert "The session's address: https://spring.example.org" in after.replace("&#39;", "'")


def test_it_says_how_many_can_still_join_without_a_slip(kit, root):
    assert "With the code on the screen, 5 more new people can join." in kit("slips", "3").out
    assert "1 more new person can join" in kit("slips", "4").out
    assert "No places are left for new people with the code on the screen" in kit("slips").out


def test_a_sheet_that_the_disk_has_no_room_for_is_told_in_one_sentence(kit, root, monkeypatch):
    kit("slips", "1")
    written = Path.replace

    def full(half, path):
        if path.name.startswith("slips"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(half, path)

    monkeypatch.setattr(Path, "replace", full)
    done = kit("slips", "1")
    assert (done.code, done.err.strip()) == (
        1,
        f"{root / 'private' / 'slips-2.html'}: NOT stored, the disk is full; make some room, then try again.",
    )


def test_a_list_says_who_could_use_a_code_first(kit, root):
    done = kit("slips", "3", "--list")
    assert done.code == 0, done.err
    assert len(CODE.findall((root / "private" / "slips.txt").read_text("utf-8"))) == 3
    assert "could use one first" in done.out


def test_a_lost_sheet_is_called_in_and_drawn_anew(kit, root):
    kit("slips")
    before = CODE.findall((root / "private" / "slips.html").read_text("utf-8"))
    done = kit("slips", "--cancel")
    assert (done.code, "8 unused slips are cancelled" in done.out) == (0, True)
    assert not (root / "private" / "slips.html").exists()
    assert kit("slips", "5").code == 0
    after = CODE.findall((root / "private" / "slips.html").read_text("utf-8"))
    assert not set(before) & set(after)
    cohort = load_cohort(root)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store, store.reading() as connection:
        kept = set(connection.exec_driver_sql("SELECT code FROM slips").scalars())
        assert kept == {hidden(store, code) for code in after}


def test_a_second_sheet_lies_beside_the_first_and_both_are_valid(kit, root):
    private = root / "private"
    assert "valid too" not in kit("slips", "2").out
    first = (private / "slips.html").read_text("utf-8")
    for arguments, name, told in (
        (["1"], "slips-2.html", "2 slips drawn earlier and not used are valid too"),
        (["2", "--list"], "slips-3.txt", "3 slips drawn earlier and not used are valid too"),
    ):
        done = kit("slips", *arguments)
        assert done.code == 0, done.err
        assert str(private / name) in done.out.replace("\n", "")
        assert told in done.out
        assert stat.S_IMODE((private / name).stat().st_mode) == 0o600
    assert (private / "slips.html").read_text("utf-8") == first
    codes = {code for path in private.glob("slips*") for code in CODE.findall(path.read_text("utf-8"))}
    cohort = load_cohort(root)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store, store.reading() as connection:
        kept = set(connection.exec_driver_sql("SELECT code FROM slips").scalars())
        assert kept == {hidden(store, code) for code in codes}
    assert "5 unused slips are cancelled" in kit("slips", "--cancel").out
    assert list(private.glob("slips*")) == []
    kit("slips")
    assert [path.name for path in private.glob("slips*")] == ["slips.html"]


def test_a_sheet_that_was_deleted_as_advised_leaves_its_slips_valid(kit, root):
    kit("slips", "1")
    (root / "private" / "slips.html").unlink()
    (root / "private" / "slips-of-mine.txt").write_text("notes", "utf-8")
    assert "1 slip drawn earlier and not used is valid too" in kit("slips", "1").out
    assert (root / "private" / "slips.html").exists()
    kit("slips", "--cancel")
    assert (root / "private" / "slips-of-mine.txt").read_text("utf-8") == "notes"


def test_wrong_use_is_told_in_a_sentence(kit, root):
    assert kit("slips", "--cancel", "3").code == 2
    assert kit("slips", "0").code == 2
    assert "8 places" in kit("slips", "9").err


def test_while_a_session_runs_it_says_what_to_do(kit, root):
    with serving(root, people=3):
        done = kit("slips")
        assert done.code == 1
        assert "kit host" in done.err
        assert "end that session with Ctrl-C in its window" in done.err
