import csv
import io

import yaml

from kit.curriculum.loader import load_curriculum
from kit.settings import packaged_curriculum
from kit.simulate.cohort import simulate
from kit.simulate.files import COLUMNS, answers_text, cell, rows, truth_text

WEEKS = load_curriculum(packaged_curriculum())
COHORT = simulate(WEEKS, seed=5)


def test_the_file_holds_every_last_answer_as_its_item_reads_it():
    read = list(csv.DictReader(io.StringIO(answers_text(COHORT))))
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
    weeks = [week for _, week, *_ in rows(COHORT)]
    assert weeks == sorted(weeks)


def test_no_pick_at_all_is_written_in_words():
    assert cell([]) == "none of these"
    assert cell(["a", "b"]) == "a|b"
    assert cell(7) == "7"


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
