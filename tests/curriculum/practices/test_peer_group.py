from __future__ import annotations

import re

import pytest
import yaml

from kit.curriculum.practices.peer_group import PeerMeeting
from kit.curriculum.practices.shelf import load_practices
from kit.errors import ContentError
from kit.settings import packaged_curriculum

PEERS = "peer-group"


@pytest.fixture
def shelf(tmp_path):
    """The shelf with changes to its peer group; a change may be None, which takes the key away."""

    def change(**changes):
        raw = yaml.safe_load((packaged_curriculum() / "practices.yaml").read_text("utf-8"))
        found = raw[PEERS] | changes
        kept = {key: value for key, value in found.items() if value is not None}
        (tmp_path / "practices.yaml").write_text(yaml.safe_dump({PEERS: kept}), "utf-8")
        return load_practices(tmp_path)[PEERS]

    return change


def test_the_kits_own_meeting_lasts_45_minutes_and_comes_back_for_twelve_weeks():
    found = load_practices(packaged_curriculum())[PEERS]
    assert isinstance(found, PeerMeeting)
    assert (found.minutes, sum(part.minutes for part in found.agenda)) == (45, 45)
    assert len(found.themes) * found.weeks_apart == 12


def test_on_paper_the_charter_is_asked_for_and_nothing_else():
    found = load_practices(packaged_curriculum())[PEERS]
    assert found.on_paper == tuple(one.question for one in found.charter)


def test_a_facilitator_may_change_agenda_charter_and_number_of_meetings(shelf):
    agenda = [{"title": "Talk", "minutes": "30", "how": "As you like."}]
    found = shelf(agenda=agenda, minutes="30", themes=[{"title": "One", "question": "How is it?"}], weeks_apart="1")
    assert (found.minutes, len(found.themes), found.weeks_apart) == (30, 1, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes": "60"}, "the minutes of the agenda's parts sum to 45, and the meeting has 60"),
        ({"agenda": [{"title": "Talk", "minutes": "soon", "how": "x"}]}, "'agenda', number 1: 'minutes' has 'soon'"),
        (
            {"agenda": [{"titel": "Talk", "minutes": "45", "how": "x"}]},
            "'agenda', number 1: unknown key 'titel'; did you mean 'title'",
        ),
        ({"charter": [{"id": "who", "question": "Who?"}]}, "charter 'who': the key 'idea' is missing"),
        ({"charter": [{"id": "who", "question": "Who?", "idea": "We."}] * 2}, "charter: the id 'who' stands twice"),
        ({"host": {"title": "Host"}}, "'host': the key 'task' is missing"),
        ({"care": None}, "the key 'care' is missing"),
        ({"carre": "x"}, "unknown key 'carre'; did you mean 'care'"),
        ({"weeks_apart": "0"}, "'weeks_apart' has '0'"),
    ],
)
def test_a_mistake_is_told_with_file_place_and_cure(shelf, changes, said):
    with pytest.raises(ContentError) as error:
        shelf(**changes)
    assert re.match(r"practices.yaml, line \d+: practice 'peer-group'", str(error.value))
    assert said in str(error.value)
