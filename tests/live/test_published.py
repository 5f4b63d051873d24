"""The host hands out what is published, byte for byte, and lets nothing else pass for it."""

from __future__ import annotations

import pytest

from kit.errors import ReleaseError
from kit.results.releases import FILE_NAME, read_releases
from tests.live.serving import serving


def revealed(served):
    served.open()
    for number in range(9):
        served.joined().put({"energy": number})
    assert served.reveal().status == 200


def test_before_anything_is_published_there_are_no_releases_of_this_cohort(served):
    published = served.host.services.published
    assert published.parsed().releases == ()
    assert published.parsed().cohort == "spring"


def test_after_a_reveal_everybody_is_given_the_bytes_of_the_file(served, root):
    revealed(served)
    published = served.host.services.published
    assert published.content == (root / "published" / FILE_NAME).read_bytes()
    assert published.parsed() == read_releases(root / "published")
    assert published.parsed().releases
    assert served.joined().ask("GET", "/api/releases").body == published.content


@pytest.mark.parametrize(("people", "became"), [(9, "published"), (3, "not_enough")])
def test_what_became_of_a_reveal_is_told_to_the_facilitator_alone(served, people, became):
    served.open()
    for number in range(people):
        served.joined().put({"energy": number})
    state = served.facilitator().ask("GET", "/api/facilitator/state").json
    assert state["revealed"] == {}
    assert served.reveal().json["revealed"] == {"check-in": became}
    assert "revealed" not in served.joined().ask("GET", "/api/state").json


def test_a_host_that_is_started_again_knows_what_its_week_has(root):
    with serving(root) as first:
        revealed(first)
        there = first.host.room.released
    with serving(root) as again:
        assert again.host.room.released == there != []


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace('"people": 9', '"people": 8'),
        lambda text: text[:-30],
        lambda text: text.replace('"spring"', '"autumn"', 1),
    ],
    ids=["changed", "cut short", "another cohort's"],
)
def test_a_file_that_another_hand_changed_is_never_handed_out(served, root, harm):
    revealed(served)
    path = root / "published" / FILE_NAME
    path.write_text(harm(path.read_text("utf-8")), "utf-8")
    before = served.host.services.published.content
    with pytest.raises(ReleaseError):
        served.host.services.published.read()
    assert served.host.services.published.content == before
