from __future__ import annotations

import pytest

from kit.curriculum.practices.shelf import load_practices
from kit.settings import packaged_curriculum
from tests.curriculum.practices.shelf_with import said_of


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    limit:\n      title", "    limits:\n      title", "practice 'script-builder', part 'limits'"),
        ("      signs: [at, on", "      sings: [at, on", "part 'next_step': unknown key 'sings'; did you mean 'signs'"),
    ],
)
def test_a_script_without_one_of_its_four_parts_is_refused(tmp_path, old, new, said):
    assert said in said_of(tmp_path, old, new)


def test_each_example_holds_a_sign_of_its_part():
    for part in load_practices(packaged_curriculum())["script-builder"].parts:
        words = part.example.lower()
        assert any(sign in words for sign in part.signs), part.id
