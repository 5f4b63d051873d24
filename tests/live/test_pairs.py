"""Pairs and trios are drawn from the roster for those who are present, and from nobody else."""

from __future__ import annotations

import pytest

from tests.cohorts import write_roster

NAMES = ("Ada Zwicky", "Ben Quirk", "Chloë Ng", "Dov Marsh", "Eli Brook")


@pytest.fixture
def draw(served, root):
    write_roster(root, *NAMES)

    def ask(present, size=2):
        return served.facilitator().ask("POST", "/api/facilitator/pairs", {"week": 1, "present": present, "size": size})

    return ask


def test_everybody_who_is_present_is_in_one_group_and_nobody_else_is_in_any(draw):
    found = draw(list(NAMES))
    assert found.status == 200, found.body
    groups = found.json["groups"]
    assert sorted(name for group in groups for name in group) == sorted(NAMES)
    assert sorted(map(len, groups)) == [2, 3]
    few = draw(list(NAMES[:2])).json["groups"]
    assert [sorted(group) for group in few] == [sorted(NAMES[:2])]


@pytest.mark.parametrize("present", [["Nobody"], [*NAMES[:2], "Nobody"], [NAMES[0], NAMES[0]], [NAMES[0]], []])
def test_a_name_that_is_not_on_the_roster_or_one_alone_is_told_and_nothing_is_drawn(draw, root, present):
    reply = draw(present)
    assert 400 <= reply.status < 500
    assert reply.json["say"]
    assert not (root / "private" / "run" / "pairs.json").exists()


def test_who_wishes_to_be_apart_is_and_where_no_way_is_left_that_is_said(draw, root):
    write_roster(root, "Ada Zwicky,Ben Quirk", "Ben Quirk", "Chloë Ng", "Dov Marsh")
    for _ in range(8):
        groups = draw(["Ada Zwicky", "Ben Quirk", "Chloë Ng", "Dov Marsh"]).json["groups"]
        assert not any({"Ada Zwicky", "Ben Quirk"} <= set(group) for group in groups)
    reply = draw(["Ada Zwicky", "Ben Quirk"])
    assert reply.status == 409
    assert "Ada Zwicky" in reply.json["say"]


def test_the_roster_is_for_the_facilitator_alone(served, draw):
    assert set(served.facilitator().ask("GET", "/api/facilitator/roster").json["names"]) == set(NAMES)
    assert served.joined().ask("GET", "/api/facilitator/roster").status in (401, 403)
    assert served.joined().ask("POST", "/api/facilitator/pairs", {"week": 1, "present": [], "size": 2}).status in (
        401,
        403,
    )
