from contextlib import nullcontext

import pytest

from kit.answers import open_store
from kit.answers.answer_files import split_by_cohort
from kit.answers.consents import COUNTED, Consent, consents_of
from kit.answers.importing import Import, Told, import_csv
from kit.answers.withdrawals import take_back_consent, withdraw
from kit.curriculum.items import Likert
from kit.errors import ContentError, ImportRefused
from tests.answers.examples import HEADER, PAPER, by_label, record, week, weeks_stored


@pytest.fixture
def bring(tmp_path, store):
    """Import rows under the header; without consent unless told."""

    def run(rows: str, *, consent: str | None = None, into=store, header: str = HEADER, **told):
        path = tmp_path / "answers.csv"
        path.write_text(header + rows, "utf-8")
        return import_csv(path, into, into.weeks, consent=consent, told=Told(**told))

    return run


def dump(store) -> str:
    with store.transaction() as connection:
        return "\n".join(connection.connection.driver_connection.iterdump())


def test_answers_come_as_numbers_labels_or_several_choices(store, bring):
    summary = bring(
        "a,1,check-in,energy,7\nb,1,check-in,energy,0\n"
        "a,1,check-in,calm,A Little\nb,1,check-in,calm,3\n"
        "a,1,check-in,hopes,people | rest\nb,1,check-in,hopes,none of these\nc,1,check-in,hopes,2\n"
        "a,2,listening,order,noise|fear|hurry\nd,1,check-in,words,\n",
        consent=PAPER,
        points_from=1,
    )
    assert by_label(store, 1, "check-in", "energy") == {"a": 7, "b": 0}
    assert by_label(store, 1, "check-in", "calm") == {"a": 2, "b": 3}
    assert by_label(store, 1, "check-in", "hopes") == {"a": ["rest", "people"], "b": [], "c": ["ideas"]}
    assert by_label(store, 2, "listening", "order") == {"a": ["noise", "fear", "hurry"]}
    assert by_label(store, 1, "check-in", "words") == {}
    assert (summary.participants, summary.weeks, summary.exercises, summary.answers) == (3, (1, 2), 2, 8)
    assert (summary.stored, summary.already, summary.held) == (8, 0, 0)
    assert store.participant("d") not in store.participants()


def test_every_week_in_the_file_was_asked_and_no_other(store, bring):
    bring("a,1,check-in,energy,7\nb,3,check-in,words,\n")
    assert store.status(1, "listening") == store.status(3, "check-in") == "open"
    assert store.status(2, "check-in") == "never opened"
    assert weeks_stored(store) == {1}


def test_importing_late_does_not_open_what_was_closed(store, bring):
    store.close_exercise(1, "check-in")
    bring("a,1,check-in,energy,7\n", consent=PAPER)
    assert store.status(1, "check-in") == "closed"
    assert by_label(store, 1, "check-in", "energy") == {"a": 7}


def test_the_same_file_again_changes_nothing_in_any_order(store, bring):
    rows = ["a,1,check-in,energy,7\n", "a,1,check-in,calm,no\n", "b,1,check-in,energy,2\n"]
    bring("".join(rows), consent=PAPER)
    before = dump(store)
    summary = bring("".join(reversed(rows)), consent=PAPER)
    assert (summary.stored, summary.already, summary.held) == (0, 3, 0)
    assert dump(store) == before


def test_without_consent_answers_are_held_until_it_is_named(store, bring):
    rows = "a,1,check-in,energy,7\nb,1,check-in,energy,2\n"
    summary = bring(rows)
    assert (summary.held, by_label(store, 1, "check-in", "energy")) == (2, {})
    assert "Held, because no consent is named: 2" in summary.sentence
    assert bring(rows, consent="  ").held == 2
    summary = bring(rows, consent=PAPER)
    assert (summary.held, summary.already, summary.now_counted) == (0, 2, 2)
    assert "Held until now, and counted from now on, because consent is named: 2." in summary.sentence
    assert bring(rows, consent=PAPER).now_counted == 0
    assert by_label(store, 1, "check-in", "energy") == {"a": 7, "b": 2}
    assert bring(rows).held == 0  # named once is named
    assert by_label(store, 1, "check-in", "energy") == {"a": 7, "b": 2}


