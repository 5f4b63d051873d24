from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _keys_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is looked at where keys are, so each test has a place of its own for them."""
    monkeypatch.setenv("KIT_KEYS", str(tmp_path / "keys of cohorts"))
