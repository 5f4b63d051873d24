"""What systems, editors and synchronisers leave in a folder never stops a session and is never taken for content."""

from __future__ import annotations

import shutil

import pytest

from kit.answers.database import damaged
from kit.checks.notebooks import weekless_problems
from kit.cli.bundles import expand
from kit.curriculum.loader import find_week_file, load_curriculum
from kit.curriculum.policy import Policy
from kit.curriculum.practices.walk.vignettes import raw_vignettes
from kit.errors import CohortError
from kit.new_cohort import make_cohort
from kit.publishing.masking.words import ordinary_words
from kit.reports.paper.guide import gather, make_guide
from kit.sending.outbox import Outbox
from kit.session.debrief import read_logs
from kit.settings import load_cohort, packaged_curriculum, packaged_guide
from kit.system.content_files import content_files, copies, is_leftover, misnamed

# {} stands for the name of a file of content, such as week_01.yaml.
LEFT = (
    *(".DS_Store", "._{}", "Thumbs.db", "desktop.ini", "~${}", ".~lock.{}#", "{}~", ".{}.swp", ".{}.swo", "4913"),
    *("{}.bak", "{}.orig", "{}.rej", "#{}#", ".#{}", "{}.tmp", "{}.part", "{}.crdownload", ".{}.icloud", "Icon\r"),
    *(".fuse_hidden0000001", ".nfs0000000001", ".{}.kate-swp", ".goutputstream-X1", "{}.lnk", "~WRL0001.tmp", "{}.swp"),
    *(".directory", ".localized", "ehthumbs.db", ".syncthing.{}.tmp", "~{}.tmp"),
)
FOLDERS_LEFT = (
    *("$RECYCLE.BIN", "__MACOSX", ".ipynb_checkpoints", ".git", "node_modules", "System Volume Information"),
    *("__pycache__", ".Trash-1000", ".fseventsd", "@eaDir", "lost+found", ".stversions"),
)
# {} stands for the stem, and the ending follows.
COPIED = (
    *(
        "{} (1)",
        "{} - Copy",
        "{} - Copy (2)",
        "Copy of {}",
        "Kopie von {}",
        "{} - Kopie",
        "{} 2",
        "{} copy",
        "{} copy 3",
    ),
    *("{} - copia", "Copia de {}", "{} (copie)", "Copie de {}", "{} - Copie", "Kopia {}", "{} — копия", "{} のコピー"),
    *("{} - 副本", "{} 복사본", "{}-Copy1", "{}_copy", "{}.sync-conflict-20270101-101010-ABCDEFG", "{}_conf(1)"),
    *(
        "{} (Anna's conflicted copy 2027-01-01)",
        "{} (conflicted copy)",
        "{} (Konflikt 2027-01-01)",
        "{}-DESKTOP-AB12C3",
    ),
    *("{}_BACKUP_1234", "{}_LOCAL_77", "{}.REMOTE.77", "{}-orig", "{}_old", "{} - Copy - Copy", "{} (1) (1)"),
    *("{}-Annas-MacBook-Pro", "{} (case conflict)", "{}.bak", "{}_theirs"),
)


def leave(folder, name):
    """Everything that could lie beside the content *name*, unreadable all of it."""
    stem, dot, ending = name.partition(".")
    for left in LEFT:
        (folder / left.format(name)).write_bytes(b"\xff\0<<<")
    for left in FOLDERS_LEFT:
        (folder / left).mkdir()
        (folder / left / name).write_bytes(b"\xff\0<<<")
    for copied in COPIED:
        (folder / f"{copied.format(stem)}{dot}{ending}").write_bytes(b"\xff\0<<<")
    return folder


def curricula(tmp_path):
    return leave(shutil.copytree(packaged_curriculum(), tmp_path / "curriculum"), "week_01.yaml")


@pytest.mark.parametrize("name", [*LEFT, *FOLDERS_LEFT])
@pytest.mark.parametrize("content", ["week_01.yaml", "tearful-colleague.yaml", "README.md", "week_03.ipynb", "x.json"])
def test_a_leftover_is_known_by_its_name(name, content):
    assert is_leftover(name.format(content))
    assert not is_leftover(content)


@pytest.mark.parametrize("copied", COPIED)
@pytest.mark.parametrize("content", ["week_01.yaml", "tearful-colleague.yaml", "README.md", "week_03.ipynb"])
def test_a_copy_is_passed_over_and_known_with_its_original(tmp_path, copied, content):
    stem, _, ending = content.partition(".")
    copy = tmp_path / f"{copied.format(stem)}.{ending}"
    copy.touch()
    (tmp_path / content).touch()
    assert content_files(tmp_path, f".{ending}") == [tmp_path / content]
    assert list(copies(tmp_path, f".{ending}")) == ([] if is_leftover(copy.name) else [(copy, tmp_path / content)])


