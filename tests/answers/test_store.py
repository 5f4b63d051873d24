import subprocess
import sys
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.answers.own import own_submissions
from kit.answers.recording import Row
from kit.curriculum.items import Likert, Rating
from kit.errors import ContentError, InvalidAnswer, StoreError, UnknownName
from tests.answers.examples import record, said, week, weeks_stored
from tests.processes import started

ROOT = Path(__file__).parents[2]


def test_a_contribution_is_the_stored_answer_under_a_pseudonym(store):
    assert record(store, "anna", {"energy": 7, "hopes": [], "words": "“so so” 🌱"}) == "stored"
    anna = store.participant("anna")
    assert store.contributions(1, "check-in", "energy") == {anna: 7}
    assert store.contributions(1, "check-in", "hopes") == {anna: []}
    assert store.contributions(1, "check-in", "words") == {anna: "“so so” 🌱"}
    assert store.contributions(1, "check-in", "calm") == {}
    assert store.contributions(2, "check-in", "energy") == {}


def test_what_is_stored_outlasts_closing_and_opening(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
    with open_store(cohort, weeks=weeks) as store:
        assert store.contributions(1, "check-in", "energy") == {store.participant("anna"): 7}


def test_a_later_submission_replaces_the_whole_exercise(store):
    record(store, "anna", {"energy": 7, "calm": 1})
    record(store, "anna", {"energy": 2}, revision=2)
    assert list(store.contributions(1, "check-in", "energy").values()) == [2]
    assert store.contributions(1, "check-in", "calm") == {}
    record(store, "anna", {}, revision=3)
    assert store.contributions(1, "check-in", "energy") == {}
    assert store.contributors(1, "check-in") == set()


def test_an_older_revision_that_comes_late_does_not_count(store):
    record(store, "anna", {"energy": 2}, revision=2)
    assert record(store, "anna", {"energy": 7}, revision=1) == "stored"
    assert list(store.contributions(1, "check-in", "energy").values()) == [2]


def test_without_consent_an_answer_is_held(store):
    record(store, "anna", consent=None)
    record(store, "ben", consent="")
    record(store, "cleo")
    cleo = store.participant("cleo")
    assert store.contributions(1, "check-in", "energy") == {cleo: 7}
    assert store.contributors(1, "check-in") == {cleo}
    assert weeks_stored(store) == {1}


def test_a_newer_submission_without_consent_withholds_the_older_one(store):
    record(store, "anna", {"energy": 7})
    record(store, "anna", {"energy": 2}, revision=2, consent=None)
    assert store.contributions(1, "check-in", "energy") == {}


def test_sending_again_with_consent_grants_it_and_never_takes_it_back(store):
    mine, anna = said(), store.participant("anna")
    store.record(mine, anna, consent=None, source="live")
    assert store.record(mine, anna, consent="on paper", source="live") == "already"
    assert store.contributions(1, "check-in", "energy") == {anna: 7}
    assert store.record(mine, anna, consent=None, source="live") == "already"
    assert store.contributions(1, "check-in", "energy") == {anna: 7}


def test_a_stable_item_counts_once_over_all_weeks_with_its_newest_answer(store):
    record(store, "anna", {"years": 1, "energy": 3}, week=1)
    record(store, "ben", {"years": 2}, week=1)
    record(store, "anna", {"years": 2}, week=3)
    record(store, "ben", {"energy": 1}, week=2)  # passed the stable one there
    anna, ben = store.participant("anna"), store.participant("ben")
    for number in (1, 2, 3):
        assert store.contributions(number, "check-in", "years", stable=True) == {anna: 2, ben: 2}
    assert store.contributions(1, "check-in", "years") == {anna: 1, ben: 2}


def test_a_week_that_asks_it_otherwise_is_no_part_of_a_stable_item(cohort, weeks):
    once = Likert(id="years", prompt="Years left?", share="group", scale=("few", "many"))
    with open_store(cohort, weeks={**weeks, 2: week(2, years=once)}) as store:
        record(store, "anna", {"years": 1}, week=1)
        record(store, "anna", {"years": 2}, week=2)
        assert list(store.contributions(1, "check-in", "years", stable=True).values()) == [1]
        assert list(store.contributions(2, "check-in", "years").values()) == [2]


def test_contributions_come_in_an_order_that_says_nothing_of_time_or_value(store):
    for n in range(12):
        record(store, f"c{n}", {"energy": n % 11, "years": 1})
    for stable, item in ((False, "energy"), (True, "years")):
        found = list(store.contributions(1, "check-in", item, stable=stable))
        assert len(found) == 12
        assert found == sorted(found)


def test_status_goes_from_never_opened_to_open_to_closed(store):
    assert store.status(1, "check-in") == "never opened"
    record(store, "anna")
    assert store.status(1, "check-in") == "open"
    store.close_exercise(1, "check-in")
    assert store.status(1, "check-in") == "closed"
    record(store, "ben")  # a late one is stored, for a batch of its own, and opens nothing
    assert store.status(1, "check-in") == "closed"
    assert len(store.contributions(1, "check-in", "energy")) == 2
    store.open_exercise(1, "check-in")
    assert (store.status(1, "check-in"), store.status(2, "check-in")) == ("open", "never opened")
    store.close_exercise(2, "check-in")
    assert store.status(2, "check-in") == "closed"


def test_the_statuses_of_a_week_are_those_of_its_exercises_and_of_no_other_week(store, weeks):
    asked = ("check-in", "listening", "talk")
    assert store.statuses(weeks[1]) == dict.fromkeys(asked, "never opened")
    store.open_exercise(1, "listening")
    store.close_exercise(1, "check-in")
    store.open_exercise(2, "talk")
    assert store.statuses(weeks[1]) == {"check-in": "closed", "listening": "open", "talk": "never opened"}
    assert store.statuses(weeks[2]) == dict.fromkeys(asked, "never opened") | {"talk": "open"}


def test_unknown_names_are_told_with_what_there_is(store):
    with pytest.raises(UnknownName, match=r"no week 9.*weeks 1, 2, 3"):
        store.contributions(9, "check-in", "energy")
    with pytest.raises(UnknownName, match="exercises are check-in, listening"):
        store.close_exercise(1, "chek-in")
    with pytest.raises(UnknownName, match="group items are energy, calm"):
        store.contributions(1, "check-in", "enrgy")


def test_a_changed_item_is_refused_wherever_its_answers_are_touched(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna", {"energy": 7, "calm": 1})
        first = store.fingerprint(1, "check-in", "calm")
        assert store.fingerprint(1, "check-in", "words") is None
    calm = Likert(id="calm", prompt="Calm?", share="group", scale=("never", "a little", "yes"))
    with open_store(cohort, weeks={1: week(1, calm=calm)}) as store:
        for touch in (
            lambda: record(store, "ben", {"calm": 1}),
            lambda: store.contributions(1, "check-in", "calm"),
            lambda: store.check_unchanged(1),
        ):
            with pytest.raises(ContentError, match=r"week_01\.yaml: .*'check-in': item 'calm' was changed .* restore"):
                touch()
        assert store.fingerprint(1, "check-in", "calm") == first
        assert record(store, "ben", {"energy": 1}) == "stored"  # the others go on


def test_rewording_a_prompt_changes_nothing(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
    energy = Rating(id="energy", prompt="How is your energy?", help="now", share="group", low="none", high="full")
    with open_store(cohort, weeks={1: week(1, energy=energy)}) as store:
        store.check_unchanged(1)
        record(store, "ben")
        assert len(store.contributions(1, "check-in", "energy")) == 2


def test_a_stable_item_must_be_the_same_in_all_weeks(cohort, weeks):
    years = Likert(id="years", prompt="Years here?", share="group", scale=("few", "some", "many"), stable=True)
    with open_store(cohort, weeks={**weeks, 2: week(2, years=years)}) as store:
        record(store, "anna", {"years": 1}, week=1)
        with pytest.raises(ContentError, match=r"week_02\.yaml.*'years'"):
            record(store, "ben", {"years": 3}, week=2)


def test_reading_inside_a_transaction_sees_it_and_readers_outside_do_not(store):
    record(store, "anna")
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE submissions SET consent = NULL")
        assert store.contributions(1, "check-in", "energy", connection=connection) == {}
        assert len(store.contributions(1, "check-in", "energy")) == 1
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    assert len(store.contributions(1, "check-in", "energy")) == 1


def test_the_reading_side_cannot_write(store):
    with pytest.raises(StoreError, match="must be writable"), store.reading() as reading:
        reading.exec_driver_sql("DELETE FROM submissions")


def test_all_rows_are_stored_or_none(store):
    rows = [
        Row(submission=said({"energy": n}), participant=store.participant(f"c{n}"), consent="yes", source="import")
        for n in (1, 2, 99)
    ]
    with pytest.raises(InvalidAnswer):
        store.record_all(rows, asked=[1])
    assert store.contributions(1, "check-in", "energy") == {}
    assert (store.participants(), store.status(1, "check-in")) == (set(), "never opened")
    counts = store.record_all(rows[:2] + rows[:1], asked=[2])
    assert (counts.stored, counts.already) == (2, 1)
    assert store.status(2, "listening") == "open"
    assert store.status(2, "talk") == "never opened"  # nothing of it is ever submitted


def test_closing_twice_does_no_harm_and_leaves_nothing_beside_the_database(cohort, weeks):
    store = open_store(cohort, weeks=weeks)
    record(store, "anna")
    store.close()
    store.close()
    keys = ["participant.keys", "run", "sealing.json", "secret.key"]
    assert sorted(p.name for p in cohort.private.iterdir()) == ["answers.db", "backups", *keys]


def test_a_failed_opening_lets_go_of_the_lock(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
    key = cohort.private / "secret.key"
    kept = key.read_bytes()
    key.write_bytes(b"short")
    with pytest.raises(StoreError, match="secret is damaged"):
        open_store(cohort, weeks=weeks)
    key.write_bytes(kept)
    open_store(cohort, weeks=weeks).close()


@pytest.mark.parametrize("file", ["cohort.toml", "secret.key"])
def test_answers_of_another_cohort_are_refused(cohort, weeks, file):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
    other = cohort
    if file == "secret.key":
        (cohort.private / "secret.key").write_bytes(bytes(32))
    else:
        other = type(cohort)(root=cohort.root, slug="autumn", size=40, policy={})
    with pytest.raises(StoreError, match=f"another cohort than its {file}"):
        open_store(other, weeks=weeks)


def test_a_missing_secret_is_told_once_somebody_took_part(cohort, weeks):
    open_store(cohort, weeks=weeks).close()
    (cohort.private / "secret.key").unlink()
    with open_store(cohort, weeks=weeks) as store:  # nobody had taken part: a new one does no harm
        record(store, "anna")
    (cohort.private / "secret.key").unlink()
    with pytest.raises(StoreError, match=r"secret\.key: the cohort's secret is missing"):
        open_store(cohort, weeks=weeks)
    assert not (cohort.private / "secret.key").exists()


WRITER = """
import sys
from pathlib import Path
from kit.settings import Cohort
from kit.answers import open_store
from tests.answers.examples import record, week
cohort = Cohort(root=Path(sys.argv[1]), slug="spring", size=40, policy={})
with open_store(cohort, weeks={1: week(1)}) as store:
    for n in range(100_000):
        record(store, f"c{n % 40}", {"energy": n % 11, "words": f"word {n}"}, revision=n + 1)
        print(n, flush=True)
"""


def test_a_killed_writer_loses_nothing_it_acknowledged(cohort, weeks):
    command = [sys.executable, "-c", WRITER, str(cohort.root)]
    with started(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        said_so = [process.stdout.readline() for _ in range(60)]
        process.kill()
        said_so += process.stdout.read().splitlines()
    last = int(said_so[-1])
    with open_store(cohort, weeks=weeks) as store:
        people = [store.participant(f"c{number}") for number in range(40)]
        stored = [sending.answers for person in people for sending in own_submissions(store, person)]
    words = {int(answers["words"].split()[1]) for answers in stored}
    assert set(range(last + 1)) <= words <= set(range(last + 2))
    assert {len(answers) for answers in stored} == {2}
