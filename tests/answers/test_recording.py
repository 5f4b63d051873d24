import pytest

from kit.answers import open_store
from kit.errors import InvalidAnswer, StoreError, StoreFull, SubmissionConflict, UnknownName
from tests.answers.examples import record, said
from tests.refused import refused


def rows(store, table: str) -> int:
    with store.transaction() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()


def test_sending_again_stores_one_row(store):
    mine, anna = said(), store.participant("anna")
    assert [store.record(mine, anna, consent="x", source="live") for _ in range(3)] == ["stored", "already", "already"]
    assert (rows(store, "submissions"), rows(store, "participants")) == (1, 1)


def test_the_same_id_with_other_content_or_another_owner_is_a_conflict(store):
    mine, anna = said(), store.participant("anna")
    store.record(mine, anna, consent="x", source="live")
    for other, who in (
        (said({"energy": 2}, id=mine.id), anna),
        (said(id=mine.id, week=2), anna),
        (said(id=mine.id, revision=2), anna),
        (mine, store.participant("ben")),
    ):
        with pytest.raises(SubmissionConflict, match="NOT stored"):
            store.record(other, who, consent="x", source="live")
    assert store.contributions(1, "check-in", "energy") == {anna: 7}
    assert store.participants() == {anna}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"energy": 11}, "from 0 to 10"),
        ({"enrgy": 1}, "no such item"),
        ({"letter": "dear me"}, "stays with you"),
        ({"feeling": 1}, "stays with you"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_even_here(store, answers, sentence):
    with refused(InvalidAnswer, match=sentence):
        record(store, "anna", answers)
    assert rows(store, "submissions") == 0


def test_what_belongs_elsewhere_is_refused(store):
    with pytest.raises(StoreError, match="another cohort"):
        record(store, "anna", cohort="autumn")
    with pytest.raises(UnknownName):
        record(store, "anna", exercise="unknown")
    with pytest.raises(UnknownName):
        record(store, "anna", week=8)


def test_a_name_instead_of_a_pseudonym_is_refused(store):
    with pytest.raises(StoreError, match="pseudonyms only"):
        store.record(said(), "Anna Schmidt", consent="x", source="live")
    assert store.participants() == set()


def test_the_cohort_takes_as_many_as_it_has_places(cohort, weeks):
    small = type(cohort)(root=cohort.root, slug="spring", size=2, policy={})
    with open_store(small, weeks=weeks) as store:
        store.enrol(store.participant("anna"))
        record(store, "ben")
        with pytest.raises(StoreFull, match=r"places for 2 participants .* 'size' in cohort\.toml"):
            record(store, "cleo")
        with pytest.raises(StoreFull):
            store.enrol(store.participant("cleo"))
        store.enrol(store.participant("ben"))
        assert record(store, "anna") == "stored"
        assert len(store.participants()) == 2


def test_text_that_is_no_text_is_cleaned_before_it_is_kept(store):
    record(store, "anna", {"words": "a\x00b\ud83c\u202ec"})
    assert list(store.contributions(1, "check-in", "words").values()) == ["abc"]


def test_what_looks_like_a_formula_or_a_page_is_plain_text(store):
    words = {"a": '=HYPERLINK("http://x","y")', "b": "<script>alert(1)</script>", "c": "'; DROP TABLE answers; --"}
    for who, text in words.items():
        record(store, who, {"words": text})
    kept = store.contributions(1, "check-in", "words")
    assert {who: kept[store.participant(who)] for who in words} == words
