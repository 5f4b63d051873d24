from kit.curriculum.policy import notice_of, policy_of, version_of
from kit.curriculum.registers import messages_in
from kit.settings import packaged_curriculum
from tests.cohorts import small_cohort


def test_other_sentences_and_other_thresholds_are_another_version():
    version = version_of("k5", ["a", "b"])
    assert version == version_of("k5", ("a", "b"))
    assert len({version, version_of("k6", ["a", "b"]), version_of("k5", ["a b"]), version_of("k5", ["b", "a"])}) == 4


def test_a_notice_of_the_same_parts_is_the_same_whoever_shows_it(tmp_path):
    cohort, messages = small_cohort(tmp_path / "spring"), messages_in(packaged_curriculum())
    notice = notice_of(cohort, policy_of(cohort), ("stored", "later"), messages)
    assert notice == notice_of(cohort, policy_of(cohort), ["stored", "later"], messages)
    assert notice.sentences[1] == messages("live.notice_later", later=8)
    assert notice.shown() == {"version": notice.version, "sentences": list(notice.sentences)}
    other = notice_of(cohort, policy_of(cohort), ("stored",), messages)
    assert other.version != notice.version
