from __future__ import annotations

import pytest

from kit.curriculum.items import Likert, Text
from kit.curriculum.registers import load_messages
from kit.curriculum.weeks import Exercise, Week
from kit.results.glance import glance
from kit.results.releases import FIRST, Asked, Bin, Release, Releases
from kit.settings import packaged_curriculum
from tests.weeks import week_of

MESSAGES = load_messages(packaged_curriculum())
SCALE = ("never", "at times", "often")


def week_with(*names: str) -> Week:
    asked = [Likert(id=name, prompt=f"How is {name}?", share="group", scale=SCALE) for name in names]
    items = (*asked, Text(id="words", prompt="Words?", share="group"))
    return week_of(Exercise(id="check-in", title="Arriving", items=items))


def published(**ranges: tuple[tuple[int, int], ...] | None) -> Releases:
    """Results of 12 people by item; None: asked, and not enough answered."""
    releases = [
        Release(
            sequence=number,
            family=f"w01/check-in/{name}",
            week=1,
            exercise="check-in",
            item=name,
            people=12,
            bins=tuple(Bin(label=label, low=low, high=high) for label, (low, high) in zip(SCALE, ends, strict=True)),
            policy="k5-s8-t8/5",
            previous=FIRST,
        )
        for number, (name, ends) in enumerate(ranges.items(), start=1)
        if ends
    ]
    asked = tuple(Asked(week=1, exercise="check-in", item=name) for name in ranges)
    return Releases(cohort="spring", releases=tuple(releases), asked=asked)


CLEAR, CLEARER, OPEN = ((5, 7), (0, 4), (0, 4)), ((0, 4), (0, 4), (8, 12)), ((0, 4), (5, 7), (5, 7))


def test_a_row_a_question_with_the_answer_that_leads_and_the_words_of_its_range() -> None:
    shown = glance(week_with("a", "b"), published(a=CLEAR, b=OPEN), MESSAGES)
    assert [row.question for row in shown.rows] == ["How is a?", "How is b?"]
    (lead,) = shown.rows[0].leads
    assert (lead.label, lead.words) == ("never", "5 to 7 of 12")
    assert shown.rows[1].leads == ()
    html = shown.html(MESSAGES)
    assert html.index("<strong>never</strong>") < html.index("kit-bar") < html.index("5 to 7 of 12")
    assert "at times” or “often" in html


def test_the_first_sentence_is_the_clearest_result_and_the_next_what_stayed_open() -> None:
    shown = glance(week_with("a", "b", "c"), published(a=CLEAR, b=CLEARER, c=OPEN), MESSAGES)
    assert shown.sentences == (
        "“How is b?” Most people who answered chose “often”.",
        "The ranges don't show which answer was given most often to: “How is c?”",
    )


@pytest.mark.parametrize("many", [3, 5])
def test_of_many_open_questions_the_number_is_said(many: int) -> None:
    names = "abcde"[:many]
    shown = glance(week_with(*names), published(**dict.fromkeys(names, OPEN)), MESSAGES)
    assert shown.sentences == (
        f"For {many} of {many} questions, the ranges don't show which answer was given most often.",
    )


def test_too_few_answers_are_said_once_and_what_nobody_was_asked_is_nothing() -> None:
    shown = glance(week_with("a", "b", "c"), published(a=None, b=CLEAR), MESSAGES)
    assert [row.question for row in shown.rows] == ["How is b?"]
    assert shown.sentences[1:] == ("There aren't enough answers to show a result for: “How is a?”",)


def test_of_many_questions_with_too_few_answers_the_number_is_said() -> None:
    shown = glance(week_with(*"abcd"), published(**dict.fromkeys("abc"), d=CLEAR), MESSAGES)
    assert shown.sentences[1:] == ("For 3 of 4 questions, there aren't enough answers to show a result.",)


@pytest.mark.parametrize("many", [1, 5])
def test_where_no_question_has_a_result_one_sentence_says_all_without_a_table(many: int) -> None:
    names = "abcde"[:many]
    shown = glance(week_with(*names), published(**dict.fromkeys(names)), MESSAGES)
    assert (shown.sentences, shown.rows) == ((MESSAGES("states.not_enough"),), ())
    assert "<table" not in shown.html(MESSAGES)


def test_beside_each_result_stands_a_question_to_talk_about_and_each_of_them_once() -> None:
    asked = week_with("a", "b", "c", "d")
    a, b, *more = asked.exercises[0].items
    items = (a.model_copy(update={"talk": "What does a do?"}), b, *more)
    exercise = asked.exercises[0].model_copy(update={"items": items, "talk": "What do all do?"})
    shown = glance(week_of(exercise), published(a=CLEAR, b=OPEN, c=CLEAR, d=None), MESSAGES)
    assert [row.talk for row in shown.rows] == ["What does a do?", "What do all do?", ""]
    html = shown.html(MESSAGES)
    in_table = html[html.index("<table") :]
    assert in_table.index("How is a?") < in_table.index("What does a do?") < in_table.index("How is b?")
    assert html.count("What do all do?") == shown.text().count("What do all do?") == 1


def test_where_a_week_file_has_no_question_to_talk_about_the_kit_asks_one() -> None:
    shown = glance(week_with("a", "b"), published(a=CLEAR, b=OPEN), MESSAGES)
    assert [row.talk for row in shown.rows] == [MESSAGES("chart.talk"), ""]


def test_without_anything_published_there_is_nothing_to_glance_at() -> None:
    shown = glance(week_with("a"), Releases(cohort="spring"), MESSAGES)
    assert (shown.sentences, shown.rows, shown.html(MESSAGES), shown.text()) == ((), (), "", "")


def test_words_from_a_week_file_cannot_become_markup() -> None:
    hostile = Likert(id="x", prompt="<script>1</script>", share="group", scale=("<b>", "&", "c"))
    week = week_of(Exercise(id="check-in", title="Arriving", items=(hostile,)))
    ranges = zip(hostile.bins, CLEAR, strict=True)
    release = Release(
        sequence=1,
        family="w01/check-in/x",
        week=1,
        exercise="check-in",
        item="x",
        people=12,
        bins=tuple(Bin(label=label, low=low, high=high) for label, (low, high) in ranges),
        policy="k5-s8-t8/5",
        previous=FIRST,
    )
    asked = (Asked(week=1, exercise="check-in", item="x"),)
    html = glance(week, Releases(cohort="spring", releases=(release,), asked=asked), MESSAGES).html(MESSAGES)
    assert "<script>" not in html
    assert "<b>" not in html
