"""Rehearsing and visiting by commands, with a real host in a process of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.live.serving import serving


@pytest.fixture
def root(tmp_path, curriculum, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    folder = tmp_path / "spring"
    (folder / "published").mkdir(parents=True)
    curriculum.rename(folder / "curriculum")
    (folder / "cohort.toml").write_text('slug = "spring"\nsize = 14\n', "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_a_rehearsal_runs_a_host_and_says_that_its_folder_is_gone(kit, root):
    done = kit("host", "1", "--rehearse", "--no-lab", "--people", "3")
    assert done.code == 0, done.err
    assert "3 simulated people joined" in done.out
    assert "Revealed: Check in" in done.out
    assert "everything in it is gone" in done.out
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    assert not (root / "private").exists()


def test_a_rehearsal_stays_on_this_computer(kit, root):
    assert kit("host", "1", "--rehearse", "--lan").code == 2


def test_visitors_are_told_what_they_do_before_they_do_it(kit, root, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda _: False)
    with serving(root, mode="self-paced") as served:
        where = ("--against", f"127.0.0.1:{served.port}", "--code", served.session.code, "--people", "2")
        done = kit("simulate", *where)
        assert done.code == 1
        assert "nobody could tell them from real ones" in done.out
        assert served.host.store.participants() == set()


def test_visitors_answer_and_a_summary_says_what_happened(kit, root):
    with serving(root, mode="self-paced") as served:
        address = f"http://127.0.0.1:{served.port}/#{served.session.code}"
        done = kit("simulate", "--against", address, "--people", "2", "--minutes", "1", "--yes")
        assert done.code == 0, done.err
        assert "2 simulated people joined" in done.out
        assert "Everything that was confirmed is there." in done.out
        assert len(served.host.store.participants()) == 2


def test_mistakes_in_a_visit_are_told_in_a_sentence(kit, root, tmp_path):
    assert "is no host's address" in kit("simulate", "--against", "ftp://x", "--yes").err
    (tmp_path / "note.txt").write_text("no certificate")
    trust = ("--trust", str(tmp_path / "note.txt"), "--yes")
    assert "no certificate in PEM form" in kit("simulate", "--against", "https://127.0.0.1:9", *trust).err
