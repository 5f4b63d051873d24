"""One's own answers reach the front end by message when asked for, and are no part of the widget."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.outbox import Outbox, Submission, new_id
from kit.settings import Places, packaged_curriculum
from kit.widgets.mine import MineWidget

CANARY = "zq-canary-81"


@pytest.fixture
def widget(curriculum, tmp_path, monkeypatch):
    places = Places(cohort="c", curriculum=curriculum, published=tmp_path, outbox=tmp_path / "outbox" / "c")
    made = MineWidget(load_curriculum(curriculum).values(), places, load_messages(packaged_curriculum()))
    made.sent = []
    monkeypatch.setattr(made, "send", made.sent.append)
    return made


def keep(tmp_path, answers):
    submission = Submission(id=new_id(), cohort="c", week=1, exercise="check-in", answers=answers)
    Outbox(tmp_path / "outbox" / "c").put(submission)


def test_the_rows_say_question_answer_in_words_and_where_it_is(widget, tmp_path):
    keep(tmp_path, {"energy": 7, "useful": 2, "helped": [], "note": CANARY})
    widget._on_message(widget, {"type": "hello"}, [])
    (message,) = widget.sent
    (table,) = message["tables"]
    assert table["caption"].startswith("Week 1 · A small week")
    assert [row[1] for row in table["rows"]] == ["7", "a little", "none of these", CANARY]
    assert {row[2] for row in table["rows"]} == {"on this computer, waiting for the facilitator"}


def test_no_answer_is_in_the_widget_itself(widget, tmp_path):
    keep(tmp_path, {"note": CANARY})
    widget._on_message(widget, {"type": "hello"}, [])
    assert CANARY not in repr(widget)
    assert CANARY not in str(widget.get_state())
    assert CANARY not in str(widget._repr_mimebundle_())


def test_what_is_no_hello_is_left_alone(widget):
    for message in ("hello", None, {"type": "submit"}):
        widget._on_message(widget, message, [])
    assert widget.sent == []


def test_a_passed_week_has_no_table(widget):
    widget._on_message(widget, {"type": "hello"}, [])
    assert widget.sent == [{"type": "mine", "tables": [], "problem": ""}]
