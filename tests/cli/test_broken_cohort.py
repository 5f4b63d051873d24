"""A cohort.toml that cannot be used stops every command with one sentence; only its absence means no cohort."""

from __future__ import annotations

import os

import pytest

import kit as api
from kit.cli.commands import ORDER
from kit.errors import CohortError, PolicyError
from kit.new_cohort import make_cohort
from kit.settings import MADE_UP, SAMPLE, content_root

# What each command is given beside the folder, so that it comes as far as to the cohort.
ARGUMENTS = {
    **dict.fromkeys(("form", "host", "publish", "debrief"), ("1",)),
    "host": ("1", "--no-lab"),
    "import": ("answers.csv",),
    "withdraw": ("one two three four", "--yes"),
    "purge": ("--yes",),
    "handover": ("spring.handover", "--to", "Kim"),
    "simulate": ("--out", "simulated.csv"),
    "takehome": ("between",),
}
# They make a folder of their own, see to the demo's, or are for whoever takes part elsewhere.
WITHOUT = {"init", "demo", "takeover", "join", "leave"}
CURLY = 'slug = "spring"\nsize = 12\nfirst_session = “2027-03-02”\n'


@pytest.fixture(params=["utf-8", "utf-16", "folder"])
def broken(request, tmp_path, monkeypatch):
    root = tmp_path / "spring"
    (root / "notebooks").mkdir(parents=True)
    if request.param == "folder":
        (root / "cohort.toml").mkdir()
    else:
        (root / "cohort.toml").write_text(CURLY, request.param)
    monkeypatch.chdir(root / "notebooks")
    return root


def test_every_command_stops_with_one_and_the_same_sentence(kit, broken):
    said = set()
    for command in ORDER:
        if command in WITHOUT:
            continue
        done = kit(command, *ARGUMENTS.get(command, ()))
        assert done.code == 1, command
        assert "kit's own" not in done.out, command
        said.add(done.err.strip())
    (sentence,) = said
    assert sentence.startswith(str(broken / "cohort.toml"))
    assert sorted(path.name for path in broken.rglob("*")) == ["cohort.toml", "notebooks"], "nothing half done"


def test_naming_the_folder_says_the_same(kit, broken, tmp_path, monkeypatch):
    here = kit("calendar").err
    monkeypatch.chdir(tmp_path)
    for command in ("calendar", "check", "doctor", "guide", "lab"):
        assert kit(command, "--cohort", str(broken)).err == here
    assert kit("audit", str(broken)).err == here


def test_every_opening_of_a_notebook_says_the_same(kit, broken):
    here = kit("calendar").err.strip()
    for opening in (lambda: api.open_week(1), api.open_cohort, api.open_practice):
        with pytest.raises(CohortError) as told:
            opening()
        assert str(told.value) == here


def test_a_demo_and_an_import_do_not_take_a_broken_folder_for_an_empty_place(kit, tmp_path, monkeypatch):
    (tmp_path / "kit-demo").mkdir()
    (tmp_path / "kit-demo" / "cohort.toml").write_text(CURLY, "utf-8")
    monkeypatch.chdir(tmp_path)
    for arguments in (("demo", "--no-open"), ("demo", "--no-open", "--fresh")):
        done = kit(*arguments)
        assert (done.code, "curly quotation mark" in done.err) == (1, True)
    rows = (content_root() / "data" / "sample_cohort" / "answers.csv").read_text("utf-8").splitlines()[:3]
    table = [f"{row},{'cohort' if not number else 'kit-demo'}" for number, row in enumerate(rows)]
    (tmp_path / "all.csv").write_text("\n".join([*table, ""]), "utf-8")
    done = kit("import", "all.csv", "--into", str(tmp_path))
    assert (done.code, "curly quotation mark" in done.err) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "kit-demo"]


