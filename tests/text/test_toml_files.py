"""A TOML file that somebody typed is read, or told with file, line and cure; only its absence is absence."""

from __future__ import annotations

import os
import tomllib

import pytest

from kit.errors import CohortError
from kit.text.toml_files import is_there, read_toml, with_values

OTHERWISE = "or draw the groups anew"


def read(folder, data):
    path = folder / "groups.toml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_toml(path, OTHERWISE)


def test_a_file_says_what_it_says_with_and_without_a_mark_at_its_beginning(tmp_path):
    assert read(tmp_path, 'name = "Zoë"  # „ours“\n[a]\nb = 1\n') == {"name": "Zoë", "a": {"b": 1}}
    assert read(tmp_path, b"\xef\xbb\xbfsize = 3\r\n") == {"size": 3}
    assert read(tmp_path, "") == {}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a = 1\nb = “two”\n", "line 2 has a curly quotation mark (“); use the straight one"),
        ("a = 1\n\nb\u00a0= 2\n", "line 3 has a sign that only looks right (no-break space)"),
        ("a = 1\na = 2\n", "line 2 says something that was said above already"),
        ("a = [1,\n", "can't be understood"),
        ("a = ninety\n", "line 1 can't be understood"),
        ("a = " + "[" * 3000, "nested too deeply"),
        ("a = 1".encode("utf-16"), "saved as UTF-16"),
        ("a = 1".encode("utf-32-be"), "saved as UTF-32"),
        (bytes(50), "nothing is left of what was in this file"),
        (b"a = 1\n# M\xfcnster\n", "line 2 has a letter that isn't saved as UTF-8"),
        (b"# " + b"x" * 1024**2, "this is no text file"),
    ],
)
def test_what_cannot_be_used_names_file_and_place_in_one_line(tmp_path, data, said):
    with pytest.raises(CohortError) as told:
        read(tmp_path, data)
    assert str(told.value).startswith(f"{tmp_path / 'groups.toml'}: ")
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_what_else_can_be_done_is_said_where_mending_is_not_the_only_way(tmp_path):
    for data in ("a = 1\na = 2\n", "a =\n", bytes(9)):
        with pytest.raises(CohortError, match=OTHERWISE):
            read(tmp_path, data)


def test_words_behind_a_hash_are_repeated_nowhere(tmp_path):
    with pytest.raises(CohortError) as told:
        read(tmp_path, "a = # Benno Smith wants out “really”\n")
    assert "Benno" not in str(told.value)


def folder_at(path):
    path.mkdir()


def pipe_at(path):
    os.mkfifo(path)


def link_to_nothing_at(path):
    path.symlink_to(path.parent / "nowhere")


def link_to_itself_at(path):
    path.symlink_to(path)


@pytest.mark.parametrize("made", [folder_at, pipe_at, link_to_nothing_at, link_to_itself_at])
def test_what_is_no_file_is_there_all_the_same_and_told_without_waiting(tmp_path, made):
    path = tmp_path / "groups.toml"
    assert not is_there(path)
    made(path)
    assert is_there(path)
    with pytest.raises(CohortError, match=r"groups\.toml: "):
        read_toml(path, OTHERWISE)


def test_below_a_file_there_is_nothing(tmp_path):
    (tmp_path / "groups").write_text("x", "utf-8")
    assert not is_there(tmp_path / "groups" / "groups.toml")


def test_a_name_that_no_disk_can_hold_is_not_taken_for_absence(tmp_path):
    with pytest.raises(CohortError, match="whether this file is there can't be told"):
        is_there(tmp_path / ("x" * 5000))


FILE = """# of spring
slug = "spring"
first_session = ""  # year-month-day, or empty
time='14:00' # when

[moved]  # at another time
# 4 = "2027-03-25 14:00"

[policy]
minimum = 8
"""


def test_a_value_is_replaced_or_added_and_every_other_line_stays():
    text = with_values(FILE, {"first_session": "2027-03-02", "time": "10:00", "time_zone": "Europe/Berlin"})
    assert tomllib.loads(text) == {
        "slug": "spring",
        "first_session": "2027-03-02",
        "time": "10:00",
        "time_zone": "Europe/Berlin",
        "moved": {},
        "policy": {"minimum": 8},
    }
    assert '"2027-03-02"  # year-month-day, or empty\n' in text
    assert [line for line in text.splitlines() if "[" in line] == [line for line in FILE.splitlines() if "[" in line]


def test_a_value_of_a_table_goes_into_that_table_and_a_table_that_is_missing_is_made():
    text = with_values(FILE, {"4": "2027-03-26 10:00"}, table="moved")
    assert tomllib.loads(text)["moved"] == {"4": "2027-03-26 10:00"}
    assert tomllib.loads(with_values(text, {"4": "x", "5": "y"}, table="moved"))["moved"] == {"4": "x", "5": "y"}
    assert tomllib.loads(with_values("a = 1", {"4": "x"}, table="moved")) == {"a": 1, "moved": {"4": "x"}}


@pytest.mark.parametrize("text", ["", "\n", "[moved]", "# only this", 'a = "["\n'])
def test_whatever_was_there_the_outcome_can_be_read(text):
    assert tomllib.loads(with_values(text, {"time": 'a "b" \\ ü'}))["time"] == 'a "b" \\ ü'
