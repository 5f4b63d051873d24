"""A cohort folder is made whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from kit import new_cohort
from kit.curriculum.policy import policy_of
from kit.errors import CohortError, ContentError, PolicyError
from kit.new_cohort import FirstSession, carried, make_cohort
from kit.settings import content_root, load_cohort
from kit.text.slugs import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Spring 2027", "spring-2027"), ("Pflegé & Team", "pflege-team"), ("--", ""), ("x" * 40, "x" * 40), ("…", "")],
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
    real = os.utime  # which every copy ends with
    calls = []

    def full_disk(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 20:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)

    monkeypatch.setattr(os, "utime", full_disk)
    with pytest.raises(CohortError, match="No space left on device"):
        make_cohort(tmp_path / "spring")
    assert list(tmp_path.iterdir()) == []


def test_the_weekday_follows_from_the_date(tmp_path):
    when = FirstSession(date="2027-03-02", time_zone="America/Toronto", time="09:30")
    assert make_cohort(tmp_path / "spring", when=when).weekday == "Tuesday"


def test_copies_of_notebooks_show_nothing_and_compare_nothing(tmp_path):
    first = make_cohort(tmp_path / "first")
    own = first.notebooks / "own" / "ours.ipynb"
    own.parent.mkdir()
    shown = {"output_type": "display_data", "data": {"text/plain": "4 to 7 of 14"}, "metadata": {}}
    cell = {"cell_type": "code", "id": "a", "source": "1", "metadata": {"tags": ["keep_output", "mine"]}}
    cell |= {"outputs": [shown], "execution_count": 3}
    own.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    again = make_cohort(tmp_path / "again", like=first.root)
    paths = [*first.notebooks.glob("*.ipynb"), *again.notebooks.rglob("*.ipynb")]
    assert len(paths) == 2 * len(list((content_root() / "notebooks").glob("*.ipynb"))) + 1
    for path in paths:
        text = path.read_text("utf-8")
        for one in json.loads(text)["cells"]:
            assert not one.get("outputs")
            assert one.get("execution_count") is None
        assert not any(mark in text for mark in ("keep_output", "nbval-check-output", "text/plain"))
    assert '"mine"' in (again.notebooks / "own" / "ours.ipynb").read_text("utf-8")


def test_a_broken_notebook_is_not_copied_as_if_it_were_one(tmp_path):
    first = make_cohort(tmp_path / "first")
    (first.notebooks / "week_03.ipynb").write_text("{", "utf-8")
    with pytest.raises(ContentError, match=r"week_03\.ipynb: this is no notebook any more"):
        make_cohort(tmp_path / "again", like=first.root)
    assert [path.name for path in tmp_path.iterdir()] == ["first"]


SETTLED = {"session_minutes = 90": "session_minutes = 75", "keep_days = 30": "keep_days = 14"}
SETTLED |= {'time_zone = "UTC"': 'time_zone = "Europe/Berlin"', "# minimum = 8": "minimum = 8\nsensitive = 10"}


def settled(root, more=None):
    path = root / "cohort.toml"
    text = path.read_text("utf-8")
    for old, new in (SETTLED | (more or {})).items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return load_cohort(root)


def test_what_a_cohort_settles_for_every_cohort_goes_with_its_material(tmp_path):
    when = FirstSession(date="2027-03-02", time="09:30")
    old = settled(make_cohort(tmp_path / "old", when=when).root, {'# debrief = "~/debriefs"': 'debrief = "~/shared"'})
    new = make_cohort(tmp_path / "new", size=20, like=old.root)
    for name in ("policy", "keep_days", "session_minutes", "time_zone", "debrief"):
        assert getattr(new, name) == getattr(old, name), name
    assert policy_of(new) == policy_of(old)
    assert (new.slug, new.size, new.first_session, new.time, new.weekday) == ("new", 20, "", "", "")
    assert new.id != old.id
    said = "\n".join(carried(old))
    for word in ("minimum = 8", "sensitive = 10", "14 days", "75 minutes", "Europe/Berlin", "~/shared"):
        assert word in said
    assert "Not taken over: its name and size, dates and times" in said
    other = make_cohort(tmp_path / "other", like=old.root, when=FirstSession(time_zone="America/Toronto"))
    assert other.time_zone == "America/Toronto"


def test_a_stricter_curriculum_goes_along_and_a_looser_cohort_stops_it(tmp_path):
    old = make_cohort(tmp_path / "old")
    policy = old.curriculum / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("minimum: 5", "minimum: 7"), "utf-8")
    assert policy_of(make_cohort(tmp_path / "new", like=old.root)).minimum == 7
    (old.root / "cohort.toml").write_text('slug = "old"\nsize = 9\n[policy]\nminimum = 6\n', "utf-8")
    with pytest.raises(PolicyError, match="stricter than 7"):
        make_cohort(tmp_path / "looser", like=old.root)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_a_debrief_folder_beside_one_cohort_is_named_and_not_taken_over(tmp_path):
    old = settled(make_cohort(tmp_path / "old").root, {'# debrief = "~/debriefs"': 'debrief = "../logs"'})
    assert make_cohort(tmp_path / "new", like=old.root).debrief == ""
    assert "to share them, write that folder" in "\n".join(carried(old))


_KILLED = """
import os, signal, sys
from pathlib import Path
from kit import new_cohort
*holder, name = sys.argv[2].split(".")
place = getattr(new_cohort, holder[0]) if holder else new_cohort
step = getattr(place, name)
def killed(*arguments, **named):
    if sys.argv[3] == "after":
        step(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, killed)
