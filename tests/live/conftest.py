from __future__ import annotations

import pytest

from tests.live.serving import serving
from tests.weeks import write_weeks

TOML = 'slug = "{slug}"\nsize = {size}\n'


@pytest.fixture
def make_root(tmp_path):
    """``make_root("spring", size=40)`` makes a cohort's folder with the small week in it."""

    def make(slug: str = "spring", size: int = 40, parent=tmp_path):
        root = parent / slug
        (root / "curriculum").mkdir(parents=True)
        (root / "published").mkdir()
        (root / "notebooks").mkdir()
        write_weeks(root / "curriculum", 1)
        (root / "private").mkdir(mode=0o700)
        (root / "private" / "roster.csv").write_text("name\nBenno Smith\nZoë van Dijk\n", "utf-8")
        (root / "cohort.toml").write_text(TOML.format(slug=slug, size=size), "utf-8")
        return root

    return make


@pytest.fixture
def root(make_root):
    return make_root()


@pytest.fixture
def served(root):
    with serving(root) as running:
        yield running
