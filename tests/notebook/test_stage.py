"""The first page changes with what is so: a session that begins takes it, and one that is over gives it back."""

from __future__ import annotations

import pytest

import kit
from kit.notebook.stage import Stage
from kit.session.desk import Desk
from kit.session.host_client import HostClient
from kit.widgets.first_page import FirstWidget
from kit.widgets.run_of_show import SessionWidget
from tests.cohorts import whole_cohort
from tests.fake_host import KEY, fake_host
from tests.front_end import says

STATE = "GET /api/facilitator/state"
ROOM = {"ok": True, "week": 5, "exercises": {}, "progress": {}}


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = whole_cohort(tmp_path / "spring").root
    monkeypatch.chdir(root)
    monkeypatch.setenv("KIT_DESK", str(tmp_path))
    return root


def stage() -> Stage:
    (made,) = kit.open_session().parts
    return made


def test_a_session_that_is_started_there_takes_the_page_and_after_its_end_the_next_comes(root, tmp_path, monkeypatch):
    page = stage()
    (first,) = page.children
    assert isinstance(first, FirstWidget)
    assert first.spec["starts"]
    with fake_host() as host:
        host.answer(STATE, ROOM)
        wanted = []

        def ask(_, one):
            wanted.append(one)
            Desk(tmp_path).began(host.address, KEY)
            return HostClient(host.address, KEY)

        monkeypatch.setattr(Desk, "ask", ask)
        says(first, {"type": "start", "step": "start", "week": 5, "people": 9, "lan": False})
        assert [(one.week, one.people, one.lan) for one in wanted] == [(5, 9, False)]
        (run,) = page.children
        assert isinstance(run, SessionWidget)
        assert run.spec["week"] == 5
        host.answer(STATE, ROOM | {"ended": {"title": "", "thanks": ""}})
        says(run, {"type": "next", "ask": 1})
    assert isinstance(page.children[0], FirstWidget)


def test_a_number_that_is_missing_is_told_and_starts_nothing(root, monkeypatch):
    (first,) = stage().children
    monkeypatch.setattr(Desk, "ask", lambda *_: pytest.fail("it was asked for"))
    heard = []
    first.send = heard.append
    says(first, {"type": "start", "step": "start", "week": 5, "people": 0})
    assert heard[0]["failed"]
    assert "number" in heard[0]["said"]


def test_beside_a_host_that_has_ended_it_says_what_is_next(root, monkeypatch):
    with fake_host() as host:
        address = host.address
    monkeypatch.setenv("KIT_HOST", address)
    monkeypatch.setenv("KIT_FACILITATOR", KEY)
    assert isinstance(stage().children[0], FirstWidget)


def test_saved_with_a_notebook_it_says_to_run_the_cell_again(root):
    assert "run this cell again" in repr(stage())
