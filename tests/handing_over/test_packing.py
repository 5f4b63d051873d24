"""What goes along when a cohort is handed over, what stays, and that nothing is put anywhere but into its folder."""

from __future__ import annotations

import io
import secrets
import tarfile

import pytest

from kit.errors import HandoverRefused
from kit.handing_over import packing
from kit.handing_over.packing import About, packed, unpacked
from kit.handing_over.sealed_file import seal
from tests.cohorts import small_cohort

ABOUT = About(kit="0.2.0", cohort="spring", to="Kim", on="2027-04-01")


def put(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture
def cohort(tmp_path):
    return small_cohort(tmp_path / "spring")


def places(content, into):
    into.mkdir()
    assert unpacked(content, into) == ABOUT
    return {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()}


def test_own_files_go_along_and_what_belongs_to_a_computer_stays(cohort, tmp_path):
    goes = [".gitignore", "notebooks/.before_repair/week_01.ipynb", "notes.txt", "private/backups/answers-000001.db"]
    goes += ["debrief/spring.yaml", "private/run/calendar.json", "private/answers.db-wal"]
    stays = [".git/HEAD", "notebooks/.ipynb_checkpoints/a.ipynb", "private/run/store.lock", "private/answers.db-shm"]
    stays += ["reports/week_01.html", "handed_over.json", ".DS_Store"]
    for name in (*goes, *stays):
        put(cohort.root / name)
    put(cohort.root / "earlier.handover", seal(b"", "x"))
    content, left = packed(cohort, ABOUT, reports=False)
    there = places(content, tmp_path / "new")
    assert set(goes) <= there
    assert not {*stays, "earlier.handover"} & there
    assert left == ["reports/, which kit report makes again"]
    content, left = packed(cohort, ABOUT, reports=True)
    assert "reports/week_01.html" in places(content, tmp_path / "other")


def test_links_stay_and_are_named(cohort, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (cohort.root / "films").symlink_to(tmp_path / "elsewhere")
    (cohort.root / "one.txt").symlink_to(tmp_path / "none")
    _, left = packed(cohort, ABOUT, reports=True)
    assert left == ["films, which is a link", "one.txt, which is a link"]


def test_more_than_a_file_can_hold_is_refused_by_name(cohort, monkeypatch):
    monkeypatch.setattr(packing, "MOST_BYTES", 100_000)
    put(cohort.root / "film.mp4", secrets.token_bytes(200_000))
    with pytest.raises(HandoverRefused, match=r"film\.mp4"):
        packed(cohort, ABOUT, reports=False)


@pytest.mark.parametrize("name", ["cohort/../out", "/etc/x", "other/x", "cohort", "cohort/a/../../../x"])
def test_a_file_that_would_lie_elsewhere_is_refused(tmp_path, name):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        packing._add(tar, name, b"x")
    (tmp_path / "into").mkdir()
    with pytest.raises(HandoverRefused):
        unpacked(made.getvalue(), tmp_path / "into")
    assert list(tmp_path.rglob("*x")) == []


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    with pytest.raises(HandoverRefused):
        unpacked(content, tmp_path)
