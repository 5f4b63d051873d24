"""Making and looking at a cohort's folder."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from importlib import import_module
from inspect import getsource

import pytest

from kit.cli.app import ORDER, app
from kit.cli.main import HOMES
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


def test_a_command_outside_a_cohort_says_where_to_go(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = kit("publish", "1")
    assert done.code == 1
    assert "kit init" in done.err


def test_a_broken_cohort_file_is_told_by_its_line(kit, tmp_path):
    (tmp_path / "cohort.toml").write_text("slug = \n", "utf-8")
    done = kit("publish", "1", "--cohort", str(tmp_path))
    assert done.code == 1
    assert "line 1" in done.err
    for text, said in (
        ("slug = 'A B'\nsize = 3", "'slug'"),
        ("slug = 'a'\nsize = 0", "'size'"),
        ("x = 1", "unknown key 'x'"),
    ):
        (tmp_path / "cohort.toml").write_text(text, "utf-8")
        assert said in kit("doctor", "--cohort", str(tmp_path)).err


def test_wrong_use_is_exit_code_two(kit):
    assert kit("publish").code == 2
    assert kit("nonsense").code == 2
    assert kit("publish", "three").code == 2


def test_every_command_has_help_with_an_example(kit):
    listed = kit("--help").out
    names = [
        "demo",
        "init",
        "check",
        "lab",
        "simulate",
        "import",
        "export",
        "publish",
        "report",
        "audit",
        "doctor",
        "form",
        "calendar",
        "peers",
        "guide",
        "debrief",
    ]
    for name in names:
        assert name in listed
        helped = kit(name, "--help").out
        assert f"Example: kit {name}" in helped
        assert "<int range>" not in helped


@pytest.mark.parametrize("typed", ["three", "-1", "3.5", "³"])
def test_what_is_no_weeks_number_is_told_in_plain_words(kit, typed):
    done = kit("host", "--", typed)
    assert done.code == 2
    assert f"'{typed}' is no week's number; weeks are 1, 2, 3 ..., and 0 is the orientation." in done.err


def test_every_command_is_found_by_its_name_alone(kit):
    import_all = kit("--help").out
    for home, names in HOMES.items():
        module = import_module(f"kit.cli.{home}")
        for name in names:
            assert f"\n  {name} " in import_all
            assert f'command("{name}"' in getsource(module) or f"def {name}(" in getsource(module)
    assert sorted(ORDER, key=lambda name: import_all.index(f"\n  {name} ")) == list(ORDER)
    registered = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert registered == {name for names in HOMES.values() for name in names}


def test_the_command_beside_a_host_carries_neither_reports_nor_a_database():
    code = "import sys; from kit.cli.main import _load; _load(['host']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    loaded = set(done.stdout.split())
    assert not loaded & {"papermill", "nbconvert", "plotly", "pandas", "sqlalchemy", "pydantic", "httpx"}


def test_the_host_itself_carries_no_widget_either():
    code = "import sys; import kit.live.process.serve; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    loaded = set(done.stdout.split())
    assert not loaded & {"papermill", "nbconvert", "plotly", "pandas", "IPython", "ipywidgets", "anywidget"}


def test_doctor_says_what_it_looked_at(kit, tmp_path):
    kit("init", str(tmp_path / "c"))
    done = kit("doctor", "--cohort", str(tmp_path / "c"))
    assert "jupyter_server" in done.out
    assert "private/ is closed" in done.out
    (tmp_path / "c" / "private").chmod(0o755)
    assert "private/ is open to others" in kit("doctor", "--cohort", str(tmp_path / "c")).out


def test_init_on_a_full_disk_says_so_and_leaves_nothing_behind(kit, tmp_path, monkeypatch):
    def full(source, target, **_):
        raise shutil.Error([(str(source), str(target), f"[Errno 28] No space left on device: '{target}'")])

    monkeypatch.setattr(shutil, "copy2", full)
    done = kit("init", str(tmp_path / "c"))
    assert done.code == 1
    assert "cannot be made (No space left on device)" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_check_outside_of_a_cohort_says_that_it_is_not_about_one(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "about the kit's own material" in kit("check", "1").out
    kit("init", "spring")
    monkeypatch.chdir(tmp_path / "spring")
    assert "about the kit's own material" not in kit("check", "1").out
