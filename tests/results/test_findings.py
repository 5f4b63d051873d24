import dataclasses
import itertools
import re

import pytest

from kit.curriculum.reading import Options
from kit.curriculum.weeks import Exercise
from kit.results.bins import catalogue
from kit.results.findings import finding, is_about_half, is_at_least_half, is_at_most_half, is_most, to_talk_about
from tests.results.examples import AGREE, ENERGY, FELT, HELPED, HELPS, ITEMS, LEAN, PAUSE, STEP, WHERE, result

WORDS = catalogue(None)
FORBIDDEN = re.compile(
    r"\b(nobody|no one|none|everyone|everybody|all|one|single|percent|mean|average|because|effect|thanks|improved)\b|%",
    re.IGNORECASE,
)
# Ranges as they stand in the table for 8, 12 and 14 people and three, four or five bins, and wider ones.
EDGES = {
    5: [(0, 2), (3, 5)],
    6: [(0, 2), (3, 6)],
    8: [(0, 2), (3, 5), (6, 8)],
    12: [(0, 4), (5, 7), (8, 12)],
    14: [(0, 3), (4, 7), (8, 10), (11, 14)],
    20: [(0, 5), (6, 8), (9, 11), (12, 14), (15, 20)],
}


def outputs(people, bins):
    for ranges in itertools.product(EDGES[people], repeat=bins):
        if sum(low for low, _ in ranges) <= people <= sum(high for _, high in ranges):
            yield ranges


def histograms(people, ranges):
    for counts in itertools.product(*(range(low, high + 1) for low, high in ranges)):
        if sum(counts) == people:
            yield counts


def test_a_clear_answer_is_said():
    assert finding(ENERGY, result(ENERGY, 14, (0, 3), (4, 7), (8, 10))) == (
        "Most people who answered chose a number from 7 to 10."
    )


def test_neighbouring_answers_are_said_together():
    assert finding(PAUSE, result(PAUSE, 14, (0, 3), (4, 7), (4, 7), (0, 3))) == (
        "Most people who answered chose “a little” or “several times”."
    )


def test_two_of_many_are_said_where_they_stand_out():
    assert finding(STEP, result(STEP, 14, (0, 3), (4, 7), (0, 3), (4, 7), (0, 3))) == (
        "Most people who answered chose “recognise” or “act”."
    )


def test_about_half_is_said():
    said = finding(WHERE, result(WHERE, 30, (5, 10), (11, 15), (0, 4), (5, 10)))
    assert said == ("About half of those who answered chose “pleasant, low energy”, more than any other answer.")
    both = finding(WHERE, result(WHERE, 30, (11, 14), (11, 14), (0, 5), (0, 5)))
    assert both.startswith("About half of those who answered chose each of these")


def test_one_answer_that_leads_says_more_than_two_of_many_that_most_people_chose():
    said = finding(STEP, result(STEP, 20, (7, 9), (4, 6), (0, 3), (0, 3), (0, 3)))
    assert "pause" in said
    assert "or" not in said.split()


def test_where_nothing_stands_out_the_answers_are_spread():
    said = finding(STEP, result(STEP, 12, *[(0, 4)] * 5))
    assert said == "The answers are spread out: no answer was chosen by more than half of those who answered."


def test_any_number_of_picks_is_said_for_each_option_by_itself():
    said = finding(HELPS, result(HELPS, 12, (9, 12), (0, 3), (4, 8), (9, 12)))
    assert said == ("Most people who answered picked each of these: “a walk” and “talk”. About half picked “music”.")


def test_where_one_answer_may_be_more_than_half_it_is_said_that_none_stands_out():
    said = finding(LEAN, result(LEAN, 12, (0, 8), (0, 4), (0, 4), (0, 4)))
    assert said == "The answers are spread out, and no answer stands out in these ranges."


def test_few_picks_everywhere_are_said_as_spread():
    assert "no answer was picked by more than half" in finding(FELT, result(FELT, 14, (0, 4), (0, 4), (0, 4)))


@pytest.mark.parametrize("people", EDGES)
@pytest.mark.parametrize("item", [item for item in ITEMS if item.form == "one"], ids=lambda item: item.id)
def test_a_sentence_about_one_answer_is_true_for_every_count(item, people):
    checked = 0
    for ranges in outputs(people, len(item.bins)):
        said = finding(item, result(item, people, *ranges), WORDS)
        assert not FORBIDDEN.search(said), said
        if checked > 400:
            continue
        for counts in histograms(people, ranges):
            checked += 1
            assert true_of(item, said, counts, people), (said, counts)
    assert checked


def true_of(item, said, counts, people):
    """Whether the sentence, read by itself, is true of these counts."""
    spread = "The answers are spread"
    if said.startswith(spread) or said == WORDS("chart.open"):
        return not said.startswith(spread) or 3 * max(counts) <= 2 * people
    inside = named(item, said)
    others = max((count for i, count in enumerate(counts) if i not in inside), default=-1)
    if said.startswith("More people chose"):
        return counts[inside[0]] > others
    if "more than any other" in said and counts[inside[0]] <= others:
        return False
    if said.startswith("Most people who answered chose"):
        return 2 * sum(counts[i] for i in inside) > people
    half = [people <= 3 * counts[i] <= 2 * people for i in inside]
    least = [2 * counts[i] >= people for i in inside]
    return all(least) if "at least half" in said.casefold() else all(half)


