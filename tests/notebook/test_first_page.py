"""What a facilitator's notebook offers first, and to whom a notebook speaks that is told nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import kit
from kit.curriculum.loader import load_curriculum
from kit.errors import UnknownName
from kit.notebook.first_page import coming, planned
from kit.settings import load_cohort
from kit.widgets.first_page import FirstWidget
from kit.widgets.run_of_show import SessionWidget
from tests.cohorts import whole_cohort
from tests.fake_host import KEY, fake_host
from tests.notebook.shown import widgets


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = whole_cohort(tmp_path / "spring", first_session="2027-03-02", time="14:00").root
    monkeypatch.chdir(root)
    return root


def meetings(root):
    cohort = load_cohort(root)
    return planned(cohort, load_curriculum(cohort.curriculum))


@pytest.mark.parametrize(
    ("day", "hour", "week"),
    [((2027, 1, 1), 9, 1), ((2027, 3, 2), 14, 1), ((2027, 3, 2), 16, 2), ((2027, 3, 9), 9, 2), ((2028, 1, 1), 9, 8)],
)
def test_the_next_session_is_the_one_that_is_not_over(root, day, hour, week):
    found = coming(meetings(root), datetime(*day, hour, tzinfo=UTC))
    assert found is not None
    assert found.number == week


def test_without_dates_nothing_is_coming_and_the_page_begins_at_the_orientation(tmp_path, monkeypatch):
    root = whole_cohort(tmp_path / "undated").root
    monkeypatch.chdir(root)
    assert coming(meetings(root), datetime.now(UTC)) is None
    (first,) = widgets(kit.open_session())
    assert first.spec["week"] == 0
    assert first.spec["when"] == ""


def test_without_a_host_it_says_what_is_next_and_lists_every_week(root):
    (first,) = widgets(kit.open_session())
    assert isinstance(first, FirstWidget)
    assert {one["week"] for one in first.spec["weeks"]} == set(range(9))
    assert all((root / "notebooks" / f"{one['notebook']}.ipynb").is_file() for one in first.spec["weeks"])


def test_beside_a_host_it_is_the_run_of_whatever_week_is_running(root, monkeypatch):
    with fake_host() as host:
        host.answer("GET /api/facilitator/state", {"ok": True, "week": 5, "exercises": {}, "progress": {}})
        monkeypatch.setenv("KIT_HOST", host.address)
        monkeypatch.setenv("KIT_FACILITATOR", KEY)
        (run,) = widgets(kit.open_session())
    assert isinstance(run, SessionWidget)
    assert run.spec["week"] == 5
    assert run.spec["alone"]


def test_outside_a_cohort_it_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownName, match="kit init"):
        kit.open_session()


@pytest.mark.parametrize(
    ("told", "written", "preview"),
    [("facilitator", "", True), ("", "", False), ("facilitator", "participant", False), ("", "facilitator", True)],
)
def test_who_opened_a_notebook_decides_unless_its_parameters_say_otherwise(root, monkeypatch, told, written, preview):
    monkeypatch.setenv("KIT_AUDIENCE", told)
    forms = [one for one in widgets(kit.open_week(1, audience=written).ask("pulse")) if "exercise" in one.spec]
    assert [one.spec["preview"] for one in forms] == [preview]


def test_a_session_a_moment_past_its_end_is_over(root):
    first, second, *_ = meetings(root)
    assert coming([first, second], first.end) == second
    assert coming([first, second], first.end - timedelta(seconds=1)) == first
