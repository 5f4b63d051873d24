from kit.curriculum.policy import version_of


def test_other_sentences_and_other_thresholds_are_another_version():
    version = version_of("k5", ["a", "b"])
    assert version == version_of("k5", ("a", "b"))
    assert len({version, version_of("k6", ["a", "b"]), version_of("k5", ["a b"]), version_of("k5", ["b", "a"])}) == 4
