"""Text of any origin is read, or refused with a ValueError in words."""

from __future__ import annotations

import pytest

from kit.text.parsing import json_of, merge_line, toml_of, without_doubles


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 50_000 + "]" * 50_000])
def test_json_without_end_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"nested too deeply|."):
        json_of(text)


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "{a = " * 20_000])
def test_toml_without_end_is_a_value_error_that_names_a_cure(text):
    with pytest.raises(ValueError, match="nested too deeply; write"):
        toml_of(text)


def test_toml_and_json_are_read_as_they_are():
    assert toml_of("a = [1, 2]") == {"a": [1, 2]}
    assert json_of(b'{"a": [1, 2]}') == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", 2),
        (' "source": [\n   "<<<<<<< HEAD\\n",\n', 2),
        (">>>>>>> theirs\n", 1),
        ("a heading\n=======\n", None),
        ("<<< see above\n", None),
    ],
)
def test_what_a_merge_left_is_found(text, line):
    assert merge_line(text) == line


def test_a_merge_in_toml_is_named_with_its_line():
    with pytest.raises(ValueError, match="line 2: two versions of this file were merged"):
        toml_of('slug = "a"\n<<<<<<< HEAD\nsize = 3\n')


def test_a_key_that_stands_twice_is_refused_wherever_it_stands():
    assert json_of('{"a": {"b": 1, "c": 2}}', object_pairs_hook=without_doubles) == {"a": {"b": 1, "c": 2}}
    for text in ('{"a": 1, "a": 2}', '{"a": [{"b": 1, "b": 1}]}'):
        with pytest.raises(ValueError, match="stands twice"):
            json_of(text, object_pairs_hook=without_doubles)
