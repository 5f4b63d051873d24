"""The sheets that a peer group prints."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from kit.curriculum.practices.peer_group import PeerMeeting
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.reports.paper.sheets import peer_sheets
from kit.session.groups import rota
from kit.session.meetings import Meeting, Row
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())
PEOPLE = ("Ana Lía", "Ben O'Hara", "Cem", "Dee")


@pytest.fixture(scope="module")
def found() -> PeerMeeting:
    meeting = load_practices(packaged_curriculum())["peer-group"]
    assert isinstance(meeting, PeerMeeting)
    return meeting


def meetings() -> list[Meeting]:
    row = Row(
        key="group-1",
        name="meeting",
        numbers=range(1, 7),
        first=datetime(2027, 3, 16, 9, 30),
        zone=ZoneInfo("Europe/Berlin"),
        minutes=45,
        weeks=2,
        moved={},
        where="here",
    )
    return row.meetings()


def rows(page: str, table: str) -> list[list[str]]:
    body = page.partition(f'<table class="{table}">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("</tr>")]
    return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in row] for row in cells if row]


def test_the_rota_says_who_hosts_and_keeps_time_when_and_with_which_question(found: PeerMeeting) -> None:
    page = peer_sheets(found, MESSAGES, number=2, people=PEOPLE, duties=rota(PEOPLE, 6), meetings=meetings())
    lines = rows(page, "rota")
    assert [line[0] for line in lines] == ["1", "2", "3", "4", "5", "6"]
    assert lines[0][1:4] == ["Tuesday 16 March 2027 09:30 to 10:15", "Ana Lía", "Ben O&#39;Hara"]
    assert lines[1][1] == "Tuesday 30 March 2027 09:30 to 10:15"
    assert [line[2] for line in lines[1:]] == [line[3] for line in lines[:-1]]
    assert found.themes[5].title in lines[5][4]
    assert "<title>Peer group 2</title>" in page


def test_the_agenda_counts_its_minutes_from_the_beginning_to_the_end(found: PeerMeeting) -> None:
    lines = rows(peer_sheets(found, MESSAGES), "agenda")
    assert [line[0] for line in lines] == ["0 to 5", "5 to 15", "15 to 35", "35 to 40", "40 to 45"]
    for line, part in zip(lines, found.agenda, strict=True):
        assert line[1].startswith(part.title)


def test_every_question_of_the_charter_has_an_idea_and_room_for_a_pen(found: PeerMeeting) -> None:
    charter = unescape(peer_sheets(found, MESSAGES).rpartition("<article")[2])
    for one in found.charter:
        assert one.question in charter
        assert one.idea in charter
    assert charter.count('<div class="line">') == 2 * len(found.charter)


def test_a_sheet_without_names_has_room_for_them(found: PeerMeeting) -> None:
    page = peer_sheets(found, MESSAGES)
    first = page.partition("</article>")[0]
    assert first.count('<div class="line">') == 2
    assert {tuple(line[1:4]) for line in rows(page, "rota")} == {("", "", "")}
    assert "<title>A peer group</title>" in page


def test_what_stands_in_a_name_is_shown_as_it_is_and_nothing_is_fetched(found: PeerMeeting) -> None:
    people = ("<script>x</script>", "Ben", "Cem")
    page = peer_sheets(found, MESSAGES, number=1, people=people, duties=rota(people, 6))
    assert "<script" not in page
    assert "default-src 'none'; script-src 'none'" in unescape(page)
    assert not re.search(r"https?://|src=", page)


def test_a_group_with_its_own_agenda_and_fewer_meetings_gets_those(found: PeerMeeting) -> None:
    short = found.model_copy(update={"themes": found.themes[:2], "agenda": found.agenda[:1]})
    page = peer_sheets(short, MESSAGES, number=1, people=PEOPLE, duties=rota(PEOPLE, 2))
    assert (len(rows(page, "rota")), len(rows(page, "agenda"))) == (2, 1)
    assert "When we meet: 2 meetings" in page
