import pytest

from kit.answers.answer_files import Problems
from kit.answers.importing import Told, import_csv
from kit.answers.tables import Points
from kit.curriculum.items import Choice, Likert
from kit.errors import ImportRefused
from tests.answers.examples import HEADER, PAPER, by_label


@pytest.fixture
def bring(tmp_path, store):
    def run(*cells: tuple[str, str], item="calm", **told):
        path = tmp_path / "answers.csv"
        path.write_text(HEADER + "".join(f'{who},1,check-in,{item},"{said}"\n' for who, said in cells), "utf-8")
        return import_csv(path, store, store.weeks, consent=PAPER, told=Told(**told))

    return run


@pytest.mark.parametrize("cells", [[("a", "1"), ("b", "2")], [("a", "2")], [("a", "1.0"), ("b", "2,0")]])
@pytest.mark.parametrize("item", ["calm", "hopes"])
def test_numbers_that_can_be_counted_from_0_or_1_are_asked_about_and_the_cure_works(bring, store, cells, item):
    with pytest.raises(ImportRefused, match=rf"item '{item}'.*--points-from 1; if 0 is, add --points-from 0"):
        bring(*cells, item=item)
    assert store.participants() == set()
    assert bring(*cells, item=item, points_from=1).stored == len(cells)
    (first,) = [by_label(store, 1, "check-in", item)[cells[0][0]]]
    assert bring(*cells, item=item, points_from=0).stored == len(cells)
    assert by_label(store, 1, "check-in", item)[cells[0][0]] != first


def test_what_the_data_tell_is_not_asked(bring, store):
    bring(("a", "1"), ("b", "3"))
    assert by_label(store, 1, "check-in", "calm") == {"a": 1, "b": 3}
    bring(("a", "yes"), ("b", "a little"))
    assert by_label(store, 1, "check-in", "calm") == {"a": 3, "b": 2}


def test_a_zero_is_never_taken_for_anything_by_itself(bring, store):
    with pytest.raises(
        ImportRefused, match=r"0 is in the file\. .* add --points-from 0; if 0 means .* leave the cell empty"
    ):
        bring(("a", "0"), ("b", "2"))
    bring(("a", "0"), ("b", "2"), points_from=0)
    assert by_label(store, 1, "check-in", "calm") == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    ("said", "item", "cells"),
    [
        (None, "calm", [("a", "0"), ("b", "2")]),
        (None, "calm", [("a", "0"), ("b", "3")]),
        (1, "calm", [("a", "0"), ("b", "1")]),
        (0, "calm", [("a", "1"), ("b", "3")]),
        (None, "hopes", [("a", "0|1"), ("b", "2")]),
    ],
)
def test_a_number_that_is_asked_about_is_told_once_and_other_faults_beside_it(bring, said, item, cells):
    with pytest.raises(ImportRefused) as told:
        bring(*cells, item=item, points_from=said)
    assert len(told.value.problems) == 1
    with pytest.raises(ImportRefused) as told:
        bring(*cells, ("c", "sometimes"), ("d", "9"), item=item, points_from=said)
    assert [one.partition(":")[0] for one in told.value.problems][1:] == ["lines 4, 5"]


@pytest.mark.parametrize(
    ("said", "cells", "sentence"),
    [
        (0, [("a", "1"), ("b", "3")], "counted from 0 the numbers end at 2, but 3 is there"),
        (1, [("a", "0"), ("b", "1")], "counted from 1 the numbers begin at 1, but 0 is there"),
        (None, [("a", "0"), ("b", "3")], "both 0 and 3 are in the file"),
    ],
)
def test_what_is_said_is_checked_against_the_data(bring, said, cells, sentence):
    with pytest.raises(ImportRefused, match=sentence):
        bring(*cells, points_from=said)


def test_several_choices_are_counted_the_same_way(bring, store):
    bring(("a", "0|2"), ("b", "1"), item="hopes", points_from=0)
    assert by_label(store, 1, "check-in", "hopes") == {"a": ["rest", "people"], "b": ["ideas"]}


def test_a_rating_is_its_own_number_however_points_are_counted(bring, store):
    bring(("a", "0"), ("b", "7"), item="energy", points_from=1)
    assert by_label(store, 1, "check-in", "energy") == {"a": 0, "b": 7}


@pytest.mark.parametrize("said", [None, 0, 1])
def test_numbers_that_are_labels_are_not_asked_about(said):
    scale = Likert(id="odd", prompt="How often?", share="group", scale=("2.0", "1.0", "never"))
    choice = Choice(id="few", prompt="Which?", share="group", choose="any", options=("tea", "2, or more"))
    points, problems = Points(said), Problems()
    points.hear("a.csv", 2, (1, "check-in", "odd"), scale, "1.0")
    points.hear("a.csv", 3, (1, "check-in", "few"), choice, "tea|2, or more")
    points.settle(problems)
    assert not problems
