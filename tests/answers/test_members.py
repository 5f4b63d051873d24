from __future__ import annotations

from kit.answers import open_store
from kit.answers.consents import COUNTED, PAGE, Consent
from kit.answers.members import (
    MOST_DEVICES,
    Key,
    Member,
    add_device,
    agree,
    find_by_words,
    join,
    plain_words,
    read_members,
    tokens_of,
)
from kit.answers.own import own_submissions
from kit.answers.recording import Row
from kit.errors import StoreError, StoreFull, UnknownName, WordsTaken
from tests.answers.examples import record, said
from tests.cohorts import unwritten_cohort

GIVEN = Consent(purpose=COUNTED, version="v1", how=PAGE)


def member(store, name: str) -> Member:
    return Member(participant=store.participant(name), public=f"public {name}")


def joining(store, name: str, *, words: str | None = None, token: str | None = None, attempt: str | None = None):
    key = Key(token=token or f"token {name}", last_day=99)
    return lambda writing: join(writing, member(store, name), words or f"words {name}", key, attempt)


def test_who_joins_has_a_place_a_key_and_words(store):
    (joined,) = store.together([joining(store, "a")])
    assert joined == member(store, "a")
    with store.reading() as connection:
        found = read_members(connection)
    assert found.keys == {"token a": (joined, 99)}
    assert store.together([lambda writing: find_by_words(writing, "words a")]) == [joined]
    assert store.together([lambda writing: find_by_words(writing, "words b")]) == [None]


def test_who_has_gone_agrees_to_nothing(store):
    gone = member(store, "a")
    assert store.together([lambda writing: agree(writing, gone, GIVEN)]) == [None]
    with store.reading() as connection:
        assert read_members(connection).consents == {}


def test_jobs_beside_one_that_is_refused_are_done_all_the_same(store):
    first, refused, last = store.together(
        [joining(store, "a"), joining(store, "b", words="words a", token="t"), joining(store, "c")]
    )
    assert (first, last) == (member(store, "a"), member(store, "c"))
    assert isinstance(refused, WordsTaken)
    assert store.participants() == {first.participant, last.participant}


def test_an_attempt_goes_on_until_there_is_consent_and_its_old_key_is_gone(store):
    first, again = store.together(
        [
            joining(store, "a", token="1", attempt="try"),
            joining(store, "b", token="2", words="new", attempt="try"),
        ]
    )
    assert first == again == member(store, "a")
    assert store.participants() == {first.participant}
    assert store.together([lambda writing: tokens_of(writing, first)]) == [{"2"}]
    store.together([lambda writing: agree(writing, first, GIVEN)] * 2)
    (other,) = store.together([joining(store, "c", attempt="try")])
    assert other == member(store, "c")
    with store.reading() as connection:
        assert read_members(connection).consents == {first.participant: {GIVEN}}


def test_a_full_cohort_refuses_one_join_and_lets_the_others_of_the_same_commit_through(tmp_path, weeks):
    root = tmp_path / "small"
    root.mkdir()
    with open_store(unwritten_cohort(root, slug="small", size=2), weeks=weeks) as store:
        done = store.together([joining(store, name) for name in "abc"])
        assert [type(one) for one in done] == [Member, Member, StoreFull]
        assert len(store.participants()) == 2


def test_words_belong_to_one_participant(store):
    done = store.together([joining(store, "a", words="w"), joining(store, "b", words="w")])
    assert isinstance(done[1], StoreError)
    assert store.participants() == {store.participant("a")}


def test_the_oldest_of_too_many_devices_stops_working(store):
    (joined,) = store.together([joining(store, "a", token="0")])
    store.together(
        [
            lambda writing, number=number: add_device(writing, joined, Key(token=str(number), last_day=1))
            for number in range(1, MOST_DEVICES + 1)
        ]
    )
    (tokens,) = store.together([lambda writing: tokens_of(writing, joined)])
    assert tokens == {str(number) for number in range(1, MOST_DEVICES + 1)}


def test_a_job_that_is_refused_leaves_nothing_and_the_next_one_knows(store):
    def broken(writing):
        row = Row(submission=said({"energy": 1}), participant=store.participant("a"), consent="v", source="live")
        writing.recording.add(row)
        raise UnknownName("after all not")

    def fine(writing):
        row = Row(submission=said({"energy": 2}), participant=store.participant("a"), consent="v", source="live")
        return writing.recording.add(row)

    refused, stored = store.together([broken, fine])
    assert isinstance(refused, UnknownName)
    assert stored == "stored"
    assert list(store.contributions(1, "check-in", "energy").values()) == [2]
    assert store.fingerprint(1, "check-in", "energy")


def test_ones_own_submissions_are_ones_own_alone_in_the_order_of_their_coming(store):
    record(store, "a", {"energy": 1})
    record(store, "b", {"energy": 2})
    record(store, "a", {"energy": 3, "words": "hello"}, revision=2)
    record(store, "a", {}, revision=3)
    found = own_submissions(store, store.participant("a"))
    assert [one.answers for one in found] == [{"energy": 1}, {"energy": 3, "words": "hello"}, {}]
    assert own_submissions(store, store.participant("z")) == []


def test_short_secrets_are_kept_under_a_key_for_each_purpose(store):
    assert store.hidden("words", "a b c d") != store.hidden("other", "a b c d")
    assert len(store.hidden("words", "a b c d")) == 64


def test_words_are_compared_as_people_type_them():
    words = ["acorn", "acre", "actor", "adapter"]
    assert plain_words(words) == " ".join(words)
    assert plain_words("  Apple, apricot - APRON\n archer ") == "apple apricot apron archer"
    for given in ("apple apricot apron", ["apple", 3, "apron", "archer"], None, 5, "a " * 300, {"a": 1}):
        assert plain_words(given) == ""
