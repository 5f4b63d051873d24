from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _keys_of_this_test(own_keys: None) -> None:
    """Here it is looked at where keys are."""
