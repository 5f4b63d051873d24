from __future__ import annotations

import pytest

from tests.curriculum.practices.shelf_with import said_of


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      enough: enough\n", "", "practice 'role-resources', 'resources', 'time': the key 'enough' is missing"),
        ("    refer: Something", "    referr: Something", "'suggestions': unknown key 'referr'; did you mean 'refer'"),
    ],
)
def test_a_card_without_one_of_its_levels_or_suggestions_is_refused(tmp_path, old, new, said):
    assert said in said_of(tmp_path, old, new)
