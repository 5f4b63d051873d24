import re

import pytest

from kit.curriculum.loader import load_curriculum
from kit.results import over_weeks
from kit.results.bins import catalogue
from kit.results.over_weeks import Point, Series, changes, clearest
from kit.results.releases import Releases
from kit.settings import content_root, packaged_curriculum
from tests.catalogue import SECTIONS
from tests.results.examples import ENERGY, HELPS, PAUSE, STEP, result, series_of

WORDS = catalogue(None)
LOW = result(PAUSE, 12, (5, 7), (5, 7), (0, 4), (0, 4))
MIDDLE = result(PAUSE, 12, (0, 4), (5, 7), (5, 7), (0, 4))
HIGH = result(PAUSE, 12, (0, 4), (0, 4), (5, 7), (5, 7))
# What would give a reason, praise or blame, or claim more than the figures show.
BANNED = re.compile(
    r"\b(effect\w*|improv\w*|because|thanks to|due to|proves?|proved|caused?|led to|leads to|impact\w*|results? of|"
    r"significan\w*|better|worse|success\w*|worked|helped|progress|percent|average|the mean)\b|%",
    re.IGNORECASE,
)
CLAIMS = re.compile(
    r"improved because|thanks to the (workshop|programme|course)|significant(ly)?\b|the effect of", re.IGNORECASE
)


def test_a_clear_rise_is_stated_once_with_the_ranges_of_both_ends():
    found = clearest(series_of(PAUSE, LOW, LOW, LOW, MIDDLE, HIGH, HIGH, HIGH))
    assert found.rises
    assert (found.first.weeks, found.last.weeks) == ((1, 2, 3), (5, 6, 7))
    assert found.sentence(WORDS) == (
        "“How often did you use the pause?” In the first three weeks with a result (weeks 1, 2 and 3), "
        "at most 6 of 36 answers were “several times” or “most days”; "
        "in the last three (weeks 5, 6 and 7), at least 30 of 36."
    )


def test_a_fall_is_stated_as_readily_as_a_rise():
    found = clearest(series_of(PAUSE, HIGH, HIGH, HIGH, LOW, LOW, LOW))
    assert not found.rises
    assert (found.first.low, found.last.high) == (30, 6)


def test_ranges_that_touch_are_no_change():
    low, high = result(ENERGY, 14, (4, 7), (4, 7), (0, 3)), result(ENERGY, 14, (0, 3), (4, 7), (4, 7))
    assert clearest(series_of(ENERGY, *[low] * 3, *[high] * 3)) is None


def test_ranges_that_do_not_overlap_are_not_enough():
    low, high = result(STEP, 14, (4, 7), *[(0, 3)] * 4), result(STEP, 14, (8, 10), *[(0, 3)] * 4)
    assert clearest(series_of(STEP, *[low] * 3, *[high] * 3)) is None


def test_five_published_weeks_are_too_few():
    assert clearest(series_of(PAUSE, LOW, LOW, LOW, None, HIGH, HIGH)) is None
    assert clearest(series_of(PAUSE, LOW, LOW, LOW, None, HIGH, HIGH, HIGH)) is not None


FEW_SAID, MANY_SAID = result(PAUSE, 14, (11, 14), *[(0, 3)] * 3), result(PAUSE, 14, *[(0, 3)] * 3, (11, 14))


def test_a_start_and_an_end_are_a_change_where_they_lie_very_far_apart():
    found = clearest(series_of(PAUSE, FEW_SAID, MANY_SAID))
    assert (found.first.weeks, found.last.weeks) == ((1,), (2,))
    assert found.sentence(WORDS) == (
        "“How often did you use the pause?” In week 1, at most 3 of 14 answers were something from “a little” to “most "
        "days”; in week 2, at least 11 of 14."
    )
    assert clearest(picks((0, 3), (8, 10))) is None, "ranges that do not touch are far from enough"


