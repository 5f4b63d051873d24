"""Which cohort is meant is found from the folder, never from a parameter that is a path."""

from __future__ import annotations

import pytest

from kit.errors import CohortError
from kit.settings import cohort_at, find_places, load_cohort, packaged_curriculum
from tests.cohorts import whole_cohort


def test_inside_a_cohort_a_notebook_finds_its_published_results(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    places = find_places(cohort.root / "notebooks")
    assert places.cohort == "spring"
    assert places.published == cohort.published
    assert places.curriculum == cohort.root / "curriculum"
    assert "private" not in str(places)


def test_outside_a_cohort_a_notebook_shows_the_sample(tmp_path):
    places = find_places(tmp_path)
    assert places.cohort == "sample"
    assert places.curriculum == packaged_curriculum()
    assert (places.published / "releases.json").is_file()


def test_the_environment_comes_first(tmp_path, monkeypatch):
    for name in ("p", "c"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("KIT_PUBLISHED", str(tmp_path / "p"))
    monkeypatch.setenv("KIT_CURRICULUM", str(tmp_path / "c"))
    places = find_places(tmp_path)
    assert (places.published, places.curriculum) == (tmp_path / "p", tmp_path / "c")


def test_the_nearest_cohort_wins(tmp_path):
    outer = whole_cohort(tmp_path / "outer")
    inner = whole_cohort(outer.root / "inner")
    assert cohort_at(inner.root / "notebooks").root == inner.root
    assert cohort_at(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug = 'a b'\nsize = 8", "'slug'"),
        ("slug = '../x'\nsize = 8", "'slug'"),
        ("slug = 'a'", "'size'"),
        ("slug = 'a'\nsize = true", "'size'"),
        ("slug = 'a'\nsize = 8\nsise = 9", "unknown key 'sise'"),
        ("slug = 'a'\nsize = 8\n[policy]\nminimum = 'x'", "whole numbers"),
        ("slug = 'a'\nsize = 8\nsession_minutes = 2", "'session_minutes'"),
        ("slug = 'a'\nsize = 8\nkeep_days = 31", "'keep_days' .* not later"),
        ("slug = 'a'\nsize = 8\nkeep_days = 0", "'keep_days'"),
        ("slug = 'a'\nsize = 8\nkeep_days = true", "'keep_days'"),
        ("slug", "fix that line"),
    ],
)
def test_a_mistake_in_the_cohort_file_is_told_in_a_sentence(tmp_path, text, said):
    (tmp_path / "cohort.toml").write_text(text, "utf-8")
    with pytest.raises(CohortError, match=said):
        load_cohort(tmp_path)


def test_all_that_is_wrong_in_the_cohort_file_is_told_at_once(tmp_path):
    text = "slug = 'Spring 2027'\nsize = 'many'\ntime = 14\ncolour = 3\nkeep_days = 90\n[moved]\nfour = 'later'\n"
    (tmp_path / "cohort.toml").write_text(text, "utf-8")
    with pytest.raises(CohortError) as refused:
        load_cohort(tmp_path)
    lines = str(refused.value).splitlines()
    assert all(line.startswith(f"{tmp_path / 'cohort.toml'}: ") for line in lines)
    for key in ("'colour'", "'slug'", "'size'", "'time'", "'keep_days'", "[moved]"):
        assert sum(key in line for line in lines) == 1
    assert len(lines) == 6


def test_raw_answers_can_be_deleted_sooner_than_the_kit_asks_for(tmp_path):
    assert whole_cohort(tmp_path / "spring").keep_days == 30
    path = tmp_path / "spring" / "cohort.toml"
    path.write_text(path.read_text("utf-8").replace("keep_days = 30", "keep_days = 14"), "utf-8")
    assert load_cohort(tmp_path / "spring").keep_days == 14
