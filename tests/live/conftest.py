from __future__ import annotations

import pytest

from tests.cohorts import small_cohort
from tests.live.serving import serving


@pytest.fixture
def make_root(tmp_path):
    """``make_root("spring", size=40)`` makes a cohort's folder with the small week in it."""

    def make(slug: str = "spring", size: int = 40, parent=tmp_path):
        return small_cohort(parent / slug, slug=slug, size=size).root

    return make


@pytest.fixture
def root(make_root):
    return make_root()


@pytest.fixture
def served(root):
    with serving(root) as running:
        yield running
