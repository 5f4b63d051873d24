"""The guide's first page is there, and its links lead somewhere."""

from __future__ import annotations

from kit.checks.guide import guide_problems
from kit.settings import content_root


def test_the_packaged_guide_is_whole():
    assert list(guide_problems(content_root() / "facilitator_guide")) == []


def test_a_missing_first_page_and_a_link_to_nowhere_are_named(tmp_path):
    (tmp_path / "week_01.md").write_text(
        "[there](week_01.md#top) [gone](week_99.md) [web](https://example.org)", "utf-8"
    )
    said = list(guide_problems(tmp_path))
    assert len(said) == 2
    assert "README.md is missing" in said[0]
    assert "week_01.md: the link to week_99.md leads nowhere" in said[1]
