"""The cohorts that tests are given are those that the kit makes and reads."""

from __future__ import annotations

import contextlib
import re
import sys

import pytest

from kit.answers.bundle_keys import has_keys
from kit.answers.roster import read_roster
from kit.cli import main
from kit.curriculum.loader import load_curriculum
from kit.errors import CohortError
from kit.new_cohort import FirstSession, make_cohort
from kit.settings import load_cohort
from tests.cohorts import settle, small_cohort, unwritten_cohort, whole_cohort


def everything(root):
    """Names, permissions and contents below *root*, but for the id, which is drawn anew for each cohort."""
    found = {}
    for path in [root, *sorted(root.rglob("*"))]:
        text = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(root))] = (
            oct(path.stat().st_mode),
            re.sub(rb'id = "[0-9a-f]{12}"', b'id = ""', text),
        )
    return found


@pytest.mark.parametrize(
    ("size", "when"),
    [
        (14, {}),
        (9, {"first_session": "2027-03-02", "time_zone": "Europe/Berlin", "time": "14:00"}),
        (30, {"first_session": "2027-06-19"}),
    ],
)
def test_a_whole_cohort_is_to_the_byte_what_the_kit_makes(tmp_path, size, when):
    first = FirstSession(date=when.get("first_session", ""), **{k: v for k, v in when.items() if k != "first_session"})
    made = make_cohort(tmp_path / "made" / "spring 2027", size=size, when=first)
    cohort = whole_cohort(tmp_path / "spring 2027", size=size, **when)
    assert everything(cohort.root) == everything(made.root)
    assert (cohort.slug, cohort.size, cohort.weekday) == (made.slug, made.size, made.weekday)


def test_two_whole_cohorts_of_one_name_are_told_apart_and_share_no_file(tmp_path):
    first, second = whole_cohort(tmp_path / "a" / "spring"), whole_cohort(tmp_path / "b" / "spring")
    assert first.identity != second.identity
    (first.curriculum / "week_01.yaml").write_text("ours", "utf-8")
    assert (second.curriculum / "week_01.yaml").read_text("utf-8") != "ours"
    assert whole_cohort(tmp_path / "c").curriculum.joinpath("week_01.yaml").read_text("utf-8") != "ours"


def test_what_is_there_already_is_never_written_over(tmp_path):
    whole_cohort(tmp_path / "spring")
    for maker in (whole_cohort, small_cohort):
        with pytest.raises(FileExistsError):
            maker(tmp_path / "spring")


def test_a_small_cohort_has_its_weeks_its_people_and_its_settings(tmp_path):
    cohort = small_cohort(
        tmp_path / "ours", weeks=(1, 3), names=("Ann Zwicky,Ben Quirk", "Ben Quirk"), size=9, policy={"minimum": 6}
    )
    assert sorted(load_curriculum(cohort.curriculum)) == [1, 3]
    assert len(read_roster(cohort).names) == 2
    assert (cohort.slug, cohort.size, cohort.policy) == ("spring", 9, {"minimum": 6})


def test_a_setting_is_changed_in_its_line_and_read_again(tmp_path):
    cohort = whole_cohort(
        tmp_path / "spring", debrief="~/ours — “all”", policy={"minimum": 7}, moved={4: "2027-03-25 14:00"}
    )
    assert load_cohort(cohort.root) == cohort
    assert (cohort.debrief, cohort.policy) == ("~/ours — “all”", {"minimum": 7})
    assert cohort.moved == {4: "2027-03-25 14:00"}
    assert settle(cohort.root, size=5).size == 5


def test_a_setting_that_the_file_has_no_place_for_is_refused_by_the_builder_and_by_the_kit(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    with pytest.raises(AssertionError, match="no place for colour"):
        settle(cohort.root, colour="green")
    with pytest.raises(CohortError, match="colour"):
        small_cohort(tmp_path / "small", colour="green")


def test_an_unwritten_cohort_leaves_nothing_on_the_disk(tmp_path):
    cohort = unwritten_cohort(tmp_path / "spring", size=9)
    assert (cohort.slug, cohort.size) == ("spring", 9)
    assert list(tmp_path.iterdir()) == []


def test_with_keys_bundles_can_be_sealed_for_it_as_after_init(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["kit", "init", str(tmp_path / "made" / "spring")])
    with contextlib.suppress(SystemExit):
        main()
    cohort = whole_cohort(tmp_path / "spring", keys=True)
    assert has_keys(cohort)
    assert everything(cohort.root).keys() == everything(tmp_path / "made" / "spring").keys()
    assert not has_keys(whole_cohort(tmp_path / "without"))
