"""Envelopes open for nobody without the key, in no other place, and tell nothing by their length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.answers.sealing.cohort_key import CohortKey
from kit.answers.sealing.envelopes import STEP, Envelopes, Place, rows_opened, size_of
from kit.answers.sealing.person_keys import PersonKeys
from kit.errors import EnvelopeChanged, NotJoined
from tests.answers.examples import week

KEY = CohortKey("ab" * 16, bytes(range(32)))
HERE = Place("6a204bd8-9f3c-4c8e-8a57-3b1d7b3e9f10", "anna", 1, "check-in", 1)
EVERYTHING = {"energy": 10, "calm": 3, "hopes": ["rest", "ideas", "people"], "years": 2, "words": "Żółta\x80 🙂"}


@pytest.fixture
def keys(tmp_path):
    made = PersonKeys(tmp_path / "participant.keys", KEY, places=4, may_make=True)
    made.make(["anna", "ben"])
    made.flush()
    return made


@pytest.fixture
def envelopes(keys):
    return Envelopes(KEY, keys, {1: week(1)})


@pytest.mark.parametrize("answers", [EVERYTHING, {}, {"energy": 0}, {"words": "x" * 5000}, {"words": "\x80"}])
def test_what_is_sealed_is_opened_again(envelopes, answers):
    assert envelopes.open(HERE, envelopes.seal(HERE, answers)) == answers


def test_nothing_of_what_is_said_is_in_an_envelope_and_no_two_are_alike(envelopes):
    first, second = (envelopes.seal(HERE, {"words": "quince and thyme", "energy": 7}) for _ in range(2))
    assert first != second
    assert not any(one in first for one in (b"quince", b"words", b"energy"))


@pytest.mark.parametrize(
    "elsewhere",
    [{"id": "another"}, {"participant": "ben"}, {"week": 2}, {"exercise": "listening"}, {"revision": 2}],
)
def test_an_envelope_opens_in_no_other_place(envelopes, elsewhere):
    sealed = envelopes.seal(HERE, {"energy": 7})
    with pytest.raises(EnvelopeChanged, match="can't be opened") as told:
        envelopes.open(replace(HERE, **elsewhere), sealed)
    assert "energy" not in str(told.value)


@pytest.mark.parametrize("change", [lambda one: b"", lambda one: one[:40], lambda one: one[:-1] + bytes([one[-1] ^ 1])])
def test_a_changed_envelope_is_never_taken_for_answers(envelopes, change):
    with pytest.raises(EnvelopeChanged):
        envelopes.open(HERE, change(envelopes.seal(HERE, {"energy": 7})))


@pytest.mark.parametrize("exercise", ["check-in", "listening"])
def test_its_length_tells_neither_what_was_said_nor_what_was_passed(envelopes, exercise):
    asked = next(one for one in week(1).exercises if one.id == exercise)
    most = {"order": ["hurry", "noise", "fear"]} if exercise == "listening" else {**EVERYTHING, "words": "word " * 300}
    place = replace(HERE, exercise=exercise)
    said = [{}, most, *({name: answer} for name, answer in most.items())]
    assert {len(envelopes.seal(place, one)) for one in said} == {size_of(asked) + 28}
    assert size_of(asked) % STEP == 0


def test_where_the_key_is_destroyed_nothing_opens_and_nothing_can_be_sealed(envelopes, keys):
    sealed = envelopes.seal(HERE, {"energy": 7})
    hidden = envelopes.hidden("anna", "text", "hello")
    assert hidden != envelopes.hidden("ben", "text", "hello") != envelopes.hidden("ben", "other", "hello")
    keys.destroy(["anna"])
    assert envelopes.open(HERE, sealed) is None
    for again in (lambda: envelopes.seal(HERE, {}), lambda: envelopes.hidden("anna", "text", "hello")):
        with pytest.raises(NotJoined):
            again()
    keys.make(["anna"])
    with pytest.raises(EnvelopeChanged):
        envelopes.open(HERE, sealed)


def test_rows_that_nobody_can_open_any_more_are_left_out(envelopes, keys):
    class Row(Place):
        sealed = b""

    rows = []
    for who in ("anna", "ben"):
        row = Row(HERE.id, who, 1, "check-in", 1)
        type(row).sealed = property(lambda self: sealed_of[self.participant])
        rows.append(row)
    sealed_of = {row.participant: envelopes.seal(row, {"energy": 7}) for row in rows}
    keys.destroy(["anna"])
    assert [(row.participant, answers) for row, answers in rows_opened(envelopes, rows)] == [("ben", {"energy": 7})]
