"""The catalogue of sentences, renewed: own words stay in their place, all others are those of this version."""

from __future__ import annotations

import pytest

from kit.curriculum.registers import message_files
from kit.curriculum.yaml_files import read_yaml
from kit.settings import packaged_curriculum
from kit.upgrading.sentences import renewed_sentences

OLD = "This has not been asked in this group."  # as 0.1.0 said it
KITS = """\
# The kit's.
a:
  one: "One, {week}."
  two: "Two."  # counted
  three: "Three.
    More."
b:
  one: "Else."
"""


@pytest.fixture
def renewed(tmp_path):
    kits = tmp_path / "kits.yaml"
    kits.write_text(KITS, "utf-8")

    def renew(text):
        (tmp_path / "mine.yaml").write_text(text, "utf-8")
        made = renewed_sentences(tmp_path / "mine.yaml", kits)
        if made is not None:
            (tmp_path / "made.yaml").write_text(made.text, "utf-8")
            return made, read_yaml(tmp_path / "made.yaml")
        return None

    return renew


def test_own_words_stay_and_what_an_earlier_version_said_goes(renewed):
    made, now = renewed(f'a:\n  one: "{OLD}"\n  two: "Our: \\"two\\" # and — more"\n')
    assert now == {
        "a": {"one": "One, {week}.", "two": 'Our: "two" # and — more', "three": "Three. More."},
        "b": {"one": "Else."},
    }
    assert made.own == 1
    assert made.kept == {"a.two": "Two."}
    assert "# The kit's." in made.text
    assert "# counted" in made.text


@pytest.mark.parametrize("words", ["Three of ours.", "- no list", "'quoted'", "{braces}", "back\\slash", "漢字 é"])
def test_any_words_come_through_as_they_are(renewed, words):
    _, now = renewed("a:\n  three: |-\n    " + words + "\n")
    assert now["a"]["three"] == words


def test_own_words_for_a_sentence_that_is_not_said_any_more_are_named(renewed):
    made, now = renewed('a:\n  gone: "Ours."\nc:\n  one: "And ours."\n')
    assert made.gone == {"a.gone": "Ours.", "c.one": "And ours."}
    assert "c" not in now


@pytest.mark.parametrize("text", ["a: [1, 2]\n", "a:\n  one: {x: y}\n", "a: 'open\n", "<<<<<<< mine\n"])
def test_what_is_no_catalogue_is_left_to_whoever_wrote_it(renewed, text):
    assert renewed(text) is None


@pytest.mark.parametrize("path", message_files(packaged_curriculum()), ids=lambda path: path.name)
def test_the_kits_own_catalogue_comes_out_as_it_is(path):
    made = renewed_sentences(path, path)
    assert (made.text, made.own, dict(made.gone)) == (path.read_text("utf-8"), 0, {})
