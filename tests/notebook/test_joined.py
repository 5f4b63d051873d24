"""What a joined notebook shows of the group: the host's own releases, verified, and never the sample."""

from __future__ import annotations

import json

import pytest

from kit.curriculum.registers import load_messages
from kit.errors import OutboxError
from kit.notebook import open_week
from kit.notebook.joined import note, published_elsewhere
from kit.results.releases import FILE_NAME
from kit.sending.door import Door
from kit.sending.joining import Visit
from kit.sending.place import FILE_NAME as PLACE
from kit.sending.place import Place, keep_place
from kit.sending.sender import sender_of
from kit.settings import find_places, packaged_curriculum
from tests.cohorts import small_cohort
from tests.live.serving import serving
from tests.refused import refused

MESSAGES = load_messages(packaged_curriculum())


@pytest.fixture
def served(tmp_path):
    with serving(small_cohort(tmp_path / "spring", slug="spring", size=40).root) as running:
        yield running


@pytest.fixture
def joined(served):
    visit = Visit(f"http://127.0.0.1:{served.port}")
    place = visit.join(served.host.room.code, "Kim").place
    sender = sender_of(visit.folder)
    sender.takes_part = True
    yield place
    sender.stop()
    sender.step_back()


def reveal(served) -> None:
    served.open()
    for number in range(6):
        served.joined().put({"energy": number})
    assert served.reveal().status == 200


def test_it_is_what_the_host_has_published_and_it_is_kept_for_when_nobody_answers(served, joined):
    places = find_places(joined=True)
    assert published_elsewhere(places)[0].releases == ()
    reveal(served)
    published, about = published_elsewhere(places)
    assert (published.cohort, [one.exercise for one in published.releases], about) == ("spring", ["check-in"], "")
    keep_place(places.outbox, Place(**{**vars(joined), "address": "http://127.0.0.1:1"}))
    assert published_elsewhere(places) == (published, "joining.results_kept")


def test_a_week_shows_it_and_never_the_sample(served, joined, monkeypatch):
    # The kit's own week, as on a participant's own computer: of the sample it would show fourteen people.
    text = repr(open_week(1).group("pulse"))
    assert ("14" in text, "made-up" in text, "Nobody" in text or "asked" in text) == (False, False, True)
    reveal(served)
    monkeypatch.setenv("KIT_CURRICULUM", str(served.host.store.cohort.curriculum))
    assert "of 6" in repr(open_week(1).group("check-in"))
    assert set(open_week(1).frame()["people"]) == {6}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"people": 6', '"people": 7'),
        lambda text: text.replace('"cohort": "spring"', '"cohort": "autumn"'),
        lambda text: json.dumps({**json.loads(text), "releases": []}),
        lambda text: text[:-20],
        lambda _: "<html>sign in</html>",
        lambda _: "\udc80",
    ],
)
def test_what_was_changed_or_cut_or_is_another_s_is_never_shown(served, joined, monkeypatch, change):
    reveal(served)
    places = find_places(joined=True)
    good = published_elsewhere(places)
    text = (places.outbox / "published" / FILE_NAME).read_text("utf-8")
    monkeypatch.setattr(Door, "fetch", lambda *_: change(text).encode("utf-8", "surrogateescape"))
    assert published_elsewhere(places) == (good[0], "joining.results_wrong")


def test_before_it_is_said_whose_place_this_is_nothing_is_shown(served, joined):
    reveal(served)
    places = find_places(joined=True)
    sender_of(places.outbox).step_back()
    published, about = published_elsewhere(places)
    assert (published.releases, about) == ((), "joining.say_who")


def test_a_place_that_can_t_be_read_is_a_sentence_and_where_nobody_joined_there_is_nothing(joined):
    places = find_places(joined=True)
    (places.outbox / PLACE).write_text("{")
    with refused(OutboxError, match="join again"):
        published_elsewhere(places)
    (places.outbox / PLACE).unlink()
    assert published_elsewhere(places) is None
    assert note("", MESSAGES) == []
    assert "join" not in note("joining.results_kept", MESSAGES)[0].text
