"""What all commands share: the cohort that is found, the week that is typed, and the order of the list."""

from __future__ import annotations

import pytest


def test_a_command_outside_a_cohort_says_where_to_go(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = kit("publish", "1")
    assert done.code == 1
    assert "kit init" in done.err


def test_a_broken_cohort_file_is_told_by_its_line(kit, tmp_path):
    (tmp_path / "cohort.toml").write_text("slug = \n", "utf-8")
    done = kit("publish", "1", "--cohort", str(tmp_path))
    assert done.code == 1
    assert "line 1" in done.err
    for text, said in (
        ("slug = 'A B'\nsize = 3", "'slug'"),
        ("slug = 'a'\nsize = 0", "'size'"),
        ("x = 1", "unknown key 'x'"),
    ):
        (tmp_path / "cohort.toml").write_text(text, "utf-8")
        assert said in kit("doctor", "--cohort", str(tmp_path)).err


@pytest.mark.parametrize("typed", ["three", "-1", "3.5", "³"])
def test_what_is_no_weeks_number_is_told_in_plain_words(kit, typed):
    done = kit("host", "--", typed)
    assert done.code == 2
    assert f"'{typed}' is no week's number; weeks are 1, 2, 3 ..., and 0 is the orientation." in done.err
