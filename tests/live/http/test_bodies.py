"""Bodies are taken as they are or not at all: nothing is converted, and what is wrong gets one known sentence."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import ValidationError

from kit.answers.consents import COUNTED, PURPOSES
from kit.live.http import bodies
from kit.live.taking import Given

EXERCISE = {"week": 1, "exercise": "check-in"}
SENT = {**EXERCISE, "revision": 1, "answers": {"energy": 7}}


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (bodies.ConfirmBody, {"confirm": 1}),
        (bodies.ConfirmBody, {"confirm": "true"}),
        (bodies.ConfirmBody, {}),
        (bodies.ConsentBody, {"purpose": "advertising"}),
        (bodies.PurposeBody, {"purpose": ["aggregate"]}),
        (bodies.ExerciseBody, {**EXERCISE, "week": True}),
        (bodies.ExerciseBody, {**EXERCISE, "week": 1.0}),
        (bodies.ExerciseBody, {**EXERCISE, "week": "1"}),
        (bodies.ExerciseBody, {**EXERCISE, "exercise": None}),
        (bodies.ShowBody, {**EXERCISE, "item": "note", "yes": ["a"], "no": [1]}),
        (bodies.ShowBody, {**EXERCISE, "item": "note", "yes": "a", "no": []}),
        (bodies.PreviewBody, {**EXERCISE, "item": "note", "text": "x", "more": 1}),
        (bodies.PeopleBody, {"people": -1}),
        (bodies.PeopleBody, {"people": 10**400}),
        (bodies.PeopleBody, {"people": True}),
        (bodies.FreeBody, {"all": "yes"}),
        (bodies.PairsBody, {"week": 1, "present": ["Ada", None], "size": 2}),
        (bodies.AdvanceBody, {"block": 7}),
        (bodies.TicketBody, {"ticket": None}),
        (bodies.BundleBody, {"submissions": [{}] * 501, "digest": ""}),
        (bodies.BundleBody, {"submissions": {}, "digest": ""}),
        (bodies.SubmissionBody, {**SENT, "cohort": "other"}),
        (bodies.SubmissionBody, {**SENT, "session": 7}),
        (bodies.SubmissionBody, {**SENT, "shared": {"note": {"version": "k5", "quote": 1}}}),
        (bodies.SubmissionBody, {**SENT, "shared": {"note": {"version": "k5", "quote": True, "more": 1}}}),
        (bodies.SubmissionBody, {**SENT, "shared": {"note": {"quote": True}}}),
        (bodies.SubmissionBody, {**SENT, "shared": None}),
        (bodies.SubmissionBody, EXERCISE),
    ],
)
def test_what_is_of_another_kind_is_refused(model, values):
    with pytest.raises(ValidationError):
        model.model_validate(values)


def test_what_stands_beside_is_passed_over_where_it_always_was():
    assert bodies.ExerciseBody.model_validate({**EXERCISE, "more": 1}).week == 1
    assert bodies.FreeBody.model_validate({"people": 3}).all is False


def test_a_submission_keeps_its_answers_as_they_came():
    given = {"note": {"version": "k5", "quote": False}}
    body = bodies.SubmissionBody.model_validate({**SENT, "shared": given, "proof": None})
    assert body.values() == SENT
    assert body.shared == {"note": Given(version="k5", quote=False)}


@pytest.mark.parametrize("attempt", [None, 7, "", "x", "0" * 4000, ["a"], {}])
def test_an_attempt_that_is_no_uuid_is_none(attempt):
    assert bodies.JoinBody.model_validate({"attempt": attempt}).attempt is None


def test_a_code_that_was_sent_is_told_from_none():
    assert not bodies.JoinBody.model_validate({}).has_code
    assert bodies.JoinBody.model_validate({"code": None}).has_code


def test_the_purposes_are_those_of_the_store():
    assert get_args(bodies.PurposeBody.model_fields["purpose"].annotation) == PURPOSES
    assert get_args(bodies.ConsentBody.model_fields["purpose"].annotation) == (COUNTED,)


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "/api/withdraw", {"confirm": 1}, (400, "confirm")),
        ("POST", "/api/consent", {"purpose": 5, "version": "x"}, (400, "malformed")),
        ("POST", "/api/consent", {"purpose": "aggregate", "version": 5}, (409, "other_notice")),
        ("POST", "/api/consent/take-back", {"purpose": []}, (400, "malformed")),
        ("POST", "/api/import", {"submissions": [], "digest": 5}, (400, "bundle")),
        ("POST", "/api/texts/preview", {**EXERCISE, "item": "note", "text": 5}, (400, "malformed")),
        ("POST", "/api/texts/preview", {**EXERCISE, "item": ["note"], "text": "x"}, (400, "malformed")),
        ("POST", "/api/screen", {"ticket": 5}, (403, "facilitator_only")),
        ("POST", "/api/screen", {}, (403, "facilitator_only")),
    ],
)
def test_what_is_of_another_kind_gets_the_sentence_of_its_route(served, method, path, body, refusal):
    reply = served.joined().ask(method, path, body)
    assert (reply.status, reply.json["code"]) == refusal


@pytest.mark.parametrize("code", [None, 5, ["a"], {"a": 1}, ""])
def test_a_code_of_any_kind_is_a_wrong_code(served, code):
    reply = served.device().ask("POST", "/api/join", {"code": code})
    assert (reply.status, reply.json["code"]) == (403, "wrong_code")


@pytest.mark.parametrize("words", [None, 5, ["ant", "bee"], {}])
def test_words_of_any_kind_are_wrong_words(served, words):
    reply = served.device().ask("POST", "/api/return", {"words": words})
    assert (reply.status, reply.json["code"]) == (403, "wrong_words")


@pytest.mark.parametrize(("week", "block"), [(2, "idea"), ("1", "idea"), (True, "idea"), (1, 5)])
def test_a_block_of_another_week_is_told_as_such(served, week, block):
    reply = served.facilitator().ask("POST", "/api/facilitator/advance", {"week": week, "block": block})
    assert (reply.status, reply.json["code"]) == (400, "no_such_block")
