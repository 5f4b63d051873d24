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


def screen_of(served):
    screen = served.device()
    ticket = served.facilitator().ask("POST", "/api/facilitator/screen", {}).json["ticket"]
    assert screen.ask("POST", "/api/screen", {"ticket": ticket}).status == 200
    return screen


def test_names_are_written_by_the_facilitator_alone(served, root):
    me = served.facilitator()
    assert me.ask("PUT", "/api/facilitator/roster", {"names": [" Ada  Zwicky", "Ben"]}).json["names"] == [
        "Ada Zwicky",
        "Ben",
    ]
    assert me.ask("GET", "/api/facilitator/roster").json["names"] == ["Ada Zwicky", "Ben"]
    refused = me.ask("PUT", "/api/facilitator/roster", {"names": ["Ben", "ben"]})
    assert 400 <= refused.status < 500
    assert "stands twice" in refused.json["say"]
    assert served.joined().ask("PUT", "/api/facilitator/roster", {"names": []}).status in (401, 403)
    assert screen_of(served).ask("PUT", "/api/facilitator/roster", {"names": []}).status in (401, 403)


def test_groups_are_on_the_screen_at_a_press_until_the_room_goes_on_and_on_no_phone(served, draw):
    me, phone = served.facilitator(), served.joined()
    assert me.ask("POST", "/api/facilitator/pairs/show", {"on": True}).status == 400
    groups = draw(list(NAMES)).json["groups"]
    assert served.host.services.groups.shown() == []
    assert me.ask("POST", "/api/facilitator/pairs/show", {"on": True}).status == 200
    assert served.host.services.groups.shown() == groups
    assert b"Zwicky" not in phone.ask("GET", "/api/state").body
    assert me.ask("POST", "/api/facilitator/pairs/show", {"on": False}).status == 200
    assert served.host.services.groups.shown() == []
    me.ask("POST", "/api/facilitator/pairs/show", {"on": True})
    assert draw(list(NAMES)).status == 200
    assert served.host.services.groups.shown() == []
    me.ask("POST", "/api/facilitator/pairs/show", {"on": True})
    block = served.host.room.week.blocks[1].id
    me.ask("POST", "/api/facilitator/advance", {"block": block})
    assert served.host.services.groups.shown() == []
