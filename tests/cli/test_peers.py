"""The command for peer groups."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from icalendar import Calendar

from tests.cohorts import settle

NAMES = ["Ana Lind", "Ben Okafor", "Cem Kaya", "Dee Ro", "Eli Park", "Fay Novak", "Gil Abe", "Hana Wat", "Ivo Pet"]


def write_roster(root: Path, apart: str = "Ana Lind,Ben Okafor") -> None:
    one, _, others = apart.partition(",")
    lines = [f"{name},{others if name == one else ''}" for name in NAMES]
    (root / "private" / "roster.csv").write_text("name,apart_from\n" + "\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def root(root: Path) -> Path:
    settle(root, first_session="2027-03-02", weekday="Tuesday", time_zone="Europe/Berlin", time="14:00")
    write_roster(root)
    return root


def groups_in(text: str) -> list[list[str]]:
    return [line.split(", ") for line in re.findall(r"^Group \d: (.*)$", text, re.M)]


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "peer_groups").iterdir()}


def test_everybody_gets_a_group_with_its_sheets_and_calendar_file_for_twelve_weeks(kit: Any, root: Path) -> None:
    done = kit("peers")
    assert done.code == 0
    groups = groups_in(done.out)
    assert sorted(name for group in groups for name in group) == NAMES
    assert not any({"Ana Lind", "Ben Okafor"} <= set(group) for group in groups)
    assert "Drawn by lot (seed 0). Nobody is with anyone from whom they're kept apart." in done.out
    assert set(files(root)) == {f"group_{number}.{kind}" for number in (1, 2) for kind in ("html", "ics")}
    for number, group in enumerate(groups, start=1):
        page = files(root)[f"group_{number}.html"].decode()
        assert {name for name in NAMES if name in page} == set(group)
        events = Calendar.from_ical(files(root)[f"group_{number}.ics"]).walk("VEVENT")
        assert [f"{one.decoded('DTSTART'):%m-%d %H:%M}" for one in events] == [
            "05-04 12:00",
            "05-18 12:00",
            "06-01 12:00",
            "06-15 12:00",
            "06-29 12:00",
            "07-13 12:00",
        ]


def test_the_calendar_files_name_nobody_and_tell_nothing(kit: Any, root: Path) -> None:
    kit("peers")
    for name, data in files(root).items():
        if name.endswith(".ics"):
            text = data.decode()
            assert not [one for one in NAMES if one.split()[0] in text]
            assert not re.search("compassion|feeling|peer|spring", text, re.I)


def test_names_stand_with_the_roster_and_on_the_sheets_and_nowhere_else(kit: Any, root: Path) -> None:
    before = {path for path in root.rglob("*") if path.is_file()}
    kit("peers")
    new = {path for path in root.rglob("*") if path.is_file()} - before
    named = {path for path in new if any(name in path.read_text("utf-8") for name in NAMES)}
    sheets = {root / "peer_groups" / f"group_{number}.html" for number in (1, 2)}
    assert named == {root / "private" / "peer_groups.toml", *sheets}
    for path in new:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((root / "peer_groups").stat().st_mode) == 0o700


def test_run_again_it_makes_the_same_bytes_and_forgets_no_change_by_hand(kit: Any, root: Path) -> None:
    kit("peers")
    first = files(root)
    assert kit("peers").code == 0
    assert files(root) == first
    path = root / "private" / "peer_groups.toml"
    text = path.read_text("utf-8").replace("2027-05-04 14:00", "2027-05-06 09:00", 1)
    path.write_text(text.replace("[group.2]", 'moved = {2 = "2027-05-21 10:00"}\n[group.2]'), "utf-8")
    done = kit("peers")
    assert "  2  Friday 2027-05-21, 10:00 to 10:45" in done.out
    events = Calendar.from_ical(files(root)["group_1.ics"]).walk("VEVENT")
    before = Calendar.from_ical(first["group_1.ics"]).walk("VEVENT")
    assert [one["UID"] for one in events] == [one["UID"] for one in before]
    assert {one["SEQUENCE"] for one in events} == {1}
    assert files(root)["group_2.ics"] == first["group_2.ics"]
    assert "Thursday 6 May 2027" in files(root)["group_1.html"].decode()


def told(text: str) -> list[str]:
    """What a run says of groups and their first two dates, each line by its first word and by its day."""
    lines = [line for line in text.splitlines() if re.match(r"Group \d|All groups|These groups|  [12]  ", line)]
    return [line.split(":")[0] if line[0] != " " else " ".join(line.split()[:3]) for line in lines]


def at_other_times(root: Path, *groups: int) -> None:
    path = root / "private" / "peer_groups.toml"
    text = path.read_text("utf-8")
    for number in groups:
        before, mark, after = text.partition(f"[group.{number}]")
        text = before + mark + after.replace("2027-05-04 14:00", "2027-05-06 09:00", 1)
    path.write_text(text, "utf-8")


MAY_4, MAY_6 = ["1 Tuesday 2027-05-04,", "2 Tuesday 2027-05-18,"], ["1 Thursday 2027-05-06,", "2 Thursday 2027-05-20,"]


def test_dates_that_all_groups_share_are_told_once_after_the_last_of_them(kit: Any, root: Path) -> None:
    assert told(kit("peers").out) == ["Group 1", "Group 2", "All groups meet at the same times", *MAY_4]


def test_a_group_that_meets_alone_is_told_with_its_own_dates(kit: Any, root: Path) -> None:
    kit("peers")
    at_other_times(root, 1)
    assert told(kit("peers").out) == ["Group 1", *MAY_6, "Group 2", *MAY_4]


def test_groups_that_share_their_dates_beside_one_that_does_not_are_told_together(kit: Any, root: Path) -> None:
    kit("peers", "--size", "3")
    at_other_times(root, 2)
    together = ["Group 1", "Group 3", "These groups meet at the same times", *MAY_4]
    assert told(kit("peers").out) == [*together, "Group 2", *MAY_6]


def test_a_group_of_which_one_meeting_has_moved_shares_no_dates(kit: Any, root: Path) -> None:
    kit("peers")
    path = root / "private" / "peer_groups.toml"
    text = path.read_text("utf-8").replace("[group.2]", 'moved = {2 = "2027-05-21 10:00"}\n[group.2]')
    path.write_text(text, "utf-8")
    assert told(kit("peers").out) == ["Group 1", MAY_4[0], "2 Friday 2027-05-21,", "Group 2", *MAY_4]


def test_another_lot_is_drawn_only_when_it_is_asked_for_and_leaves_no_old_sheet(kit: Any, root: Path) -> None:
    first = groups_in(kit("peers").out)
    refused = kit("peers", "--size", "3")
    assert (refused.code, "add --again" in refused.err) == (2, True)
    three = groups_in(kit("peers", "--again", "--size", "3", "--seed", "5").out)
    assert len(three) == 3
    two = groups_in(kit("peers", "--again").out)
    assert two == first
    assert set(files(root)) == {f"group_{number}.{kind}" for number in (1, 2) for kind in ("html", "ics")}


def test_whoever_takes_no_part_is_left_out_and_said_so(kit: Any, root: Path) -> None:
    done = kit("peers", "--without", "eli  park", "--without", "Ivo Pet")
    assert "In no group: Eli Park, Ivo Pet." in done.out
    assert len([name for group in groups_in(done.out) for name in group]) == 7
    assert "'Eve' isn't on the roster" in kit("peers", "--again", "--without", "Eve").err


def test_a_group_that_forms_itself_gets_sheets_without_names(kit: Any, root: Path) -> None:
    assert kit("peers", "--blank").code == 0
    page = files(root)["blank.html"].decode()
    assert not [name for name in NAMES if name in page]
    assert not (root / "private" / "peer_groups.toml").exists()


def test_wishes_that_leave_no_way_are_named_and_nothing_is_written(kit: Any, root: Path) -> None:
    write_roster(root, "Ana Lind," + ";".join(NAMES[1:]))
    done = kit("peers")
    assert (done.code, done.out) == (1, "")
    assert "while these are kept apart: Ana Lind from everyone but" in done.err
    assert not (root / "peer_groups").exists()
    assert not (root / "private" / "peer_groups.toml").exists()


@pytest.mark.parametrize("text", ["name,apart_from\n", "name;apart_from\n;\n"])
def test_a_roster_without_names_is_named_with_its_cure(kit: Any, root: Path, text: str) -> None:
    (root / "private" / "roster.csv").write_text(text, "utf-8")
    done = kit("peers")
    assert done.code == 1
    assert "roster.csv: there are no names yet" in done.err
    assert not (root / "peer_groups").exists()


def test_without_dates_there_are_sheets_to_write_on_and_no_calendar_file(kit: Any, root: Path) -> None:
    text = (root / "cohort.toml").read_text("utf-8").replace('"2027-03-02"', '""')
    (root / "cohort.toml").write_text(text, "utf-8")
    done = kit("peers")
    assert "write first_meeting in private/peer_groups.toml" in done.out
    assert set(files(root)) == {"group_1.html", "group_2.html"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2027-05-04 14:00", "2027-05-34 14:00", "group 1: 'first_meeting': '2027-05-34' is no date"),
        ("2027-05-04 14:00", "2027-05-04", "group 1: 'first_meeting': '2027-05-04' must be a date and a time"),
        (
            "2027-05-04 14:00",
            "2027-03-28 02:30",
            "group 1: meeting 1: there is no 02:30 on 2027-03-28 in Europe/Berlin",
        ),
        ("[group.2]", 'moved = {9 = "2027-05-21 10:00"}\n[group.2]', "group 1: 'moved' names 9; there are 1 to 6"),
        ("[group.2]", "[group.1]", "fix that line, or draw again with: kit peers --again"),
        ("Cem Kaya", "Cem Kayak", "'Cem Kayak' isn't on the roster"),
    ],
)
def test_a_change_by_hand_that_cannot_be_stops_it_with_one_sentence(
    kit: Any, root: Path, old: str, new: str, said: str
) -> None:
    kit("peers")
    first = files(root)
    path = root / "private" / "peer_groups.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    done = kit("peers")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert files(root) == first


def test_a_cohort_whose_material_knows_no_peer_group_gets_the_kits_own(kit: Any, root: Path) -> None:
    shelf, week = root / "curriculum" / "practices.yaml", root / "curriculum" / "week_07.yaml"
    known = yaml.safe_load(shelf.read_text("utf-8"))
    del known["peer-group"]
    shelf.write_text(yaml.safe_dump(known, sort_keys=False), "utf-8")
    week.write_text(week.read_text("utf-8").replace("    practices: [peer-group]\n", ""), "utf-8")
    assert kit("peers").code == 0
    assert "Something that went well" in files(root)["group_1.html"].decode()
