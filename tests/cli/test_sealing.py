"""kit seal: where the key is, a sheet for the safe that brings it back, and a passphrase instead of a file."""

from __future__ import annotations

import io
import re
import stat

import pytest

from kit.answers import open_store
from kit.answers.sealing import passphrase as module
from kit.answers.sealing.cohort_key import RECORD
from kit.answers.sealing.recovery import groups_of
from kit.curriculum.loader import load_curriculum
from kit.settings import keys_folder, load_cohort
from tests.answers.examples import said
from tests.answers.plain import make_plain

pytestmark = pytest.mark.usefixtures("own_keys")
GROUP = re.compile(r"<li>([0-9A-Z]{5})</li>")


@pytest.fixture
def answered(root):
    """A cohort in which somebody has answered; how many answers can be read in it."""
    cohort = load_cohort(root)
    weeks = load_curriculum(cohort.curriculum)

    def count() -> int:
        with open_store(cohort, weeks=weeks) as store:
            return len(store.contributions(1, "pulse", "energy"))

    with open_store(cohort, weeks=weeks) as store:
        one = said({"energy": 7}, week=1, exercise="pulse", cohort=cohort.slug)
        store.record(one, store.participant("anna"), consent="yes", source="live")
    assert count() == 1
    return count


def sheet(kit, tmp_path) -> str:
    done = kit("seal", "--sheet", str(tmp_path / "sheet.html"))
    assert done.code == 0, done.err
    return " ".join(GROUP.findall((tmp_path / "sheet.html").read_text("utf-8")))


def typing(monkeypatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_it_says_where_the_key_is_and_whether_there_is_a_sheet(kit, answered, tmp_path):
    (path,) = keys_folder().iterdir()
    told = kit("seal")
    assert told.code == 0
    assert str(path) in told.out
    assert "No recovery sheet was made yet" in told.out
    sheet(kit, tmp_path)
    assert "A recovery sheet was made on" in kit("seal").out
    assert stat.S_IMODE((tmp_path / "sheet.html").stat().st_mode) == 0o600


def test_a_sheet_beside_the_answers_is_refused(kit, answered, root):
    refused = kit("seal", "--sheet", str(root / "private" / "sheet.html"))
    assert (refused.code, "outside the cohort's folder" in refused.err) == (2, True)
    assert not (root / "private" / "sheet.html").exists()


@pytest.mark.parametrize("lost", ["the key", "the record too"])
def test_a_lost_key_comes_back_from_the_sheet(kit, answered, root, tmp_path, monkeypatch, lost):
    groups = sheet(kit, tmp_path)
    (path,) = keys_folder().iterdir()
    path.unlink()
    if lost != "the key":
        (root / "private" / RECORD).unlink()
    refused = kit("publish", "1")
    assert refused.code == 1
    assert ("kit seal --recover" if lost == "the key" else "is missing") in refused.err
    typing(monkeypatch, groups.lower())
    done = kit("seal", "--recover")
    assert done.code == 0, done.err
    assert answered() == 1


def test_another_cohorts_sheet_is_refused_and_changes_nothing(kit, answered, root, monkeypatch):
    before = (root / "private" / RECORD).read_bytes()
    for gone in (False, True):
        if gone:
            (root / "private" / RECORD).unlink()
        typing(monkeypatch, " ".join(groups_of("ab" * 32)))
        refused = kit("seal", "--recover")
        assert refused.code == 1
        assert (root / "private" / RECORD).exists() is not gone
    (root / "private" / RECORD).write_bytes(before)
    assert answered() == 1


def test_behind_a_passphrase_nothing_opens_without_it(kit, answered, root, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_COST", 4)
    words = tmp_path / "words.txt"
    words.write_text("acorn actor adapter acre\n", "utf-8")
    monkeypatch.setenv("KIT_PASSPHRASE_FILE", str(words))
    done = kit("seal", "--passphrase")
    assert done.code == 0, done.err
    assert "behind a passphrase" in done.out
    assert list(keys_folder().iterdir()) == []
    monkeypatch.setattr(module, "_known", {})
    assert answered() == 1
    monkeypatch.delenv("KIT_PASSPHRASE_FILE")
    monkeypatch.setattr(module, "_known", {})
    refused = kit("publish", "1")
    assert (refused.code, "sealed with a passphrase" in refused.err) == (1, True)
    monkeypatch.setenv("KIT_PASSPHRASE_FILE", str(words))
    assert kit("seal", "--no-passphrase").code == 0
    monkeypatch.delenv("KIT_PASSPHRASE_FILE")
    assert answered() == 1


def test_only_one_thing_at_a_time(kit, root):
    assert kit("seal", "--passphrase", "--recover").code == 2


PLAIN = "were kept in plain until now. They're sealed from now on"


@pytest.mark.parametrize(
    "command", [("withdraw", "nobody-here", "--yes"), ("publish", "1"), ("slips", "2"), ("upgrade",)], ids=" ".join
)
def test_whichever_command_opens_the_answers_of_an_earlier_version_says_that_it_sealed_them(
    kit, answered, root, command
):
    make_plain(load_cohort(root))
    assert PLAIN in kit(*command).out
    assert PLAIN not in kit(*command).out


def test_an_import_into_many_cohorts_names_each_that_was_sealed(kit, answered, root):
    make_plain(load_cohort(root))
    table = root.parent / "many.csv"
    table.write_text("cohort,participant,week,exercise,item,answer\nspring,P01,1,pulse,energy,7\n", "utf-8")
    done = kit("import", str(table), "--into", str(root.parent), "--consent", "on paper, 3 May")
    assert done.code == 0, done.err
    assert done.out.count(f"spring: The answers in private/ {PLAIN}") == 1


@pytest.mark.parametrize("command", ["audit", "doctor"])
def test_what_only_looks_says_that_answers_are_still_in_plain_and_how_to_seal_them(kit, answered, root, command):
    make_plain(load_cohort(root))
    told = kit(command).out
    assert "are still in plain" in told
    assert "kit upgrade" in told
    assert kit("upgrade").code == 0
    assert "still in plain" not in kit(command).out
