"""What a session took is kept outside the answers, pooled over cohorts, and said beside what was planned."""

from __future__ import annotations

from datetime import date

import pytest

from kit.curriculum.loader import load_week
from kit.curriculum.registers import load_messages
from kit.errors import ContentError, KitError
from kit.session.debrief import Run, history, keep, lengths, read_log, read_logs, timed
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())


@pytest.fixture
def week(curriculum):
    return load_week(curriculum / "week_01.yaml")


def run(day: int, **took: int) -> Run:
    return Run(week=1, day=date(2027, 3, day), took=took)


def test_what_is_kept_comes_back(tmp_path):
    path = tmp_path / "debrief" / "spring.yaml"
    first = Run(
        week=1, day=date(2027, 3, 2), took={"check-in": 14}, notes=("Fewer words: they know it.", "naïve – gut")
    )
    keep(path, first)
    keep(path, run(1, idea=20))
    assert read_log(path) == (run(1, idea=20), first)
    assert "leave out names" in path.read_text("utf-8")


def test_a_second_entry_for_a_week_and_day_takes_the_place_of_the_first(tmp_path):
    path = tmp_path / "spring.yaml"
    keep(path, run(1, idea=20))
    keep(path, run(1, idea=25))
    keep(path, Run(week=2, day=date(2027, 3, 1)))
    assert [(one.week, one.took) for one in read_log(path)] == [(1, {"idea": 25}), (2, {})]


def test_the_logs_of_several_cohorts_in_one_folder_are_pooled(tmp_path, week):
    for name, minutes in (("spring", 14), ("autumn", 17), ("a-colleague", 15)):
        keep(tmp_path / f"{name}.yaml", run(1, idea=minutes))
    past = history(week, read_logs(tmp_path))
    assert past.sentence("idea", MESSAGES) == "planned 20, took 14 to 17 in three runs"
    assert read_logs(tmp_path / "nowhere") == ()
    assert read_logs(None) == ()


def test_the_sentence_says_how_often_a_block_was_timed(week):
    assert history(week, [run(1, idea=22)]).sentence("idea", MESSAGES) == "planned 20, took 22 in one run"
    both = history(week, [run(1, idea=22), run(2, idea=22), run(3, arrive=9)])
    assert both.sentence("idea", MESSAGES) == "planned 20, took 22 in each of two runs"
    assert both.sentence("arrive", MESSAGES) == "planned 10, took 9 in one run"
    assert history(week, []).sentence("idea", MESSAGES) == ""
    many = history(week, [run(day, idea=20 + day) for day in range(1, 16)])
    assert many.sentence("idea", MESSAGES) == "planned 20, took 21 to 35 in 15 runs"


def test_a_block_to_which_the_room_came_back_has_its_stretches_added_up():
    begun = [("arrive", 0.0), ("idea", 300.0), ("arrive", 900.0), ("idea", 960.0)]
    assert lengths(begun, 1560.0) == {"arrive": 6.0, "idea": 20.0}
    assert lengths([], 60.0) == {}


def test_a_clock_that_is_set_back_takes_no_time_away():
    assert lengths([("arrive", 600.0), ("idea", 300.0)], 900.0) == {"arrive": 0.0, "idea": 10.0}


def test_a_try_out_is_no_session_and_what_was_clicked_through_was_not_held(week):
    assert timed(week, {"arrive": 9.6, "idea": 10.2}) == {"arrive": 10, "idea": 10}
    assert timed(week, {"arrive": 0.3, "idea": 15.0}) == {"idea": 15}
    assert timed(week, {"arrive": 4.0, "idea": 10.4}) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- week: 1\n  day: 2027-03-02\n  tok: {idea: 3}\n", "run 1: unknown key 'tok'; a run has week, day, took"),
        ("- day: 2027-03-02\n", "run 1: the key 'week' is missing"),
        ("- {week: 1, day: 2027-03-02}\n- {week: 1, day: 2027-02-30}\n", "run 2: 'day': "),
        ("- {week: 1, day: 2027-03-02, took: {idea: 0}}\n", "run 1: 'took': "),
        ("week: 1\n", "input should be a valid tuple"),
        ("- {week: 1\n", "line 2"),
    ],
)
def test_a_mistake_in_a_log_is_named_with_its_run(tmp_path, text, said):
    path = tmp_path / "spring.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=r"^spring.yaml") as refused:
        read_logs(tmp_path)
    assert said in str(refused.value)


def test_a_log_that_cannot_be_read_is_never_overwritten(tmp_path):
    path = tmp_path / "spring.yaml"
    path.write_text("- {week: 1, day: tomorrow}\n", "utf-8")
    with pytest.raises(ContentError):
        keep(path, run(1, idea=3))
    assert path.read_text("utf-8") == "- {week: 1, day: tomorrow}\n"


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "debrief").write_text("a file", "utf-8")
    with pytest.raises(KitError, match="the folder can't be made"):
        keep(tmp_path / "debrief" / "spring.yaml", run(1, idea=3))
