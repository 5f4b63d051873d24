"""The guide's first page is there, and every page of it can be made."""

from __future__ import annotations

from kit.checks.content import guide_problems
from kit.cli.content import guide_material
from tests.reports.guides import small_guide


def test_the_packaged_guide_is_whole(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert list(guide_problems(guide_material(None)[0])) == []


def test_a_missing_first_page_and_a_link_to_nowhere_are_named(curriculum, tmp_path):
    text = "# W\n\n[there](week_01.md#top) [gone](week_99.md) [web](https://example.org)"
    material = small_guide(curriculum, tmp_path / "guide", week_01=text)
    (tmp_path / "guide" / "README.md").unlink()
    said = list(guide_problems(material))
    assert len(said) == 2
    assert "README.md is missing" in said[0]
    assert "week_01.md: a link leads to 'week_99.md'" in said[1]
