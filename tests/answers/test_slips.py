from __future__ import annotations

import sqlite3
import threading

import pytest

from kit.answers import open_store
from kit.answers.members import Key, Member, join
from kit.answers.slip_sheets import draw_slips, hidden
from kit.answers.slips import is_slip, spend
from kit.errors import KitError, SlipUnknown, StoreFull
from kit.text.codes import in_halves
from tests.answers.examples import record, slips_and_places, spending
from tests.answers.plain import make_plain


def joining(store, name: str):
    member = Member(participant=store.participant(f"live:{name}"), public=f"public {name}")
    return lambda writing: join(writing, member, f"words {name}", Key(token=f"token {name}", last_day=99), None)


def test_a_code_is_a_slip_however_it_is_typed_and_no_other_code_is_one(store):
    (code,) = draw_slips(store, 1)
    for typed in (code.lower(), in_halves(code), f" {code[:3]} {code[3:]} ", code.replace("0", "o").replace("1", "l")):
        assert is_slip(typed), typed
        assert hidden(store, typed) == hidden(store, code)
    for other in (code[:9], code + "0", "", None, 7, ["0123456789"]):
        assert not is_slip(other), other


@pytest.mark.parametrize("give", ["join", "import", "enrol"])
def test_a_place_that_is_kept_for_a_slip_is_given_to_nobody_else(small, give):
    draw_slips(small)
    with pytest.raises(StoreFull):
        if give == "join":
            (done,) = small.together([joining(small, "a")])
            assert isinstance(done, KitError)
            raise done
        if give == "import":
            record(small, "a", source="paper")
        small.enrol(small.participant("a"))
    assert small.participants() == set()


def test_a_slip_gives_one_place_once_however_often_and_however_fast_it_is_used(small):
    code, other = draw_slips(small)[:2]
    first, again, unknown, last = small.together(
        [
            spending(small, code, "a"),
            spending(small, in_halves(code).lower(), "b"),
            spending(small, "0" * 10, "c"),
            spending(small, other, "d"),
        ]
    )
    assert (first, last) == (None, None)
    assert isinstance(again, SlipUnknown)
    assert isinstance(unknown, SlipUnknown)
    assert str(again) == str(unknown)
    assert small.participants() == {small.participant("a"), small.participant("d")}
    assert slips_and_places(small) == (4, 0)


def test_of_many_who_use_one_slip_at_the_same_moment_one_has_a_place(small):
    (code,) = draw_slips(small, 1)
    said: list[object] = []
    everyone = threading.Barrier(8)

    def use(name: str) -> None:
        everyone.wait(10)
        said.extend(small.together([spending(small, code, name)]))

    threads = [threading.Thread(target=use, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(said) == 8
    assert said.count(None) == 1
    assert len(small.participants()) == 1


def test_a_use_that_is_refused_leaves_the_slip_as_it_was(small):
    (code,) = draw_slips(small, 1)

    def broken(writing):
        spend(writing.connection, writing.recording.enrol, hidden(small, code), "no pseudonym")

    (refused,) = small.together([broken])
    assert isinstance(refused, KitError)
    assert slips_and_places(small) == (1, 5)


def test_the_hash_of_a_used_slip_is_gone_from_the_file(small, weeks):
    code, kept = draw_slips(small, 2)
    small.together([spending(small, code, "a")])
    gone, there = hidden(small, code).encode(), hidden(small, kept).encode()
    small.close()
    data = (small.cohort.private / "answers.db").read_bytes()
    assert gone not in data
    assert there in data


def test_slips_outlast_a_restart(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        (code,) = draw_slips(store, 1)
    with open_store(cohort, weeks=weeks) as store:
        assert slips_and_places(store) == (1, 39)
        assert store.together([spending(store, code, "a")]) == [None]


def test_whoever_was_in_a_store_of_the_version_before_stays_let_in(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
        anna = store.participant("anna")
    make_plain(cohort)
    connection = sqlite3.connect(cohort.private / "answers.db")
    connection.executescript("DROP TABLE slips; DROP TABLE admitted; PRAGMA user_version = 2;")
    connection.close()
    with open_store(cohort, weeks=weeks) as store, store.transaction() as writing:
        assert writing.exec_driver_sql("SELECT participant, how FROM admitted").all() == [(anna, "before")]
    assert len(list((cohort.private / "backups").glob("*"))) >= 1
