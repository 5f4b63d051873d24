from __future__ import annotations

import sqlite3
import threading

import pytest

from kit.answers import open_store
from kit.answers.members import Key, Member, join
from kit.answers.places import Limits, give_back, how_often_freed, serve, served_in, taken_in
from kit.answers.schema import VERSION
from kit.answers.slip_sheets import draw_slips, hidden
from kit.answers.withdrawals import withdraw
from kit.curriculum.loader import load_curriculum
from kit.errors import KitError, NoPlaceLeft, NotCounted, NothingToGiveBack, NotNew
from kit.settings import load_cohort
from tests.answers.examples import record
from tests.earlier import state_0_1_0


def coming(store, name: str, limits: Limits, *, slip: str | None = None):
    member = Member(participant=store.participant(f"live:{name}"), public=f"public {name}")
    code = hidden(store, slip) if slip else None

    def job(writing):
        join(writing, member, f"words {name}", Key(token=f"token {name}", last_day=99), None, slip=code)
        serve(writing.connection, limits, member.participant, newcomer=slip is None)
        return member.participant

    return job


def returning(participant: str, limits: Limits):
    return lambda writing: serve(writing.connection, limits, participant)


def limits(people: int | None, newcomers: int | None = None, session: str = "now") -> Limits:
    return Limits(session=session, people=people, newcomers=people or 0 if newcomers is None else newcomers)


def taken(store, session: str = "now") -> tuple[int, int]:
    with store.reading() as connection:
        return taken_in(connection, session), len(served_in(connection, session))


def test_nobody_is_served_before_the_number_is_said_and_nobody_beyond_it(store):
    assert isinstance(store.together([coming(store, "a", limits(None))])[0], NotCounted)
    done = store.together([coming(store, name, limits(2)) for name in "abc"])
    assert isinstance(done[2], NoPlaceLeft)
    assert store.participants() == {done[0], done[1]}
    assert taken(store) == (2, 2)


def test_who_is_served_is_counted_once_in_each_session(store):
    (anna,) = store.together([coming(store, "anna", limits(3))])
    assert store.together([returning(anna, limits(3))] * 3) == [1] * 3
    assert taken(store) == (1, 1)
    store.together([returning(anna, limits(1, session="next"))])
    assert (taken(store), taken(store, "next")) == ((1, 1), (1, 1))


