"""Floors that may be raised and never lowered."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.curriculum.items import Choice, Likert, Text
from kit.curriculum.policy import Policy, load_policy, policy_of
from kit.errors import PolicyError
from kit.settings import packaged_curriculum
from tests.cohorts import unwritten_cohort


def likert(**more: object) -> Likert:
    return Likert.model_validate({"id": "one", "prompt": "?", "share": "group", "scale": ["a", "b"], **more})


def test_the_packaged_policy_is_five_and_eight() -> None:
    policy = load_policy(packaged_curriculum())
    assert policy == Policy(leaders=True)
    assert policy.name == "k5-s8-t8/5-l"
    assert Policy().name == "k5-s8-t8/5"


@pytest.mark.parametrize("policy", [Policy(), Policy(leaders=True), Policy(minimum=12, sensitive=30, text_sharing=9)])
def test_a_policy_is_known_by_its_name(policy: Policy) -> None:
    assert Policy.named(policy.name) == policy


@pytest.mark.parametrize(
    "name", ["", "k4-s8-t8/5", "k5-s8-t8", "k5-s8-t8/5-x", "k5-s8-t8/5-l-l", " k5-s8-t8/5", "k-5-s8-t8/5"]
)
def test_a_name_that_no_policy_has_is_no_policy(name: str) -> None:
    assert Policy.named(name) is None


def test_what_leads_is_said_of_a_question_that_is_asked_once_and_has_one_answer() -> None:
    policy = Policy(leaders=True)
    assert policy.may_lead(likert())
    assert not policy.may_lead(likert(recurs=True))
    assert not Policy().may_lead(likert())
    several = Choice.model_validate(
        {"id": "x", "prompt": "?", "share": "group", "choose": "any", "options": ["a", "b", "c"]}
    )
    assert not policy.may_lead(several)
    assert not policy.may_lead(Text(id="note", prompt="?", share="group"))


def test_a_policy_of_before_says_nothing_of_what_leads_and_a_cohort_cannot_switch_it_on(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("{minimum: 5, sensitive: 8, text: 8, text_sharing: 5}", "utf-8")
    assert load_policy(tmp_path) == Policy()
    with pytest.raises(PolicyError, match="no 'leaders'"):
        Policy().stricter({"leaders": True})
    assert Policy(leaders=True).stricter({"minimum": 9}) == Policy(minimum=9, leaders=True)


@pytest.mark.parametrize("written", ["maybe", "1", "Yes please", "[yes]"])
def test_whether_leaders_are_said_is_yes_or_no(tmp_path: Path, written: str) -> None:
    (tmp_path / "policy.yaml").write_text(
        f"minimum: 5\nsensitive: 8\ntext: 8\ntext_sharing: 5\nleaders: {written}\n", "utf-8"
    )
    with pytest.raises(
        PolicyError, match=r"policy\.yaml, line 5: 'leaders' is .*; write 'leaders: yes' or 'leaders: no'"
    ):
        load_policy(tmp_path)


def test_sensitive_items_and_texts_need_more() -> None:
    text = Text(id="note", prompt="?", share="group")
    assert Policy().floor_for(likert()) == 5
    assert Policy().floor_for(likert(sensitive=True)) == 8
    assert Policy().floor_for(text) == 8
    assert Policy(minimum=10).floor_for(likert(sensitive=True)) == 10


def test_a_cohort_may_be_stricter() -> None:
    assert Policy().stricter({"minimum": 9}) == Policy(minimum=9)
    assert Policy().stricter({}) == Policy()


@pytest.mark.parametrize(
    "overrides", [{"minimum": 4}, {"sensitive": 7}, {"text_sharing": 0}, {"minimum": True}, {"text": "9"}]
)
def test_a_looser_number_is_refused_with_what_to_write(overrides: dict[str, int]) -> None:
    with pytest.raises(PolicyError, match="or more, or leave it out"):
        Policy().stricter(overrides)


def test_what_was_raised_cannot_be_lowered_again() -> None:
    with pytest.raises(PolicyError, match="stricter than 9"):
        Policy(minimum=9).stricter({"minimum": 8})


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(PolicyError, match=r"no 'minimal'; it can raise minimum, sensitive, text, text_sharing"):
        Policy().stricter({"minimal": 9})


def test_five_is_the_floor_whatever_is_written(tmp_path: Path) -> None:
    with pytest.raises(PolicyError):
        Policy(minimum=4)
    (tmp_path / "policy.yaml").write_text("{minimum: 3, sensitive: 8, text: 8, text_sharing: 5}", "utf-8")
    with pytest.raises(PolicyError, match=r"policy\.yaml, line 1: 'minimum' is 3"):
        load_policy(tmp_path)


@pytest.mark.parametrize("text", ["minimum: 5", "[5]", "{minimum: five, sensitive: 8, text: 8, text_sharing: 5}", ""])
def test_a_policy_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        load_policy(tmp_path)


def test_a_cohorts_policy_is_its_curriculums_made_stricter(tmp_path: Path) -> None:
    cohort = unwritten_cohort(tmp_path, slug="demo", size=9, policy={"sensitive": 10})
    assert policy_of(cohort) == Policy(sensitive=10, leaders=True)
    (tmp_path / "curriculum").mkdir()
    with pytest.raises(PolicyError, match="this file is missing"):
        policy_of(cohort)
    (tmp_path / "curriculum" / "policy.yaml").write_text("{minimum: 7, sensitive: 8, text: 8, text_sharing: 5}")
    assert policy_of(cohort) == Policy(minimum=7, sensitive=10)
