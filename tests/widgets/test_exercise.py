from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from typing import Any

import pytest

from kit.sending.outbox import Outbox
from kit.settings import Places

NOTHING = {
    "type": "state",
    "id": None,
    "revision": 0,
    "state": "none",
    "sentence": "",
    "answers": None,
    "shared": {},
    "closed": False,
    "shares": False,
    "problem": None,
}


def test_a_form_that_appears_hears_where_things_stand(form: Any) -> None:
    one = form("everything")
    one.says({"type": "hello"})
    assert one.heard == [NOTHING]


def test_a_submission_is_kept_in_the_outbox_and_acknowledged_with_its_id(form: Any, places: Places) -> None:
    one = form("everything")
    made = str(uuid.uuid4())
    heard = one.submits({"energy": 7, "helped": [], "note": " Thank  you "}, submission_id=made)
    stored = {"energy": 7, "helped": [], "note": "Thank  you"}
    assert heard == {**NOTHING, "id": made, "revision": 1, "state": "device", "answers": stored}
    (kept,) = Outbox(places.outbox).waiting()
    assert (kept.id, kept.cohort, kept.week, kept.exercise, kept.answers) == (made, "test", 3, "everything", stored)


def test_a_new_form_hears_of_what_was_sent_before(form: Any, places: Places) -> None:
    form("everything").submits({"energy": 7})
    Outbox(places.outbox).mark_sent("00000000-0000-4000-8000-000000000001")
    later = form("everything")
    later.says({"type": "hello"})
    assert (later.heard[-1]["state"], later.heard[-1]["answers"]) == ("received", None)


def test_a_refusal_by_the_host_is_a_problem_with_its_reason(form: Any, places: Places) -> None:
    one = form("everything")
    one.submits({"energy": 7})
    Outbox(places.outbox).mark_rejected("00000000-0000-4000-8000-000000000001", "the exercise is closed")
    one.says({"type": "hello"})
    assert one.heard[-1]["state"] == "problem"
    assert "the exercise is closed" in one.heard[-1]["sentence"]


def test_an_earlier_version_is_shown_as_one_where_the_newest_cannot_be_read(form: Any, places: Places) -> None:
    one = form("everything")
    one.submits({"energy": 7})
    one.submits({"energy": 2}, revision=2, submission_id="00000000-0000-4000-8000-000000000002")
    path = places.outbox / "00000000-0000-4000-8000-000000000002.json"
    path.write_bytes(path.read_bytes()[:-20])
    one.says({"type": "hello"})
    heard = one.heard[-1]
    assert (heard["answers"], heard["problem"]["keep"]) == ({"energy": 7}, True)
    assert f"can't be read any more: {path}." in heard["problem"]["sentence"]
    # The cure: sent once more.
    assert one.submits({"energy": 3}, revision=2, submission_id=str(uuid.uuid4()))["problem"] is None


def test_the_same_submission_twice_is_kept_once(form: Any, places: Places) -> None:
    one = form("everything")
    first = one.submits({"energy": 7})
    assert one.submits({"energy": 7}) == first
    assert len(Outbox(places.outbox).waiting()) == 1


def test_an_older_revision_is_refused_and_the_form_learns_of_the_newer(form: Any, places: Places) -> None:
    one = form("everything")
    one.submits({"energy": 7}, revision=3)
    heard = one.submits({"energy": 1}, revision=2)
    assert (heard["revision"], heard["answers"]) == (3, {"energy": 7})
    assert heard["problem"]["id"] == "00000000-0000-4000-8000-000000000002"
    assert heard["problem"]["keep"] is False
    assert "from another window" in heard["problem"]["sentence"]
    assert [kept.answers for kept in Outbox(places.outbox).waiting()] == [{"energy": 7}]


def test_all_live_forms_of_the_exercise_hear_and_no_others(form: Any) -> None:
    one, copy, other = form("everything"), form("everything"), form("constructor")
    one.submits({"energy": 7})
    assert one.heard == copy.heard
    assert one.heard[-1]["state"] == "device"
    assert other.heard == []