def test_of_many_who_come_at_the_same_moment_as_many_are_served_as_there_are_places(store):
    said: list[object] = []
    everyone = threading.Barrier(8)

    def come(name: str) -> None:
        everyone.wait(10)
        said.extend(store.together([coming(store, name, limits(5))]))

    threads = [threading.Thread(target=come, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(isinstance(one, NoPlaceLeft) for one in said) == 3
    assert (len(store.participants()), taken(store)) == (5, (5, 5))


def test_newcomers_are_no_more_than_people_who_are_not_known(store):
    known = store.together([coming(store, name, limits(2)) for name in "ab"])
    now = limits(3, 1, session="next")
    done = store.together([coming(store, "c", now), coming(store, "d", now), returning(known[0], now)])
    assert isinstance(done[1], NotNew)
    assert [isinstance(one, KitError) for one in done] == [False, True, False]


def test_whoever_comes_by_a_slip_is_nobody_new_to_the_code(store):
    codes = draw_slips(store, 2)
    now = limits(3, 1)
    done = store.together([coming(store, "a", now, slip=codes[0]), coming(store, "b", now), coming(store, "c", now)])
    assert isinstance(done[2], NotNew)
    assert not isinstance(store.together([coming(store, "d", now, slip=codes[1])])[0], KitError)


def test_a_withdrawal_changes_no_number_that_is_shown_and_leaves_a_place(store):
    anna, _ = store.together([coming(store, name, limits(2)) for name in "ab"])
    withdraw(store, anna)
    assert taken(store) == (2, 1)
    again, more = store.together([coming(store, name, limits(2)) for name in "cd"])
    assert not isinstance(again, KitError)
    assert isinstance(more, NoPlaceLeft)
    assert taken(store) == (2, 2)


def free(store, **more) -> set[str]:
    with store.transaction() as connection:
        return give_back(connection, "now", **more)


def freed(store) -> int:
    with store.reading() as connection:
        return how_often_freed(connection)


def test_one_place_is_given_back_that_nobody_has_open_the_first_taken_first(store):
    first, open_, last = store.together([coming(store, name, limits(9)) for name in ("a", "b", "c")])
    assert free(store, here={open_}, only_one=True) == {first}
    assert free(store, here={open_}, only_one=True) == {last}
    assert store.participants() == {open_}
    assert (taken(store), freed(store)) == ((1, 1), 2)


def test_where_there_is_no_such_place_nothing_changes_and_nothing_is_noted(store):
    (open_,) = store.together([coming(store, "a", limits(9))])
    for more in ({"only_one": True}, {}):
        with pytest.raises(NothingToGiveBack):
            free(store, here={open_}, **more)
    assert (store.participants(), taken(store), freed(store)) == ({open_}, (1, 1), 0)


def who_is_here(store) -> dict[str, str]:
    """Somebody of each kind who takes part in this session, and by their name the pseudonym."""
    (slip, earlier) = draw_slips(store, 2)
    names = ("known", "away", "slip before", "new", "new too", "slip")
    found = store.together(
        [
            coming(store, "known", limits(9, session="before")),
            coming(store, "away", limits(9, session="before")),
            coming(store, "slip before", limits(9, session="before"), slip=earlier),
            coming(store, "new", limits(9)),
            coming(store, "new too", limits(9)),
            coming(store, "slip", limits(9), slip=slip),
        ]
    )
    people = dict(zip(names, found, strict=True))
    store.together([returning(people[name], limits(9)) for name in ("known", "slip before")])
    return people


def test_all_places_of_todays_code_are_given_back_at_once_and_nobody_elses(store):
    people = who_is_here(store)
    assert free(store) == {people["new"], people["new too"]}
    assert store.participants() == set(people.values()) - {people["new"], people["new too"]}
    assert (taken(store), freed(store)) == ((3, 3), 1)


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize("sent", [(), ("known",), ("away", "slip before"), ("known", "away", "slip before")])
def test_giving_back_is_the_same_whoever_sent_something_in_earlier_weeks(store, one, sent):
    people = who_is_here(store)
    for name in sent:
        record(store, f"live:{name}", {"energy": 3})
    assert free(store, only_one=one) == {people["new"]} | (set() if one else {people["new too"]})
    assert set(people.values()) - store.participants() <= {people["new"], people["new too"]}
    assert len(store.contributions(1, "check-in", "energy")) == len(sent)
    assert free(store, only_one=True) == {people["new too"]} if one else taken(store) == (3, 3)
    with pytest.raises(NothingToGiveBack):
        free(store, only_one=one)


def test_a_place_that_a_newcomer_left_and_somebody_known_took_over_is_not_given_back(store):
    (known,) = store.together([coming(store, "known", limits(9, session="before"))])
    (new,) = store.together([coming(store, "new", limits(9))])
    record(store, "live:known", {"energy": 3})
    withdraw(store, new)
    store.together([returning(known, limits(9))])
    for one in (True, False):
        with pytest.raises(NothingToGiveBack):
            free(store, only_one=one)
    assert (store.participants(), taken(store)) == ({known}, (1, 1))


@pytest.mark.parametrize("one", [True, False])
def test_whether_a_newcomer_had_withdrawn_is_not_to_be_seen_from_the_number(store, one):
    new, _ = store.together([coming(store, name, limits(9)) for name in "ab"])
    withdraw(store, new)
    free(store, only_one=one)
    assert taken(store)[0] == (1 if one else 0)


def test_a_cohort_of_0_1_0_opens_with_everybody_let_in_and_its_one_copy_sealed(tmp_path):
    cohort = load_cohort(state_0_1_0(tmp_path).cohort)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as opened, opened.reading() as connection:
        rows = connection.exec_driver_sql("SELECT participant, how FROM admitted").all()
        assert {one for one, _ in rows} == opened.participants()
        assert {how for _, how in rows} == {"before"}
        # Who was there before counts as known: as many people as that, and nobody new is let in by the code.
        assert opened.how_many_members() > 0
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == VERSION
    (made,) = (cohort.private / "backups").iterdir()
    copy = sqlite3.connect(made)
    assert copy.execute("PRAGMA user_version").fetchone() == (VERSION,)
    copy.close()
