"""The doctor says what it looked at, and what to mend, before thirty people are in the room."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import tomllib
from collections import namedtuple
from datetime import date
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.answers.bundle_keys import KEY_FILE
from kit.answers.ending import Deletion, write_record
from kit.answers.handed_over import HandedOver, write_note
from kit.checks import doctor
from kit.checks.doctor import FLOORS, LEAST_DISK, NEWEST, OLDEST, PORTS, examine, older
from kit.curriculum.versions import write_version
from kit.live.process.addresses import DEFAULTS
from kit.settings import load_cohort
from tests.cohorts import whole_cohort

REPO = Path(__file__).parents[2]
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("found", "floor", "is_older"),
    [("2.19.9", "2.20.0", True), ("2.20.0", "2.20.0", False), ("10.0", "9.9", False), ("6.5.5rc1", "6.5.5", True)],
)
def test_versions_are_compared_number_by_number(found, floor, is_older):
    assert older(found, floor) is is_older


@pytest.mark.parametrize(("running", "says", "stops"), [((3, 10), "3.10", True), ((3, 15), "3.15", False)])
def test_another_python_is_named_and_only_one_that_is_too_old_stops(monkeypatch, running, says, stops):
    monkeypatch.setattr(sys, "version_info", (*running, 1, "final", 0))
    [finding] = [each for each in examine(None) if each.text.startswith("This is Python")]
    assert (finding.stops, finding.fine, says in finding.text) == (stops, False, True)


def test_the_oldest_python_is_the_one_that_the_package_names():
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={'.'.join(map(str, OLDEST))}"
    named = {text.rpartition(" ")[2] for text in project["classifiers"] if ":: 3." in text}
    assert {f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)} == named


def test_every_floor_is_met_by_what_is_installed():
    texts = [finding.text for finding in examine(None) if finding.fine]
    for package in FLOORS:
        assert any(text.startswith(package) for text in texts)


@pytest.mark.parametrize("package", FLOORS)
def test_nothing_older_than_its_floor_is_ever_installed_with_the_kit(package):
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
    names = {re.split("[<>=,]", one)[0].replace("-", "_"): one for one in project["project"]["dependencies"]}
    (least,) = re.findall(r">=([\d.]+)", names[package])
    assert not older(least, FLOORS[package]), f"{names[package]}, and kit doctor asks for {FLOORS[package]}"


def newer(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def test_too_little_disk_stops(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10, 10, LEAST_DISK - 1))
    assert [finding.text for finding in examine(None) if finding.stops] == [
        "499 MB free on the disk; make room before a session"
    ]


def test_an_old_package_stops(monkeypatch):
    monkeypatch.setattr(doctor, "version", lambda name: "0.1")
    stops = [finding.text for finding in examine(None) if finding.stops]
    assert len(stops) == len(FLOORS)
    assert all("update it" in text for text in stops)


def test_a_damaged_release_file_stops(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.published / "releases.json").write_text("{}", "utf-8")
    assert any("releases.json" in finding.text for finding in examine(cohort) if finding.stops)


def test_the_ports_looked_at_are_those_a_session_uses():
    assert set(DEFAULTS.values()) == set(PORTS)


def test_a_folder_that_cannot_be_written_stops(tmp_path, monkeypatch):
    cohort = whole_cohort(tmp_path / "spring")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert [finding.text for finding in examine(cohort) if finding.stops] == [
        f"{cohort.root} can't be written; check its permissions, or copy it to a disk you can write to"
    ]


def test_a_private_folder_that_cannot_be_opened_stops_and_is_said_in_a_sentence(tmp_path, monkeypatch):
    cohort = whole_cohort(tmp_path / "spring")
    monkeypatch.setattr(os, "access", lambda path, mode: path != cohort.private)
    assert [finding.text for finding in examine(cohort) if finding.stops] == [
        f"{cohort.private} can't be opened; if it's yours, open it with: chmod 700 private"
    ]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"x" * 4096), "this is no file of answers"),
        (lambda path: path.write_bytes(b""), "is damaged"),
        (newer, "made by a newer version of the kit"),
    ],
)
def test_a_file_of_answers_that_no_command_could_open_stops(tmp_path, spoil, said):
    cohort = whole_cohort(tmp_path / "spring")
    with open_store(cohort, weeks={}):
        pass
    assert [finding.text for finding in examine(cohort) if "answers is sound" in finding.text]
    path = cohort.private / "answers.db"
    spoil(path)
    before = path.read_bytes()
    assert [finding.text for finding in examine(cohort) if finding.stops and said in finding.text]
    assert path.read_bytes() == before


def said(cohort, about="raw answers") -> list[tuple[bool, str]]:
    """What the doctor says of the raw answers, or of something else."""
    return [(finding.fine, finding.text) for finding in examine(cohort) if about in finding.text]


@pytest.fixture
def held(tmp_path):
    """``held("2027-03-02")`` makes a cohort that began then and has answers."""

    def make(first: str):
        cohort = whole_cohort(tmp_path / "spring", first_session=first)
        (cohort.private / "answers.db").write_bytes(b"")
        return cohort

    return make


@pytest.mark.parametrize(
    ("today", "fine", "words"),
    [
        (date(2027, 5, 20), True, "are kept until 2027-05-20 at the latest"),
        (
            date(2027, 5, 21),
            False,
            "were to be kept until 2027-05-20; if the clock is right and this is 2027-05-21, delete them",
        ),
    ],
)
def test_the_doctor_reminds_of_raw_answers_when_their_time_is_over(held, monkeypatch, today, fine, words):
    class Today(date):
        @classmethod
        def today(cls):
            return today

    monkeypatch.setattr(doctor, "date", Today)
    ((well, text),) = said(held("2027-03-02"))
    assert (well, words in text) == (fine, True)


def test_without_a_date_nobody_is_reminded_and_the_doctor_says_so(held):
    ((well, text),) = said(held(""))
    assert not well
    assert "write first_session into cohort.toml" in text


def test_after_the_raw_answers_are_gone_the_doctor_says_when(held):
    cohort = held("2027-03-02")
    write_record(
        cohort.root,
        Deletion(
            cohort="spring", deleted_on="2027-05-03", deleted={"answers": 1}, searched=3, left=0, releases=0, last=""
        ),
    )
    assert said(cohort) == [(True, "The raw answers were deleted on 2027-05-03")]
    assert said(cohort, "oster") == []


def test_a_cohort_without_answers_has_none_to_delete(tmp_path):
    assert said(whole_cohort(tmp_path / "spring")) == []


def test_a_date_that_cannot_be_read_is_told(held):
    cohort = held("2027-03-02")
    path = cohort.root / "cohort.toml"
    path.write_text(path.read_text("utf-8").replace("2027-03-02", "soon"), "utf-8")
    assert any("first_session" in finding.text for finding in examine(load_cohort(cohort.root)) if not finding.fine)


@pytest.mark.parametrize(
    ("roster", "fine", "words"),
    [
        ("name,apart_from\nAda,Ben\nBen,\n", True, "The roster has 2 names; pairs to be kept apart: 1"),
        ("name,apart_from\n", False, "The roster has no names yet"),
        ("name,apart_from\nAda,Bne\nBen,\n", False, "line 2: 'Ada' is kept apart from 'Bne', who isn't on the roster"),
    ],
)
def test_a_roster_that_no_pairs_can_be_drawn_from_is_told_before_the_session(tmp_path, roster, fine, words):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.private / "roster.csv").write_text(roster, "utf-8")
    ((well, text),) = said(cohort, "he roster")
    assert (well, words in text) == (fine, True)


def install(folder, monkeypatch, name, **lists):
    """A package called *name* in *folder*, where Python looks for packages; *lists* say what it brought."""
    about = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    for file, text in lists.items():
        (about / {"record": "RECORD", "top_level": "top_level.txt"}[file]).write_text(text, "utf-8")
    monkeypatch.syspath_prepend(folder)


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("kit", {"record": "other.py,,\nkit/__init__.py,sha256=x,1\n"}),
        ("some-other-kit", {"record": "kit.py,sha256=x,1\n"}),
        ("an-older-kit", {"top_level": "else\nkit\n"}),
    ],
)
def test_another_package_with_a_module_called_kit_is_named(tmp_path, monkeypatch, name, lists):
    install(tmp_path, monkeypatch, name, **lists)
    (found,) = [one for one in examine(None) if "a module called kit too" in one.text]
    assert found.stops
    assert f"pip uninstall {name}" in found.text


@pytest.mark.parametrize(
    "lists", [{"record": "my/kit/a.py,,\nkitchen.py,,\nkit/notes.txt,,\n"}, {"top_level": "kits\n"}, {}]
)
def test_a_package_with_other_modules_is_in_nobodys_way(tmp_path, monkeypatch, lists):
    install(tmp_path, monkeypatch, "kitchen", **lists)
    assert [one for one in examine(None) if "a module called kit too" in one.text] == []


@pytest.mark.parametrize("name", ["kit.py", "kit/__init__.py"])
def test_a_file_that_notebooks_would_take_for_the_kit_is_named(tmp_path, name):
    cohort = whole_cohort(tmp_path / "spring")
    assert not [one for one in examine(cohort) if "take this for the kit" in one.text]
    path = cohort.notebooks / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("", "utf-8")
    (found,) = [one for one in examine(cohort) if "take this for the kit" in one.text]
    assert found.stops


@pytest.mark.parametrize("text", ["{", '{"deleted_on": "never"}'])
def test_a_damaged_record_of_the_deletion_stops_once_and_nothing_is_guessed_of_it(tmp_path, text):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.root / "deletion.json").write_text(text, "utf-8")
    (stop,) = [finding.text for finding in examine(cohort) if finding.stops]
    assert "deletion.json: can't be read" in stop


@pytest.mark.parametrize("damage", ["cut short", "emptied", "a folder", "gone"])
def test_a_damaged_key_to_the_bundles_stops(tmp_path, damage):
    cohort = whole_cohort(tmp_path / "spring", keys=True)
    key = cohort.private / KEY_FILE
    assert [text for _, text in said(cohort, "bundle")] == []
    data = key.read_bytes()
    key.unlink()
    if damage == "a folder":
        key.mkdir()
    elif damage != "gone":
        key.write_bytes(data[:7] if damage == "cut short" else b"")
    assert [finding.stops for finding in examine(cohort) if KEY_FILE in finding.text] == [True]


@pytest.mark.parametrize("damage", ["a folder", "no text"])
def test_a_roster_that_cannot_be_read_stops(tmp_path, damage):
    roster = whole_cohort(tmp_path / "spring").private / "roster.csv"
    roster.unlink()
    roster.mkdir() if damage == "a folder" else roster.write_bytes(b"name\nZo\xeb\x00\n")
    found = [finding for finding in examine(load_cohort(tmp_path / "spring")) if "roster.csv: " in finding.text]
    assert [finding.stops for finding in found] == [True]


def test_a_folder_that_was_handed_over_stops_and_one_of_an_earlier_version_is_named(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    write_version(cohort.root, "0.1.0")
    (behind,) = [one for one in examine(cohort) if "kit upgrade" in one.text]
    assert (behind.fine, behind.stops) == (False, False)
    write_note(cohort.root, HandedOver(to="Kim Vale", on="2027-04-01", file="spring.handover"))
    (handed,) = [one for one in examine(cohort) if "handed over" in one.text]
    assert handed.stops


def test_where_the_key_to_the_answers_is_stands_there(tmp_path):
    cohort = whole_cohort(tmp_path / "spring", keys=True)
    (said,) = [one for one in examine(cohort) if "key to the answers" in one.text]
    assert (said.fine, ".key" in said.text or "keyring" in said.text) == (True, True)
