import os

import pytest

from kit.answers import open_store
from kit.answers.bundle_keys import has_keys
from kit.answers.bundles import make_key, take_bundle
from kit.answers.consents import COUNTED, Consent, consents_of
from kit.answers.pseudonyms import whose
from kit.answers.slip_sheets import draw_slips
from kit.answers.withdrawals import withdraw
from kit.errors import ContentError, ImportRefused, StoreError, StoreFull
from kit.sending.sealed import AGREED, Bundle, read_public, seal
from tests.answers.examples import record, said, week, weeks_stored

DEVICE = "b-01234-56789-abcde-fghjk"
OTHER = "b-zzzzz-56789-abcde-fghjk"


@pytest.fixture
def take(store, cohort, tmp_path):
    """``take(submission, ...)`` seals them as a participant would and takes the file in."""
    make_key(cohort)

    slips: dict[str, str] = {}

    def run(*submissions, participant=DEVICE, consent=None, into=store, file=tmp_path / "a.bundle", named="", **more):
        if "slip" not in more and participant not in slips:
            (slips[participant],) = draw_slips(store, 1)
        more = {"agreed": True, "slip": slips.get(participant, ""), **more}
        made = Bundle(cohort="spring", participant=participant, submissions=submissions, **more)
        file.write_bytes(seal(made, read_public(cohort.published, "spring")))
        return take_bundle(file, into, consent=consent, named=named)

    return run


def who(store, device=DEVICE) -> str:
    with store.reading() as connection:
        return whose(connection, store.participant(device))


def energy(store, number=1):
    return store.contributions(number, "check-in", "energy")


def test_a_bundle_brings_its_answers_once(store, take):
    one = said({"energy": 7, "words": "a pause"})
    assert take(one).new
    assert not take(one).new
    assert energy(store) == {who(store): 7}
    assert len(store.participants()) == 1


def test_two_bundles_of_one_person_are_one_participant(store, take):
    first = said({"energy": 2})
    take(first)
    take(first, said({"energy": 9}, revision=2), said({"energy": 4}, week=2))
    assert energy(store) == {who(store): 9}
    assert energy(store, 2) == {who(store): 4}


def test_a_person_whose_code_was_lost_is_known_by_what_was_sent_before(store, take):
    first = said({"energy": 2})
    take(first)
    take(first, said({"energy": 5}, week=2), participant=OTHER)
    assert set(energy(store, 2)) == {who(store)}


def test_what_was_sent_live_is_not_counted_again(store, take):
    one = said({"energy": 2})
    store.record(one, store.participant("live:abc"), consent="group 1", source="live")
    take(one)
    assert energy(store) == {store.participant("live:abc"): 2}


def test_a_cleared_exercise_clears_it_in_the_store(store, take):
    take(said({"energy": 2}))
    take(said({}, revision=2))
    assert energy(store) == {}


def test_consent_given_in_the_bundle_is_noted_in_these_words(store, take):
    assert not take(said()).held
    with store.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT consent, source FROM submissions").all()
    assert rows == [(AGREED, "bundle")]


def test_without_consent_a_bundle_is_held_until_there_is_some(store, take):
    one = said({"energy": 3})
    assert take(one, agreed=False).held
    assert energy(store) == {}
    assert not take(one, agreed=False, consent="by letter, 9 May").held
    assert energy(store) == {who(store): 3}
    assert not take(one, agreed=False).held


@pytest.mark.parametrize(
    "wrong",
    [
        said({"energy": 99}),
        said({"letter": "for myself"}),
        said({"feeling": "calm"}),
        said({"nothing": 1}),
        said(exercise="unknown"),
        said(week=40),
    ],
    ids=["value", "private", "spoken", "item", "exercise", "week"],
)
def test_a_bundle_with_one_answer_that_does_not_fit_is_refused_whole(store, take, wrong):
    with pytest.raises(ImportRefused, match=r"a\.bundle: its answers to week \d+") as refused:
        take(said({"energy": 5}), wrong)
    assert "99" not in str(refused.value)
    assert store.participants() == set()
    assert weeks_stored(store) == set()


def test_texts_are_cleaned_as_everywhere(store, take):
    take(said({"words": "a\u202e pause\x00 \ud800"}))
    assert list(store.contributions(1, "check-in", "words").values()) == ["a pause"]


def test_an_id_that_stands_for_other_answers_refuses_the_bundle_whole(store, take):
    first = said({"energy": 2})
    take(first)
    with pytest.raises(ImportRefused, match="already with another content"):
        take(said({"energy": 1}, week=2), said({"energy": 9}, id=first.id))
    assert energy(store) == {who(store): 2}
    assert weeks_stored(store) == {1}


def test_answers_of_two_people_in_one_bundle_are_refused(store, take):
    mine, yours = said({"energy": 2}), said({"energy": 3})
    take(mine)
    take(yours, participant=OTHER)
    with pytest.raises(ImportRefused, match="already with another content"):
        take(mine, yours, participant="b-aaaaa-56789-abcde-fghjk")


def test_who_has_withdrawn_is_not_brought_back_by_an_old_file(store, cohort, take):
    one = said({"energy": 2})
    take(one)
    withdraw(store, who(store))
    with pytest.raises(ImportRefused, match="has withdrawn since"):
        take(one)
    assert store.participants() == set()


def test_a_full_cohort_takes_no_further_bundle(store, take):
    for number in range(store.cohort.size):
        record(store, f"somebody {number}")
    with pytest.raises(StoreFull):
        take(said())


