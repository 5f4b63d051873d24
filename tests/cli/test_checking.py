"""Whatever is wrong is told in one run, by file and line, and what was left in a folder is named and stops nothing."""

from __future__ import annotations

import json

import pytest

from kit.settings import load_cohort
from tests.earlier import state_0_1_0
from tests.weeks import SMALL_WEEK

FIVE = (
    ("number: 1", "number: 9", ""),
    ("lead:", "laed:", "week_09.yaml, line 3: unknown key 'laed'; did you mean 'lead'?"),
    (
        "kind: likert",
        "kind: lickert",
        "week_09.yaml, line 33: block 'idea', exercise 'check-in', item 'useful': 'kind' must",
    ),
    ("target: 20", "target: 25", "week_09.yaml, line 9: the blocks' target minutes sum to 35, and the session has 30."),
    ("[idea]", "[ideas]", "week_09.yaml, line 8: cut_order names 'ideas', which is no block; blocks are arrive, idea."),
    (
        "    practices:\n",
        "    practices:\n      jouranl:\n",
        "week_09.yaml, line 15: block 'arrive': there is no practice 'jouranl' in practices.yaml",
    ),
)


@pytest.fixture
def cohort(root):
    return load_cohort(root)


@pytest.fixture
def check(kit):
    """Exit code and lines of ``kit check``."""

    def run(*arguments):
        found = kit("check", *arguments)
        return found.code, found.out.splitlines()

    return run


def test_a_new_cohort_has_nothing_to_mend(cohort, check):
    code, lines = check()
    assert (code, len(lines)) == (0, 1)


def test_a_new_week_with_five_mistakes_names_all_five_in_one_run_by_line(cohort, check):
    text = SMALL_WEEK
    for old, new, _ in FIVE:
        assert old in text
        text = text.replace(old, new, 1)
    (cohort.curriculum / "week_09.yaml").write_text(text, "utf-8")
    code, lines = check()
    wanted = [said for *_, said in FIVE if said]
    assert code == 1
    assert lines[-1] == "5 to fix."
    assert all(any(line.startswith(said) for line in lines) for said in wanted)
    numbers = [int(line.split("line ")[1].split(":")[0]) for line in lines[:-1]]
    assert numbers == sorted(numbers)


def test_mistakes_in_many_files_are_told_in_one_run_by_file(cohort, check):
    def edit(name, old, new):
        path = cohort.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    edit("curriculum/claims.yaml", "  strength: ", "  strenght: ")
    edit("curriculum/elements.yaml", "E02:", "E2:")
    (cohort.curriculum / "masks.yaml").write_text("words: [", "utf-8")
    edit("curriculum/week_05.yaml", "title:", "titel:")
    edit("curriculum/vignettes/toxic-culture.yaml", "title:", "titel:")
    edit("facilitator_guide/week_02.md", "<!-- /plan -->", "")
    (cohort.notebooks / "week_03.ipynb").write_text("{", "utf-8")
    (cohort.notebooks / "ours.ipynb").write_text('{"cells": [\n<<<<<<< HEAD\n', "utf-8")
    (cohort.curriculum / "policy.yaml").write_text("minimum: 2\n", "utf-8")
    code, lines = check()
    own = lines.index("In notebooks that you added. No session and no report needs them:")
    names = [line.split(",")[0].split(":")[0] for line in lines[:own]]
    wanted = {"claims.yaml", "elements.yaml", "masks.yaml", "week_05.yaml", "toxic-culture.yaml", "week_03.ipynb"}
    assert code == 1
    assert wanted | {"policy.yaml"} <= set(names)
    assert names == sorted(names)
    assert lines[own + 1].startswith("  ours.ipynb, line 2: two versions of this file were merged")


def test_a_week_that_cannot_be_read_is_not_said_to_be_taken_out(cohort, check):
    (cohort.curriculum / "week_05.yaml").write_text("a: [", "utf-8")
    _, lines = check()
    assert len(lines) == 2
    assert lines[0].startswith("week_05.yaml, line 1: ")


def test_copies_and_other_leftovers_are_named_where_they_could_be_edited_and_stop_nothing(cohort, check):
    for folder, name in ((cohort.curriculum, "week_01 (1).yaml"), (cohort.notebooks, "week_02-Copy1.ipynb")):
        (folder / name).write_text("x: [", "utf-8")
    (cohort.curriculum / ".DS_Store").write_bytes(b"\0")
    code, lines = check()
    assert code == 0
    assert lines[0] == "Not read:"
    assert [line.split(":")[0] for line in lines[1:3]] == ["  week_01 (1).yaml", "  week_02-Copy1.ipynb"]


