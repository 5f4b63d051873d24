import os
import stat

import pytest

from kit.answers import open_store
from kit.answers.folder import open_private
from kit.errors import StoreError
from kit.system.disk import write_private


def modes(folder) -> dict[str, int]:
    return {p.name: stat.S_IMODE(p.lstat().st_mode) for p in (folder, *folder.rglob("*"))}


def test_everything_private_is_its_owners_alone_even_with_a_careless_umask(cohort, weeks):
    old = os.umask(0)
    try:
        with open_store(cohort, weeks=weeks) as store:
            store.close_exercise(1, "check-in")  # so that the database's side files are there
            found = modes(cohort.private)
    finally:
        os.umask(old)
    assert {"answers.db", "answers.db-wal", "answers.db-shm", "secret.key", "store.lock"} <= set(found)
    folders = {"private", "run", "backups"}
    assert found == {name: 0o700 if name in folders else 0o600 for name in found}


def test_permissions_that_are_too_wide_are_put_right(cohort, weeks):
    open_store(cohort, weeks=weeks).close()
    (cohort.private / "roster.csv").write_text("name\n")
    for path in (cohort.private, *cohort.private.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o664)
    open_store(cohort, weeks=weeks).close()
    found = modes(cohort.private)
    assert (found["private"], found["answers.db"], found["roster.csv"], found["secret.key"]) == (
        0o700,
        0o600,
        0o600,
        0o600,
    )


def test_a_file_of_somebody_else_that_others_can_read_is_refused_by_name(tmp_path, monkeypatch):
    open_private(tmp_path / "private")
    (tmp_path / "private" / "roster.csv").touch(mode=0o644)
    (tmp_path / "private" / "roster.csv").chmod(0o644)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(StoreError, match=r"roster\.csv: others can read .*chown"):
        open_private(tmp_path / "private")


def test_a_link_is_not_followed_out_of_the_folder(tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("")
    outside.chmod(0o644)
    open_private(tmp_path / "private")
    (tmp_path / "private" / "link").symlink_to(outside)
    open_private(tmp_path / "private")
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "note"
    write_private(path, b"old")
    monkeypatch.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(StoreError, match="the disk is full"):
        write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["note"]