@pytest.mark.parametrize(("people", "apart"), [(19, over_weeks.APART_OF_FEW_AT_ONCE), (20, over_weeks.APART_AT_ONCE)])
def test_two_weeks_lie_further_apart_where_fewer_answered(people, apart):
    """Of twenty, four to sixteen are three fifths apart; of nineteen, which is hardly more, they say nothing."""
    assert (clearest(picks((3, 5), (15, 17), people=people)) is None) is (apart == over_weeks.APART_OF_FEW_AT_ONCE)


def test_of_fewer_than_ten_answers_two_weeks_say_nothing():
    assert clearest(picks((0, 2), (7, 9), people=9)) is None
    assert clearest(picks((0, 2), (8, 10), people=10)) is not None


def test_the_weeks_between_a_start_and_an_end_lie_between_them():
    assert clearest(series_of(PAUSE, FEW_SAID, FEW_SAID, MANY_SAID)) is not None
    assert clearest(picks((0, 3), (8, 10), (11, 14))) is not None
    assert clearest(picks((2, 4), (0, 1), (14, 14), people=14)) is None
    assert clearest(picks((0, 2), (13, 14), (11, 12), people=14)) is None


def test_a_question_of_few_weeks_is_looked_at_once_after_its_last_week():
    assert clearest(series_of(PAUSE, FEW_SAID, MANY_SAID, None)) is None
    assert clearest(series_of(PAUSE, FEW_SAID, None, MANY_SAID)) is not None
    assert clearest(series_of(PAUSE, None, FEW_SAID, MANY_SAID)) is not None
    assert clearest(series_of(PAUSE, None, None, MANY_SAID)) is None
    assert clearest(series_of(PAUSE, FEW_SAID, *[None] * 4, MANY_SAID)) is None, "six weeks wait for six results"


def test_the_first_week_of_all_is_called_the_start():
    start = Series(
        exercise="e",
        title="E",
        item=PAUSE,
        points=(Point(week=0, result=FEW_SAID), Point(week=8, result=MANY_SAID)),
    )
    assert "At the start (week 0), at most 3 of 14" in clearest(start).sentence(WORDS)
    assert "in week 8, at least 11 of 14" in clearest(start).sentence(WORDS)


def test_where_fewer_answer_in_the_end_the_sentence_says_so_in_the_same_breath():
    high = result(PAUSE, 9, *[(0, 2)] * 3, (7, 9))
    found = clearest(series_of(PAUSE, *[FEW_SAID] * 3, *[high] * 3))
    assert (found.first.answers, found.last.answers) == (42, 27)
    assert found.sentence(WORDS).endswith(
        "Fewer people answered by then (42 answers at first, 27 later), and those who stayed may differ from "
        "those who left. Even if every missing answer had gone the other way, there would still be a difference."
    )


def test_a_difference_that_those_who_left_could_explain_is_not_stated():
    """As in a real group: half of forty answers at first, most of twenty-seven in the end."""
    then, now = result(HELPS, 14, (6, 8), *[(0, 4)] * 3), result(HELPS, 9, (8, 9), *[(0, 4)] * 3)
    stayed = result(HELPS, 14, (12, 14), *[(0, 4)] * 3)
    assert clearest(series_of(HELPS, *[then] * 3, *[stayed] * 3)) is not None
    assert clearest(series_of(HELPS, *[then] * 3, *[now] * 3)) is None


@pytest.mark.parametrize(("last", "told"), [(40, False), (32, False), (31, True), (60, False)])
def test_four_fifths_of_the_answers_is_where_fewer_begins(last, told):
    first, end = result(HELPS, 40, (0, 2), *[(0, 4)] * 3), result(HELPS, last, (last, last), *[(0, 4)] * 3)
    found = clearest(series_of(HELPS, first, end))
    assert found.fewer is told
    assert ("Fewer people answered" in found.sentence(WORDS)) is told


def test_a_fall_among_fewer_people_is_weighed_the_same_way():
    high, low = result(HELPS, 40, (38, 40), *[(0, 4)] * 3), result(HELPS, 20, (0, 2), *[(0, 4)] * 3)
    assert clearest(series_of(HELPS, *[high] * 3, *[low] * 3)) is not None
    many = result(HELPS, 40, (24, 26), *[(0, 4)] * 3)
    assert clearest(series_of(HELPS, *[many] * 3, *[low] * 3)) is None