def test_an_item_that_was_changed_meanwhile_is_told_with_the_file(store, cohort, take, tmp_path):
    take(said({"calm": "no"}))
    store.close()
    changed = {
        1: week(
            1,
            calm=week(1)
            .exercises[0]["energy"]
            .__class__(id="calm", prompt="Calm?", share="group", low="no", high="yes"),
        )
    }
    with open_store(cohort, weeks=changed) as again, pytest.raises(ContentError, match=r"a\.bundle wasn't stored"):
        take(said({"calm": 4}, revision=2), into=again)


def test_the_key_is_made_once_and_stays(cohort, store):
    make_key(cohort)
    private, public = cohort.private / "bundle.key", cohort.published / "cohort.pub"
    before = private.read_bytes(), public.read_bytes()
    public.write_text("kit-public-key 1 spring AAAA\n")
    make_key(cohort)
    assert (private.read_bytes(), public.read_bytes()) == before
    if os.name != "nt":
        assert private.stat().st_mode & 0o777 == 0o600


def test_a_key_pair_is_known_to_fit_without_being_opened_and_one_that_does_not_is_mended(cohort, store):
    private, public, beside = (
        cohort.private / "bundle.key",
        cohort.published / "cohort.pub",
        cohort.private / "bundle.pub",
    )
    make_key(cohort)
    assert has_keys(cohort)
    for path, data in ((public, b"kit-public-key 1 spring AAAA\n"), (private, b"short"), (beside, b"")):
        whole = path.read_bytes()
        path.write_bytes(data)
        assert not has_keys(cohort), path.name
        path.write_bytes(whole)
        assert has_keys(cohort)
    public.write_text("kit-public-key 1 spring AAAA\n")
    make_key(cohort)
    assert has_keys(cohort)
    beside.unlink()  # As in a folder made before there was this file.
    make_key(cohort)
    assert has_keys(cohort)
    if os.name != "nt":
        assert beside.stat().st_mode & 0o777 == 0o600


def test_a_lost_private_key_is_never_replaced_in_silence(cohort, store, take):
    (cohort.private / "bundle.key").unlink()
    with pytest.raises(StoreError, match="copy it back from your backup"):
        make_key(cohort)
    with pytest.raises(StoreError, match="copy it back from your backup"):
        take(said())


def test_a_damaged_private_key_is_told(cohort, store, take):
    (cohort.private / "bundle.key").write_bytes(b"short")
    with pytest.raises(StoreError, match="is damaged"):
        take(said())


def test_each_code_of_one_person_stands_for_all_they_gave(store, cohort, take):
    first = said({"energy": 2})
    take(first)
    take(first, said({"energy": 5}, week=2), participant=OTHER)
    take(said({"energy": 6}, week=3), participant=OTHER)
    assert set(energy(store, 3)) == {who(store)}
    withdraw(store, who(store))
    for code in (DEVICE, OTHER):
        with pytest.raises(ImportRefused, match="has withdrawn since"):
            take(said({"energy": 1}), participant=code)


def test_what_was_agreed_to_when_the_bundle_was_made_is_noted_with_its_notice(store, take):
    take(said(), notice="0123456789abcdef")
    with store.reading() as connection:
        (given,) = consents_of(connection, who(store))
    assert given == Consent(purpose=COUNTED, version="0123456789abcdef", how=AGREED)


def test_what_the_facilitator_says_of_a_bundle_has_no_notice(store, take):
    take(said(), agreed=False, consent="by mail", notice="0123456789abcdef")
    with store.reading() as connection:
        assert consents_of(connection, who(store)) == [Consent(purpose=COUNTED, version="", how="by mail")]


def test_a_bundle_from_an_unknown_computer_without_a_slip_is_refused_with_two_cures(store, take):
    one = said({"energy": 4})
    with pytest.raises(ImportRefused, match=r"--whose CODE; or ask for a new one: kit export --bundle FILE --slip"):
        take(one, slip="")
    assert store.participants() == set()
    assert take(one, slip="", named="blue heron").new
    assert energy(store) == {store.participant("blueheron"): 4}
    assert not take(one, slip="").new  # the computer is known now


def test_one_person_with_two_computers_and_paper_is_one_person(store, take):
    (slip,) = draw_slips(store, 1)
    take(said({"energy": 4}), slip=slip)
    take(said({"energy": 5}, week=2), participant=OTHER, slip=slip.lower())
    take(said({"energy": 6}, week=3), participant="b-aaaaa-56789-abcde-fghjk", slip="", named=slip)
    assert len(store.participants()) == 1


@pytest.mark.parametrize("how", ["used", "never drawn", "named for another"])
def test_a_slip_gives_no_second_place(store, take, how):
    (slip,) = draw_slips(store, 1)
    take(said({"energy": 4}), slip=slip)
    if how == "named for another":
        with pytest.raises(ImportRefused, match="belongs to someone else"):
            take(said({"energy": 5}, week=2), named="somebody")
        return
    other = {"used": "0" * 10, "never drawn": "7K3MQ-2ZD45"}[how]
    with pytest.raises(ImportRefused, match="no slip that is left has the code"):
        take(said({"energy": 5}, week=2), participant=OTHER, slip=other)
    assert len(store.participants()) == 1


def test_where_slips_give_places_a_name_alone_gives_none(store, take):
    draw_slips(store, 2)
    with pytest.raises(ImportRefused, match="no slip that is left"):
        take(said(), slip="", named="somebody new")
