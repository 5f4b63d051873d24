"""Both of PyYAML's parsers give the same content and the same sentences, and no text exhausts the computer."""

from __future__ import annotations

import random
import time

import pytest
import yaml

from kit.curriculum import yaml_files
from kit.curriculum.yaml_files import MOST_BYTES, read_yaml
from kit.errors import ContentError
from kit.settings import content_root
from tests.weeks import SMALL_WEEK

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
BROKEN = {
    "a bomb of aliases": (BOMB, "line 5: more than 20000 parts come of this file"),
    "lists without end": ("[" * 10_000, "line 1: this is nested too deeply"),
    "braces without end": ("{a: " * 10_000, "line 1: this is nested too deeply"),
    "levels without end": (
        "".join(f"{' ' * depth}a:\n" for depth in range(1000)),
        "line 41: this is nested too deeply",
    ),
    "dashes without end": ("- " * 10_000 + "x", "line 1: this is nested too deeply"),
    "a part within itself": ("a: &a\n  b: *a\n", "line 2: '*a' stands inside what it stands for"),
    "a list within itself": ("&l [1, *l]", "line 1: '*l' stands inside what it stands for"),
    "a marked part that is none": ("a: *important\n", "line 1: no part is marked with '&important'"),
    "a word in stars": ("a: *so*\n", "line 1: expected alphabetic or numeric character, but found '*'; indent"),
    "a merge of keys": ("a: &a {x: 1}\nb:\n  <<: *a\n", "line 3: '<<' takes nothing over here"),
    "a key twice": ("a: 1\nb: 2\na: 3\n", "line 3: 'a' stands twice"),
    "a list as a key": ("? [a, b]\n: c\n", "line 1: a key is a word"),
    "braces as a key": ("{a: b}: c\n", "line 1: a key is a word"),
    "a placeholder without quotes": ("title: {{name}}\n", "line 1: a key is a word"),
    "a tab before a key": ("a:\n\tb: 1\n", "line 2: found character '\\t'"),
    "a tab after a colon": ("a:\t1\n", "line 1: found character '\\t'"),
    "a second document": ("a: 1\n---\nb: 2\n", "line 2: a second document begins here"),
    "an object of a program": ("a: !!python/object/apply:os.system [ls]\n", "put words that begin with ! in quotes"),
    "a word behind an exclamation mark": ("a: !stop\n", "line 1: '!stop' stands before a value"),
    "an unseen character": ("a: b\nc: \a\n", "line 2: a character that can't be seen is here (U+0007)"),
    "an unseen character as an escape": ('a: b\nc: "\\x00"\n', "line 2: a character that can't be seen"),
    "half a character as an escape": ('a: "\\ud800"\n', "line 1: a character that can't be seen"),
    "an open bracket": ("a: [b\nc: d\n", "line 2:"),
    "an open quote": ('a: "b\n', "line"),
    "a colon too many": ("a: b: c\n", "line 1: mapping values are not allowed here; indent with spaces"),
    "an at sign": ("a: @home\n", "line 1: found character '@'"),
    "what a merge left": ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", "line 2: two versions of this"),
    "what a merge left, in depth": ("a:\n  <<<<<<< HEAD\n  b: 1\n", "line 2: two versions of this"),
}
ENCODED = {
    "UTF-16": SMALL_WEEK.encode("utf-16"),
    "UTF-16 without a mark": SMALL_WEEK.encode("utf-16-le"),
    "UTF-32": SMALL_WEEK.encode("utf-32"),
    "Windows-1252": "title: Größe\n".encode("cp1252"),
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
}


@pytest.fixture(params=["libyaml", "Python"])
def parser(request, monkeypatch):
    if request.param == "Python":
        monkeypatch.setattr(yaml_files, "_FAST", None)
    elif not yaml.__with_libyaml__:
        pytest.skip("this PyYAML has no libyaml")
    yaml_files._read.cache_clear()
    yield request.param
    yaml_files._read.cache_clear()


def outcome(path):
    """What is read, with the lines of all mappings; or the sentence."""

    def lines(value):
        if isinstance(value, dict):
            return (value.line, value.lines, [(key, lines(inner)) for key, inner in value.items()])
        return [lines(inner) for inner in value] if isinstance(value, list) else value

    yaml_files._read.cache_clear()
    try:
        return lines(read_yaml(path))
    except ContentError as error:
        return str(error)


