"""Files of answers by command: what is asked, what is told of each cohort, and that following the cure works."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import new_cohort
from kit.settings import load_cohort

HEADER = "cohort,participant,week,exercise,item,answer\n"


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(*rows: str):
        (tmp_path / "all.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
        return tmp_path / "all.csv"

    return write


def test_what_every_cohort_brought_is_told_and_then_the_total_with_what_is_held(kit, table, tmp_path):
    table(*(f"site {n % 2},p{n}x,1,pulse,energy,{n}" for n in range(9)))
    done = kit("import", "all.csv", "--into", "many")
    assert done.code == 0, done.err
    assert "site-0  Participants: 5, exercises: 1, answers: 5 (5 newly stored, 0 there already). Held" in done.out
    assert "site-1  Participants: 4" in done.out
    (last,) = [line for line in done.out.splitlines() if line.startswith("2 cohorts are in many. In all: ")]
    assert "Participants: 9, exercises: 1, answers: 9" in last
    assert "Held, because no consent is named: 9; they're never published" in last
    assert "Held," not in kit("import", "all.csv", "--into", "many", "--consent", "on paper").out


def test_a_wrong_file_is_told_once_over_all_cohorts_and_nothing_is_made(kit, table, tmp_path):
    table(*(f"site {n % 40},p{n},1,post,Satisfaction,{n % 5}" for n in range(400)), "site 3,x,9,pulse,energy,4")
    done = kit("import", "all.csv", "--into", "many")
    assert done.code == 1
    assert "401 rows can't be imported, so nothing was" in done.err
    assert done.err.count("has no exercise 'post'") == 1
    assert "lines 2, 3, 4 and 397 more: week 1 has no exercise 'post'" in done.err
    assert "line 402: there is no week '9'" in done.err
    assert not (tmp_path / "many").exists()


def test_codes_that_look_alike_in_one_cohort_stop_the_whole_file(kit, table, tmp_path):
    table("a,anna7,1,pulse,energy,3", "b,Anna 7,1,pulse,energy,3", "b,anna-7,1,pulse,energy,4")
    done = kit("import", "all.csv", "--into", "many")
    assert done.code == 1
    assert "codes that look alike: 'Anna 7' and 'anna-7'" in done.err
    assert not (tmp_path / "many").exists()
    assert kit("import", "all.csv", "--into", "many", "--same", "anna-7").code == 2


def test_the_same_person_may_be_named_and_then_counts_once(kit, table):
    table("a,anna7,1,pulse,energy,3", "a,Anna 7,2,pulse,energy,3", "a,3E2,1,pulse,energy,3")
    done = kit("import", "all.csv", "--into", "many", "--same", "Anna 7=anna7", "--codes-as-written")
    assert done.code == 0, done.err
    assert "Participants: 2" in done.out
    assert load_cohort(Path("many/a")).size == 2


def test_several_files_are_all_stored_or_none(kit, tmp_path, monkeypatch):
    assert kit("init", str(tmp_path / "spring")).code == 0
    monkeypatch.chdir(tmp_path / "spring")
    for name, row in (("one", "cleo,1,pulse,energy,3"), ("two", "dan,1,pulse,energy,77")):
        (tmp_path / f"{name}.csv").write_text(f"participant,week,exercise,item,answer\n{row}\n", "utf-8")
    done = kit("import", "../one.csv", "../two.csv", "--consent", "on paper")
    assert (done.code, "nothing was" in done.err) == (1, True)
    (tmp_path / "two.csv").write_text("participant,week,exercise,item,answer\ndan,1,pulse,energy,7\n", "utf-8")
    again = kit("import", "../one.csv", "../two.csv", "--consent", "on paper")
    assert "one.csv: Participants: 1, exercises: 1, answers: 1 (1 newly stored" in again.out
    assert "two.csv: Participants: 1" in again.out


def test_where_like_changes_nothing_it_is_said(kit, table, tmp_path):
    kit("init", str(tmp_path / "strict"), "--size", "9")
    like = ("import", "all.csv", "--into", "many", "--like", "strict", "--consent", "on paper")
    table("north,p1x,1,pulse,energy,3")
    assert "There already" not in kit(*like).out
    table("north,p1x,1,pulse,energy,3", "south,p2x,1,pulse,energy,3")
    assert kit(*like).out.splitlines()[-1] == "There already, so --like changed nothing in: north."
    assert kit(*like).out.splitlines()[-1] == "There already, so --like changed nothing in: north, south."


@pytest.mark.parametrize("name", ["sample", "Sample", "SAMPLE!"])
def test_a_cohort_called_as_the_sample_is_refused_before_any_folder_is_made(kit, table, tmp_path, name):
    table("first,p1x,1,pulse,energy,5", f"{name},p2x,1,pulse,energy,5")
    done = kit("import", "all.csv", "--into", "many", "--consent", "on paper")
    assert done.code == 1
    assert "line 3: 'sample' is the kit's own cohort of made-up people; give the cohort another name" in done.err
    assert not (tmp_path / "many").exists()
    table("first,p1x,1,pulse,energy,5", "samples,p2x,1,pulse,energy,5")
    done = kit("import", "all.csv", "--into", "many", "--consent", "on paper")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("at", "name", "whole", "missing"),
    [("b", "notes.txt", "a", "b, c"), ("c", "", "a, b", "c"), ("a", "mine/notes.txt", "", "a, b, c")],
)
def test_where_it_stops_midway_whole_cohorts_are_named_and_a_second_run_goes_on(
    kit, table, tmp_path, at, name, whole, missing
):
    table(*(f"{slug},p1x,1,pulse,energy,{n}" for n, slug in enumerate("abc")))
    in_the_way = tmp_path / "many" / at / name
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("mine", "utf-8")
    command = ("import", "all.csv", "--into", "many", "--consent", "on paper")
    done = kit(*command)
    assert done.code == 1
    assert f"{at}: {tmp_path.resolve() / 'many' / at}: there is something here already" in done.err
    assert ("All answers are stored in: " in done.err) == bool(whole)
    assert f"All answers are stored in: {whole}. " in done.err or not whole
    assert f"Nothing is stored yet in: {missing}." in done.err
    (tmp_path / "many" / at).rename(tmp_path / "elsewhere")
    again = kit(*command)
    assert again.code == 0, again.err
    for slug in "abc":
        there = "(0 newly stored, 1 there already)" if slug in whole else "(1 newly stored, 0 there already)"
        assert f"{slug}  Participants: 1, exercises: 1, answers: 1 {there}" in again.out


def test_answers_of_people_who_came_after_the_result_are_told_to_be_never_counted(kit, table, tmp_path):
    command = ("import", "all.csv", "--into", "many", "--consent", "on paper")
    table(*(f"a,p{n}x,1,pulse,energy,{n}" for n in range(5)))
    assert "Never counted" not in kit(*command).out
    toml = tmp_path / "many" / "a" / "cohort.toml"
    toml.write_text(toml.read_text("utf-8").replace("size = 5", "size = 9"), "utf-8")
    assert kit("publish", "1", "--cohort", "many/a").code == 0
    table("a,late1x,1,pulse,energy,3", "a,late1x,2,pulse,energy,3", "b,p1x,1,pulse,energy,3")
    said = kit(*command).out
    assert "Never counted, because their questions had a result before these people joined: 1." in said.splitlines()[0]
    assert said.count("Never counted") == 1
    (tmp_path / "one.csv").write_text("participant,week,exercise,item,answer\nlate2x,1,pulse,energy,3\n", "utf-8")
    assert "Never counted" in kit("import", "one.csv", "--consent", "on paper", "--cohort", "many/a").out
    (tmp_path / "one.csv").write_text("participant,week,exercise,item,answer\np1x,1,pulse,energy,1\n", "utf-8")
    assert "Never counted" not in kit("import", "one.csv", "--consent", "on paper", "--cohort", "many/a").out


def test_the_material_is_read_once_however_many_cohorts_are_made(kit, table, monkeypatch):
    read = []
    real = new_cohort.read_unrun
    monkeypatch.setattr(new_cohort, "read_unrun", lambda path: read.append(path) or real(path))
    table(*(f"{slug},p1x,1,pulse,energy,3" for slug in "abc"))
    done = kit("import", "all.csv", "--into", "many", "--consent", "on paper")
    assert done.code == 0, done.err
    assert len(read) == len(set(read)) > 8
    copies = [(Path("many") / slug / "notebooks" / "week_01.ipynb") for slug in "abc"]
    assert len({copy.read_bytes() for copy in copies}) == 1
    assert len({copy.stat().st_ino for copy in copies}) == 3  # copies to edit, each by itself
