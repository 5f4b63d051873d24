"""The store's public names are resolved when they are asked for, and there are no others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kit import answers
from kit.answers.store import Store, open_store


def test_every_public_name_is_the_stores_own():
    assert (answers.Store, answers.open_store) == (Store, open_store)
    with pytest.raises(AttributeError, match=r"module 'kit\.answers' has no attribute 'open_all'"):
        _ = answers.open_all


def test_to_look_after_files_loads_no_database():
    code = "import sys, kit.answers, kit.answers.bundle_keys, kit.answers.folder; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert "sqlalchemy" not in done.stdout.split()
