"""What is said before one answers follows from the policy in force, and from nothing else."""

from __future__ import annotations

import pytest

from kit.curriculum.items import KINDS, Item
from kit.curriculum.policy import Policy
from kit.curriculum.registers import load_messages
from kit.curriculum.seen import seen_by_others
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())
NEEDS = {
    "rating": {"low": "none", "high": "full"},
    "likert": {"scale": ("no", "yes")},
    "choice": {"choose": "one", "options": ("rest", "talk")},
    "ranking": {"options": ("first", "second")},
    "emotion": {"by": "labels", "labels": ("glad", "tense")},
    "text": {},
}


def item(kind: str = "rating", **fields: object) -> Item:
    return KINDS[kind](**{"id": "a", "prompt": "A?", "share": "group", **NEEDS[kind], **fields})


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"text"}))
@pytest.mark.parametrize("policy", [Policy(), Policy(minimum=6, sensitive=12), Policy(minimum=9), Policy(leaders=True)])
def test_an_answer_for_the_group_names_the_number_that_the_gate_will_ask_for(kind: str, policy: Policy) -> None:
    for sensitive in (False, True):
        asked = item(kind, sensitive=sensitive)
        said = seen_by_others(asked, policy, MESSAGES)
        assert f"at least {policy.floor_for(asked)} have answered" in said
        assert "ranges" in said
        assert "once the facilitator reveals" in said


def test_a_delicate_question_is_called_one_where_it_takes_more_answers() -> None:
    assert "delicate" in seen_by_others(item(sensitive=True), Policy(), MESSAGES)
    assert "delicate" not in seen_by_others(item(), Policy(), MESSAGES)
    # A cohort that asks for nine of everything asks for no more where a question is delicate.
    assert "delicate" not in seen_by_others(item(sensitive=True), Policy(minimum=9), MESSAGES)


def test_that_a_result_may_say_what_leads_is_said_where_it_may() -> None:
    policy = Policy(leaders=True)
    assert "given most often" in seen_by_others(item(), policy, MESSAGES)
    assert "given most often" not in seen_by_others(item(), Policy(), MESSAGES)
    assert "given most often" not in seen_by_others(item(recurs=True), policy, MESSAGES)
    assert "given most often" not in seen_by_others(item("choice", choose="any"), policy, MESSAGES)


def test_of_a_ranking_only_what_came_first_is_ever_seen() -> None:
    assert "only what came first" in seen_by_others(item("ranking"), Policy(), MESSAGES)


def test_what_is_private_or_spoken_names_no_number() -> None:
    for share in ("private", "spoken"):
        said = seen_by_others(item("text", share=share), Policy(), MESSAGES)
        assert not any(sign.isdigit() for sign in said)
    assert "never sent" in seen_by_others(item("text", share="private"), Policy(), MESSAGES)


def test_no_sentence_calls_an_answer_anonymous() -> None:
    every = [item(kind, sensitive=sensitive) for kind in KINDS for sensitive in (False, True)]
    every += [item("text", share=share) for share in ("private", "spoken")]
    assert not any("anonym" in seen_by_others(one, Policy(), MESSAGES).lower() for one in every)
