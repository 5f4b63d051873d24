"""Whoever has the folder, and not the key, reads no answer and confirms no guess; after a withdrawal nobody does."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import shutil
import sqlite3
import uuid
from contextlib import closing

import pytest

from kit.answers import open_store
from kit.answers.backup import back_up
from kit.answers.bundles import make_key, read_key
from kit.answers.consents import COUNTED, PAGE, Consent, note
from kit.answers.sealing.opening import looking
from kit.answers.shared_texts import agreements, note_sharing, subject_of
from kit.answers.withdrawals import withdraw
from kit.sending.outbox import Outbox
from kit.sending.sealed import Bundle, read_public, seal
from kit.settings import keys_folder
from tests.answers.conftest import cohort, weeks
from tests.answers.examples import record, said
from tests.attacks.canaries import found

__all__ = ["cohort", "weeks"]

TEXT = "Żółta canary nobody else writes"
DEVICE = "b-01234-56789-abcde-fghjk"


@pytest.fixture
def taken(cohort, weeks):
    """Everything that lies in the folder while a session runs: a log, a backup, a bundle that waits, agreements."""
    with open_store(cohort, weeks=weeks) as store:
        anna = store.participant("anna")
        record(store, "anna", {"energy": 3, "calm": 2, "years": 1})
        record(store, "anna", {"words": TEXT}, week=2)
        with store.transaction() as connection:
            note(connection, anna, Consent(purpose=COUNTED, version="v1", how=PAGE))
            given = agreements(subject_of(store, anna, 2, "check-in", "words", TEXT), "v1", quote=True)
            note_sharing(connection, anna, said({"words": TEXT}, week=2), given)
        back_up(cohort.private)
        record(store, "ben", {"words": TEXT, "hopes": ["rest"]}, week=3)
        make_key(cohort)
        one = said({"words": TEXT})
        waiting = Bundle(cohort="spring", participant=DEVICE, agreed=True, submissions=(one,))
        (cohort.root / "one.bundle").write_bytes(seal(waiting, read_public(cohort.published, "spring")))
        yield store


def everything(cohort) -> bytes:
    files = [path for path in sorted(cohort.root.rglob("*")) if path.is_file()]
    wanted = {"answers.db", "answers.db-wal", "answers.db-shm", "answers-000001.db", "one.bundle"}
    assert wanted <= {path.name for path in files}
    return b"\n".join(path.read_bytes() for path in files)


def test_no_text_and_no_word_of_an_answer_is_found_however_it_may_be_wrapped(taken, cohort):
    assert found(cohort.root, [TEXT, '"energy": 3', '"energy":3', '["rest"]']) == []
    assert found(keys_folder(), [TEXT]) == []


def test_what_an_outbox_keeps_of_what_has_arrived_holds_no_word_of_it(cohort):
    outbox, mine = Outbox(cohort.root / "outbox"), said({"words": TEXT, "energy": 3}, week=2)
    outbox.put(mine)
    assert found(outbox.folder, [TEXT]) != []  # it waits, on its author's own computer
    outbox.mark_sent(mine.id)
    assert [path.parent.name for path in outbox.folder.rglob(f"{mine.id}*")] == ["sent"]
    assert found(outbox.folder, [TEXT, '"energy"']) == []


def test_no_guess_of_three_ratings_is_confirmed_with_the_secret_and_everything_else_in_the_folder(taken, cohort):
    data, secret = everything(cohort), (cohort.private / "secret.key").read_bytes()
    people = [one.encode() for one in taken.participants()]
    names = ["pseudonym", "order", "hidden taken", "hidden shared text", "check", ""]
    keys = [secret, *(hmac.digest(secret, name.encode(), "sha256") for name in names), *people]
    for energy, calm, years in itertools.product(range(11), range(1, 4), range(1, 3)):
        answers = {"energy": energy, "calm": calm, "years": years}
        for sort in (True, False):
            text = json.dumps(
                {"week": 1, "exercise": "check-in", "answers": answers}, sort_keys=sort, separators=(",", ":")
            )
            guesses = [hashlib.sha256(text.encode()), *(hmac.new(key, text.encode(), "sha256") for key in keys)]
            for guess in guesses:
                assert guess.digest() not in data
                assert guess.hexdigest().encode() not in data
                assert str(uuid.uuid5(uuid.NAMESPACE_OID, guess.hexdigest())).encode() not in data


def test_who_guesses_a_text_finds_no_mark_of_it_either(taken, cohort):
    data = everything(cohort)
    for purpose in ("shared text", "taken"):
        assert taken.hidden(purpose, TEXT).encode() not in data


def test_two_people_who_say_the_same_look_like_two_who_do_not(taken, cohort, weeks):
    for label, energy in (("cleo", 3), ("dora", 3), ("eve", 9)):
        record(taken, label, {"energy": energy}, week=3)
    record(taken, "fay", {}, week=3)
    with closing(sqlite3.connect(cohort.private / "answers.db")) as reading:
        rows = reading.execute("SELECT sealed FROM submissions WHERE week = 3").fetchall()
    assert len({sealed for (sealed,) in rows}) == 5
    assert len({len(sealed) for (sealed,) in rows}) == 1


def test_after_a_withdrawal_no_earlier_copy_of_the_answers_opens_even_with_the_key(taken, cohort, tmp_path):
    copies = tmp_path / "copies"
    shutil.copytree(cohort.private, copies)
    (copies / "participant.keys").unlink()  # the one file of which the kit makes no copy
    anna, ben = taken.participant("anna"), taken.participant("ben")
    withdraw(taken, anna)
    envelopes = looking(cohort)
    with closing(sqlite3.connect(copies / "answers.db")) as reading:
        reading.row_factory = sqlite3.Row
        rows = reading.execute("SELECT * FROM submissions").fetchall()
    opened = {row["participant"]: envelopes.open(_Row(row), row["sealed"]) for row in rows}
    assert opened[anna] is None
    assert opened[ben] == {"hopes": ["rest"], "words": TEXT}


class _Row:
    def __init__(self, row: sqlite3.Row) -> None:
        self.__dict__.update(dict(row))


def test_the_key_that_opens_bundles_is_in_no_file_of_the_folder(taken, cohort):
    raw = read_key(cohort, taken.envelopes.key).private_bytes_raw()
    assert raw not in everything(cohort)
    assert bytes.fromhex(taken.envelopes.key.text) not in everything(cohort)
