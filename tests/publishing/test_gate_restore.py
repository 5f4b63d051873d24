"""An older copy of the store is put back: what was published since is known again, and never published twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.errors import ReleaseError
from kit.publishing.audit import audit
from kit.publishing.gate import close_what_is_unknown
from tests.attacks.scene import Scene, scene


@contextmanager
def restored(tmp_path: Path) -> Iterator[Scene]:
    """A cohort that published weeks 1 and 2, with its store as it was in between."""
    folder = tmp_path / "cohort"
    with scene(folder) as here:
        here.all_say(range(9), calm=3)
        here.publish()
        here.all_say(range(14), week=2, words="here")
    shutil.copy(folder / "private" / "answers.db", tmp_path / "old.db")
    with scene(folder) as here:
        here.all_say(range(9), week=2, revision=2, calm=1)
        here.publish(2)
        assert len(here.published.releases) == 2
    shutil.copy(tmp_path / "old.db", folder / "private" / "answers.db")
    with scene(folder) as here:
        yield here


def test_what_was_published_since_is_taken_in_and_closed_for_good(tmp_path: Path) -> None:
    with restored(tmp_path) as here:
        before = here.bytes
        assert close_what_is_unknown(here.store) == ["w02/check-in/calm"]
        assert close_what_is_unknown(here.store) == []
        here.all_say(range(14), week=2, revision=3, calm=1)
        here.publish(2)
        assert here.bytes == before
        assert audit(here.store.cohort, here.weeks).problems == ()


def test_other_families_go_on(tmp_path: Path) -> None:
    with restored(tmp_path) as here:
        close_what_is_unknown(here.store)
        here.all_say(range(14), week=2, revision=3, calm=1, tank=4)
        here.publish(2)
        assert [one.item for one in here.published.releases] == ["calm", "calm", "tank"]


def test_a_damaged_file_is_refused_and_nothing_taken_in(tmp_path: Path) -> None:
    with restored(tmp_path) as here:
        file = here.store.cohort.published / "releases.json"
        file.write_text(file.read_text("utf-8").replace('"high": 9', '"high": 8'), "utf-8")
        with pytest.raises(ReleaseError):
            close_what_is_unknown(here.store)


def test_the_continuation_in_another_cohorts_name_is_refused(tmp_path: Path) -> None:
    with restored(tmp_path) as here:
        file = here.store.cohort.published / "releases.json"
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "cohort": "autumn"}), "utf-8")
        with pytest.raises(ReleaseError, match="another cohort"):
            close_what_is_unknown(here.store)


def test_a_file_that_the_ledger_knows_changes_nothing(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        assert close_what_is_unknown(here.store) == []
        here.all_say(range(9), calm=3)
        here.publish()
        assert close_what_is_unknown(here.store) == []


def test_a_family_whose_second_batch_was_lost_is_closed_too(tmp_path: Path) -> None:
    folder = tmp_path / "cohort"
    with scene(folder) as here:
        here.all_say(range(9), calm=3)
        here.all_say(range(9, 17), words="here")
        here.publish()
        here.all_say(range(9, 17), revision=2, calm=1)
    shutil.copy(folder / "private" / "answers.db", tmp_path / "old.db")
    with scene(folder) as here:
        here.publish()
        assert len(here.ranges("calm")) == 2
    shutil.copy(tmp_path / "old.db", folder / "private" / "answers.db")
    with scene(folder) as here:
        close_what_is_unknown(here.store)
        before = here.bytes
        here.publish()
        assert here.bytes == before
