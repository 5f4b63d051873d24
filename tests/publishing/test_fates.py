from __future__ import annotations

from sqlalchemy import delete

from kit.answers.consents import COUNTED, take_back
from kit.answers.counted import used
from kit.answers.withdrawals import withdraw
from kit.curriculum.registers import load_messages
from kit.curriculum.weeks import Exercise
from kit.publishing.fates import Fate, fates_of
from kit.publishing.ledger import present
from kit.settings import packaged_curriculum
from tests.attacks.scene import EXERCISE, ITEMS, scene
from tests.weeks import week_of


def fates(here, who: int) -> dict[tuple[int, str], list[tuple[str, int | None]]]:
    """What became of the answers of person *who*, by week and item."""
    found: dict[tuple[int, str], list[tuple[str, int | None]]] = {}
    for one in fates_of(here.store, here.weeks, here.store.participant(f"person {who}")):
        found.setdefault((one.week, one.item), []).append((str(one.fate), one.release))
    return found


def test_before_a_result_an_answer_waits_and_a_text_is_kept(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(3), calm=2, words="mine")
        assert fates(here, 0) == {(1, "calm"): [("waits", None)], (1, "words"): [("words", None)]}
        here.publish()
        # Asked, and not enough: it goes on waiting, in the same words.
        assert fates(here, 0) == {(1, "calm"): [("waits", None)], (1, "words"): [("words", None)]}


def test_an_answer_that_was_counted_names_its_release(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=2, yes=1)
        here.publish()
        sequences = {one.item: one.sequence for one in here.published.releases}
        assert fates(here, 3) == {
            (1, "calm"): [("counted", sequences["calm"])],
            (1, "yes"): [("waits", None)],
        }


def test_each_submission_has_its_own_fate(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=1)
        here.say({0: {"calm": 3}}, revision=2)
        here.publish()
        here.say({0: {"calm": 2}}, revision=3)
        assert fates(here, 0)[1, "calm"] == [("replaced", None), ("counted", 1), ("once", None)]
        assert fates(here, 1)[1, "calm"] == [("counted", 1)]


def test_clearing_an_exercise_replaces_what_was_said(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=1)
        here.say({0: {}}, revision=2)
        here.publish()
        assert fates(here, 0)[1, "calm"] == [("replaced", None)]


def test_who_was_there_and_answers_late_waits_and_who_came_later_does_not(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=2)
        here.say({6: {"yes": 1}})
        here.publish()
        here.all_say((6, 7), calm=1, revision=2)
        assert fates(here, 6)[1, "calm"] == [("later", None)]
        assert fates(here, 7)[1, "calm"] == [("came_later", None)]


def test_who_took_the_agreement_back_is_held_and_what_was_counted_stays_so(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=2)
        here.publish()
        here.all_say(range(6), calm=2, week=2)
        with here.store.transaction() as connection:
            take_back(connection, here.store.participant("person 0"), COUNTED)
        assert fates(here, 0) == {(1, "calm"): [("counted", 1)], (2, "calm"): [("held", None)]}


def test_a_late_answer_that_is_not_to_be_counted_is_held_too(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=2)
        here.say({6: {"yes": 1}})
        here.publish()
        here.say({6: {"calm": 2}}, revision=2)
        with here.store.transaction() as connection:
            take_back(connection, here.store.participant("person 6"), COUNTED)
        assert fates(here, 6)[1, "calm"] == [("held", None)]


def test_an_answer_that_hardly_changes_counts_once_for_all_weeks(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), years=1)
        here.all_say(range(1, 6), years=1, week=2)
        assert fates(here, 1)[1, "years"] == [("replaced", None)]
        assert fates(here, 0)[1, "years"] == [("waits", None)]
        here.publish(2)
        assert fates(here, 1) == {(1, "years"): [("replaced", None)], (2, "years"): [("counted", 1)]}
        assert fates(here, 0)[1, "years"] == [("counted", 1)]
        here.all_say(range(6), years=2, week=3)
        assert fates(here, 0)[3, "years"] == [("once", None)]


def test_after_an_older_copy_was_put_back_nothing_is_claimed(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=2)
        here.publish()
        with here.store.transaction() as connection:
            connection.execute(delete(used))
            connection.execute(delete(present))
            connection.exec_driver_sql("DELETE FROM batch_members")
        assert fates(here, 0)[1, "calm"] == [("lost", None)]


def test_a_store_that_did_not_note_the_submission_says_that_the_newest_was_counted(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=1)
        here.all_say(range(6), calm=2, revision=2)
        here.publish()
        with here.store.transaction() as connection:
            connection.execute(delete(used))
        assert fates(here, 0)[1, "calm"] == [("replaced", None), ("counted", 1)]


def test_a_question_that_is_no_longer_in_the_week_has_no_fate_to_tell(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(2), calm=1)
        left = week_of(Exercise(id=EXERCISE, title="Arriving", items=ITEMS[1:]), number=1)
        found = fates_of(here.store, {1: left}, _id(here, 0))
        assert [(one.item, one.fate) for one in found] == [("calm", "changed")]


def test_fates_are_ones_own_and_change_with_nobody_elses_answer(tmp_path):
    with scene(tmp_path) as here:
        before = None
        for who in range(4):
            here.say({who: {"calm": 1}})
            now = [(one.fate, one.release) for one in fates_of(here.store, here.weeks, _id(here, 0))]
            assert before in (None, now)
            before = now
        assert fates_of(here.store, here.weeks, _id(here, 99)) == []


def test_what_was_used_goes_with_the_answers_and_the_result_stays(tmp_path):
    with scene(tmp_path) as here:
        here.all_say(range(6), calm=2)
        here.publish()
        published = here.bytes
        withdraw(here.store, _id(here, 0))
        with here.store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM used").scalar() == 5
        here.publish()
        assert here.bytes == published
        assert fates_of(here.store, here.weeks, _id(here, 0)) == []


def test_every_fate_is_told_in_a_sentence():
    messages = load_messages(packaged_curriculum())
    for fate in Fate:
        assert messages(f"fate.{fate}", release=3).endswith(".")


def _id(here, who: int) -> str:
    return here.store.participant(f"person {who}")
