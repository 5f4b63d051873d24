"""What the run-of-show module is given, what it may keep, and where it is shown."""

from __future__ import annotations

import json
import re

import pytest

from kit.curriculum.loader import load_curriculum
from kit.notebook import open_week
from kit.notebook.forms import Forms
from kit.session.debrief import Run, history
from kit.session.plan import begin, plan, to_json
from kit.settings import packaged_curriculum
from kit.widgets.bundler import module
from kit.widgets.run_of_show import SessionWidget, session_spec
from tests.fake_host import KEY
from tests.notebook.shown import widgets
from tests.widgets.facilitating import MESSAGES, START, STATE, WEEK, Facilitator


def test_nothing_but_content_and_sentences_is_saved_with_the_notebook(one: Facilitator) -> None:
    one.host.answer("GET /api/facilitator/roster", {"names": ["CANARY-NAME"]})
    one.say("begin", block="arrive", late=0)
    one.say("names")
    saved = json.dumps(one.widget.get_state(), default=str)
    assert "CANARY-NAME" not in saved
    assert KEY not in saved
    assert one.host.address not in saved
    assert {name for name in SessionWidget.class_own_traits(sync=True) if not name.startswith("_")} == {"spec"}


def test_no_message_to_the_front_end_can_hold_an_answer_whatever_the_host_says(one: Facilitator) -> None:
    one.host.answer(
        STATE,
        {
            "ok": True,
            "week": 1,
            "exercises": {"pulse": {"answers": ["CANARY"]}, "exit": "CANARY"},
            "progress": {"pulse": "CANARY", "exit": 12},
            "answers": ["CANARY"],
            "clock": {"zero": START, "plan": to_json(begin(plan(WEEK), "arrive", 0)), "note": "CANARY"},
        },
    )
    assert "CANARY" not in json.dumps(one.say("look"))


def test_the_spec_of_every_week_is_json_and_knows_which_exercises_can_be_revealed() -> None:
    for week in load_curriculum(packaged_curriculum()).values():
        spec = session_spec(week, MESSAGES)
        assert json.loads(json.dumps(spec)) == spec
    reveals = {
        one["id"]: one["reveals"] for block in session_spec(WEEK, MESSAGES)["blocks"] for one in block["exercises"]
    }
    planned = next(block.minutes.target for block in WEEK.blocks if block.id == "idea")
    past = history(WEEK, [Run(week=WEEK.number, day="2027-03-02", took={"idea": 24})])
    before = {block["id"]: block["before"] for block in session_spec(WEEK, MESSAGES, past)["blocks"]}
    assert before["idea"] == f"planned {planned}, took 24 in one run"
    assert before["arrive"] == ""
    assert reveals["empathy-goes"]
    assert not reveals["felt-and-still"]


def test_every_sentence_the_module_asks_for_is_in_the_catalogue() -> None:
    text = module("session")
    text = text[text.index("class Clock ") :]
    asked = set(re.findall(r'words\("(\w+)"', text)) | set(re.findall(r'"(status_\w+|progress_\w+)"', text))
    assert asked - {"title_none"} <= set(MESSAGES.section("session"))
    assert len(asked) > 40


def test_where_it_cannot_be_shown_it_says_what_it_is(one: Facilitator) -> None:
    assert repr(one.widget) == "The run of the session: run this cell again to use it."


@pytest.mark.parametrize("audience", ["participant", "page", "report"])
def test_only_a_facilitators_notebook_beside_a_host_has_it(
    one: Facilitator, audience: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facilitator = open_week(1, audience="facilitator")
    assert repr(facilitator.session()).startswith("Plan of the session")
    monkeypatch.setenv("KIT_HOST", one.host.address)
    monkeypatch.setenv("KIT_FACILITATOR", KEY)
    shown = facilitator.session()
    assert isinstance(shown, Forms)
    assert [isinstance(widget, SessionWidget) for widget in widgets(shown)] == [True]
    assert not isinstance(open_week(1, audience=audience).session(), Forms)
