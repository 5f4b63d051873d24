"""Attacks on shared texts: names in every form they are written in, and what a mask may not let through."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kit.curriculum.loader import load_curriculum
from kit.errors import InvalidAnswer, KitError, ReleaseError
from kit.publishing.audit import audit
from kit.settings import packaged_curriculum
from tests.attacks.scene import EXERCISE, scene
from tests.attacks.shared_texts import PLACE, pools, publish, share, take_text_back, text_of, texts
from tests.attacks.written import ESSAYS, SENTENCES, essays, misses


def recall(texts: tuple[str, ...], rosters: int) -> dict[str, float]:
    """The share of each form that is masked whole, with a few examples of what was not."""
    tried, missed = Counter[str](), defaultdict[str, list[str]](list)
    for kind, form, is_missed in misses(texts, rosters):
        tried[kind] += 1
        if is_missed:
            missed[kind].append(form)
    for kind in tried:
        print(f"{kind:24} {1 - len(missed[kind]) / tried[kind]:.3f} of {tried[kind]:4}  {missed[kind][:6]}")
    return {kind: 1 - len(missed[kind]) / tried[kind] for kind in tried}


def test_names_are_masked_in_every_form_that_the_kit_lists() -> None:
    found = recall(SENTENCES, rosters=12)
    assert len(found) == 24
    assert min(found.values()) >= 0.95


@pytest.mark.skipif(not ESSAYS.is_file(), reason="the public essays are not on this machine")
def test_names_woven_into_real_essays_are_masked_in_every_form() -> None:
    assert min(recall(essays(), rosters=8).values()) >= 0.95


def test_a_pool_below_its_numbers_is_told_like_one_that_is_empty(tmp_path: Path) -> None:
    for number, (sharing, others) in enumerate([(0, 9), (1, 8), (4, 9), (5, 2), (7, 0)]):
        with scene(tmp_path / str(number)) as here:
            here.all_say(range(100, 100 + others), calm=3)
            for who in range(sharing):
                share(here, who)
            there = pools(here)
            assert there.look(PLACE) == []
            with pytest.raises(ReleaseError):
                there.publish(PLACE, [], [])
            assert here.published.releases == ()


def test_five_texts_of_eight_contributors_are_shown_without_author_time_or_role_and_once(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(100, 103), calm=3)
        for who in range(5):
            share(here, who, quote=who == 2)
        there = pools(here)
        found = there.look(PLACE)
        assert {vars(one).keys() == {"id", "text", "quote"} for one in found} == {True}
        assert not any(here.store.participant(f"person {who}") in one.id for one in found for who in range(5))
        release = publish(there)
        (row,) = json.loads(here.bytes)["releases"]
        known = {"sequence", "family", "week", "exercise", "item", "people", "texts", "policy", "previous", "hash"}
        assert set(row) == known
        assert sorted(one["text"] for one in row["texts"]) == sorted(text_of(who) for who in range(5))
        assert [one["text"] for one in row["texts"] if one["quote"]] == [text_of(2)]
        assert release.people == 5
        before = here.bytes
        assert there.look(PLACE) == []
        with pytest.raises(ReleaseError):
            there.publish(PLACE, [one.id for one in found], [])
        share(here, 0, "another sentence of the same person", revision=2)
        assert there.look(PLACE) == []
        assert here.bytes == before
        assert audit(here.store.cohort, here.weeks).problems == ()


@pytest.mark.parametrize("pools_made", [50, pytest.param(200, marks=pytest.mark.audit)])
def test_the_order_of_a_pool_says_nothing_of_the_order_of_submission(tmp_path: Path, pools_made: int) -> None:
    count, correlations = 8, []
    for seed in range(pools_made):
        with scene(tmp_path / str(seed)) as here:
            for who in range(count):
                share(here, who)
            shown = texts(pools(here).look(PLACE))
            places = [shown.index(text_of(who)) for who in range(count)]
            apart = sum((place - who) ** 2 for who, place in enumerate(places))
            correlations.append(1 - 6 * apart / (count * (count**2 - 1)))
    mean = sum(correlations) / len(correlations)
    print(f"rank correlation of pool order with submission order over {pools_made} pools: {mean:+.3f}")
    # One such correlation of eight spreads by 0.38, so the mean of 200 by 0.027.
    assert abs(mean) < 4 * 0.38 / pools_made**0.5
    assert len({round(one, 6) for one in correlations}) > 20


def test_looking_twice_tells_nothing_of_who_came_in_between(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who)
        there = pools(here)
        first = there.look(PLACE)
        here.store.open_exercise(1, EXERCISE)
        share(here, 8)
        assert texts(pools(here).look(PLACE)) == texts(first)


def test_a_text_without_an_agreement_or_that_was_taken_back_is_in_no_pool(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who)
        here.all_say([8], calm=1, words="stored, and not agreed to be shown")
        there = pools(here)
        assert len(there.look(PLACE)) == 8
        take_text_back(here, 0)
        assert sorted(texts(there.look(PLACE))) == [text_of(who) for who in range(1, 8)]


def test_a_text_that_masks_would_change_by_now_or_cannot_look_at_is_left_out(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who, "Oona was kind to me" if who == 7 else None)
        assert "Oona was kind to me" in texts(pools(here).look(PLACE))
        assert "Oona was kind to me" not in texts(pools(here, names="Oona Dijk").look(PLACE))
        assert pools(here, names="").look(PLACE) == []


def test_what_the_facilitator_refuses_is_never_shown_nor_offered_again(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who)
        there = pools(here)
        release = publish(there, no={text_of(0), text_of(1)})
        assert release.people == 6
        assert text_of(0).encode() not in here.bytes
        assert there.look(PLACE) == []


def test_texts_that_were_stored_while_the_disk_was_full_are_shown_by_pressing_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who)
        there = pools(here)
        yes = [one.id for one in there.look(PLACE)]

        def full(*_: object) -> None:
            raise KitError("releases.json: cannot be written (No space left on device); free some space.")

        with monkeypatch.context() as patch:
            patch.setattr("kit.publishing.texts.write_releases", full)
            with pytest.raises(KitError, match="free some space"):
                there.publish(PLACE, yes, [])
        assert here.published.releases == ()
        release = there.publish(PLACE, yes, [])
        assert here.published.releases == (release,)
        assert len(release.texts) == 8
        with pytest.raises(ReleaseError):
            there.publish(PLACE, yes, [])
        assert audit(here.store.cohort, here.weeks).problems == ()


def test_fewer_than_five_yeses_show_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who)
        there = pools(here)
        with pytest.raises(ReleaseError, match="At least 5"):
            publish(there, no={text_of(who) for who in range(4)})
        assert here.published.releases == ()
        assert len(there.look(PLACE)) == 8


def test_an_open_exercise_shows_no_text_to_anybody(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        for who in range(8):
            share(here, who)
        there = pools(here)
        here.store.open_exercise(1, EXERCISE)
        with pytest.raises(ReleaseError, match="Close the exercise"):
            there.look(PLACE)


def test_what_came_of_an_action_is_one_of_the_code_book_and_a_free_one_is_refused(tmp_path: Path) -> None:
    with scene(tmp_path) as here, pytest.raises(InvalidAnswer):
        here.all_say([0], hopes=["a theme of my own"])
    week = load_curriculum(packaged_curriculum())[7]
    (came,) = [
        item for exercise, item in week.group_items() if (exercise.id, item.id) == ("after-action", "came-of-it")
    ]
    assert came.form == "one"
    assert len(came.bins) == 4
    with pytest.raises(InvalidAnswer):
        came.check("an end of my own")
