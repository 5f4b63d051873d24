"""Firefox for tests, as Debian has it: where it is, and why a test goes without it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NAMES = ("firefox-esr", "firefox")


def firefox() -> str:
    """Return where Firefox is. Without it, or what drives it, the test is skipped; in CI it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    missing = [
        *([] if found else ["Firefox (apt-get install firefox-esr)"]),
        *([] if shutil.which("node") else ["Node.js 20"]),
        *([] if (REPOSITORY / "node_modules" / "puppeteer-core").is_dir() else ["puppeteer-core (npm ci)"]),
    ]
    if not missing:
        return str(found)
    reason = f"not on this machine: {', '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
