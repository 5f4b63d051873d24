"""The notice says the numbers in force, tells of the network where there is one, and its version is its words'."""

from __future__ import annotations

import pytest

from kit.curriculum.policy import policy_of
from kit.curriculum.registers import messages_in
from kit.live.notice import notice_for
from kit.live.process.session import new_session
from tests.cohorts import small_cohort


def notice(root, *, lan="", **settings):
    cohort = small_cohort(root, **settings)
    session = new_session(cohort.root, 1, people=5, lan=lan)
    return notice_for(cohort, policy_of(cohort), session, messages_in(cohort.curriculum))


def test_the_same_words_are_the_same_version_however_many_belong_to_the_cohort(tmp_path):
    first, same = notice(tmp_path / "a"), notice(tmp_path / "b")
    assert first == same
    assert notice(tmp_path / "c", size=12) == first, "it never says how many people there are"


def test_a_stricter_policy_is_said_with_its_numbers(tmp_path):
    usual, strict = notice(tmp_path / "a"), notice(tmp_path / "b", policy={"minimum": 11, "sensitive": 13})
    assert strict.version != usual.version
    assert "11" in " ".join(strict.sentences)
    assert "13" in " ".join(strict.sentences)


def test_in_an_open_network_one_sentence_more_says_so(tmp_path):
    here, there = notice(tmp_path / "a"), notice(tmp_path / "b", lan="192.168.1.20")
    assert there.sentences[:-1] == here.sentences
    assert there.version != here.version


def test_where_results_may_say_what_leads_the_notice_says_so(tmp_path):
    cohort = small_cohort(tmp_path / "a")
    policy = cohort.curriculum / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("leaders: yes", "leaders: no"), "utf-8")
    session, messages = new_session(cohort.root, 1, people=5, lan=""), messages_in(cohort.curriculum)
    without = notice_for(cohort, policy_of(cohort), session, messages)
    with_it = notice(tmp_path / "b")
    (sentence,) = set(with_it.sentences) - set(without.sentences)
    assert "which answer was given most often" in sentence
    assert with_it.version != without.version


def test_what_is_shown_is_plain_json_with_the_version_that_is_agreed_to(tmp_path):
    found = notice(tmp_path / "a")
    assert found.shown() == {"version": found.version, "sentences": list(found.sentences)}
    assert all(sentence.endswith(".") for sentence in found.sentences)


@pytest.mark.parametrize("text", ["live:\n  notice_stored: Ours are kept in a drawer.\n"])
def test_sentences_of_the_cohorts_own_go_before_the_kits(tmp_path, text):
    cohort = small_cohort(tmp_path / "spring")
    usual = messages_in(cohort.curriculum)("live.notice_stored", minimum=5)
    (cohort.curriculum / "messages.yaml").write_text(text, "utf-8")
    own = messages_in(cohort.curriculum)
    assert own("live.notice_stored", minimum=5) == "Ours are kept in a drawer."
    assert own("states.not_asked") == messages_in(small_cohort(tmp_path / "other").curriculum)("states.not_asked")
    assert usual != "Ours are kept in a drawer."