def of_both(path, monkeypatch):
    fast = outcome(path)
    with monkeypatch.context() as patch:
        patch.setattr(yaml_files, "_FAST", None)
        return fast, outcome(path)


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_told_with_file_line_and_cure_within_a_second(tmp_path, parser, name):
    text, said = BROKEN[name]
    path = tmp_path / "week_01.yaml"
    path.write_text(text, "utf-8")
    before = time.process_time()
    with pytest.raises(ContentError) as refused:
        read_yaml(path)
    assert time.process_time() - before < 1
    assert str(refused.value).startswith("week_01.yaml, line ")
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ENCODED)
def test_another_encoding_is_named(tmp_path, parser, name):
    path = tmp_path / "masks.yaml"
    path.write_bytes(ENCODED[name])
    with pytest.raises(ContentError, match=r"^masks.yaml: this is no text in UTF-8; save the file as UTF-8"):
        read_yaml(path)


def test_a_file_that_is_larger_than_any_content_is_refused_unread(tmp_path, parser):
    path = tmp_path / "claims.yaml"
    path.write_text("a: " + "x" * MOST_BYTES, "utf-8")
    with pytest.raises(ContentError, match=r"^claims.yaml: this is larger than a content file can be"):
        read_yaml(path)


def test_a_word_as_long_as_a_file_can_be_is_read_at_once(tmp_path, parser):
    path = tmp_path / "claims.yaml"
    path.write_text("a: " + "x " * 400_000, "utf-8")
    assert len(read_yaml(path)["a"]) == 799_999


def test_few_parts_may_be_marked_and_used_again(tmp_path, parser):
    path = tmp_path / "x.yaml"
    path.write_text("a: &a [1, 2]\nb: *a\nc: [&n no, *n]\n", "utf-8")
    assert read_yaml(path) == {"a": ["1", "2"], "b": ["1", "2"], "c": ["no", "no"]}


def test_the_line_of_every_key_is_known(tmp_path, parser):
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\n\nb:\n  c: |\n    long\n    words\n  d: {e: f}\n", "utf-8")
    found = read_yaml(path)
    assert (found.lines, found["b"].lines, found["b"]["d"].lines) == ({"a": 1, "b": 3}, {"c": 4, "d": 7}, {"e": 7})


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has no libyaml")
class TestBothParsers:
    """What one reads the other reads too, to the line and to the word."""

    def test_are_two(self):
        assert isinstance(yaml_files._FAST("a: b").get_event(), yaml.StreamStartEvent)
        assert yaml_files._FAST is not yaml_files._Parser

    def test_of_every_content_file(self, monkeypatch):
        paths = sorted((content_root() / "data").rglob("*.yaml"))
        assert len(paths) > 20
        for path in paths:
            fast, slow = of_both(path, monkeypatch)
            assert not isinstance(fast, str)
            assert fast == slow, path.name

    @pytest.mark.parametrize("name", BROKEN)
    def test_of_what_is_broken(self, tmp_path, monkeypatch, name):
        path = tmp_path / "x.yaml"
        path.write_text(BROKEN[name][0], "utf-8")
        fast, slow = of_both(path, monkeypatch)
        assert fast == slow

    def test_of_a_week_in_which_fingers_slipped(self, tmp_path, monkeypatch):
        dice = random.Random(7)
        path = tmp_path / "x.yaml"
        refused = 0
        for _ in range(150):
            text = list(SMALL_WEEK[:900])
            for _ in range(dice.randint(1, 3)):
                place = dice.randrange(len(text))
                text[place : place + dice.randint(0, 2)] = dice.choice(
                    "\t\n :,-[]{}#&*!|>'\"%@`?\\\x85\u2028\xa0\ufeffä"
                )
            path.write_text("".join(text), "utf-8")
            fast, slow = of_both(path, monkeypatch)
            assert fast == slow, "".join(text)
            refused += isinstance(fast, str)
        assert 20 < refused < 150


def test_the_copies_of_a_file_that_many_cohorts_have_are_read_once(tmp_path, parser):
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "week_01.yaml").write_text(SMALL_WEEK, "utf-8")
        read_yaml(folder / "week_01.yaml")
    assert yaml_files._read.cache_info().misses == 1


def test_a_changed_file_is_read_afresh_even_within_one_tick_of_the_clock(tmp_path, parser):
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\n", "utf-8")
    read_yaml(path)
    path.write_text("a: 2\n", "utf-8")
    assert read_yaml(path) == {"a": "2"}
