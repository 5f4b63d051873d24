from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import pytest

from kit.curriculum.loader import find_week_file, load_week
from kit.live.pages import screen
from kit.live.pages.screen import Figures
from kit.results.releases import FILE_NAME, read_releases
from kit.settings import packaged_curriculum

PUBLISHED = Path(__file__).parents[3] / "data" / "sample_cohort" / "published"


@pytest.mark.parametrize("fault", ["print('{')", "raise SystemExit(1)", "print('no chart')"])
def test_charts_that_did_not_come_are_told_and_asked_for_again(tmp_path, monkeypatch, caplog, fault):
    data = (PUBLISHED / FILE_NAME).read_bytes()
    assert any(one.week == 1 for one in read_releases(PUBLISHED).releases)
    monkeypatch.setattr(screen, "_COMMAND", (sys.executable, "-c", fault))
    week = load_week(find_week_file(packaged_curriculum(), 1))
    figures = Figures(tmp_path, week)
    with caplog.at_level(logging.WARNING, logger="kit.live"):
        assert asyncio.run(figures.get(data)) == {}
    assert "charts of week 1" in caplog.text
    monkeypatch.setattr(screen, "_COMMAND", (sys.executable, "-c", "print('{\"check-in\": {}}')"))
    assert asyncio.run(figures.get(data)) == {"check-in": {}}
