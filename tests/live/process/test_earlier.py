"""The addresses of earlier sessions: kept for one true sentence, and never in a session's way."""

from __future__ import annotations

import pytest

from kit.live.process.earlier import FILE_NAME, note_address, public_address

ROOM, PUBLIC = "http://192.168.1.5:8765", "https://spring.workshop.example.org"


def test_the_first_address_of_a_cohort_changes_nothing(tmp_path):
    assert note_address(tmp_path, ROOM, public=False) == ""
    assert note_address(tmp_path, ROOM, public=False) == ""


def test_another_address_is_told_once_with_the_one_before(tmp_path):
    note_address(tmp_path, ROOM, public=False)
    assert note_address(tmp_path, PUBLIC, public=True) == ROOM
    assert note_address(tmp_path, PUBLIC, public=True) == ""


def test_going_back_is_a_change_as_well(tmp_path):
    for address, public in ((ROOM, False), (PUBLIC, True)):
        note_address(tmp_path, address, public=public)
    assert note_address(tmp_path, ROOM, public=False) == PUBLIC


@pytest.mark.parametrize(("held", "shown"), [([], ""), ([ROOM], ""), ([ROOM, PUBLIC], PUBLIC), ([PUBLIC, ROOM], "")])
def test_slips_bear_the_address_of_the_newest_session_if_it_leads_here_from_outside(tmp_path, held, shown):
    for address in held:
        note_address(tmp_path, address, public=address == PUBLIC)
    assert public_address(tmp_path) == shown


@pytest.mark.parametrize("kept", ["", "{", "[]", "7", '{"addresses": 7}', '{"addresses": []}', '{"addresses": [7]}'])
def test_what_cannot_be_read_is_no_address_and_no_obstacle(tmp_path, kept):
    (tmp_path / FILE_NAME).write_text(kept, "utf-8")
    assert public_address(tmp_path) == ""
    assert note_address(tmp_path, PUBLIC, public=True) == ""
    assert public_address(tmp_path) == PUBLIC


def test_a_folder_that_takes_nothing_stops_no_session(tmp_path):
    assert note_address(tmp_path / "is" / "not" / "there", ROOM, public=False) == ""