def test_other_answers_replace_the_exercise_and_between_files_the_last_one_counts(store, bring):
    first, second = "a,1,check-in,energy,7\na,1,check-in,calm,no\n", "a,1,check-in,energy,2\n"
    bring(first, consent=PAPER)
    bring(second, consent=PAPER)
    assert by_label(store, 1, "check-in", "energy") == {"a": 2}
    assert by_label(store, 1, "check-in", "calm") == {}
    assert bring(first, consent=PAPER).stored == 2
    assert by_label(store, 1, "check-in", "energy") == {"a": 7}


def test_an_old_file_does_not_undo_what_a_participant_sent_since(store, bring):
    rows = "a,1,check-in,energy,7\n"
    bring(rows, consent=PAPER)
    record(store, "a", {"energy": 3}, revision=2)
    assert bring(rows, consent=PAPER).already == 1
    assert by_label(store, 1, "check-in", "energy") == {"a": 3}
    bring("a,1,check-in,energy,9\n", consent=PAPER)  # a file that says something new does
    assert by_label(store, 1, "check-in", "energy") == {"a": 9}


def test_texts_are_not_stored_for_nobody_could_ever_be_shown_them_and_this_is_said(store, bring):
    rows = "a,1,check-in,words,a pause before I answered\nb,3,check-in,words,tea\na,1,check-in,energy,7\n"
    summary = bring(rows, consent=PAPER)
    assert (summary.answers, summary.texts) == (1, {(1, "check-in", "words"): 1, (3, "check-in", "words"): 1})
    assert "Not stored: 2 texts (week 1, 'check-in', 'words', week 3, 'check-in', 'words')" in summary.sentence
    assert store.participants() == {store.participant("a")}
    assert "pause" not in dump(store)


def test_spelling_of_names_and_numbers_is_forgiven_where_it_cannot_be_mistaken(store, bring):
    bring("a,1.0,Check_In,ENERGY,7.0\nb,01,check in,energy,10\n", consent=PAPER)
    assert by_label(store, 1, "check-in", "energy") == {"a": 7, "b": 10}


def test_one_person_spelt_with_another_unicode_form_is_one_person(store, bring):
    bring("Jos\u00e9,1,check-in,energy,7\nJose\u0301,1,check-in,calm,no\n", consent=PAPER)
    assert len(store.participants()) == 1
    assert by_label(store, 1, "check-in", "energy", people=["jos\u00e9"]) == {"jos\u00e9": 7}


BAD = [
    ("a,9,check-in,energy,7", "there is no week '9'; weeks are 1, 2, 3."),
    ("a,one,check-in,energy,7", "there is no week 'one'"),
    ("a,1,chek-in,energy,7", "week 1 has no exercise 'chek-in' (did you mean 'check-in'?); exercises are check-in"),
    ("a,1,check-in,enrgy,7", "exercise 'check-in' has no item 'enrgy' (did you mean 'energy'?); items are energy"),
    ("a,1,check-in,words2,", "has no item 'words2'"),
    ("a,1,check-in,letter,dear", "item 'letter' is private: it stays with the participant, don't import it."),
    ("a,1,check-in,feeling,1", "item 'feeling' is spoken: it stays with the participant"),
    ("a,1,check-in,energy,11", "item 'energy': Choose a whole number from 0 to 10."),
    ("a,1,check-in,energy,6.5", "Choose a whole number"),
    ("a,1,check-in,calm,4", "Choose a point from 1 (“no”) to 3 (“yes”)"),
    ("a,1,check-in,hopes,rest|sleep", "with '|' between them, or write 'none of these': rest | ideas | people."),
    ("a,1,listening,order,hurry|noise", "Put every option in the order once."),
    (",1,check-in,energy,7", "the participant is missing"),
    ("a" * 300 + ",1,check-in,energy,7", "the participant's code is too long"),
    ("ok,1,check-in,energy,8", "the same participant answers otherwise in line 2; keep one of the two."),
    ("a,1,check-in,energy", "has 4 cells where the header has 5"),
]


