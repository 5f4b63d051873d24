"""A store can say what a question was at its first answer; whoever changes it reads which ids were there."""

from __future__ import annotations

import sqlite3

import pytest

from kit.answers import open_store
from kit.answers.meanings import changed_items
from kit.curriculum.items import Choice, Likert
from kit.errors import ContentError, StoreError
from tests.answers.examples import record, week

CALM = {"no": "no", "little": "a little", "yes": "yes"}
OTHER = {"no": "no", "some": "some", "yes": "yes"}


def calm(scale, **more) -> Likert:
    return Likert(id="calm", prompt="Calm?", share="group", scale=scale, **more)


def answered(cohort, scale=CALM) -> None:
    with open_store(cohort, weeks={1: week(1, calm=calm(scale))}) as store:
        record(store, "anna", {"energy": 7, "calm": "yes"})


def forget(cohort) -> None:
    with sqlite3.connect(cohort.private / "answers.db") as database:
        database.execute("DROP TABLE identities")
    database.close()


def test_a_changed_item_is_told_with_the_ids_that_were_there_and_that_are_there_now(cohort):
    answered(cohort)
    with open_store(cohort, weeks={1: week(1, calm=calm(OTHER))}) as store:
        for touch in (
            lambda: record(store, "ben", {"calm": "yes"}),
            lambda: store.contributions(1, "check-in", "calm"),
            lambda: store.check_unchanged(1),
        ):
            with pytest.raises(ContentError) as refused:
                touch()
            assert "'scale' were 'no', 'little', 'yes' and are now 'no', 'some', 'yes'" in str(refused.value)
            assert "(gone: 'little'; new: 'some')" in str(refused.value)


def test_mended_words_and_another_language_go_on_in_one_family(cohort):
    answered(cohort)
    german = {"no": "nein", "little": "ein wenig", "yes": "ja"}
    with open_store(cohort, weeks={1: week(1, calm=calm(german))}) as store:
        record(store, "ben", {"calm": "ein wenig"})
        record(store, "cleo", {"calm": 1})
        assert sorted(store.contributions(1, "check-in", "calm").values()) == ["little", "no", "yes"]
    assert changed_items(cohort, {1: week(1, calm=calm(german))}) == []


def test_looking_at_a_curriculum_names_each_changed_item_and_writes_nothing(cohort):
    assert changed_items(cohort, {1: week(1)}) == [], "before there are answers"
    answered(cohort)
    before = (cohort.private / "answers.db").read_bytes()
    (sentence,) = changed_items(cohort, {1: week(1, calm=calm(dict(reversed(CALM.items())))), 2: week(2)})
    assert sentence.startswith("week_01.yaml: exercise 'check-in': item 'calm' was changed after its first answer: ")
    assert "(in another order); restore" in sentence
    assert changed_items(cohort, {1: week(1, calm=calm(CALM, bins=["1", "2-3"]))})[0].count("'bins' was left out") == 1
    assert (cohort.private / "answers.db").read_bytes() == before


def test_a_store_from_before_says_that_it_changed_and_learns_what_it_was_while_it_is_the_same(cohort):
    answered(cohort)
    forget(cohort)
    other = {1: week(1, calm=calm(OTHER))}
    (sentence,) = changed_items(cohort, other)
    assert "was changed after its first answer; restore its kind" in sentence
    with open_store(cohort, weeks={1: week(1, calm=calm(CALM))}):
        pass
    (sentence,) = changed_items(cohort, other)
    assert "gone: 'little'" in sentence


def test_what_another_hand_wrote_in_its_place_is_not_believed(cohort):
    answered(cohort)
    with sqlite3.connect(cohort.private / "answers.db") as database:
        database.execute("UPDATE identities SET identity = '[[['")
    database.close()
    (sentence,) = changed_items(cohort, {1: week(1, calm=calm(OTHER))})
    assert "was changed after its first answer; restore its kind" in sentence


def test_a_list_of_words_that_got_ids_after_its_first_answer_is_told_so(cohort):
    with open_store(cohort, weeks={1: week(1)}) as store:
        record(store, "anna", {"hopes": ["rest"]})
    named = Choice(
        id="hopes",
        prompt="Hopes?",
        share="group",
        choose="any",
        options={name: name for name in ("rest", "ideas", "people")},
    )
    (sentence,) = changed_items(cohort, {1: week(1, hopes=named)})
    assert "its words have ids now" in sentence


def test_a_damaged_store_is_told_and_not_passed_over(cohort):
    answered(cohort)
    (cohort.private / "answers.db").write_bytes(b"not a database" * 500)
    with pytest.raises(StoreError):
        changed_items(cohort, {1: week(1)})
