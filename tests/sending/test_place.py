from __future__ import annotations

import pytest

from kit.errors import OutboxError
from kit.sending.outbox import Outbox
from kit.sending.place import (
    FILE_NAME,
    Place,
    bring_back,
    cohort_of,
    forget_place,
    keep_place,
    places_aside,
    read_place,
    set_aside,
)
from kit.settings import JOINED, find_places, outbox_of
from tests.refused import refused
from tests.sending.examples import submission

KIM = Place(
    address="http://192.0.2.7:8710",
    cookie="kit_participant_spring.0123456789ab",
    token="t" * 43,
    public="a" * 32,
    identity="spring.0123456789ab",
    who="Kim",
    since="2027-03-02",
)


@pytest.fixture
def folder():
    return outbox_of(KIM.identity)


def test_a_place_is_kept_for_its_owner_alone_and_read_as_it_was(folder):
    keep_place(folder, KIM)
    assert read_place(folder) == KIM
    assert {path.stat().st_mode & 0o777 for path in (folder / FILE_NAME, folder.parent / JOINED)} == {0o600}
    assert KIM.token not in repr(KIM)
    assert cohort_of(KIM) == ("spring", "0123456789ab")
    places = find_places(joined=True)
    assert (places.cohort, places.identity, places.outbox) == ("spring", KIM.identity, folder)
    assert find_places().sample  # reports, and whoever facilitates


def test_a_file_that_others_could_read_is_closed_to_them(folder):
    keep_place(folder, KIM)
    (folder / FILE_NAME).chmod(0o644)
    read_place(folder)
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": "http://x"}', "[" * 100_000, "\xff"])
def test_one_that_was_changed_is_a_sentence_with_a_cure(folder, text):
    keep_place(folder, KIM)
    (folder / FILE_NAME).write_text(text, "latin-1")
    with refused(OutboxError, match="delete it, and join again"):
        read_place(folder)
    (folder / FILE_NAME).unlink()
    assert read_place(folder) is None


@pytest.mark.parametrize("change", [{"address": "http://x/y"}, {"address": "file:///x"}, {"token": "a b\r\nX: y"}])
def test_an_address_or_a_key_that_is_none_is_never_used(folder, change):
    keep_place(folder, Place(**{**vars(KIM), **change}))
    with refused(OutboxError, match="changed"):
        read_place(folder)


def test_what_is_put_aside_is_out_of_the_way_whole_and_comes_back(folder):
    keep_place(folder, KIM)
    waiting, gone, refusal = submission(), submission(), submission()
    outbox = Outbox(folder)
    for one in (gone, refusal):
        outbox.put(one)
    outbox.mark_sent(gone.id)
    outbox.mark_rejected(refusal.id, "closed")
    outbox.put(waiting)
    set_aside(folder, KIM)
    assert (read_place(folder), outbox.waiting(), outbox.sent(), outbox.rejected()) == (None, [], [], [])
    (aside,) = places_aside(folder)
    assert read_place(aside) == KIM
    assert [one.id for one in Outbox(aside).waiting()] == [waiting.id]
    bring_back(folder, KIM.public)
    assert read_place(folder) == KIM
    assert [one.id for one in outbox.waiting()] == [waiting.id]
    assert [one.id for one in outbox.sent()] == [gone.id]
    assert [reason for _, reason in outbox.rejected()] == ["closed"]
    assert places_aside(folder) == []


@pytest.mark.parametrize("public", ["../..", "", "/", "b" * 32])
def test_nothing_is_brought_back_from_anywhere_else(folder, public):
    keep_place(folder, KIM)
    bring_back(folder, public)
    assert read_place(folder) == KIM


def test_leaving_forgets_the_key_and_keeps_what_waits(folder):
    keep_place(folder, KIM)
    Outbox(folder).put(submission())
    forget_place(folder)
    assert read_place(folder) is None
    assert len(Outbox(folder).waiting()) == 1
    assert find_places(joined=True).sample
    forget_place(folder)