@pytest.mark.parametrize(
    "names", [("week_01", "week_02", "week_10"), ("copy", "copying"), ("old-friend", "friend"), ("a", "a-b", "a-b-2")]
)
def test_content_of_alike_names_is_no_copy(tmp_path, names):
    for name in names:
        (tmp_path / f"{name}.yaml").touch()
    assert [path.stem for path in content_files(tmp_path, ".yaml")] == sorted(names)


def test_a_copy_without_an_original_is_content_that_is_then_complained_of(tmp_path):
    (tmp_path / "walk 2.yaml").touch()
    assert len(content_files(tmp_path, ".yaml")) == 1


@pytest.mark.parametrize("name", ["week_01.yml", "week_01.YAML", "week_01.yaml.txt", "week_01.yml.TXT"])
def test_a_file_of_another_ending_is_named(tmp_path, name):
    (tmp_path / name).touch()
    assert list(misnamed(tmp_path, ".yaml")) == [tmp_path / name]
    assert content_files(tmp_path, ".yaml") == []


def test_a_curriculum_is_read_as_if_nothing_lay_beside(tmp_path):
    folder = curricula(tmp_path)
    assert load_curriculum(folder) == load_curriculum(packaged_curriculum())
    assert find_week_file(folder, 1).name == "week_01.yaml"
    assert ordinary_words(folder) == ordinary_words(packaged_curriculum())


def test_vignettes_are_read_as_if_nothing_lay_beside(tmp_path):
    folder = shutil.copytree(packaged_curriculum(), tmp_path / "curriculum")
    leave(folder / "vignettes", "tearful-colleague.yaml")
    assert raw_vignettes(folder) == raw_vignettes(packaged_curriculum())


def test_a_guide_is_made_as_if_nothing_lay_beside(tmp_path):
    folder = leave(shutil.copytree(packaged_guide(), tmp_path / "guide"), "safety.md")
    own, theirs = (gather(one, packaged_curriculum(), Policy()) for one in (folder, packaged_guide()))
    assert make_guide(own).keys() == make_guide(theirs).keys()


def test_debriefs_backups_bundles_and_an_outbox_are_read_as_if_nothing_lay_beside(tmp_path):
    for name in ("debriefs", "backups", "bundles", "outbox"):
        (tmp_path / name).mkdir()
    (tmp_path / "debriefs" / "spring.yaml").write_text("- {week: 1, day: 2027-03-01, took: {idea: 9}}\n", "utf-8")
    assert len(read_logs(leave(tmp_path / "debriefs", "spring.yaml"))) == 1
    (tmp_path / "backups" / "answers-000002.db").touch()
    leave(tmp_path / "backups", "answers-000002.db")
    assert "private/backups/answers-000002.db" in str(damaged(tmp_path / "answers.db"))
    (tmp_path / "bundles" / "one.bundle").touch()
    assert [path.name for path in expand([leave(tmp_path / "bundles", "one.bundle")])] == ["one.bundle"]
    for left in LEFT:
        (tmp_path / "outbox" / left.format("x.json")).write_bytes(b"\xff\0")
    assert list(Outbox(tmp_path / "outbox").waiting()) == []


def test_notebooks_of_no_week_are_not_found_in_what_was_left(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "week_01.ipynb").touch()
    leave(tmp_path / "notebooks", "week_01.ipynb")
    assert list(weekless_problems(tmp_path / "notebooks", packaged_curriculum())) == []


@pytest.mark.parametrize("name", [".DS_Store", "desktop.ini", "Thumbs.db", ".git"])
def test_a_cohort_is_made_in_a_folder_in_which_only_leftovers_lie_and_these_stay(tmp_path, name):
    root = tmp_path / "spring"
    root.mkdir()
    (root / name).write_text("theirs", "utf-8")
    make_cohort(root)
    assert (root / name).read_text("utf-8") == "theirs"
    assert load_cohort(root).slug == "spring"


def test_a_folder_with_something_of_somebodys_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(CohortError, match="there is something here already"):
        make_cohort(tmp_path)


def test_a_cohort_made_like_another_takes_over_none_of_its_leftovers(tmp_path):
    old = make_cohort(tmp_path / "autumn")
    leave(old.curriculum, "week_01.yaml")
    new = make_cohort(tmp_path / "spring", like=old.root)
    assert not [path for path in new.curriculum.iterdir() if is_leftover(path.name)]
