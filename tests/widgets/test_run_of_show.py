from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from kit.session.plan import begin, from_json, plan, replan, to_json
from kit.widgets.commands import Commands, Done
from tests.fake_host import fake_host
from tests.front_end import says
from tests.widgets.facilitating import ADVANCE, START, STATE, WEEK, Facilitator


def slots(reply: dict[str, Any]) -> dict[str, int]:
    return {slot["block"]: slot["minutes"] for slot in reply["slots"]}


def test_before_the_session_the_plan_is_shown_and_no_clock_runs(one: Facilitator) -> None:
    reply = one.say("look")
    assert (reply["block"], reply["elapsed"], reply["away"], reply["elsewhere"]) == (None, 0, "", "")
    assert slots(reply) == {block.id: block.minutes.target for block in WEEK.blocks}
    assert reply["ask"] == 0


def test_beginning_starts_the_clock_in_the_host_and_another_notebook_sees_the_same(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(6.5)
    other = Facilitator(one.host)
    other.time = one.time
    for reply in (one.say("look"), other.say("look")):
        assert (reply["block"], reply["elapsed"], reply["ends"], reply["next"]) == ("arrive", 6.5, 10, "check-in")
        assert reply["rest"] == 80


def test_going_on_keeps_the_start_of_the_session_and_moves_the_block(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(7.2)
    reply = one.say("begin", block="check-in", late=0)
    assert (reply["block"], reply["elapsed"], reply["ends"]) == ("check-in", pytest.approx(7.2), 12)
    kept = one.host.bodies(ADVANCE)[-1]
    assert kept["clock"]["zero"] == START
    assert from_json(WEEK, kept["clock"]["plan"]).current == "check-in"


def test_going_on_can_open_what_the_next_part_begins_with(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.host.answer("POST /api/facilitator/open", {"ok": True})
    reply = one.say("begin", block="check-in", late=0, open="pulse")
    assert reply["block"] == "check-in"
    assert one.host.bodies("/api/facilitator/open") == [{"week": 1, "exercise": "pulse"}]
    assert "is open" in reply["said"]


def test_what_cannot_be_opened_is_told_and_the_room_has_gone_on(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.host.answer("POST /api/facilitator/open", {"ok": False, "say": "The disk is full."}, 503)
    reply = one.say("begin", block="check-in", late=0, open="pulse")
    assert (reply["said"], reply["failed"]) == ("The disk is full.", True)
    assert one.say("look")["block"] == "check-in"


class Said(Commands):
    """The kit's commands, written down rather than run."""

    asked: ClassVar[list[list[str]]] = []
    done: ClassVar[Done] = Done("", failed=False)

    def run(self, arguments: Sequence[str]) -> Done:
        self.asked.append(list(arguments))
        return self.done


def test_after_the_end_the_report_is_made_and_notes_are_kept(one: Facilitator, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(Said, "asked", [])
    after = Facilitator(one.host, Said(tmp_path, ""))
    assert after.say("report")["report"] == "reports/week_01.html"
    assert "Kept" in after.say("debrief", change=" Fewer words. ", well="")["said"]
    assert Said.asked == [["report", "1"], ["debrief", "1", "--note=Fewer words."]]
    assert "fine" in after.say("debrief", change="", well=" ")["said"]
    monkeypatch.setattr(Said, "done", Done("This names someone on the roster.", failed=True))
    reply = after.say("debrief", change="Ana spoke long.", well="")
    assert (reply["said"], reply["failed"]) == ("This names someone on the roster.", True)
    assert "report" not in after.say("report")


def test_where_no_folder_is_known_nothing_can_be_made(one: Facilitator) -> None:
    heard = len(one.heard)
    says(one.widget, {"type": "report", "ask": 1})
    assert len(one.heard) == heard


def test_beginning_late_sets_the_clock_back_and_proposes_at_once(one: Facilitator) -> None:
    reply = one.say("begin", block="arrive", late=8)
    assert reply["elapsed"] == 8
    assert reply["proposal"]["late"] == 8
    assert reply["proposal"]["changes"]
    assert slots(reply)["idea"] == 11
    assert slots(one.say("apply"))["idea"] == 4


def test_a_proposal_changes_nothing_until_it_is_applied_and_can_be_undone(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(4)
    proposed = one.say("propose", late=8)
    assert any("“Empathy is where it starts” becomes shorter" in line for line in proposed["proposal"]["sentences"])
    assert slots(proposed)["idea"] == 11
    assert not proposed["undo"]
    applied = one.say("apply")
    assert slots(applied)["idea"] == 4
    assert applied["said"] == "The plan has been changed."
    assert applied["undo"]
    undone = one.say("undo")
    assert slots(undone)["idea"] == 11
    assert not undone["undo"]


def test_undo_brings_the_lengths_back_and_leaves_the_room_where_it_is(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(4)
    one.say("propose", late=8)
    one.say("apply")
    one.later(9)
    one.say("begin", block="check-in", late=0)
    reply = one.say("undo")
    assert (reply["block"], slots(reply)["idea"], reply["ends"]) == ("check-in", 11, 18)


def test_a_plan_that_a_co_facilitator_has_changed_is_neither_overwritten_nor_undone(one: Facilitator) -> None:
    other = Facilitator(one.host)
    one.say("begin", block="arrive", late=0)
    one.say("propose", late=8)
    other.say("propose", late=20)
    other.say("apply")
    refused = one.say("apply")
    assert refused["failed"]
    assert "changed by someone else" in refused["said"]
    assert slots(refused) == slots(other.say("look"))
    one.say("propose", late=3)
    one.say("apply")
    assert not other.say("look")["undo"]
    assert other.say("undo")["failed"]


def test_the_clock_can_be_asked_how_late_it_is(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(16)
    assert one.say("propose", late=None)["proposal"]["late"] == 6
    one.later(-16)
    on_time = one.say("propose", late=None)["proposal"]
    assert on_time == {
        "late": 0,
        "sentences": ["Nothing has to change: the session ends on time."],
        "changes": False,
    }


def test_where_nothing_suffices_the_proposal_says_so_and_may_still_be_applied(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(70)
    one.say("begin", block="check-in", late=0)
    proposal = one.say("propose", late=65)["proposal"]
    assert any("That still leaves you" in line for line in proposal["sentences"])
    assert proposal["changes"]


def test_starting_again_sets_the_clock_to_nought_with_the_first_plan(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=8)
    one.say("apply")
    one.later(3)
    reply = one.say("begin", block="arrive", late=0, again=True)
    assert (reply["elapsed"], slots(reply)["idea"]) == (0, 11)


@pytest.mark.parametrize(("act", "says"), [("open", "is open"), ("close", "is closed"), ("reveal", "is closed")])
def test_exercises_are_opened_closed_and_revealed_by_the_host(one: Facilitator, act: str, says: str) -> None:
    reply = one.say(act, exercise="pulse")
    assert one.host.bodies(f"/api/facilitator/{act}") == [{"week": 1, "exercise": "pulse"}]
    assert says in reply["said"]
    assert "failed" not in reply


@pytest.mark.parametrize(
    ("act", "path", "more"),
    [
        ("reveal", "reveal", {"exercise": "pulse"}),
        ("open", "open", {"exercise": "pulse"}),
        ("close", "close", {"exercise": "pulse"}),
        ("people", "people", {"people": 12}),
        ("free_all", "free", {}),
        ("show_texts", "texts/show", {"exercise": "pulse", "item": "word", "yes": [], "no": []}),
    ],
)
def test_a_host_that_says_how_the_room_stands_is_asked_once(one: Facilitator, act, path, more) -> None:
    stands = one.host.replies[STATE][1] | {"exercises": {"pulse": "closed"}, "code": "WXYZ-2345"}
    one.host.answer(f"POST /api/facilitator/{path}", stands)
    one.host.asked.clear()
    reply = one.say(act, **more)
    assert [(method, asked) for method, asked, _, _ in one.host.asked] == [("POST", f"/api/facilitator/{path}")]
    assert (reply["exercises"]["pulse"]["status"], reply["join"]["code"]) == ("closed", "WXYZ-2345")


def test_what_is_refused_is_shown_as_it_stands_in_truth(one: Facilitator) -> None:
    one.host.answer("POST /api/facilitator/open", {"ok": False, "say": "It was revealed already."}, 409)
    one.host.replies[STATE][1]["exercises"] = {"pulse": "closed"}
    reply = one.say("open", exercise="pulse")
    assert (reply["said"], reply["exercises"]["pulse"]["status"]) == ("It was revealed already.", "closed")


def test_a_reveal_says_what_is_shown_and_what_is_not(one: Facilitator) -> None:
    items = [item.id for item in WEEK.exercises[0].group_items]
    outcomes = [{"item": item, "decision": "published", "sentence": "from 14 answers"} for item in items]
    one.host.answer("POST /api/facilitator/reveal", {"ok": True, "outcomes": outcomes})
    assert one.say("reveal", exercise="pulse")["said"].endswith("The result is on the screen and on people's pages.")
    outcomes[0]["decision"] = "held"
    one.host.answer("POST /api/facilitator/reveal", {"ok": True, "outcomes": outcomes})
    said = one.say("reveal", exercise="pulse")["said"]
    assert f"No result for “{WEEK.exercises[0].items[0].prompt}”" in said
    assert "14" not in said
    one.host.answer("POST /api/facilitator/reveal", {"ok": True, "outcomes": [{**outcomes[0]}]})
    assert "is closed. There aren't enough answers" in one.say("reveal", exercise="pulse")["said"]


def test_the_way_to_join_and_to_the_screen_are_shown_and_not_saved(one: Facilitator) -> None:
    room = one.host.replies[STATE][1]
    room.update(code="ABCD-EFGH", url="http://10.0.0.7:8123", network="The address is gone.")
    one.host.answer("POST /api/facilitator/screen", {"ok": True, "path": "/screen/enter#ticket"})
    assert one.say("look")["join"] == {
        "url": "http://10.0.0.7:8123",
        "code": "ABCD-EFGH",
        "network": "The address is gone.",
    }
    assert one.say("screen")["screen"] == f"{one.host.address}/screen/enter#ticket"
    saved = json.dumps(one.widget.get_state(), default=str)
    assert "ABCD-EFGH" not in saved
    assert "enter#ticket" not in saved


def test_a_refusal_of_the_host_is_told_in_its_words(one: Facilitator) -> None:
    one.host.answer("POST /api/facilitator/reveal", {"ok": False, "say": "The ledger is read-only."}, 409)
    reply = one.say("reveal", exercise="pulse")
    assert (reply["said"], reply["failed"]) == ("The ledger is read-only.", True)


def test_progress_is_shown_in_the_three_words_alone(one: Facilitator) -> None:
    found = one.say("look")["exercises"]
    assert found["pulse"] == {"status": "open", "progress": "fewer than k", "revealed": "", "expect": ""}
    assert found["exit"] == {"status": "never opened", "progress": "", "revealed": "", "expect": ""}


@pytest.mark.parametrize(("said", "kept"), [("published", "published"), ("not_enough", "not_enough"), ("7 of 9", "")])
def test_what_became_of_a_reveal_is_one_of_two_words_and_all_else_is_dropped(
    one: Facilitator, said: str, kept: str
) -> None:
    one.host.answer(STATE, {"week": 1, "exercises": {"pulse": "closed"}, "revealed": {"pulse": said}})
    found = one.say("look")["exercises"]
    assert found["pulse"]["revealed"] == kept
    assert found["exit"]["revealed"] == ""


def test_when_the_host_goes_away_the_clock_goes_on_and_it_is_said(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.host.answer(STATE, {"ok": False}, 500)
    one.later(2)
    reply = one.say("look")
    assert reply["away"].startswith("The host has a problem")
    assert (reply["block"], reply["elapsed"]) == ("arrive", 2)


def test_a_host_that_was_never_there_still_leaves_plan_and_notes() -> None:
    with fake_host() as gone:
        pass
    reply = Facilitator(gone).say("look")
    assert "doesn't answer; participants can go on writing" in reply["away"]
    assert len(reply["slots"]) == len(WEEK.blocks)


def test_another_weeks_session_is_not_steered_from_this_notebook(one: Facilitator) -> None:
    one.host.answer(STATE, {"ok": True, "week": 2, "exercises": {"pulse": "open"}, "clock": None})
    reply = one.say("look")
    assert "The host is running week 2" in reply["elsewhere"]
    assert reply["exercises"] == {}


def test_names_and_groups_come_from_the_host(one: Facilitator) -> None:
    one.host.answer("GET /api/facilitator/roster", {"names": ["Ana", "Ben"]})
    one.host.answer("POST /api/facilitator/pairs", {"groups": [["Ana", "Ben"]], "sentences": ["Fine."]})
    assert one.say("names")["names"] == ["Ana", "Ben"]
    drawn = one.say("draw", present=["Ana", "Ben"], size=2)
    assert (drawn["groups"], drawn["why"]) == ([["Ana", "Ben"]], ["Fine."])
    assert one.host.bodies("/api/facilitator/pairs") == [{"week": 1, "present": ["Ana", "Ben"], "size": 2}]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "begin"},
        {"type": "begin", "block": "arrive", "late": "8"},
        {"type": "begin", "block": "arrive", "late": float("nan")},
        {"type": "begin", "block": "nowhere", "late": 0},
        {"type": "propose"},
        {"type": "propose", "late": -3},
        {"type": "propose", "late": 10**9},
        {"type": "open", "exercise": ["pulse"]},
        {"type": "reveal", "exercise": "check-out"},
        {"type": "draw", "present": 3, "size": 2},
        {"type": "draw", "present": [], "size": "many"},
        {"type": "undo"},
        {"type": "apply"},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing_and_is_told(one: Facilitator, message: dict[str, Any]) -> None:
    if message["type"] not in ("undo", "apply", "begin"):
        one.say("begin", block="arrive", late=0)
    before = len(one.host.bodies(ADVANCE))
    reply = one.say(**{"kind": message["type"], **{key: value for key, value in message.items() if key != "type"}})
    assert reply["failed"]
    assert reply["said"]
    assert len(one.host.bodies(ADVANCE)) == before
    assert [path for method, path, _, _ in one.host.asked if method == "POST" and path != ADVANCE] == []


@pytest.mark.parametrize("content", [None, 3, [], {}, {"type": "answers"}, {"type": ["look"]}])
def test_what_is_no_message_is_not_answered(one: Facilitator, content: object) -> None:
    says(one.widget, content)
    assert one.heard == []


@pytest.mark.parametrize(
    "clock", [{}, {"zero": "x", "plan": {}}, {"zero": 1, "plan": {}}, {"zero": True}, {"zero": 1e300}]
)
def test_a_clock_that_cannot_be_read_is_no_clock(one: Facilitator, clock: dict[str, Any]) -> None:
    one.host.answer(STATE, {"ok": True, "week": 1, "exercises": {}, "clock": clock})
    assert one.say("look")["block"] is None


def test_the_proposal_of_the_widget_is_that_of_the_run_of_show(one: Facilitator) -> None:
    one.say("begin", block="arrive", late=0)
    one.later(3)
    one.say("propose", late=10)
    one.say("apply")
    expected = replan(begin(plan(WEEK), "arrive", 0), 3, 10).plan
    assert one.host.bodies(ADVANCE)[-1]["clock"]["plan"] == to_json(expected)


def test_what_to_expect_of_each_exercise_comes_in_a_sentence_and_where_the_host_says_nothing_in_none(
    one: Facilitator,
) -> None:
    assert one.say("look")["exercises"]["empathy-goes"]["expect"] == ""
    one.host.answer(STATE, {"week": 1, "expected": {"of": 8, "exercises": {"empathy-goes": {"lean": "often"}}}})
    assert one.say("look")["exercises"]["empathy-goes"]["expect"] == (
        "If all 8 answer: the result will probably show what most of them chose, or which answer was given most often."
    )
