from __future__ import annotations

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.versions import write_version
from kit.settings import content_root, packaged_curriculum
from tests.checks.damaging import NAME


@pytest.fixture
def week():
    return {1: load_curriculum(packaged_curriculum())[1]}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "notebooks"
    place.mkdir()
    (place / NAME).write_bytes((content_root() / "notebooks" / NAME).read_bytes())
    write_version(tmp_path)
    return place
