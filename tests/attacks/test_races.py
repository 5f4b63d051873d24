"""Attacks on the moment: two reveals at once, a process that dies between the commit and the file."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kit.errors import KitError
from kit.publishing import gate
from kit.publishing.audit import audit
from tests.attacks.scene import scene
from tests.processes import started

PUBLISH = """
import os, sys
from pathlib import Path
from kit.errors import StoreBusy
from kit.publishing import gate
from tests.attacks.scene import scene

if sys.argv[2] == "die":
    gate.write_text = lambda *_: os._exit(9)
while True:
    try:
        with scene(Path(sys.argv[1])) as here:
            here.publish()
        break
    except StoreBusy:
        continue
"""


def start(folder: Path, what: str = "publish") -> AbstractContextManager[subprocess.Popen]:
    """Another process that publishes week 1 of the cohort in *folder*, as soon as the store lets it."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return started([sys.executable, "-c", PUBLISH, str(folder), what], env=environment, cwd=folder)


def test_two_processes_that_reveal_at_once_make_one_release(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3)
    with start(tmp_path) as one, start(tmp_path) as other:
        assert [one.wait(60), other.wait(60)] == [0, 0]
    with scene(tmp_path) as here:
        assert [one.people for one in here.published.releases] == [9]
        assert audit(here.store.cohort, here.weeks).problems == ()


def test_two_clicks_in_one_host_make_one_release(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3)
        together = threading.Barrier(2)
        seen: list[object] = []

        def click() -> None:
            together.wait(60)
            seen.extend(outcome.release for outcome in here.publish() if outcome.release)

        clicks = [threading.Thread(target=click) for _ in range(2)]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join(60)
        assert len(seen) == 1
        assert len(here.published.releases) == 1


def test_a_process_that_dies_after_the_commit_leaves_a_release_that_the_next_run_writes(tmp_path: Path) -> None:
    for name in ("dies", "lives"):
        with scene(tmp_path / name) as here:
            here.all_say(range(9), calm=3)
    with start(tmp_path / "dies", "die") as died:
        assert died.wait(60) == 9
    assert not (tmp_path / "dies" / "published" / "releases.json").exists()
    told = []
    for name in ("dies", "lives"):
        with scene(tmp_path / name) as here:
            told.append(here.bytes if here.publish() else b"")
    assert told[0] == told[1]


def test_a_full_disk_after_the_commit_is_said_and_mended_by_publishing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KitError("the disk is full")

    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3)
        with monkeypatch.context() as patch:
            patch.setattr(gate, "write_text", full)
            with pytest.raises(KitError, match="full"):
                here.publish()
        assert here.published.releases == ()
        here.all_say(range(9), revision=2, calm=1)
        here.publish()
        assert here.ranges("calm") == [[(0, 4), (0, 4), (5, 9)]]


def test_an_error_halfway_releases_nothing_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3, yes=1)
        add = gate.Ledger.add

        def second_fails(self: gate.Ledger, draft: gate.Draft, members: list[str]) -> object:
            if draft.place.item == "yes":
                raise KitError("halfway")
            return add(self, draft, members)

        with monkeypatch.context() as patch:
            patch.setattr(gate.Ledger, "add", second_fails)
            with pytest.raises(KitError, match="halfway"):
                here.publish()
        assert here.published.releases == ()
        here.publish()
        assert [one.item for one in here.published.releases] == ["calm", "yes"]
