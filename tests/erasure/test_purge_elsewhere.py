"""What lies outside the private folder when a cohort comes to its end: sheets with names, filled forms, and notes."""

from __future__ import annotations

import zipfile

import pytest

from kit.answers.folder import keep_text
from kit.answers.peer_groups import SHEETS
from kit.erasure.purge import plan_purge, purge
from kit.publishing.audit import audit
from kit.session.debrief import Run, keep, log_of
from kit.settings import load_cohort
from tests.erasure.examples import TODAY, everything


def test_sheets_of_peer_groups_go_with_the_names_on_them(over, outbox):
    cohort = over.store.cohort
    (cohort.private / "peer_groups.toml").write_text('[[group]]\npeople = ["Ada Zwicky"]\n', "utf-8")
    (cohort.private / "run" / "calendar.json").write_text('{"meetings": {}}', "utf-8")
    for name in ("group_1.html", "group_1.ics", ".group_2.html.new", "blank.html"):
        keep_text(cohort.root / SHEETS / name, "Ada Zwicky opens the first meeting")
    named = {path.name for path in plan_purge(cohort, outbox).files["names"]}
    assert named >= {"peer_groups.toml", "group_1.html", "group_1.ics", ".group_2.html.new", "blank.html"}
    assert purge(cohort, over.weeks, outbox, today=TODAY)[1] == ()
    assert not any(b"Zwicky" in data for data in everything(cohort.root).values())
    assert not (cohort.root / SHEETS).exists()
    assert not (cohort.private / "run" / "calendar.json").exists()
    assert audit(cohort, over.weeks).problems == ()
    assert plan_purge(cohort, outbox).count == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("week_01_answers.ods", "PK of another program"),
        ("week_01_answers.csv", "participant;week;exercise;item;answer\n7;1;check-in;calm;2\n"),
        ("orientation_answers (1).csv", "a heading typed by hand\n7,1,check-in,calm,2\n"),
        (".~lock.week_01_answers.csv#", ",ada,laptop,"),
    ],
)
def test_a_filled_form_goes_in_whatever_program_it_was_saved(over, outbox, name, text):
    path = over.store.cohort.root / name
    path.write_text(text, "utf-8")
    assert plan_purge(over.store.cohort, outbox).files["beside"] == (path,)
    purge(over.store.cohort, over.weeks, outbox, today=TODAY)
    assert not path.exists()


def test_a_form_that_nobody_filled_in_stays(over, outbox):
    blank = over.store.cohort.root / "week_01_answers.csv"
    blank.write_text("participant,week,exercise,item,answer\n7,1,check-in,calm,\n", "utf-8")
    purge(over.store.cohort, over.weeks, outbox, today=TODAY)
    assert blank.exists()


@pytest.mark.parametrize("outside", [False, True])
def test_notes_on_sessions_stay_and_are_named_where_a_full_name_is_in_them(over, outbox, tmp_path, outside):
    cohort = over.store.cohort
    if outside:
        (cohort.root / "cohort.toml").write_text(
            f'slug = "spring"\nsize = 40\ndebrief = "{tmp_path / "debriefs"}"\n', "utf-8"
        )
        cohort = load_cohort(cohort.root)
    log = log_of(cohort)
    keep(log, Run(week=1, day=TODAY, took={"idea": 20}, notes=("Fewer words.",)))
    before = log.read_bytes()
    other = log.with_name("autumn.yaml")
    keep(other, Run(week=2, day=TODAY, notes=("Ask Ada Zwicky first.",)))
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert left == (other,)
    assert record.left == 1
    assert log.read_bytes() == before


def test_names_of_folders_go_where_they_are_private_and_are_named_where_they_are_not(over, outbox):
    cohort = over.store.cohort
    (cohort.private / "scans" / "Ada Zwicky" / "empty").mkdir(parents=True)
    (cohort.private / "scans" / "Ada Zwicky" / "sheet.png").write_bytes(b"\x89PNG")
    notes = cohort.root / "notes" / "Ada Zwicky"
    (notes / "later").mkdir(parents=True)
    (notes / "week 3.txt").write_text("cried today", "utf-8")
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert not (cohort.private / "scans").exists()
    assert (cohort.private / "backups").is_dir()
    assert set(left) == {notes / "week 3.txt", notes / "later"}
    assert record.left == 2


def test_an_archive_with_a_part_that_cannot_be_read_is_named(over, outbox):
    path = over.store.cohort.root / "copy.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.txt", b"hello " * 50)
    data = bytearray(path.read_bytes())
    data[data.find(b"first.txt") + 11] ^= 0xFF
    path.write_bytes(data)
    assert purge(over.store.cohort, over.weeks, outbox, today=TODAY)[1] == (path,)


def test_a_roster_that_cannot_be_read_goes_all_the_same(over, outbox):
    (over.store.cohort.private / "roster.csv").write_bytes(b"name,apart_from\nAda Zwicky\xff,\n")
    assert purge(over.store.cohort, over.weeks, outbox, today=TODAY)[1] == ()
    assert not any(b"Zwicky" in data for data in everything(over.store.cohort.root).values())
