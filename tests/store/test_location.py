"""A cohort's folder on a share or in a synchronised folder is named before answers get there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.store.location import unsafe_place


@pytest.fixture
def mounts(tmp_path):
    path = tmp_path / "mounts"
    path.write_text("/dev/sda / ext4 rw 0 0\nserver:/x /mnt/team\\040share nfs4 rw 0 0\nbroken\n", "utf-8")
    return path


def test_a_local_disk_is_fine(mounts):
    assert unsafe_place(Path("/srv/spring"), mounts=mounts) is None


def test_a_network_share_is_named(mounts):
    assert "network share" in unsafe_place(Path("/mnt/team share/spring"), mounts=mounts)


@pytest.mark.parametrize("name", ["OneDrive - Hospital", "Dropbox", "Google Drive", "iCloud Drive", "Nextcloud"])
def test_a_synchronised_folder_is_named(mounts, name):
    assert name in unsafe_place(Path("/data") / name / "spring", mounts=mounts)


def test_where_the_system_does_not_tell_its_mounts_the_path_is_looked_at(tmp_path):
    assert unsafe_place(tmp_path / "spring", mounts=tmp_path / "nothing") is None
