"""A cohort's folder on a share or in a synchronised folder is named before answers get there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.answers.folder import unsafe_place


@pytest.fixture
def mounts(tmp_path):
    path = tmp_path / "mounts"
    path.write_text("/dev/sda / ext4 rw 0 0\nserver:/x /mnt/team\\040share nfs4 rw 0 0\nbroken\n", "utf-8")
    return path


def test_a_local_disk_is_fine(mounts):
    assert unsafe_place(Path("/srv/spring"), mounts=mounts) is None


def test_a_network_share_is_named(mounts):
    assert "network share" in unsafe_place(Path("/mnt/team share/spring"), mounts=mounts)


SYNCED = ["OneDrive - Hospital", "Dropbox", "Google Drive", "iCloud Drive", "Nextcloud", "My Drive", "MEGA", "Box"]
SYNCED += ["Library/Mobile Documents/com~apple~CloudDocs", "Library/CloudStorage/Box-Box", "pCloud Drive"]


@pytest.mark.parametrize("name", SYNCED)
def test_a_synchronised_folder_is_named(mounts, name):
    said = unsafe_place(Path("/data") / name / "spring", mounts=mounts)
    assert any(part in said for part in name.split("/"))


@pytest.mark.parametrize("name", ["boxes", "synchronous", "megaphone", "dropped"])
def test_a_folder_with_a_like_name_is_fine(mounts, name):
    assert unsafe_place(Path("/data") / name / "spring", mounts=mounts) is None


@pytest.mark.parametrize("kind", ["vboxsf", "fuse.gvfsd-fuse", "fuse.glusterfs"])
def test_a_share_of_another_kind_is_named(tmp_path, kind):
    (tmp_path / "mounts").write_text(f"there /mnt/there {kind} rw 0 0\n", "utf-8")
    assert "network share" in unsafe_place(Path("/mnt/there/spring"), mounts=tmp_path / "mounts")


def test_where_the_system_does_not_tell_its_mounts_the_path_is_looked_at(tmp_path):
    assert unsafe_place(tmp_path / "spring", mounts=tmp_path / "nothing") is None
