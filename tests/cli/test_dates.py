"""When a cohort meets is said once and never typed into a file; what cannot be is refused and changes nothing."""

from __future__ import annotations

import contextlib
import os
import sys

import pytest

from kit.settings import load_cohort
from tests.processes import started

COMMAND = [sys.executable, "-c", "from kit.cli import main; main()"]
BERLIN = ["--first-session", "2027-03-02", "--time", "14:00", "--time-zone", "Europe/Berlin"]


def test_the_first_session_is_said_and_the_others_follow_a_week_apart(kit, root):
    before = (root / "cohort.toml").read_text("utf-8")
    done = kit("dates", *BERLIN)
    assert done.code == 0, done.err
    assert "Week 1: Tuesday 2027-03-02, 14:00 to 15:30" in done.out
    assert "Week 8: Tuesday 2027-04-20, 14:00 to 15:30" in done.out
    cohort = load_cohort(root)
    assert (cohort.first_session, cohort.time, cohort.time_zone) == ("2027-03-02", "14:00", "Europe/Berlin")
    assert cohort.weekday == "Tuesday"
    unchanged = [line for line in before.splitlines() if not line.startswith(("first", "time", "weekday"))]
    assert set(unchanged) <= set((root / "cohort.toml").read_text("utf-8").splitlines())


def test_one_session_is_moved_and_moved_again(kit, root):
    assert kit("dates", *BERLIN).code == 0
    assert "Week 4: Thursday 2027-03-25, 10:00" in kit("dates", "--move", "4=2027-03-25 10:00").out
    done = kit("dates", "--move", "4=2027-03-26T11:30")
    assert "Week 4: Friday 2027-03-26, 11:30" in done.out
    assert "Week 5: Tuesday 2027-03-30, 14:00" in done.out
    assert load_cohort(root).moved == {4: "2027-03-26 11:30"}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["--first-session", "2027-02-30"], "is no date"),
        (["--time", "25:00"], "is no time of day"),
        (["--time-zone", "Berlin"], "Europe/Berlin"),
        (["--move", "4=2027-06-01 10:00"], "wouldn't come before"),
        (["--move", "9=2027-06-01 10:00"], "names 9"),
        (["--move", "four=2027-03-25 10:00"], "names no week"),
        (["--move", "4="], "a date and a time"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(kit, root, given, why):
    assert kit("dates", *BERLIN).code == 0
    before = (root / "cohort.toml").read_bytes()
    done = kit("dates", *given)
    assert done.code == 1
    assert why in done.err
    assert (root / "cohort.toml").read_bytes() == before


def test_a_new_cohort_asks_in_its_window_and_enter_takes_what_is_offered(tmp_path):
    window, inside = os.openpty()
    said, folder = "", tmp_path / "spring"
    with started([*COMMAND, "init", str(folder)], cwd=tmp_path, stdin=inside, stdout=inside, stderr=inside) as process:
        os.close(inside)
        dates = (("]: ", "soon\n"), ("]: ", "2027-03-02\n"), ("]: ", "\n"), ("]: ", "Europe/Berlin\n"))
        for end, answer in (*dates, ("Sector: ", "hospital\n"), ("Sector: ", "health\n")):
            while not said.endswith(end):
                said += os.read(window, 4096).decode("utf-8", "replace")
            said += "\n"
            os.write(window, answer.encode())
        with contextlib.suppress(OSError):  # the window's end, once the command has ended
            while True:
                said += os.read(window, 4096).decode("utf-8", "replace")
        assert process.wait(60) == 0
    os.close(window)
    assert "'soon' is no date" in said
    assert "There is no sector 'hospital'; there are education, health," in said
    cohort = load_cohort(folder)
    assert cohort.sector == "health"
    assert (cohort.first_session, cohort.time, cohort.time_zone) == ("2027-03-02", "14:00", "Europe/Berlin")


def test_where_nobody_can_be_asked_a_new_cohort_has_no_dates_yet(kit, tmp_path):
    assert kit("init", str(tmp_path / "spring")).code == 0
    assert load_cohort(tmp_path / "spring").first_session == ""