@pytest.mark.parametrize("left", ["cohort", "answers", "empty-mark-elsewhere"])
@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_a_demo_never_touches_a_cohort_of_real_people_that_is_called_sample(kit, tmp_path, monkeypatch, left, fresh):
    root = make_cohort(tmp_path / "kit-demo", slug=SAMPLE, made_up=True).root
    (root / "published" / MADE_UP).unlink()
    if left == "answers":
        table = tmp_path / "real.csv"
        table.write_text("participant,week,exercise,item,answer\nanna,1,pulse,energy,7\n", "utf-8")
        assert kit("import", str(table), "--consent", "on paper", "--cohort", str(root)).code == 0
    elif left == "empty-mark-elsewhere":
        (root / MADE_UP).touch()
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    monkeypatch.chdir(tmp_path)
    done = kit("demo", "--no-open", *fresh)
    assert done.code == 1
    assert "nothing in this folder says that it's the demo, so it stays as it is" in done.err
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("command", ["check", "doctor"])
def test_where_there_is_none_a_command_says_so_and_from_where_it_looked(kit, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    done = kit(command)
    assert f"There's no cohort at or above {tmp_path}" in done.out
    assert "the kit's own material" in done.out


def test_the_name_of_the_sample_is_kept_for_made_up_people(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = kit("init", SAMPLE)
    assert (done.code, "made-up people" in done.err) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("part", "command"), [("curriculum", "check"), ("facilitator_guide", "guide"), ("notebooks", "check")]
)
@pytest.mark.parametrize("instead", ["nothing", "a file"])
def test_material_that_is_missing_is_not_replaced_by_the_kits_own(kit, tmp_path, monkeypatch, part, command, instead):
    monkeypatch.chdir(tmp_path)
    assert kit("init", "spring").code == 0
    (tmp_path / "spring" / part).rename(tmp_path / "elsewhere")
    if instead == "a file":
        (tmp_path / "spring" / part).write_text("")
    done = kit(command, "--cohort", "spring")
    assert done.code == 1
    assert f"{part}: this" in done.err
    assert "kit init" in done.err
    (tmp_path / "spring" / part).unlink(missing_ok=True)
    (tmp_path / "elsewhere").rename(tmp_path / "spring" / part)
    assert kit(command, "--cohort", "spring").code == 0


def test_check_says_which_files_of_a_curriculum_are_the_kits_own(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kit("init", "spring").code == 0
    assert "no file of that name" not in kit("check", "1", "--cohort", "spring").out
    for name in ("policy.yaml", "masks.yaml", "claims.yaml"):
        (tmp_path / "spring" / "curriculum" / name).unlink()
    said = kit("check", "1", "--cohort", "spring").out
    assert "The kit's own holds, because curriculum/ has none of that name: masks.yaml." in said
    assert "curriculum/policy.yaml: this file is missing, and its numbers may have been stricter" in said
    assert "Not looked at, because curriculum/ has no file of that name: claims.yaml." in said


@pytest.mark.skipif(os.name == "nt", reason="a folder that somebody is in cannot be deleted there")
@pytest.mark.parametrize("command", ["check", "doctor", "lab", "publish", "init"])
def test_in_a_folder_that_was_deleted_a_command_says_so(kit, tmp_path, monkeypatch, command):
    place = tmp_path / "stick"
    place.mkdir()
    monkeypatch.chdir(place)
    place.rmdir()
    done = kit(command, "1")
    monkeypatch.chdir(tmp_path)
    assert (done.code, done.err) == (
        1,
        "The folder you're in isn't there any more; go to another one with cd and try again.\n",
    )


@pytest.mark.parametrize(
    "command",
    [
        ("publish", "1"),
        ("host", "1", "--no-lab", "--people", "3"),
        ("host", "1", "--rehearse"),
        ("form", "1"),
        ("guide",),
        ("guide", "--write"),
    ],
)
@pytest.mark.parametrize("lost", ["policy.yaml", "Policy.yml"])
def test_a_policy_that_is_gone_is_never_taken_for_the_kits_own(kit, tmp_path, monkeypatch, command, lost):
    monkeypatch.chdir(tmp_path)
    assert kit("init", "spring").code == 0
    path = tmp_path / "spring" / "curriculum" / "policy.yaml"
    text = path.read_text("utf-8").replace("minimum: 5", "minimum: 9")
    path.unlink()
    if lost != path.name:
        path.with_name(lost).write_text(text, "utf-8")
    done = kit(*command, "--cohort", "spring")
    assert done.code == 1
    assert "curriculum/policy.yaml: this file is missing" in done.err
    with monkeypatch.context() as inside:
        inside.chdir(tmp_path / "spring" / "notebooks")
        with pytest.raises(PolicyError, match="this file is missing"):
            repr(api.open_week(1).ask("pulse"))
    again = kit("init", "autumn", "--like", "spring")
    assert (again.code, "this file is missing" in again.err) == (1, True)
    assert not (tmp_path / "autumn").exists()
    doctor = kit("doctor", "--cohort", "spring")
    assert doctor.code == 1
    assert "stop  curriculum/policy.yaml: this file is missing" in doctor.out
    path.write_text(text, "utf-8")
    assert kit("publish", "1", "--cohort", "spring").code == 0
