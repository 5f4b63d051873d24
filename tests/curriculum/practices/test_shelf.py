from __future__ import annotations

import pytest

from kit.curriculum.loader import load_week
from kit.curriculum.practices.shelf import load_practices
from kit.errors import ContentError
from kit.settings import packaged_curriculum

SHELF = """\
slow:
  title: A slow walk
  minutes: 4
  module: meditation
  steps: [Walk., Stand still.]
  eyes_open: They are open.
  stopping: Stop whenever you like.
"""


@pytest.fixture
def calls(curriculum):
    """The week in *curriculum* with another list of practices in its first block."""

    def call(listed, shelf=SHELF):
        (curriculum / "practices.yaml").write_text(shelf, "utf-8")
        path = curriculum / "week_01.yaml"
        text = path.read_text("utf-8")
        start, end = text.index("    practices:"), text.index("    facilitator:")
        path.write_text(f"{text[:start]}    practices: {listed}\n{text[end:]}", "utf-8")
        return load_week(path)

    return call


def test_a_block_calls_practices_by_their_id(calls):
    assert [one.title for one in calls("[slow]").practices] == ["A slow walk"]
    assert [one.title for one in calls("\n      slow:").practices] == ["A slow walk"]


def test_what_a_week_writes_itself_replaces_what_stands_on_the_shelf(calls):
    (found,) = calls("{slow: {intro: For today.}}").practices
    assert (found.title, found.intro) == ("A slow walk", "For today.")


def test_a_practice_that_stands_nowhere_is_named_with_its_place_and_what_there_is(calls):
    with pytest.raises(
        ContentError, match=r"week_01.yaml, line 14: block 'arrive': there is no practice 'fast'.*it has slow"
    ):
        calls("[fast]")


@pytest.mark.parametrize(
    ("shelf", "said"),
    [
        (
            SHELF.replace("steps", "stepps"),
            "practices.yaml, line 5: practice 'slow': unknown key 'stepps'; did you mean 'steps'",
        ),
        (SHELF.replace("minutes: 4", "minutes: 900"), "practices.yaml, line 3: practice 'slow': 'minutes' has '900'"),
        ("- slow", "practices.yaml: write each practice below its id"),
        ("slow: 3", "practices.yaml, line 1: practice 'slow': write its keys below it"),
    ],
)
def test_a_mistake_on_the_shelf_is_told_with_file_place_and_cure(calls, shelf, said):
    with pytest.raises(ContentError) as raised:
        calls("[slow]", shelf)
    assert str(raised.value).startswith(said)


def test_a_curriculum_without_a_shelf_uses_the_packaged_one(curriculum):
    assert load_practices(curriculum).keys() == load_practices(packaged_curriculum()).keys()


def test_a_changed_shelf_is_read_afresh(calls):
    calls("[slow]")
    assert calls("[slow]", SHELF.replace("A slow walk", "A slower walk")).practices[0].title == "A slower walk"
