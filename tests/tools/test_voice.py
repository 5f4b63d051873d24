"""The lint of the kit's voice: what it names, what it leaves alone, and that the kit's own words pass."""

from __future__ import annotations

import re

import pytest

from tools.voice import ALLOWED, RULES, STYLE, everything, files, found_in, main, said_by, sentences

NAMED = [
    ("You do not have to sign it.", "do not, is not, cannot"),
    ("This cannot be\nread aloud.", "do not, is not, cannot"),
    ("Ask somebody you trust.", "somebody, everybody, anybody"),
    ("Everybody may come.", "somebody, everybody, anybody"),
    ("Be kind to oneself.", "when one can, oneself"),
    ("That is what one hears.", "when one can, oneself"),
    ("Whoever sends codes by post will know them.", "whoever does X gets Y"),
    ("Tell them whom to ask.", "whom, without a preposition"),
    ("Read what stands here.", "what stands here, which lies in"),
    ("The key, which lies in the folder, is sealed.", "what stands here, which lies in"),
    ("It is the breath that helps.", "it is the X that"),
    ("It works also when nobody looks.", "also when, also with"),
    ("They need not answer.", "need not, we shall"),
    ("We shall ask again.", "need not, we shall"),
    ("See what became of it.", "what became of it"),
    ("Begin anew.", "anew"),
    ("The file must be mended.", "mend"),
    ("That is a part of the job.", "a part of"),
    ("None of these, at present.", "at present"),
    ("The deletion has come to its end.", "come to its end, give way"),
    ("Ask the personnel department.", "personnel department, staff council, by mail, telephone"),
]


def named(text: str, **how: bool) -> list[str]:
    return [found.rule.name for found in found_in(text, "words.md", **how)]


@pytest.mark.parametrize(("text", "rule"), NAMED)
def test_a_habit_is_named(text, rule):
    assert rule in named(text)


def test_every_rule_has_a_sentence_that_breaks_it():
    assert {rule for _, rule in NAMED} == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    "text",
    [
        "You don't have to sign it.",
        "Not only the file, and not now.",
        "Say what it is *not*.",
        "That's how it is not.",
        "Nobody has to, and no one asks.",
        "The one who watches, and one of you.",
        "To whom, by name?",
        "Whoever is there says the lines.",
        "Two answers stand out; she lies awake.",
        "Stand up, and stand where you like.",
        "It's the practice we start with.",
        "We also ask why.",
        "Do you need it? Not today.",
        "It became clear.",
        "Ask for part of it.",
        "Someone has to recommend it.",
        "The dividends rose.",
        "Give everyone a way out.",
        "HR sent an email.",
    ],
)
def test_plain_english_is_left_alone(text):
    assert named(text) == []


def test_written_pages_may_write_out_what_they_do_not_contract():
    assert named("The kit does not do this. Ask somebody.", written=True) == ["somebody, everybody, anybody"]


def test_a_place_is_told_with_its_file_and_line():
    (found,) = found_in("One.\nTwo.\nAsk some\u00adbody, or somebody.\n", "a/b.md")
    assert str(found) == ("a/b.md:3: 'somebody' (somebody, everybody, anybody; write someone, everyone, anyone)")


def test_what_is_counted_under_these_words_is_allowed():
    assert named(f"One of them was: {ALLOWED[0]}.") == []


def test_code_and_lists_of_words_are_not_sentences(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Type `anew` or\n```\nwhat somebody typed\n```\n[this](anew.md)\n", "utf-8")
    words = tmp_path / "words.yaml"
    words.write_text('# somebody\nhelp_phrases: "somebody|anew"\nsay: "anew"\n', "utf-8")
    assert found_in(sentences(page), "page") == []
    assert [found.line for found in found_in(sentences(words), "words")] == [3]


def test_of_a_module_its_sentences_are_read_and_not_its_docstrings():
    source = '"""About somebody."""\n\nsay(f"{name}: this cannot be read; ask somebody.")\nraise Wrong("mend")\n'
    assert "docstring" not in said_by(source)
    assert [(found.line, found.rule.name) for found in found_in(said_by(source), "m.py")] == [
        (3, "do not, is not, cannot"),
        (3, "somebody, everybody, anybody"),
    ]


def test_the_kits_own_words_are_in_its_voice(capsys):
    assert [str(found) for found in everything()] == []
    assert (main(), capsys.readouterr().out) == (0, "")


def test_everything_people_meet_is_read():
    read = {path.name for path, _ in files(STYLE.parent.parent)}
    assert {"messages.yaml", "week_01.yaml", "termination.yaml", "safety.md", "README.md", "CHANGELOG.md"} <= read
    assert {"http.md", "importing.py"} <= read


def test_what_is_found_makes_the_lint_fail(monkeypatch, capsys):
    monkeypatch.setattr("tools.voice.everything", lambda: found_in("Ask somebody.", "page.md"))
    assert main() == 1
    assert "1 to say otherwise; docs/style.md has the voice." in capsys.readouterr().out


def test_the_style_sheet_has_the_rules_as_the_lint_has_them():
    page = STYLE.read_text("utf-8")
    made = re.search(r"<!-- rules -->\n(.*?)<!-- /rules -->", page, re.DOTALL)
    assert made is not None
    assert made[1].strip().split("\n") == ["| not | but |", "| --- | --- |", *(rule.row for rule in RULES)]


def test_the_style_sheet_stays_one_page():
    assert len(STYLE.read_text("utf-8").split()) <= 600
