from __future__ import annotations

import pytest

from kit.answers.bundles import take_bundle
from kit.answers.members import RECOVERY, Key, Member, join
from kit.answers.pseudonyms import note_alias
from kit.erasure.withdraw import Found, find_participant, leave, tables_with, withdrew_before
from kit.sending.outbox import Outbox
from tests.answers.examples import record, said
from tests.erasure.examples import DEVICE, WORDS, sealed

OTHER = "b-zzzzz-56789-abcde-fghjk"


@pytest.fixture
def outbox(tmp_path):
    return tmp_path / "outbox" / "spring"


def test_a_participant_is_found_by_words_by_the_code_of_a_sheet_and_by_that_of_a_bundle(store, cohort):
    member = Member(participant=store.participant("live:1"), public="x")
    hidden = store.hidden(RECOVERY, "acorn acre actor adapter")
    store.together([lambda writing: join(writing, member, hidden, Key(token="t", last_day=9), None)])
    record(store, "Blue Heron")
    store.enrol(store.participant(DEVICE))
    take_bundle(sealed(cohort, "a.bundle", said()), store, consent=None)
    assert find_participant(store, "Acorn, acre - ACTOR adapter") == Found(participant=member.participant)
    assert find_participant(store, " Blue Heron ") == Found(participant=store.participant("Blue Heron"))
    assert find_participant(store, DEVICE.upper()) == Found(participant=store.participant(DEVICE))
    for code in ("", "  ", "blue herons", "acorn acre actor", "adapter acre actor acorn", OTHER, "live:1x"):
        assert find_participant(store, code) is None, code


def test_the_code_of_a_sheet_may_be_four_words_too(store):
    record(store, "red blue green gold")
    assert find_participant(store, "red blue green gold").participant == store.participant("red blue green gold")


def test_a_further_code_of_the_same_person_finds_them(store):
    record(store, DEVICE)
    with store.transaction() as connection:
        note_alias(connection, store.participant(OTHER), store.participant(DEVICE))
    assert find_participant(store, OTHER) == Found(participant=store.participant(DEVICE))


def test_capitals_tell_two_sheets_apart_and_withdrawing_one_twice_never_reaches_the_other(store, cohort, outbox):
    for code in ("AB", "ab", "B-01234-56789-ABCDE-FGHJK", DEVICE):
        record(store, code)
    for code in ("AB", "B-01234-56789-ABCDE-FGHJK"):
        leave(store, find_participant(store, code).participant, code, outbox=outbox)
        assert find_participant(store, code) is None
        assert withdrew_before(store, code)
    assert store.participants() == {store.participant("ab"), store.participant(DEVICE)}
    assert not withdrew_before(store, "ab")
    assert find_participant(store, "aB").spelled == "ab"  # somebody has to say whether this is their code
    assert not withdrew_before(store, "")


def test_what_lies_beside_the_store_goes_too_and_other_peoples_stays(store, cohort, outbox):
    mine, theirs = said({"words": WORDS}), said({"words": "somebody else's sentence, whole"})
    own = sealed(cohort, "inbox/mine.bundle", mine)
    again = sealed(cohort, "renamed", mine, participant=OTHER)
    other = sealed(cohort, "inbox/theirs.bundle", theirs, participant=OTHER)
    damaged = cohort.root / "damaged.bundle"
    damaged.write_bytes(b"kit-bundle 1 spring\nxx")
    store.enrol(store.participant(DEVICE))
    take_bundle(own, store, consent=None)
    store.enrol(store.participant(OTHER))
    take_bundle(other, store, consent=None)
    box = Outbox(outbox)
    for one in (mine, theirs, said({"energy": 1}, week=2)):
        box.put(one)
    box.mark_sent(mine.id)
    box.mark_rejected(theirs.id, "a reason")
    done = leave(store, store.participant(DEVICE), DEVICE, outbox=outbox)
    assert set(done.removed) == {own, again, outbox / "sent" / f"{mine.id}.json"}
    assert done.left == ()
    assert done.searched > 5
    assert other.exists()
    assert damaged.exists()
    assert not own.exists()
    assert [one.week for one in box.waiting()] == [2]
    assert len(box.rejected()) == 1


def test_without_the_key_bundles_are_left_as_nobody_can_open_them(store, cohort, outbox):
    one = said()
    path = sealed(cohort, "a.bundle", one)
    store.enrol(store.participant(DEVICE))
    take_bundle(path, store, consent=None)
    (cohort.private / "bundle.key").unlink()
    leave(store, store.participant(DEVICE), DEVICE, outbox=outbox)
    assert path.exists()
    assert store.participants() == set()


def test_a_table_and_a_note_that_hold_something_of_it_are_named_and_left(store, cohort, outbox):
    record(store, "7", {"words": WORDS})
    table = cohort.root / "week_01_answers.csv"
    table.write_text("participant,week,exercise,item,answer\n7,1,check-in,energy,4\n8,1,check-in,energy,5\n", "utf-8")
    blank = cohort.root / "week_02_answers.csv"
    blank.write_text("participant,week,exercise,item,answer\n7,2,check-in,energy,\n", "utf-8")
    (cohort.root / "people.csv").write_text("name,number\nAda,7\n", "utf-8")
    note = cohort.root / "notes.txt"
    note.write_text(f"somebody wrote: {WORDS}", "utf-8")
    done = leave(store, store.participant("7"), "7", outbox=outbox)
    assert done.left == (note, table)
    assert note.exists()
    assert table.exists()
    assert list(tables_with(store, "9")) == []


@pytest.mark.parametrize(
    ("known", "given", "in_table"),
    [
        ("Anna 7", "anna7", "ANNA 7"),
        ("0042", "0042", "42"),
        ("MAR1", "MAR1", "1-Mar"),
        ("O'Neil", "O'Neil", "O’Neil"),
        (DEVICE, DEVICE.upper(), DEVICE),
    ],
)
def test_a_table_is_named_in_whatever_spelling_its_rows_are(store, cohort, outbox, known, given, in_table):
    record(store, known)
    table = cohort.root / "typed.csv"
    table.write_text(f"participant,week,exercise,item,answer\n{in_table},1,check-in,energy,4\n", "utf-8")
    assert leave(store, store.participant(known), given, outbox=outbox).left == (table,)
    assert list(tables_with(store, given)) == [table]


def test_a_table_under_a_further_code_of_the_same_person_is_named(store, cohort, outbox):
    record(store, "Anna")
    with store.transaction() as connection:
        note_alias(connection, store.participant("Nana"), store.participant("Anna"))
    table = cohort.root / "typed.csv"
    table.write_text("participant,week,exercise,item,answer\nNana,1,check-in,energy,4\n", "utf-8")
    assert leave(store, store.participant("Anna"), "Anna", outbox=outbox).left == (table,)


def test_each_file_is_told_of_while_it_is_searched(store, cohort, outbox):
    record(store, "7")
    seen = []
    done = leave(store, store.participant("7"), "7", outbox=outbox, each=seen.append)
    assert len(seen) == done.searched
    assert cohort.private / "answers.db" in seen
