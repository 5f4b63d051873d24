from collections import Counter

from kit.simulate.people import AWAY, CHANGES, HURRIED, LATE, SILENT, STEADY, people

WEEKS = list(range(9))


def test_labels_run_from_p01_and_say_nothing_of_temperament():
    first, second = people(1, 14, WEEKS), people(2, 14, WEEKS)
    assert [person.label for person in first] == [f"P{number:02d}" for number in range(1, 15)]
    assert [p.temperament.name for p in first] != [p.temperament.name for p in second]


def test_a_cohort_of_fourteen_has_every_temperament():
    assert {person.temperament for person in people(1, 14, WEEKS)} == {STEADY, HURRIED, SILENT, LATE, AWAY, CHANGES}


def test_attendance_falls_over_the_weeks():
    came = Counter(week for seed in range(100) for person in people(seed, 14, WEEKS) for week in person.weeks)
    assert came[0] > came[4] > came[8]
    assert 0.8 < came[8] / 1400 < 0.9


def test_somebody_who_leaves_is_away_for_weeks_and_returns():
    for seed in range(20):
        for person in people(seed, 14, WEEKS):
            if person.temperament is AWAY:
                missed = sorted(set(WEEKS) - person.weeks)
                assert any(set(range(start, start + 3)) <= set(missed) for start in range(2, 6))
    assert any(8 in person.weeks for seed in range(5) for person in people(seed, 14, WEEKS))


def test_large_cohorts_have_labels_of_one_length():
    labels = [person.label for person in people(1, 300, [1])]
    assert labels[0] == "P001"
    assert len(set(labels)) == 300