@pytest.mark.parametrize(
    "name", ["curriculum/week_09.yml", "curriculum/vignettes/x.YAML", "notebooks/week_01.ipynb.txt"]
)
def test_a_file_that_only_its_ending_keeps_from_being_read_is_named(cohort, check, name):
    (cohort.root / name).write_text("", "utf-8")
    code, lines = check()
    assert code == 1
    assert "isn't read; rename it" in lines[0]


def test_a_folder_of_0_1_0_is_blamed_for_no_sentence_of_the_kits_own(tmp_path, monkeypatch, check):
    folder = state_0_1_0(tmp_path).cohort
    monkeypatch.chdir(folder)
    code, before = check()
    assert code == 0
    clocks, behind, cure, well = before
    assert clocks.startswith("Clocks in ")
    assert "those of version 0.1.0, and go on working" in behind
    assert "kit upgrade" in cure
    assert well.startswith("All is well: 9 weeks")
    text = json.loads((folder / "notebooks" / "week_03.ipynb").read_text("utf-8"))
    text["cells"][0]["source"] = "# Self-compassion as fuel, in our own words"
    (folder / "notebooks" / "week_03.ipynb").write_text(json.dumps(text), "utf-8")
    code, _ = check("--repair")
    assert code == 0
    again = json.loads((folder / "notebooks" / "week_03.ipynb").read_text("utf-8"))
    assert again["cells"][0]["source"] == "# Self-compassion as fuel, in our own words"
    _, after = check("--repair")
    assert not any("repaired" in line for line in after)


def test_times_and_policy_in_the_cohort_file_are_told_beside_everything_else(cohort, check):
    path = cohort.root / "cohort.toml"
    wrong = {"first_session": "2 March", "time_zone": "GMT+2", "weekday": "Dienstag", "time": "2pm"}
    lines = [line for line in path.read_text("utf-8").splitlines() if line.partition(" = ")[0] not in wrong]
    top = [f'{key} = "{value}"' for key, value in wrong.items()]
    text = "\n".join([*top, *lines, "minimum = 2", "minimun = 9"]).replace("[moved]", '[moved]\n3 = "tomorrow"')
    path.write_text(text, "utf-8")
    week = cohort.curriculum / "week_02.yaml"
    week.write_text(week.read_text("utf-8").replace("lead:", "laed:"), "utf-8")
    code, said = check()
    assert code == 1
    for told in (*(f"'{key}'" for key in wrong), "[moved], week 3", "'minimum' is 2", "'minimun'", "'laed'"):
        assert any(told in line for line in said), told
    about = [line for line in said if line.startswith("cohort.toml: ")]
    assert len(about) == 7
    assert len(set(said)) == len(said)


def test_a_session_at_a_time_that_cannot_be_is_told_by_check(cohort, check):
    path = cohort.root / "cohort.toml"
    text = path.read_text("utf-8")
    planned = text.replace('first_session = ""', 'first_session = "2027-03-02"').replace('time = ""', 'time = "14:00"')
    path.write_text(planned.replace("[moved]", '[moved]\n12 = "2027-05-25 14:00"'), "utf-8")
    assert check()[1][0] == "cohort.toml: [moved] names 12; there are 1 to 8, so fix that number."
    path.write_text(planned.replace("[moved]", '[moved]\n3 = "2027-05-25 14:00"'), "utf-8")
    assert "wouldn't come before week 4" in check()[1][0]


@pytest.mark.parametrize(
    ("folder", "name", "said"),
    [
        ("curriculum", "week_9.yaml", "week_9.yaml: is taken for no week; name it week_09.yaml, or move it away."),
        ("curriculum", "Week 12.yaml", "Week 12.yaml: is taken for no week; name it week_12.yaml, or move it away."),
        ("curriculum", "week_003.yaml", "week_003.yaml: is taken for no week; name it week_03.yaml, or move it away."),
        ("notebooks", "week-9.ipynb", "week-9.ipynb: is taken for no week; name it week_09.ipynb, or move it away."),
        ("curriculum", "polcy.yaml", "polcy.yaml: isn't read, because the kit knows no file of that name; did you"),
        ("curriculum", "ninth.yaml", "ninth.yaml: isn't read, because the kit knows no file of that name; fix its"),
    ],
)
def test_a_file_that_nothing_would_read_is_named(cohort, check, folder, name, said):
    like = "week_08.ipynb" if folder == "notebooks" else "week_08.yaml"
    (cohort.root / folder / name).write_bytes((cohort.root / folder / like).read_bytes())
    code, lines = check()
    assert code == 1
    assert next(line for line in lines if line.startswith(name)).startswith(said)
    (cohort.root / folder / name).unlink()
    assert check()[0] == 0
