"""From which version the material of a cohort's folder comes, as a line in the folder says."""

from __future__ import annotations

import pytest

from kit.curriculum.versions import FILE, is_ahead, is_behind, place_of, version_of, write_version
from kit.errors import CohortError
from kit.new_cohort import make_cohort
from kit.system.version import VERSION
from tests.cohorts import whole_cohort


def test_a_new_cohort_is_of_this_version(tmp_path):
    root = whole_cohort(tmp_path / "spring").root
    assert (version_of(root), is_behind(root), is_ahead(root)) == (VERSION, False, False)


def test_a_folder_without_the_line_is_one_of_0_1_0(tmp_path):
    assert version_of(tmp_path) == "0.1.0"
    assert is_behind(tmp_path)
    assert place_of(tmp_path) == 0


def test_a_copy_of_older_material_is_of_its_version(tmp_path):
    old = whole_cohort(tmp_path / "old").root
    write_version(old, "0.1.0")
    new = make_cohort(tmp_path / "new", like=old).root
    assert is_behind(new)


def test_a_later_version_is_known_as_later_number_by_number(tmp_path):
    write_version(tmp_path, "0.100.0")
    assert is_ahead(tmp_path)
    assert not is_behind(tmp_path)


@pytest.mark.parametrize("content", [b"", b"soon\n", b"\xff\xfe0", b"0.2\n"])
def test_a_line_that_is_no_version_is_said_with_its_cure(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(CohortError, match="its first line is no version"):
        version_of(tmp_path)
