"""The sentences of every practice: none is missing from the catalogue, and none in it is said nowhere."""

from __future__ import annotations

import re

import pytest

from kit.curriculum.practices import PRACTICES
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.bundler import STATIC, entry, scripts

MESSAGES = load_messages(packaged_curriculum())
SHARED = set(MESSAGES.section("practice"))
ASIDE = set(MESSAGES.section("aside"))  # the note of what could not be read, the same in forms and on the page
# Said by the notebook, where no module runs.
BY_PYTHON = {"run_again", "in_words"}


def source(*names):
    """What the modules called *names* say of their own: all of their scripts but what forms have too."""
    shared = scripts(STATIC / "mine.js") | scripts(STATIC / "shared" / "help.js")
    texts = {path: text for name in names for path, text in scripts(entry(name, ".js")).items()}
    return "\n".join(text for path, text in texts.items() if path not in shared)


def may_say(text):
    """Whether a module can ask for a sentence: by a string, or by a pattern such as ``title_${state}``."""
    patterns = [re.split(r"\$\{[^}]*\}", found) for found in re.findall(r"`(\w*\$\{[\w.]+\}\w*)`", text)]
    made = "|".join(r"\w+".join(map(re.escape, parts)) for parts in patterns if any(parts)) or "(?!)"
    joins = re.search(r"`\$\{\w+\}_\$\{\w+\}`", text)

    def named(word):
        return re.search(rf'"{word}"|\b{word}:', text)

    def says(key):
        halves = [(key[:at], key[at + 1 :]) for at, letter in enumerate(key) if letter == "_"]
        joined = joins and any(named(one) and named(other) for one, other in halves)
        return named(key) or re.fullmatch(made, key) or joined

    return says


@pytest.mark.parametrize("name", PRACTICES)
def test_every_sentence_that_a_module_asks_for_is_in_the_catalogue(name):
    asked = set(re.findall(r'\bwords\(\s*"(\w+)"', source(name)))
    own = set(MESSAGES.section(name, missing_ok=True))
    assert asked <= own | SHARED | ASIDE


@pytest.mark.parametrize("name", PRACTICES)
def test_no_sentence_of_a_module_is_left_over(name):
    says = may_say(source(name))
    assert [key for key in MESSAGES.section(name, missing_ok=True) if not says(key.removesuffix("_unkept"))] == []


def test_no_sentence_of_all_practices_is_left_over():
    says = may_say(source(*PRACTICES))
    assert [key for key in SHARED - BY_PYTHON if not says(key.removesuffix("_unkept"))] == []


def test_the_note_of_what_could_not_be_read_says_all_its_sentences_and_no_other():
    text = "".join((STATIC / "shared" / f"{name}.js").read_text("utf-8") for name in ("aside", "copies"))
    assert set(re.findall(r'"((?:aside|copy_aside)_\w+)"', text)) == ASIDE
