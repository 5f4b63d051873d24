"""Making and looking at a cohort's folder."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

from kit.settings import load_cohort


def test_init_makes_a_whole_folder_that_is_closed_where_it_must_be(kit, tmp_path):
    root = tmp_path / "Spring 2027"
    done = kit("init", str(root), "--size", "12", "--first-session", "2027-03-02", "--time-zone", "Europe/Berlin")
    assert done.code == 0
    cohort = load_cohort(root)
    assert (cohort.slug, cohort.size, cohort.weekday) == ("spring-2027", 12, "Tuesday")
    assert stat.S_IMODE(cohort.private.stat().st_mode) == 0o700
    assert (root / "notebooks" / "week_08.ipynb").is_file()
    assert (root / "curriculum" / "week_08.yaml").is_file()
    assert (root / "facilitator_guide" / "README.md").is_file()
    assert kit("check", "--cohort", str(root)).code == 0


def test_init_leaves_a_folder_that_is_not_empty_alone(kit, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = kit("init", str(tmp_path))
    assert done.code == 1
    assert "something here already" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_init_with_an_impossible_date_or_zone_leaves_nothing_behind(kit, tmp_path):
    for option, value in (("--first-session", "2027-02-30"), ("--time-zone", "Europe/Atlantis"), ("--time", "25:00")):
        done = kit("init", str(tmp_path / "c"), option, value)
        assert done.code == 1
        assert value in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_host_itself_carries_no_widget_either():
    code = "import sys; import kit.live.process.serve; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    loaded = set(done.stdout.split())
    assert not loaded & {
        "papermill",
        "nbconvert",
        "plotly",
        "pandas",
        "numpy",
        "httpx",
        "IPython",
        "ipywidgets",
        "anywidget",
    }


def test_doctor_says_what_it_looked_at(kit, tmp_path):
    kit("init", str(tmp_path / "c"))
    done = kit("doctor", "--cohort", str(tmp_path / "c"))
    assert "jupyter_server" in done.out
    assert "private/ is closed" in done.out
    (tmp_path / "c" / "private").chmod(0o755)
    assert "private/ is open to others" in kit("doctor", "--cohort", str(tmp_path / "c")).out


def test_init_on_a_full_disk_says_so_and_leaves_nothing_behind(kit, tmp_path, monkeypatch):
    def full(copy, **_):
        raise OSError(28, "No space left on device", str(copy))

    monkeypatch.setattr(os, "utime", full)  # which every copy ends with
    done = kit("init", str(tmp_path / "c"))
    assert done.code == 1
    assert "can't be made (No space left on device)" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_check_outside_of_a_cohort_says_that_it_is_not_about_one(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "about the kit's own material" in kit("check", "1").out
    kit("init", "spring")
    monkeypatch.chdir(tmp_path / "spring")
    assert "about the kit's own material" not in kit("check", "1").out
