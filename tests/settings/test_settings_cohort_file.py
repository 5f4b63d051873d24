"""A cohort.toml is there, is not there, or is there and cannot be used; and the sentence says what to do about it."""

from __future__ import annotations

import os

import pytest

from kit.errors import CohortError
from kit.settings import COHORT_FILE, cohort_at, has_cohort, load_cohort, read_cohort_file

GOOD = 'slug = "spring"\nsize = 12\nfirst_session = "2027-03-02"\n'


def written(folder, data):
    (folder / COHORT_FILE).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


# What is in the file, and what of it the sentence has to say.
BROKEN = {
    "curly quotes": ('slug = "spring"\nsize = 12\nfirst_session = “2027-03-02”\n', "line 3 has a curly quotation mark"),
    "one curly quote": ('slug = "spring”\nsize = 12\n', "line 1 has a curly quotation mark (”)"),
    "curly apostrophes": ('slug = "spring"\ntime = ‘14:00’\n', "line 2 has a curly quotation mark (‘)"),
    "low quotes": ("slug = „spring“\n", "line 1 has a curly quotation mark („); use the straight one"),
    "guillemets": ("slug = «spring»\n", "line 1 has a curly quotation mark («)"),
    "UTF-16": (GOOD.encode("utf-16"), "saved as UTF-16"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-be"), "saved as UTF-16"),
    "UTF-32": (GOOD.encode("utf-32"), "saved as UTF-32"),
    "UTF-32 without a mark": (GOOD.encode("utf-32-le"), "saved as UTF-32"),
    "what a loss of power left": (bytes(300), "nothing is left of what was in this file"),
    "a mark in the middle": (GOOD.replace("size", "\ufeffsize"), "line 2 has a sign that only looks right"),
    "cp1252": (b'slug = "spring"\n# K\xf6ln\nsize = 12\n', "line 2 has a letter that isn't saved as UTF-8"),
    "no-break space": ('slug = "spring"\nsize\u00a0= 12\n', "line 2 has a sign that only looks right (no-break space)"),
    "wide equals": ("slug ＝ 'spring'\n", "line 1 has a sign that only looks right (fullwidth equals sign)"),
    "twice": ('slug = "spring"\nsize = 12\nsize = 13\n', "line 3 says something that was said above already"),
    "no quotes": ("slug = spring\nsize = 12\n", "line 1 can't be understood"),
    "an end that is missing": ('slug = "spring', "line 1 can't be understood"),
    "a merge": ('<<<<<<< ours\nslug = "a"\n=======\nslug = "b"\n>>>>>>> theirs\n', "two versions of this file"),
    "endless brackets": ("size = " + "[" * 5000, "nested too deeply"),
    "empty": ("", "'slug'"),
    "unknown key": (GOOD + "keepdays = 3\n", "unknown key 'keepdays'; did you mean 'keep_days'?"),
    "a list for a date": (GOOD.replace('"2027-03-02"', "[2027, 3, 2]"), "'first_session' must be a text"),
    "looser by type": (GOOD + "[policy]\nminimum = true\n", "[policy] holds whole numbers"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_used_is_told_with_file_place_and_cure(tmp_path, name):
    data, said = BROKEN[name]
    written(tmp_path, data)
    assert has_cohort(tmp_path)
    below = tmp_path / "notebooks"
    below.mkdir()
    with pytest.raises(CohortError) as told:
        cohort_at(below)
    assert str(told.value).startswith(str(tmp_path / COHORT_FILE))
    assert said in str(told.value)
    assert "\n" not in str(told.value) or name == "empty", "an empty file has two things to add"


def test_following_the_cure_for_curly_quotes_mends_the_file(tmp_path):
    text = BROKEN["curly quotes"][0]
    written(tmp_path, text.replace("“", '"').replace("”", '"'))
    assert load_cohort(tmp_path).first_session == "2027-03-02"


def test_dates_and_times_may_stand_without_quotes_and_words_may_follow_a_hash(tmp_path):
    written(tmp_path, 'slug = "spring"  # „Frühling“\nsize = 12\nfirst_session = 2027-03-02\ntime = 14:00:00\n')
    assert load_cohort(tmp_path).first_session == "2027-03-02"


def folder(path):
    path.mkdir()


def dangling(path):
    path.symlink_to(path.parent / "gone.toml")


def circle(path):
    path.symlink_to(path)


def pipe(path):
    os.mkfifo(path)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are made otherwise there")
@pytest.mark.parametrize(
    ("made", "said"),
    [
        (folder, "this is a folder"),
        (dangling, "this link leads to nothing"),
        (circle, "can't be read"),
        (pipe, "this is no text file"),
    ],
)
def test_something_else_of_that_name_is_no_missing_file(tmp_path, made, said):
    made(tmp_path / COHORT_FILE)
    assert has_cohort(tmp_path)
    with pytest.raises(CohortError, match=said):
        cohort_at(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="for the superuser everything is open")
@pytest.mark.parametrize("closed", [COHORT_FILE, "."])
def test_what_may_not_be_read_is_no_missing_file(tmp_path, closed):
    place = tmp_path / "spring"
    place.mkdir()
    written(place, GOOD)
    (place / closed).chmod(0)
    try:
        with pytest.raises(CohortError, match="permissions"):
            cohort_at(place)
    finally:
        (place / closed).chmod(0o700)


def test_a_folder_that_cannot_be_looked_into_is_no_folder_without_a_cohort(tmp_path, monkeypatch):
    def refused(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "lstat", refused)
    with pytest.raises(CohortError, match="whether this file is there can't be told"):
        has_cohort(tmp_path)


@pytest.mark.parametrize("name", ["cohort.toml.txt", "Cohort.toml"])
def test_a_file_under_a_name_that_only_looks_right_is_told(tmp_path, name):
    (tmp_path / name).write_text(GOOD, "utf-8")
    if (tmp_path / COHORT_FILE).exists():
        pytest.skip("this file system takes both names for one")
    with pytest.raises(CohortError, match=r"is to be called cohort\.toml; rename it"):
        cohort_at(tmp_path)


def test_without_the_file_there_is_no_cohort_and_naming_the_folder_says_so(tmp_path):
    assert cohort_at(tmp_path) is None
    with pytest.raises(CohortError, match="this is no cohort folder"):
        read_cohort_file(tmp_path)
    (tmp_path / "a-file").write_text("")
    with pytest.raises(CohortError, match="this is no cohort folder"):
        load_cohort(tmp_path / "a-file")


def test_a_broken_one_is_not_passed_over_for_a_sound_one_further_up(tmp_path):
    written(tmp_path, GOOD)
    inner = tmp_path / "inner"
    inner.mkdir()
    written(inner, "slug = “inner”\n")
    with pytest.raises(CohortError, match="inner"):
        cohort_at(inner)
