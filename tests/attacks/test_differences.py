"""Attacks that compare two results: late answers, edits, swaps, newcomers, a file from another day."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from kit.answers.backup import back_up
from kit.errors import StoreFull
from kit.results.over_weeks import series
from tests.attacks.marks import opened, trails
from tests.attacks.oracles import db, exposed
from tests.attacks.scene import anything, scene
from tests.attacks.sizes import sizes


def test_revealing_after_every_single_answer_shows_disjoint_groups_of_five_and_no_more(tmp_path: Path) -> None:
    rng, people = random.Random(3), 13
    with scene(tmp_path) as here:
        here.all_say(range(people), words="here from the start")
        for who in range(people):
            here.say({who: anything(rng)}, revision=2)
            here.publish()
        outputs = Counter(one.family for one in here.published.releases)
        assert max(outputs.values()) == people // 5
        assert exposed(here) == []


def test_a_single_late_answer_changes_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(10), calm=3)
        here.all_say([10], yes=1)
        here.publish()
        before = here.bytes
        here.all_say([10], revision=2, calm=1, yes=1)
        here.publish()
        assert here.bytes == before


def test_one_to_four_late_answers_are_told_in_the_same_words(tmp_path: Path) -> None:
    told = set()
    for late in range(5):
        with scene(tmp_path / str(late)) as here:
            here.all_say(range(8), calm=3)
            here.all_say(range(8, 8 + late), words="here")
            here.publish()
            here.all_say(range(8, 8 + late), revision=2, calm=1)
            told.add(here.decisions()["calm"])
    assert len(told) == 1


def test_enough_late_answers_make_a_second_batch_of_others(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.all_say(range(8, 16), words="here from the start")
        here.publish()
        first = here.published.releases
        here.all_say(range(8, 16), revision=2, calm=1)
        here.publish()
        assert here.published.releases[: len(first)] == first
        assert [one.people for one in here.published.of(1, "check-in", "calm")] == [8, 8]
        assert here.ranges("calm") == [[(0, 2), (0, 2), (6, 8)], [(6, 8), (0, 2), (0, 2)]]


@pytest.mark.parametrize("people", sizes(5, 30))
def test_four_invented_people_beside_a_late_one_make_no_result(tmp_path: Path, people: int) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(people), calm=3)
        here.all_say(range(people, people + 7), words="waits, and is there")
        here.publish()
        before = here.bytes
        here.all_say(range(people, people + 4), revision=2, calm=1)  # one person in four places
        here.all_say([people + 4], revision=2, calm=2)  # and whose answer they want to know
        here.publish()
        assert here.bytes == before
        here.all_say([people + 5, people + 6], revision=2, calm=3)
        here.publish()
        assert here.bytes == before


def test_the_first_result_and_the_second_never_share_a_person(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.all_say(range(8, 12), words="here")
        here.publish()
        here.all_say(range(12), revision=2, calm=1)  # eight edits and four late answers
        before = here.bytes
        here.publish()
        assert here.bytes == before


def test_an_edit_after_publication_changes_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3, yes=1, hopes=[])
        here.publish()
        before = here.bytes
        here.all_say([3], revision=2, calm=1, yes=2, hopes=["さくら"])
        here.publish()
        assert here.bytes == before


def test_whoever_withdraws_after_publication_changes_no_figure_and_is_gone_from_the_disk(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.all_say([8], calm=1, words="a most unusual sentence")
        assert db(tmp_path, "a most unusual sentence") == []
        cohort, participant = here.store.cohort, here.store.participant("person 8")
        trail = trails(cohort)[participant]
        copy = back_up(cohort.private).rename(tmp_path / "copy.db")
        assert trail.files(cohort.private) != set()
        here.publish()
        before, others = here.bytes, opened(cohort)
        assert others.pop(participant) == [{"calm": 1, "words": "a most unusual sentence"}]
        here.withdraw(8)
        here.publish()
        assert here.bytes == before
        assert trail.files(tmp_path) == {"copy.db"}
        assert opened(cohort) == opened(cohort, copy) == others
        assert len(others) == 8
        assert db(tmp_path, "a most unusual sentence") == []


def test_a_facilitator_who_deletes_all_others_and_publishes_again_gets_the_same_bytes(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(11), calm=3)
        here.all_say([11], calm=1)
        here.publish()
        before = here.bytes
        here.withdraw(0, 1, 2, 3)
        here.publish()  # eight are left, enough for a later result
        here.withdraw(*range(4, 11))
        here.publish()
        assert here.bytes == before


def test_whoever_withdraws_and_answers_again_is_not_counted_a_second_time(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.publish()
        before = here.bytes
        here.withdraw(*range(6))
        here.all_say(range(6), revision=2, calm=1)
        here.publish()
        assert here.bytes == before
        assert exposed(here) == []


def test_a_facilitator_who_deletes_others_before_publication_gets_nothing_below_five(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.withdraw(0, 1, 2, 3)
        here.publish()
        assert here.published.releases == ()


def test_swapping_one_person_for_another_changes_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.publish()
        before = here.bytes
        here.all_say([7], revision=2)  # one clears the answers
        here.all_say([8], calm=1)  # another comes
        here.publish()
        assert here.bytes == before


def test_clearing_and_answering_again_does_not_count_twice(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.publish()
        here.all_say(range(8), revision=2)
        here.all_say(range(8), revision=3, calm=1)
        here.publish()
        assert len(here.ranges("calm")) == 1


def test_whoever_joins_after_the_reveal_does_not_count_for_it(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.all_say([8], words="was there, and answers late")
        here.publish()
        before = here.bytes
        here.all_say([8], revision=2, calm=1)
        here.all_say(range(100, 107), calm=3)  # seven invented people around one real answer
        here.publish()
        assert here.bytes == before
        here.all_say([*range(8), *range(100, 107)], week=2, calm=2)  # from the next week on they count
        here.publish(2)
        assert here.published.of(2, "check-in", "calm")[0].people == 15


def test_invented_people_find_no_place_beyond_the_size_of_the_cohort(tmp_path: Path) -> None:
    with scene(tmp_path, size=8) as here:
        here.all_say(range(8), yes=1)
        with pytest.raises(StoreFull):
            here.all_say(range(100, 104), calm=3)
        here.all_say([0], revision=2, calm=1)
        here.publish()
        assert here.ranges("calm") == []


def test_answers_without_consent_are_in_no_batch(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(4), calm=3)
        row = here.row(4, {"calm": 3})
        here.store.record(row.submission, row.participant, consent=None, source="paper")
        here.publish()
        assert here.ranges("calm") == []
        here.store.record(row.submission, row.participant, consent="given afterwards", source="paper")
        here.publish()
        assert here.published.of(1, "check-in", "calm")[0].people == 5


def test_one_person_who_sends_five_times_is_one_person(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for revision in range(1, 6):
            here.all_say([0], revision=revision, calm=3)
        here.publish()
        assert here.ranges("calm") == []


def test_a_stable_item_asked_weekly_with_one_absent_is_published_once(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), years=1)
        here.publish(1)
        here.all_say(range(7), week=2, years=1)
        here.publish(2)
        here.all_say(range(8), week=3, years=2)
        here.publish(3)
        assert [one.family for one in here.published.releases] == ["stable/check-in/years"]


def test_a_stable_item_shows_in_every_week_what_it_showed_first_to_those_who_compare(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for week, people in ((1, 9), (2, 8), (3, 9)):
            here.say({who: {"years": 1 + (who == 8)} for who in range(people)}, week=week)
            here.publish(week)
        assert exposed(here) == []
        assert len(here.published.releases) == 1


def test_a_trend_keeps_its_points_when_the_group_shrinks_by_one_after_the_other(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        seen = []
        for week in range(1, 5):
            here.say({who: {"calm": 1 + (who + week) % 3} for who in range(10)}, week=week)
            here.withdraw(*range(10, 10 - week, -1))
            for again in range(1, week + 1):
                here.publish(again)
            (trend,) = [one for one in series(here.published, here.weeks) if one.item.id == "calm"]
            seen.append([point.result for point in trend.points[:week]])
        assert all(after[: len(before)] == before for before, after in pairwise(seen))
        assert exposed(here) == []


def test_a_total_over_two_cohorts_is_the_sum_of_what_they_published_whoever_leaves_or_comes(tmp_path: Path) -> None:
    def total() -> list[tuple[int, int]]:
        both = [here.ranges("calm")[0] for here in (small, large)]
        return [(sum(low for low, _ in column), sum(high for _, high in column)) for column in zip(*both, strict=True)]

    with scene(tmp_path / "small") as small, scene(tmp_path / "large") as large:
        small.all_say(range(8), calm=3)
        large.say({who: {"calm": who % 3 + 1} for who in range(20)})
        small.publish()
        large.publish()
        before = total()
        small.withdraw(3)
        small.all_say([9], calm=1)
        small.all_say([4], revision=2, calm=1)
        small.publish()
        assert total() == before
        assert exposed(small) + exposed(large) == []


def test_a_week_that_was_never_asked_is_not_listed(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        assert "nothing to publish" in here.decisions(2)["calm"]
        assert here.store.status(2, "check-in") == "never opened"
        assert here.published.asked == ()


def test_reopening_an_exercise_publishes_nothing_again(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(8), calm=3)
        here.publish()
        before = here.bytes
        here.store.open_exercise(1, "check-in")
        here.publish()
        assert here.store.status(1, "check-in") == "closed"
        assert here.bytes == before
