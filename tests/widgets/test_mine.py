"""One's own answers reach the front end by message when asked for, and are no part of the widget."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.sending.outbox import Outbox, Submission, new_id
from kit.sending.place import Place, keep_place
from kit.sending.rooms import Own
from kit.sending.sender import sender_of
from kit.settings import Places, packaged_curriculum
from kit.widgets.mine import MineWidget
from tests.front_end import says

CANARY = "zq-canary-81"


@pytest.fixture
def widget(curriculum, tmp_path, monkeypatch):
    return made_of(curriculum, tmp_path, monkeypatch)


def made_of(curriculum, tmp_path, monkeypatch):
    places = Places(cohort="c", curriculum=curriculum, published=tmp_path, outbox=tmp_path / "outbox" / "c")
    made = MineWidget(load_curriculum(curriculum).values(), places, load_messages(packaged_curriculum()))
    made.sent = []
    monkeypatch.setattr(made, "send", made.sent.append)
    return made


def keep(tmp_path, answers, week=1, exercise="check-in"):
    submission = Submission(id=new_id(), cohort="c", week=week, exercise=exercise, answers=answers)
    Outbox(tmp_path / "outbox" / "c").put(submission)


def test_the_rows_say_question_answer_in_words_and_where_it_is(widget, tmp_path):
    keep(tmp_path, {"energy": 7, "useful": 2, "helped": [], "note": CANARY})
    says(widget, {"type": "hello"})
    (message,) = widget.sent
    (table,) = message["tables"]
    assert table["caption"].startswith("Week 1 · A small week")
    assert [row[1] for row in table["rows"]] == ["7", "a little", "none of these", CANARY]
    assert {row[2] for row in table["rows"]} == {"kept for the bundle that you hand in"}


def test_no_answer_is_in_the_widget_itself(widget, tmp_path):
    keep(tmp_path, {"note": CANARY})
    says(widget, {"type": "hello"})
    assert CANARY not in repr(widget)
    assert CANARY not in str(widget.get_state())
    assert CANARY not in str(widget._repr_mimebundle_())


def test_what_is_no_hello_is_left_alone(widget):
    for message in ("hello", None, {"type": "submit"}):
        says(widget, message)
    assert widget.sent == []


def test_a_passed_week_has_no_table(widget):
    says(widget, {"type": "hello"})
    assert widget.sent == [{"type": "mine", "over": [], "tables": [], "problem": ""}]


def test_a_file_that_cannot_be_read_is_named_and_an_older_answer_is_called_one(widget, tmp_path):
    keep(tmp_path, {"energy": 7})
    (first,) = (tmp_path / "outbox" / "c").glob("*.json")
    keep(tmp_path, {"energy": 2})
    (newer,) = set((tmp_path / "outbox" / "c").glob("*.json")) - {first}
    newer.write_text(newer.read_text()[:-20])
    says(widget, {"type": "hello"})
    (message,) = widget.sent
    assert f"can't be read any more: {newer}" in message["problem"]
    assert [row[1:] for row in message["tables"][0]["rows"]] == [
        ["7", "an earlier version: the latest can't be read any more"]
    ]


def test_a_damaged_file_is_named_where_nothing_else_is_kept(widget, tmp_path):
    keep(tmp_path, {"energy": 7})
    (only,) = (tmp_path / "outbox" / "c").glob("*.json")
    only.write_bytes(b"")
    says(widget, {"type": "hello"})
    assert (widget.sent[0]["tables"], str(only) in widget.sent[0]["problem"]) == ([], True)


def test_what_was_asked_in_several_weeks_stands_side_by_side_in_their_order(tmp_path, monkeypatch):
    widget = made_of(packaged_curriculum(), tmp_path, monkeypatch)
    keep(tmp_path, {"energy": 3, "pause": 1}, week=4, exercise="pulse")
    keep(tmp_path, {"energy": 10, "pause": 4}, week=1, exercise="pulse")
    keep(tmp_path, {"energy": 0}, week=8, exercise="pulse")
    says(widget, {"type": "hello"})
    energy, pause = widget.sent[0]["over"]
    assert energy["question"] == "How much energy do you have for today?"
    assert energy["answers"] == [
        {"week": 1, "answer": "10", "height": 1},
        {"week": 4, "answer": "3", "height": 0.3},
        {"week": 8, "answer": "0", "height": 0},
    ]
    assert [(one["week"], one["height"]) for one in pause["answers"]] == [(1, 1), (4, 0)]
    assert [table["caption"][:6] for table in widget.sent[0]["tables"]] == ["Week 1", "Week 4", "Week 8"]


def test_a_question_without_a_scale_has_words_and_no_bar_and_one_answered_once_stands_in_its_table(
    tmp_path, monkeypatch
):
    widget = made_of(packaged_curriculum(), tmp_path, monkeypatch)
    weeks = [week for week in load_curriculum(packaged_curriculum()).values() if week.number]
    for week in weeks[:2]:
        keep(tmp_path, {"hardest-step": "noticing what I feel"}, week=week.number, exercise="pulse")
    keep(tmp_path, {"useful": 4}, exercise="exit")
    says(widget, {"type": "hello"})
    (hardest,) = widget.sent[0]["over"]
    assert [(one["answer"], one["height"]) for one in hardest["answers"]] == [("noticing what I feel", None)] * 2


def test_answers_from_before_a_question_was_changed_are_listed_as_they_were_given(tmp_path, monkeypatch):
    widget = made_of(packaged_curriculum(), tmp_path, monkeypatch)
    keep(tmp_path, {"energy": 11, "pause": 9}, week=1, exercise="pulse")
    keep(tmp_path, {"energy": "much", "pause": 1}, week=2, exercise="pulse")
    says(widget, {"type": "hello"})
    energy, pause = widget.sent[0]["over"]
    assert [(one["answer"], one["height"]) for one in energy["answers"]] == [("11", None), ("much", None)]
    assert [(one["answer"], one["height"]) for one in pause["answers"]] == [("9", None), ("not this week", 0)]


def test_in_a_notebook_that_has_joined_they_come_from_the_host_and_nobody_elses_are_shown(widget, tmp_path):
    outbox = tmp_path / "outbox" / "c"
    place = {"address": "http://192.0.2.7:8710", "cookie": "kit_participant_c", "token": "t" * 43, "public": "a" * 32}
    keep_place(outbox, Place(**place, identity="c", who="Kim", since="2027-03-02"))
    keep(tmp_path, {"energy": 7})
    sender = sender_of(outbox)
    says(widget, {"type": "hello"})
    assert widget.sent[-1]["tables"] == []
    assert "whether that's you" in widget.sent[-1]["problem"]
    sender.takes_part = True
    says(widget, {"type": "hello"})
    assert [row[1:] for row in widget.sent[-1]["tables"][0]["rows"]] == [["7", "on its way to your facilitator"]]
    (mine,) = Outbox(outbox).waiting()
    Outbox(outbox).mark_sent(mine.id)
    sender._own[1, "check-in"] = Own(submission=mine, answers={"energy": 7}, shared={}, proof="p", sealed="s")
    says(widget, {"type": "hello"})
    assert [row[1:] for row in widget.sent[-1]["tables"][0]["rows"]] == [["7", "received"]]