def named(item, said):
    if item.kind == "rating":
        low, high = map(int, re.search(r"from (\d+) to (\d+)", said).groups())
        return [i for i, part in enumerate(item.binning) if low <= part.low and part.high <= high]
    if item is AGREE:
        ends = re.findall(r"something from “([^”]+)” to “([^”]+)”", said)
        points = [(item.scale.words.index(low) + 1, item.scale.words.index(high) + 1) for low, high in ends]
        return [
            i
            for i, part in enumerate(item.binning)
            if any(low <= part.low and part.high <= high for low, high in points)
        ]
    mentioned = [i for i, label in enumerate(item.bin_words) if f"“{label}”" in said]
    return list(range(mentioned[0], mentioned[-1] + 1)) if "something from" in said else mentioned


@pytest.mark.parametrize("people", [5, 8, 12, 14, 20])
def test_a_sentence_about_picks_is_true_for_every_count(people):
    for ranges in itertools.product(EDGES[people], repeat=len(FELT.bins)):
        said = finding(FELT, result(FELT, people, *ranges), WORDS)
        assert not FORBIDDEN.search(said), said
        for label, (low, high) in zip(FELT.bins, ranges, strict=True):
            for sentence in said.split(". "):
                if f"“{label}”" in sentence:
                    holds = (
                        is_most(low, people)
                        if "most people" in sentence.casefold()
                        else is_about_half(low, high, people)
                    )
                    assert holds, (said, label, low, high)
        if "at most half" in said:
            assert all(is_at_most_half(high, people) for _, high in ranges)


def test_words_of_quantity_hold_at_their_limits():
    assert is_most(8, 14)
    assert not is_most(7, 14)
    assert is_at_least_half(7, 14)
    assert not is_at_least_half(6, 14)
    assert is_about_half(5, 9, 14)
    assert not is_about_half(4, 7, 14)
    assert not is_about_half(5, 10, 14)
    assert is_at_most_half(7, 14)
    assert not is_at_most_half(8, 14)


def test_no_sentence_template_says_what_a_finding_may_not_say():
    for name, template in WORDS.section("chart").items():
        if name.startswith(("described", "note", "axis")):
            continue
        assert not FORBIDDEN.search(template), name


def leading(item, people, leads, *ranges):
    return dataclasses.replace(result(item, people, *ranges), leads=leads)


@pytest.mark.parametrize(
    ("item", "leads", "ranges", "said"),
    [
        (LEAN, ("jumped",), [(0, 4)] * 4, "More people chose “I jumped in” than any other answer."),
        (
            LEAN,
            ("carried", "busy"),
            [(0, 4)] * 4,
            "These came out level, ahead of every other answer: “I carried the feeling” and “I kept busy”.",
        ),
        (ENERGY, ("4 to 6",), [(0, 4)] * 3, "More people chose a number from 4 to 6 than any other answer."),
        (PAUSE, ("a little",), [(0, 3), (2, 5), (2, 5), (0, 3)], "More people chose “a little” than any other answer."),
        # What is certain of more than half says who leads by itself, and more.
        (LEAN, ("jumped",), [(0, 2), (6, 8), (0, 2), (0, 2)], "Most people who answered chose “I jumped in”."),
    ],
)
def test_which_answer_leads_is_said_where_the_release_says_it(item, leads, ranges, said):
    assert finding(item, leading(item, 8, leads, *ranges), WORDS) == said


def test_the_words_are_those_of_today_and_an_id_that_is_no_longer_there_stands_for_itself():
    published = result(LEAN, 8, (0, 2), (6, 8), (0, 2), (0, 2))
    mended = LEAN.model_copy(update={"options": Options(LEAN.options.ids, tuple("abcd"), by_id=True)})
    assert finding(mended, published, WORDS) == "Most people who answered chose “b”."
    fewer = LEAN.model_copy(update={"options": Options(("carried", "leaped"), ("carried", "leaped"), by_id=True)})
    assert finding(fewer, published, WORDS) == "Most people who answered chose “jumped”."
    picked = result(HELPED, 14, (8, 14), (0, 3))
    gone = HELPED.model_copy(update={"options": Options(("tea", "talk"), ("tea", "a talk"), by_id=True)})
    assert finding(gone, picked, WORDS) == "Most people who answered picked “walk”."


def test_an_item_is_talked_about_in_its_own_words_else_in_its_exercises_else_in_the_kits():
    own = ENERGY.model_copy(update={"talk": "What gives you energy here?"})
    silent = Exercise(id="pulse", title="Pulse", items=(own, PAUSE))
    speaking = silent.model_copy(update={"talk": "What was this week like?"})
    assert to_talk_about(speaking, own, WORDS) == "What gives you energy here?"
    assert to_talk_about(speaking, PAUSE, WORDS) == "What was this week like?"
    assert to_talk_about(silent, PAUSE, WORDS) == WORDS("chart.talk")
