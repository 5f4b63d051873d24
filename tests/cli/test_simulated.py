"""Simulated participants by a command: a file to import, the truth beside it, and never over somebody's own file."""

from __future__ import annotations

import pytest


def test_a_file_of_answers_is_written_with_the_truth_beside_it_and_can_be_imported(kit, root):
    done = kit("simulate", "--seed", "7", "--size", "9", "--out", "made.csv")
    assert done.code == 0, done.err
    assert "9 simulated participants are in made.csv; what is true of them is in made.truth.yaml." in done.out
    (command,) = [line.partition("kit ")[2] for line in done.out.splitlines() if "kit import" in line]
    imported = kit(*command.split())
    assert imported.code == 0, imported.err
    assert "Participants: 9" in imported.out


def test_the_same_seed_makes_the_same_file_and_another_one_does_not(kit, root):
    made = []
    for seed in ("1", "1", "2"):
        assert kit("simulate", "--seed", seed, "--size", "5", "--out", "made.csv").code == 0
        made.append(((root / "made.csv").read_bytes(), (root / "made.truth.yaml").read_bytes()))
    assert made[0] == made[1]
    assert made[0][0] != made[2][0]


def test_a_file_with_peoples_answers_is_never_written_over(kit, root):
    (root / "typed.csv").write_text("participant,week,exercise,item,answer\n7,1,pulse,energy,3\n", "utf-8")
    before = (root / "typed.csv").read_bytes()
    done = kit("simulate", "--out", "typed.csv")
    assert done.code == 1
    assert "there is a file of that name that wasn't simulated; choose another with --out." in done.err
    assert (root / "typed.csv").read_bytes() == before
    assert not (root / "typed.truth.yaml").exists()


def test_with_null_nothing_changes_over_the_weeks_and_the_truth_says_so(kit, root):
    for name, null in (("change", ()), ("none", ("--null",))):
        assert kit("simulate", "--size", "5", "--out", f"{name}.csv", *null).code == 0
    truths = [(root / f"{name}.truth.yaml").read_text("utf-8") for name in ("change", "none")]
    assert truths[0] != truths[1]


def test_outside_of_a_cohort_it_is_said_that_the_kits_own_weeks_are_answered(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = kit("simulate", "--size", "3", "--out", "made.csv")
    assert done.code == 0
    assert "this is about the kit's own material" in done.out
    assert (tmp_path / "made.csv").is_file()


@pytest.mark.parametrize("option", [("--size", "0"), ("--size", "1001"), ("--seed", "-1"), ("--size", "many")])
def test_a_number_that_cannot_be_is_wrong_use_and_makes_no_file(kit, root, option):
    assert kit("simulate", "--out", "made.csv", *option).code == 2
    assert not (root / "made.csv").exists()


def test_a_folder_that_is_not_there_is_told_in_a_sentence(kit, root):
    done = kit("simulate", "--size", "3", "--out", "nowhere/made.csv")
    assert done.code == 1
    assert "nowhere" in done.err
    assert done.err.count("\n") == 1