def test_where_there_are_few_answers_the_ends_must_lie_further_apart():
    rest = [(0, 4)] * 3
    few, many = result(HELPS, 8, (0, 2), *rest), result(HELPS, 9, (0, 2), *rest)
    high, higher = result(HELPS, 9, (4, 6), *rest), result(HELPS, 9, (6, 8), *rest)
    assert clearest(series_of(HELPS, *[few] * 3, *[high] * 3)) is None
    assert clearest(series_of(HELPS, *[few] * 3, *[higher] * 3)) is not None
    assert clearest(series_of(HELPS, *[many] * 3, *[high] * 3)) is not None


def picks(*ranges, people=14):
    """A series of one option that could be picked or not, by so many people."""
    return series_of(HELPS, *[result(HELPS, people, one, *[(0, 4)] * 3) for one in ranges])


def test_wide_ranges_that_overlap_are_no_change_however_far_their_middles_lie():
    assert clearest(picks(*[(0, 8)] * 3, *[(6, 14)] * 3)) is None
    assert clearest(picks(*[(1, 7)] * 3, *[(8, 12)] * 3)) is not None


def test_one_week_that_points_the_other_way_is_enough_to_say_nothing():
    assert clearest(picks((0, 2), (0, 2), (7, 9), (6, 8), (12, 14), (12, 14))) is None
    assert clearest(picks((0, 2), (0, 2), (5, 7), (6, 8), (12, 14), (12, 14))) is not None


def test_options_without_an_order_are_looked_at_singly():
    low, high = result(STEP, 14, (0, 3), (11, 14), *[(0, 3)] * 3), result(STEP, 14, (11, 14), *[(0, 3)] * 4)
    found = clearest(series_of(STEP, *[low] * 3, *[high] * 3))
    assert len(found.positions) == 1
    assert "“pause”" in found.sentence(WORDS) or "“recognise”" in found.sentence(WORDS)


def test_what_could_be_picked_in_any_number_is_worded_so():
    low, high = result(HELPS, 14, *[(0, 4)] * 4), result(HELPS, 14, (10, 14), *[(0, 4)] * 3)
    said = clearest(series_of(HELPS, *[low] * 3, *[high] * 3)).sentence(WORDS)
    assert "at most 12 of 42 answers had “a walk” among them" in said


def test_a_cohort_that_has_published_nothing_has_no_changes():
    assert changes(Releases(cohort="x"), load_curriculum(packaged_curriculum())) == []


def test_no_sentence_about_results_gives_a_reason_or_praises():
    for section in ("chart", "change"):
        for name, text in WORDS.section(section).items():
            assert not BANNED.search(text), (section, name)


def test_no_message_of_the_kit_claims_what_figures_cannot_show():
    for section, texts in SECTIONS.items():
        for name, text in texts.items():
            assert not CLAIMS.search(text), (section, name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("WINDOW", {3: "first three weeks"}),
        ("LEAST_WEEKS", {6: "at least six weeks"}),
        ("APART", {over_weeks.Fraction(2, 5): "two fifths"}),
        ("ENOUGH", {27: "fewer than 27 answers"}),
        ("APART_OF_FEW", {over_weeks.Fraction(1, 2): "half of the answers"}),
        ("APART_AT_ONCE", {over_weeks.Fraction(3, 5): "three fifths"}),
        ("LEAST_AT_ONCE", {10: "fewer than ten"}),
        ("ENOUGH_AT_ONCE", {20: "fewer than 20 answers"}),
        ("APART_OF_FEW_AT_ONCE", {over_weeks.Fraction(7, 10): "seven tenths"}),
        ("STAYED", {over_weeks.Fraction(4, 5): "four fifths"}),
    ],
)
def test_the_guide_says_the_numbers_of_the_rule(name, words):
    page = " ".join((content_root() / "facilitator_guide" / "reading_results.md").read_text("utf-8").split())
    assert words[getattr(over_weeks, name)] in page
