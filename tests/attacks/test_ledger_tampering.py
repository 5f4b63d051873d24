"""Attacks on the ledger and the file: rows removed, figures altered, an old copy put back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.errors import ReleaseError
from kit.publishing.audit import audit
from kit.publishing.gate import export
from tests.attacks.scene import Scene, scene


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A cohort folder with one week published; its store is closed."""
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3, yes=1)
        here.publish()
    return tmp_path


def change(cohort: Path, statement: str) -> None:
    connection = sqlite3.connect(cohort / "private" / "answers.db")
    connection.execute("PRAGMA foreign_keys = OFF")
    assert connection.execute(statement).rowcount > 0
    connection.commit()
    connection.close()


def problems(here: Scene) -> tuple[str, ...]:
    return audit(here.store.cohort, here.weeks).problems


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM releases WHERE sequence = 1",
        "UPDATE releases SET content = replace(content, '\"people\": 9', '\"people\": 8') WHERE sequence = 1",
        "UPDATE releases SET sequence = sequence + 1000",
        "UPDATE releases SET content = replace(content, '{', '') WHERE sequence = 2",
    ],
)
def test_nothing_is_published_on_a_ledger_that_was_changed(cohort: Path, statement: str) -> None:
    before = (cohort / "published" / "releases.json").read_bytes()
    change(cohort, statement)
    with scene(cohort) as here:
        # Only the numbering column moved: the releases themselves still chain, and the audit sees it.
        if "1000" not in statement:
            here.all_say(range(9), week=2, calm=1)
            with pytest.raises(ReleaseError, match=r"answers\.db"):
                here.publish(2)
            assert here.store.status(2, "check-in") == "open"
        assert problems(here)
        assert here.bytes == before


def test_without_the_file_a_changed_ledger_still_publishes_nothing(cohort: Path) -> None:
    change(cohort, "UPDATE releases SET content = replace(content, '\"people\": 9', '\"people\": 8')")
    (cohort / "published" / "releases.json").unlink()
    with scene(cohort) as here:
        with pytest.raises(ReleaseError, match="the ledger of what was published was changed"):
            here.publish()
        with pytest.raises(ReleaseError, match="the ledger of what was published was changed"):
            export(here.store)
        assert here.published.releases == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM batch_members WHERE participant = (SELECT min(participant) FROM batch_members)",
        "UPDATE batch_members SET family = 'w09/other/item' WHERE sequence = 1",
        "DELETE FROM batch_members WHERE sequence = 1",
        "INSERT INTO batch_members VALUES ('w09/other/item', 'p0', 77)",
        "UPDATE releases SET family = 'w09/other/item' WHERE sequence = 1",
        "UPDATE policy SET name = 'k9-s9-t9/9'",
        "DELETE FROM asked WHERE item = 'yes'",
    ],
)
def test_the_audit_sees_what_was_changed_in_the_ledger(cohort: Path, statement: str) -> None:
    change(cohort, statement)
    with scene(cohort) as here:
        assert problems(here)


def altered(text: str) -> str:
    return text.replace('"high": 9', '"high": 8', 1)


def cut(text: str) -> str:
    document = json.loads(text)
    del document["releases"][0]
    return json.dumps(document)


def half(text: str) -> str:
    return text[: len(text) // 2]


@pytest.mark.parametrize("tamper", [altered, cut, half])
def test_a_changed_file_is_seen_and_written_anew_from_the_ledger(cohort: Path, tamper: Callable[[str], str]) -> None:
    file = cohort / "published" / "releases.json"
    before = file.read_text("utf-8")
    assert tamper(before) != before
    file.write_text(tamper(before), "utf-8")
    with scene(cohort) as here:
        assert problems(here)
        here.publish()
        assert not problems(here)
    assert file.read_text("utf-8") == before


def test_an_old_file_put_back_is_seen_and_brought_up_to_date(cohort: Path) -> None:
    old = (cohort / "published" / "releases.json").read_bytes()
    with scene(cohort) as here:
        here.all_say(range(9), week=2, calm=1)
        here.publish(2)
        new = here.bytes
        (cohort / "published" / "releases.json").write_bytes(old)
        assert any("older than the ledger" in problem for problem in problems(here))
        export(here.store)
        assert here.bytes == new
        assert not problems(here)


def test_an_old_ledger_put_back_publishes_nothing_a_second_time(cohort: Path, tmp_path: Path) -> None:
    shutil.copy(cohort / "private" / "answers.db", tmp_path / "old.db")
    with scene(cohort) as here:
        here.all_say(range(9), week=2, calm=1)
        here.publish(2)
        new = here.bytes
    shutil.copy(tmp_path / "old.db", cohort / "private" / "answers.db")
    with scene(cohort) as here:
        here.all_say(range(9), week=2, calm=3)
        with pytest.raises(ReleaseError, match="older copy"):
            here.publish(2)
        with pytest.raises(ReleaseError, match="older copy"):
            export(here.store)
        assert here.store.status(2, "check-in") == "open"
        assert here.bytes == new
        assert problems(here)


def test_results_of_another_cohort_in_the_folder_stop_publishing(cohort: Path, tmp_path: Path) -> None:
    with scene(tmp_path / "other") as other:
        other.all_say(range(8), calm=1)
        other.publish()
    shutil.copy(tmp_path / "other" / "published" / "releases.json", cohort / "published" / "releases.json")
    with scene(cohort) as here, pytest.raises(ReleaseError):
        here.publish()


def test_two_ledgers_of_one_cohort_cannot_both_publish_into_one_folder(cohort: Path, tmp_path: Path) -> None:
    shutil.copytree(cohort, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))
    for root, calm in ((cohort, 1), (tmp_path / "copy", 2)):
        with scene(root) as here:
            here.all_say(range(9), week=2, calm=calm)
            here.publish(2)
    shutil.copy(tmp_path / "copy" / "published" / "releases.json", cohort / "published" / "releases.json")
    with scene(cohort) as here:
        here.all_say(range(9), week=3, calm=3)
        with pytest.raises(ReleaseError):
            here.publish(3)
        assert problems(here)
