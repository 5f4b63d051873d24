"""Page and command meet in a folder: what is wanted is held once, and a refusal comes with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kit.errors import HostError
from kit.session.desk import Desk, Wanted
from kit.session.host_client import HostClient
from kit.settings import find_host
from tests.processes import until

WANTED = Wanted(week=3, people=12)


def asked(folder: Path, answer: Callable[[Desk, Wanted], None]) -> HostClient:
    """What a page gets that asks at *folder*, where the command answers with *answer*."""
    command, found = Desk(folder), list[Wanted]()
    with ThreadPoolExecutor() as pool:
        page = pool.submit(Desk(folder).ask, WANTED)
        until(lambda: bool(found or found.extend(filter(None, [command.wanted()])) or found))
        answer(command, found[0])
        return page.result(60)


def test_a_session_that_is_wanted_is_held_and_the_page_knows_where(tmp_path, monkeypatch):
    host = asked(tmp_path, lambda desk, _: desk.began("http://127.0.0.1:8765", "KEY"))
    assert (host.address, host.key) == ("http://127.0.0.1:8765", "KEY")
    assert Desk(tmp_path).wanted() is None
    assert "KEY" not in repr(host)
    monkeypatch.setenv("KIT_DESK", str(tmp_path))
    assert find_host() == ("http://127.0.0.1:8765", "KEY")
    Desk(tmp_path).clear()
    assert find_host() is None


def test_what_is_wanted_arrives_as_it_was_asked(tmp_path):
    def answer(desk: Desk, wanted: Wanted) -> None:
        assert wanted == WANTED
        desk.refuse("There is no network here.")

    with pytest.raises(HostError, match="There is no network here"):
        asked(tmp_path, answer)


def test_a_refusal_of_earlier_is_not_taken_for_one_of_now(tmp_path):
    Desk(tmp_path).refuse("Of last week.")
    assert asked(tmp_path, lambda desk, _: desk.began("http://127.0.0.1:8765", "KEY")).key == "KEY"


def test_where_nobody_answers_that_is_said_and_nothing_is_left_to_be_begun_later(tmp_path):
    with pytest.raises(HostError, match="kit host"):
        Desk(tmp_path).ask(WANTED, patience=0)
    assert Desk(tmp_path).wanted() is None


@pytest.mark.parametrize("said", [{}, {"week": 1}, {"week": 1, "people": 0}, {"week": "1", "people": 3}])
def test_what_cannot_be_is_refused_and_begins_nothing(tmp_path, said):
    (tmp_path / "wanted.json").write_text(json.dumps(said))
    assert Desk(tmp_path).wanted() is None
    assert "reload" in (tmp_path / "refused.json").read_text()


@pytest.mark.parametrize("text", ["", "[", "[]", '{"address": 1}'])
def test_a_damaged_file_leads_to_no_host(tmp_path, monkeypatch, text):
    (tmp_path / "host.json").write_text(text)
    monkeypatch.setenv("KIT_DESK", str(tmp_path))
    assert find_host() is None


def test_only_its_owner_can_read_what_lies_there(tmp_path):
    Desk(tmp_path).began("http://127.0.0.1:8765", "KEY")
    assert (tmp_path / "host.json").stat().st_mode & 0o077 == 0
