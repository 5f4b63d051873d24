"""Forms stand between what is to be read above them, and without a host there is no run-of-show."""

from __future__ import annotations

import pytest
from anywidget import AnyWidget

import kit
from kit.errors import HostError
from kit.notebook.forms import Forms
from kit.notebook.shown import Piece, Shown
from tests.notebook.shown import widgets


@pytest.fixture
def screen(monkeypatch):
    """What is shown, in order."""
    seen = []
    monkeypatch.setattr("kit.notebook.forms.display", lambda part, raw=False: seen.append(part))
    return seen


def test_a_form_and_the_words_above_it_are_shown_in_their_order(places, screen):
    week = kit.open_week(1)
    shown = week.practice("breath") + week.ask("check-in")
    shown._ipython_display_()
    kinds = ["form" if isinstance(part, AnyWidget) else "words" for part in screen]
    assert kinds == ["form" if isinstance(part, AnyWidget) else "words" for part in shown.parts]
    assert kinds.count("form") == len(widgets(shown)) == 2
    assert "words" in kinds


def test_words_before_a_form_do_not_lose_it(places):
    form = kit.open_week(1).ask("check-in")
    for both in (Shown([Piece(text="Before.")]) + form, form + Shown([Piece(text="After.")])):
        assert isinstance(both, Forms)
        assert widgets(both) == widgets(form)
        assert len(both.parts) == len(form.parts) + 1


def test_what_a_form_says_in_plain_words_is_only_what_is_to_be_read():
    assert repr(Forms([Piece(text="Read this."), AnyWidget()])) == "Read this."
    assert Forms([]).parts == ()


def test_without_a_host_there_is_a_plan_and_no_run_of_show(places, monkeypatch):
    for name in ("KIT_HOST", "KIT_FACILITATOR"):
        monkeypatch.delenv(name, raising=False)
    shown = kit.open_week(1, audience="facilitator").session()
    assert [part for part in shown.parts if isinstance(part, AnyWidget)] == []
    assert "Open the window." in "".join(piece.html for piece in shown.pieces)


def test_beside_a_host_the_facilitator_has_the_run_of_show_and_a_wrong_address_is_told(places, monkeypatch):
    monkeypatch.setenv("KIT_FACILITATOR", "key")
    monkeypatch.setenv("KIT_HOST", "http://127.0.0.1:9")
    shown = kit.open_week(1, audience="facilitator").session()
    assert len([part for part in shown.parts if isinstance(part, AnyWidget)]) == 1
    monkeypatch.setenv("KIT_HOST", "nowhere at all")
    with pytest.raises(HostError, match="KIT_HOST names no host on this computer"):
        kit.open_week(1, audience="facilitator").session()