def test_clearing_everything_takes_back_what_was_sent(form: Any, places: Places) -> None:
    one = form("everything")
    one.submits({"energy": 7})
    assert one.submits({}, revision=2)["answers"] == {}
    assert [kept.answers for kept in Outbox(places.outbox).waiting()] == [{}]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"energy": 11}, "whole number from 0 to 10"),
        ({"journal": "mine"}, "stays with you"),
        ({"unknown": 1}, "no such item"),
        (["energy"], "by item"),
        ({"helped": "rest|swimming"}, "Name options from this list"),
        ({"note": "a" * 61}, "Shorten the text"),
    ],
)
def test_a_value_that_does_not_fit_gets_a_sentence_and_is_kept_nowhere(
    form: Any, places: Places, answers: Any, words: str
) -> None:
    heard = form("everything").submits(answers)
    assert words in heard["problem"]["sentence"]
    assert (heard["problem"]["keep"], heard["state"]) == (False, "none")
    assert not places.outbox.exists()


@pytest.mark.parametrize(
    "content",
    [
        {"type": "submit"},
        {"type": "submit", "id": 5, "revision": 1, "answers": {}},
        {"type": "submit", "id": "../../x", "revision": 1, "answers": {"energy": 1}},
        {"type": "submit", "id": str(uuid.uuid4()), "revision": "1", "answers": {"energy": 1}},
        {"type": "submit", "id": str(uuid.uuid4()), "revision": -1, "answers": {"energy": 1}},
        {"type": "submit", "id": str(uuid.uuid4()), "revision": 1},
    ],
)
def test_a_message_that_is_no_submission_gets_a_sentence_and_never_a_traceback(
    form: Any, places: Places, content: dict[str, Any]
) -> None:
    one = form("everything")
    one.says(content)
    assert "the kit's doing, not yours" in one.heard[-1]["problem"]["sentence"]
    assert not places.outbox.exists()


@pytest.mark.parametrize("content", [None, "hello", ["hello"], {}, {"type": "dance"}, {"type": ["hello"]}])
def test_what_is_no_message_of_ours_is_passed_over(form: Any, content: Any) -> None:
    one = form("everything")
    one.says(content)
    assert one.heard == []


def test_a_folder_that_cannot_be_written_is_a_problem_that_may_be_tried_again(form: Any, places: Places) -> None:
    places.outbox.parent.mkdir()
    places.outbox.write_text("a file where the folder should be")
    heard = form("everything").submits({"energy": 7})
    assert heard["problem"]["keep"] is True
    assert "not yours" in heard["problem"]["sentence"]


def test_no_answer_is_in_a_trait_a_representation_or_what_a_notebook_saves(form: Any) -> None:
    one = form("everything")
    one.submits({"energy": 7, "note": "a-canary"})
    widget = one.widget
    saved = json.dumps({name: value for name, value in widget.get_state().items() if name not in ("_esm", "_css")})
    assert "a-canary" not in saved + repr(widget) + json.dumps(widget._repr_mimebundle_())
    assert "a-canary" not in json.dumps(list(vars(widget)), default=repr) + str(vars(widget))
    own = set(widget.keys) - {"_anywidget_id", "_css", "_esm", "layout", "tabbable", "tooltip", "_dom_classes"}
    assert {name for name in own if not name.startswith(("_model", "_view"))} == {"spec"}


def test_where_a_form_cannot_be_shown_its_place_says_what_to_do(form: Any) -> None:
    bundle, _ = form("everything").widget._repr_mimebundle_()
    assert bundle["text/plain"] == "The exercise “How is it going?” is a form: run this cell again to fill it in."


def test_showing_a_form_loads_neither_sqlalchemy_nor_pandas_nor_plotly() -> None:
    check = (
        "import sys, kit.widgets.exercise\n"
        "heavy = {'sqlalchemy', 'pandas', 'numpy', 'plotly', 'papermill', 'nbconvert', 'tornado.web'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = os.environ | {"PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, env=environment, check=False, timeout=120
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
