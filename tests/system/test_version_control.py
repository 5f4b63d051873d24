"""A cohort's secrets stay out of the repository in which its folder lies, and doctor tells where they do not."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kit.answers.bundles import make_key
from kit.checks.doctor import examine
from kit.cli import main
from kit.new_cohort import make_cohort
from kit.settings import load_cohort
from kit.system.version_control import SECRETS, keep_out, look

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")
PRIVATE = ("private/roster.csv", "private/bundle.key", "private/answers.db", "private/week_01_answers.csv")
KEPT_OUT = (
    "git keeps none of the cohort's secrets; never use 'git clean' with -x or -X here, for it deletes private/ with "
    "all answers and keys"
)
ELSEWHERE = ("peer_groups/group_1.html", "debrief/notes.txt", "mine.bundle", "week_02_answers.csv", "Roster old.csv")


def git(folder, *arguments):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {**clean, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=own, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def filled(root):
    make_key(load_cohort(root))
    for name in (*PRIVATE, *ELSEWHERE):
        (root / name).parent.mkdir(exist_ok=True)
        if not (root / name).exists():
            (root / name).write_text("secret", "utf-8")
    return root


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "-q")
    return tmp_path


@pytest.fixture
def root(repository):
    return filled(make_cohort(repository / "cohorts" / "spring").root)


def staged(repository):
    git(repository, "add", "-A")
    return git(repository, "ls-files", "-z").split("\0")


def told(root):
    return [
        one for one in examine(load_cohort(root)) if re.match("git |'git |This folder lies in a checkout", one.text)
    ]


def test_git_add_takes_up_no_secret_and_everything_else(repository, root):
    found = staged(repository)
    assert not [name for name in found if any(part in name for part in (*PRIVATE, *ELSEWHERE))]
    assert "cohorts/spring/cohort.toml" in found
    assert "cohorts/spring/notebooks/week_01.ipynb" in found
    assert "cohorts/spring/.gitignore" in found
    assert not [name for name in found if name.startswith("cohorts/spring/published")]
    (one,) = told(root)
    assert (one.fine, one.text) == (True, KEPT_OUT)


def test_one_command_takes_all_of_them_out(repository, root):
    (root / ".gitignore").unlink()
    for number in range(40):
        (root / "private" / "backups" / f"answers_{number}.db").write_text("secret", "utf-8")
    git(repository, "add", "-A", "-f")
    (one,) = told(root)
    assert "git keeps secrets of this cohort (" in one.text
    command = re.search(r"take them out with: git (.*?), then commit", one.text)[1]
    assert len(command) < 500
    git(root, *shlex.split(command))
    assert not [line for line in told(root) if "git keeps secrets" in line.text]
    assert (root / "private" / "roster.csv").exists()
    kept = git(repository, "ls-files")
    assert "cohorts/spring/cohort.toml" in kept
    assert "cohorts/spring/notebooks/week_01.ipynb" in kept


def test_folders_that_import_makes_have_it_too(repository, monkeypatch):
    (repository / "all.csv").write_text(
        "participant,week,exercise,item,answer,cohort\na,1,pulse,energy,5,north\n", "utf-8"
    )
    monkeypatch.setattr(
        sys, "argv", ["kit", "import", str(repository / "all.csv"), "--into", str(repository / "all"), "--consent", "x"]
    )
    with pytest.raises(SystemExit) as stop:
        main()
    assert not stop.value.code
    (repository / "all.csv").unlink()
    assert not [name for name in staged(repository) if "private" in name]


def test_an_older_folder_is_told_and_mended_by_what_is_named(repository, root, monkeypatch):
    (root / ".gitignore").unlink()
    found = told(root)
    assert [one.fine for one in found] == [False]
    assert "'git add' would take up secrets" in found[0].text
    assert "kit check --repair" in found[0].text
    (root / "private" / "answers.db").unlink()  # words in its place, at which a check would stop
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "argv", ["kit", "check", "--repair"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert not stop.value.code
    assert [one.fine for one in told(root)] == [True]
    assert not [name for name in staged(repository) if "private/" in name]


@pytest.mark.parametrize("committed", [False, True])
def test_what_git_has_already_stops_and_the_command_that_is_named_takes_it_out(repository, root, committed):
    (root / ".gitignore").unlink()
    for name in (*PRIVATE, *ELSEWHERE)[3:]:
        (root / name).unlink()
    assert "cohorts/spring/private/bundle.key" in staged(repository)
    if committed:
        git(repository, "commit", "-qm", "all")
    keep_out(root)
    (one,) = told(root)
    assert one.stops
    assert "stays in the history" in one.text
    for _ in range(3):
        command = re.search(r"take them out with: (git .*?), then commit", told(root)[0].text)
        git(repository, *shlex.split(command[1])[1:])
        if told(root)[0].fine:
            break
    assert [one.fine for one in told(root)] == [True]
    assert (root / "private" / "bundle.key").is_file()


def test_lines_of_ones_own_stay_and_are_not_written_twice(root):
    path = root / ".gitignore"
    path.write_text("drafts/\n!/reports/\n/private/", "utf-8")
    assert keep_out(root)
    lines = path.read_text("utf-8").splitlines()
    assert lines[:3] == ["drafts/", "!/reports/", "/private/"]
    assert set(SECRETS) <= set(lines)
    assert len(set(filter(None, lines))) == len(list(filter(None, lines)))
    assert not keep_out(root)


def test_results_may_be_taken_up_by_taking_two_lines_out_for_good(repository, root):
    path = root / ".gitignore"
    (root / "published" / "releases.json").write_text("{}", "utf-8")
    text = path.read_text("utf-8").replace("/published/\n", "").replace("/reports/\n", "")
    path.write_text(text, "utf-8")
    assert not keep_out(root)
    assert path.read_text("utf-8") == text
    assert "cohorts/spring/published/releases.json" in staged(repository)


def test_without_git_or_with_another_system_that_is_said(repository, root, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    (one,) = told(root)
    assert "a checkout of git that kit doctor can't look into" in one.text
    monkeypatch.undo()
    shutil.rmtree(repository / ".git")
    assert look(root) == []


@pytest.mark.parametrize(
    ("mark", "system"),
    [(".hg", "Mercurial"), (".jj", "Jujutsu"), (".sl", "Sapling"), ("CVS", "CVS"), ("_FOSSIL_", "Fossil")],
)
def test_another_system_is_named_whether_or_not_git_is_there_too(repository, root, mark, system):
    (root.parent / mark).mkdir()
    by_git, other = told(root)
    assert by_git.text == KEPT_OUT
    assert f"a checkout of {system} that kit doctor can't look into" in other.text
    shutil.rmtree(repository / ".git")
    (alone,) = told(root)
    assert (alone.fine, alone.text) == (False, other.text)


def test_a_checkout_whose_repository_is_on_a_disk_that_is_gone_is_one_all_the_same(tmp_path):
    root = filled(make_cohort(tmp_path / "spring").root)
    (root / ".git").symlink_to(tmp_path / "stick" / "spring.git")
    (one,) = told(root)
    assert "a checkout of git that kit doctor can't look into" in one.text
    (root / ".git").unlink()
    (root / ".git").write_text("gitdir: /gone/worktrees/spring\n", "utf-8")
    (one,) = told(root)
    assert "a checkout of git that kit doctor can't look into" in one.text


def test_where_variables_of_git_point_elsewhere_the_folder_itself_is_looked_at(repository, root, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(Path(repository) / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(Path(repository) / "nothing"))
    (one,) = look(root)
    assert one.looked
