"""A cohort folder is made whole or not at all."""

from __future__ import annotations

import shutil

import pytest

from kit.errors import CohortError
from kit.folders import FirstSession, make_cohort
from kit.slugs import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Spring 2027", "spring-2027"), ("Pflegé & Team", "pflege-team"), ("--", ""), ("x" * 60, "x" * 40), ("…", "")],
)
def test_a_slug_is_made_of_small_letters_digits_and_hyphens(name, slug):
    assert slug_of(name) == slug


def test_a_folder_whose_name_gives_no_slug_asks_for_one(tmp_path):
    with pytest.raises(CohortError, match="--slug"):
        make_cohort(tmp_path / "…")
    assert make_cohort(tmp_path / "日本", slug="tokyo").slug == "tokyo"


def test_edited_material_of_another_cohort_is_used_again_and_nothing_private_of_it(tmp_path):
    old = make_cohort(tmp_path / "autumn")
    (old.root / "curriculum" / "week_01.yaml").write_text("ours", "utf-8")
    (old.private / "answers.db").write_text("secret", "utf-8")
    new = make_cohort(tmp_path / "spring", like=old.root)
    assert (new.root / "curriculum" / "week_01.yaml").read_text("utf-8") == "ours"
    assert not (new.private / "answers.db").exists()


def test_a_copy_that_fails_half_way_leaves_nothing(tmp_path, monkeypatch):
    real = shutil.copytree
    calls = []

    def full_disk(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(shutil, "copytree", full_disk)
    with pytest.raises(CohortError, match="No space left on device"):
        make_cohort(tmp_path / "spring")
    assert list(tmp_path.iterdir()) == []


def test_the_weekday_follows_from_the_date(tmp_path):
    when = FirstSession(date="2027-03-02", time_zone="America/Toronto", time="09:30")
    assert make_cohort(tmp_path / "spring", when=when).weekday == "Tuesday"
