import csv
import io

import pytest
import yaml

from kit.answers import open_store
from kit.answers.importing import import_csv
from kit.curriculum.items import Choice, Likert, Rating
from kit.curriculum.loader import load_curriculum
from kit.curriculum.reading import numbers_in
from kit.settings import packaged_curriculum
from kit.simulate.cohort import simulate
from kit.simulate.files import COLUMNS, answers_text, cell, rows, truth_text
from tests.cohorts import whole_cohort

WEEKS = load_curriculum(packaged_curriculum())
COHORT = simulate(WEEKS, seed=5)


def test_the_file_holds_every_last_answer_as_its_item_reads_it():
    read = list(csv.DictReader(io.StringIO(answers_text(COHORT, WEEKS))))
    assert list(read[0]) == list(COLUMNS)
    said = {
        (row["participant"], int(row["week"]), row["exercise"], row["item"]): _item(row).check(row["answer"])
        for row in read
    }
    meant = {(s.participant, s.week, s.exercise, item): a for s in COHORT.latest for item, a in s.answers.items()}
    assert said == meant
    assert len(read) == len(said)


def _item(row):
    return next(e for e in WEEKS[int(row["week"])].exercises if e.id == row["exercise"])[row["item"]]


def test_rows_stand_week_by_week():
    weeks = [week for _, week, *_ in rows(COHORT, WEEKS)]
    assert weeks == sorted(weeks)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return whole_cohort(tmp_path_factory.mktemp("cohorts") / "spring")


@pytest.mark.parametrize("seed", [2, 15])
@pytest.mark.parametrize("number", WEEKS)
def test_the_answers_of_any_week_are_imported_without_a_question(cohort, tmp_path, number, seed):
    week = {number: WEEKS[number]}
    made = simulate(week, seed=seed, size=3, planted=None, all_come=True)
    (tmp_path / "answers.csv").write_text(answers_text(made, week), "utf-8")
    with open_store(cohort, weeks=WEEKS) as store:
        assert import_csv(tmp_path / "answers.csv", store, WEEKS, consent="simulated").stored > 0


ODD = {"id": "odd", "prompt": "Which?", "share": "group"}
SCALE = Likert(**ODD, scale=("2", "1.0", "never"))
FEW = Choice(**ODD, choose="any", options=("tea", "cake", "tea, cake", "2, or more"))


@pytest.mark.parametrize("answer", [[], ["tea"], ["tea", "cake"], ["tea, cake"], ["tea", "2, or more"]])
def test_picks_are_written_so_that_they_are_read_in_one_way(answer):
    assert FEW.check(cell(FEW, answer)) == answer
    assert not numbers_in(FEW.counted, cell(FEW, answer))


@pytest.mark.parametrize("answer", [1, 2, 3])
@pytest.mark.parametrize("first", [0, 1])
def test_a_place_on_a_scale_is_written_as_its_label(answer, first):
    assert SCALE.check(cell(SCALE, answer), first=first) == answer


def test_a_rating_is_its_own_number():
    assert cell(Rating(**ODD, low="low", high="high"), 7) == "7"


def test_the_truth_names_seed_size_planted_and_null_questions_and_everybody():
    truth = yaml.safe_load(truth_text(COHORT, WEEKS))
    assert (truth["seed"], truth["size"]) == (5, 14)
    assert truth["planted"] == [{"series": "pulse/pause", "direction": "more often", "shift": 1.8}]
    assert "pulse/pause" not in truth["null"]
    assert {"pulse/energy", "exit/useful"} <= set(truth["null"])
    assert truth["participants"]["P01"]["temperament"] in {person.temperament.name for person in COHORT.people}
    assert sorted(truth["participants"]) == [person.label for person in COHORT.people]


def test_without_planting_every_question_is_null():
    truth = yaml.safe_load(truth_text(simulate(WEEKS, seed=5, planted=None), WEEKS))
    assert truth["planted"] == []
    assert "pulse/pause" in truth["null"]