@pytest.mark.parametrize(("row", "sentence"), BAD)
def test_each_bad_row_is_named_and_nothing_is_stored(store, bring, row, sentence):
    with pytest.raises(ImportRefused) as caught:
        bring("ok,1,check-in,energy,7\n" + row + "\nok,1,check-in,energy,7\n", consent=PAPER)
    (problem,) = caught.value.problems
    assert problem.startswith("line 3: ")
    assert sentence in problem
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("answers.csv: 1 row can't be imported, so nothing was; line 3: ")
    assert (store.participants(), weeks_stored(store)) == (set(), set())
    assert store.status(1, "check-in") == "never opened"


def test_why_an_answer_does_not_fit_is_said_in_the_cohorts_own_words(store, bring):
    own = store.cohort.root / "curriculum" / "messages.yaml"
    own.parent.mkdir()
    own.write_text("answer:\n  rating: 'Eine ganze Zahl von {lowest} bis {highest}.'\n", "utf-8")
    with pytest.raises(ImportRefused, match=r"item 'energy': Eine ganze Zahl von 0 bis 10\."):
        bring("a,1,check-in,energy,11\n")


def test_every_kind_of_bad_row_is_named_once_in_the_order_of_the_file(bring):
    with pytest.raises(ImportRefused) as caught:
        bring("ok,1,check-in,energy,7\n" + "".join(f"{row}\n" for row, _ in BAD) * 3)
    lines = [int(problem.split(" ")[1].strip(",:")) for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert len(caught.value.problems) == len({problem.partition(": ")[2] for problem in caught.value.problems}) == 13
    assert f"{3 * len(BAD)} rows can't be imported" in str(caught.value)


def test_a_kind_with_thousands_of_rows_is_one_sentence_with_its_count_and_first_lines(bring):
    rows = "".join(f"p{n},1,check-in,energy,{11 + n % 7}\n" for n in range(2000)) + "x,8,check-in,energy,7\n"
    with pytest.raises(ImportRefused) as caught:
        bring("ok,1,check-in,energy,7\n" + rows)
    assert caught.value.problems == (
        "lines 3, 4, 5 and 1997 more: week 1, exercise 'check-in', item 'energy': Choose a whole number from 0 to 10.",
        "line 2003: there is no week '8'; weeks are 1, 2, 3.",
    )


def test_what_differs_from_row_to_row_is_listed_in_the_one_sentence(bring):
    rows = "".join(f"p,1,check-in,mood {n},3\n" for n in range(30)) + "q,one,check-in,energy,3\nq,two,x,y,3\n"
    with pytest.raises(ImportRefused) as caught:
        bring(rows)
    items, weeks = caught.value.problems
    assert "has no item 'mood 0', 'mood 1'," in items
    assert "'mood 19' and 10 more; items are" in items
    assert weeks == "lines 32, 33: there is no week 'one', 'two'; weeks are 1, 2, 3."


def test_a_refusal_does_not_repeat_the_answer(bring):
    with pytest.raises(ImportRefused) as caught:
        bring("a,1,check-in,energy,I cry in the car\n")
    assert "cry" not in f"{caught.value}{caught.value.problems}"


@pytest.mark.parametrize("rows", ["a,1,check-in,calm,\n", "a,1,check-in,calm,\nb,1,check-in,calm, \n"])
def test_a_table_in_which_nobody_answers_is_said_to_be_empty(store, bring, rows):
    assert bring(rows, consent="yes").sentence.startswith("No row has an answer in it, so no answer was stored.")
    assert store.participants() == set()


def test_a_private_item_left_empty_is_no_problem(store, bring):
    bring("a,1,check-in,letter,\na,1,check-in,energy,7\n", consent=PAPER)
    assert by_label(store, 1, "check-in", "energy") == {"a": 7}


def test_more_participants_than_places_are_refused(cohort, weeks, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text(HEADER + "".join(f"c{n},1,check-in,energy,7\n" for n in range(3)))
    small = type(cohort)(root=cohort.root, slug="spring", size=3, policy={})
    with open_store(small, weeks=weeks) as store:
        record(store, "somebody else")
        with pytest.raises(ImportRefused, match=r"would have 4 participants .* places for 3.*'size' in cohort\.toml"):
            import_csv(path, store, weeks, consent=PAPER)
        assert len(store.participants()) == 1


def test_a_row_of_another_cohort_is_refused_and_one_of_this_is_not(store, bring):
    header = "cohort," + HEADER
    bring("Spring,a,1,check-in,energy,7\n,b,1,check-in,energy,7\n", header=header)
    with pytest.raises(ImportRefused, match=r"line 3: belongs to the cohort 'autumn' and this is spring; .*--into DIR"):
        bring("spring,a,1,check-in,energy,7\nautumn,b,1,check-in,energy,7\n", header=header)


def test_a_changed_item_stops_the_import_whole(cohort, weeks, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(HEADER + "a,1,check-in,calm,no\n")
    with open_store(cohort, weeks=weeks) as store:
        import_csv(path, store, weeks, consent=PAPER)
    path.write_text(HEADER + "b,1,check-in,energy,7\nb,1,check-in,calm,a little\n")
    calm = Likert(id="calm", prompt="Calm?", share="group", scale=("yes", "a little", "no"))
    with open_store(cohort, weeks={1: week(1, calm=calm)}) as store:
        with pytest.raises(ContentError, match="'calm' was changed after its first answer"):
            import_csv(path, store, store.weeks, consent=PAPER)
        assert store.contributors(1, "check-in") == {store.participant("a")}


def test_a_mistake_in_one_cohort_stops_all_of_a_file_and_each_is_imported_by_itself(store, weeks, tmp_path):
    path = tmp_path / "all.csv"

    def read(autumn: int) -> tuple[Import, list]:
        path.write_text("cohort," + HEADER + f"Spring,a,1,check-in,energy,7\nautumn,a,1,check-in,energy,{autumn}\n")
        batch = Import(Told())
        parts = split_by_cohort(path, batch.problems)
        return batch, [batch.read(path, weeks, slug, rows) for slug, rows in parts.items()]

    with pytest.raises(ImportRefused, match="line 3"):
        read(99)[0].check(lambda slug: nullcontext(store if slug == "spring" else None))
    batch, (spring, _) = read(9)
    batch.check(lambda slug: nullcontext(store if slug == "spring" else None))
    assert batch.store(spring, store, consent=PAPER).stored == 1
    assert by_label(store, 1, "check-in", "energy") == {"a": 7}


def test_an_import_that_the_disk_stops_stores_nothing(store, bring):
    with store.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    rows = "".join(f"c{n},{week},check-in,hopes,rest|people\n" for n in range(30) for week in (1, 2, 3))
    with pytest.raises(Exception, match="the disk is full"):
        bring(rows, consent=PAPER)
    assert (store.participants(), weeks_stored(store)) == (set(), set())


def test_who_has_withdrawn_is_not_brought_back_by_the_same_file(store, cohort, bring):
    rows = "a,1,check-in,energy,7\nb,1,check-in,energy,2\n"
    bring(rows, consent=PAPER)
    withdraw(store, store.participant("a"))
    summary = bring(rows, consent=PAPER)
    assert by_label(store, 1, "check-in", "energy") == {"b": 2}
    assert store.participants() == {store.participant("b")}
    assert (summary.participants, summary.left_out, summary.answers, summary.already) == (1, 1, 1, 1)
    assert "Left out, because they have withdrawn: 1" in summary.sentence


def test_who_took_the_agreement_back_is_not_counted_by_a_file_that_was_mended_since(store, cohort, bring):
    bring("a,1,check-in,energy,7\nb,1,check-in,energy,2\n", consent=PAPER)
    take_back_consent(store.engine, cohort.private, store.participant("a"), COUNTED)
    summary = bring("a,1,check-in,energy,6\na,1,check-in,calm,no\nb,1,check-in,energy,2\n", consent=PAPER)
    assert by_label(store, 1, "check-in", "energy") == {"b": 2}
    assert (summary.kept_back, summary.held) == (2, 0)
    assert "Not counted, because whoever gave them has asked for that: 2" in summary.sentence
    with store.reading() as connection:
        assert consents_of(connection, store.participant("a")) == []


def test_what_was_agreed_to_on_paper_is_noted_in_the_facilitators_words(store, bring):
    bring("a,1,check-in,energy,7\n", consent=PAPER)
    bring("b,1,check-in,energy,7\n")
    with store.reading() as connection:
        assert consents_of(connection, store.participant("a")) == [Consent(purpose=COUNTED, version="", how=PAPER)]
        assert consents_of(connection, store.participant("b")) == []