new_cohort.make_cohort(Path(sys.argv[1]))
"""


def killed_at(root, step, when):
    done = subprocess.run([sys.executable, "-c", _KILLED, str(root), step, when], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL


def works(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".kit-init-")]


@pytest.mark.parametrize(
    ("step", "when"), [("keep_out", "after"), ("Material.copy_to", "after"), ("_put_in_place", "before")]
)
@pytest.mark.parametrize("there", [False, True], ids=["new", "with-git"])
def test_what_a_killed_init_left_is_swept_by_the_next_one(tmp_path, step, when, there):
    root = tmp_path / "spring"
    if there:
        (root / ".git").mkdir(parents=True)
        (root / ".git" / "config").write_text("ours", "utf-8")
    killed_at(root, step, when)
    assert works(root if there else tmp_path) != []
    assert not (root / "cohort.toml").exists()
    make_cohort(root)
    assert works(root) == works(tmp_path) == []
    if there:
        assert (root / ".git" / "config").read_text("utf-8") == "ours"


def test_a_killed_init_is_swept_by_one_for_another_folder_beside_it(tmp_path):
    killed_at(tmp_path / "spring", "_put_in_place", "after")
    assert load_cohort(tmp_path / "spring").slug == "spring"
    make_cohort(tmp_path / "autumn")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["autumn", "spring"]


def test_what_another_init_is_working_in_and_what_is_none_of_the_kits_stays(tmp_path, monkeypatch):
    mine = tmp_path / ".kit-init-mine"
    older = tmp_path / ".kit-init-abcd1234"  # as 0.1.0 left it: it may hold somebody's .git
    for folder in (mine, older / "cohort" / ".git"):
        folder.mkdir(parents=True)
    real = new_cohort.load_cohort
    seen = []

    def another_one_meanwhile(root):
        if not seen:
            seen.append(root)
            make_cohort(tmp_path / "autumn")
        return real(root)

    monkeypatch.setattr(new_cohort, "load_cohort", another_one_meanwhile)
    make_cohort(tmp_path / "spring")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".kit-init-abcd1234", ".kit-init-mine", "autumn", "spring"]
    assert (older / "cohort" / ".git").is_dir()


@pytest.mark.parametrize("hidden", [".git/config", ".gitignore", ".notes"])
def test_hidden_files_of_ones_own_are_never_moved(tmp_path, monkeypatch, hidden):
    kept = tmp_path / "spring" / hidden
    kept.parent.mkdir(parents=True)
    kept.write_text("ours", "utf-8")
    before = kept.stat().st_ino
    real = type(kept).rename

    def refusing(path, target):
        if path.name == "notebooks" and "cohort" in path.parts:
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(type(kept), "rename", refusing)
    with pytest.raises(CohortError):
        make_cohort(tmp_path / "spring")
    assert kept.read_text("utf-8") == "ours"
    assert kept.stat().st_ino == before
    assert [path.name for path in (tmp_path / "spring").iterdir()] == [hidden.split("/")[0]]


def test_a_cohort_has_the_sector_it_is_given_and_one_made_like_it_has_it_too(tmp_path):
    first = make_cohort(tmp_path / "spring", sector="education")
    assert (first.sector, load_cohort(tmp_path / "spring").sector) == ("education", "education")
    assert make_cohort(tmp_path / "autumn", like=first.root).sector == "education"
    assert make_cohort(tmp_path / "winter", like=first.root, sector="remote").sector == "remote"
    assert "the sector education, unless another is given" in next(carried(first))


def test_a_sector_that_nobody_has_makes_no_cohort(tmp_path):
    with pytest.raises(
        CohortError, match="There is no sector 'hospital'; there are education, health, managers, remote"
    ):
        make_cohort(tmp_path / "spring", sector="hospital")
    assert not (tmp_path / "spring").exists()


def test_a_sector_without_week_files_of_ones_own_is_told_rather_than_passed_over(tmp_path):
    cohort = make_cohort(tmp_path / "spring", sector="health")
    for name in ("curriculum", "notebooks", "facilitator_guide"):
        shutil.rmtree(cohort.root / name)
    with pytest.raises(CohortError, match="'sector' needs week files in this folder; copy curriculum of a fresh"):
        _ = load_cohort(cohort.root).curriculum
