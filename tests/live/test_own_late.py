"""Whoever joins after a reveal is told what is true for them, before and after they send."""

from __future__ import annotations

from kit.live.http.pages import pages
from kit.live.process.session import new_session
from kit.settings import load_cohort
from tests.live.serving import serving
from tests.weeks import SMALL_WEEK


def late(client):
    return client.ask("GET", "/week/state").json["late"]


def revealed(served, answers, exercise="check-in"):
    """Eight people answer, and what they said is shown."""
    served.open(exercise)
    people = [served.joined() for _ in range(8)]
    for person in people:
        assert person.put(answers, exercise=exercise).status == 201
    assert served.reveal(exercise).status == 200
    return people


def test_who_was_there_is_told_nothing_and_who_came_later_what_will_not_be_counted(root):
    with serving(root, pages=pages) as served:
        idle = served.joined()
        before = revealed(served, {"energy": 5, "useful": 2, "helped": ["rest"], "tank": 4})
        after = served.joined()
        assert [late(person) for person in (idle, before[0])] == [{}, {}]
        # A text may still be shown, so it is not among them.
        assert late(after) == {"check-in": ["energy", "useful", "helped", "tank"]}


def test_where_a_part_of_an_exercise_has_a_result_only_that_part_is_too_late(root):
    with serving(root, pages=pages) as served:
        revealed(served, {"energy": 5, "helped": ["rest"]})
        assert late(served.joined()) == {"check-in": ["energy", "helped"]}


def test_where_all_of_it_has_a_result_all_of_it_is_too_late_and_what_became_of_it_says_the_same(root):
    week = root / "curriculum" / "week_01.yaml"
    lines = SMALL_WEEK.splitlines(keepends=True)
    week.write_text("".join(line for line in lines if not line.strip().startswith("note:")), "utf-8")
    with serving(root, pages=pages) as served:
        revealed(served, {"energy": 5, "useful": 2, "helped": ["rest"], "tank": 4})
        after = served.joined()
        assert late(after) == {"check-in": ["energy", "useful", "helped", "tank"]}
        served.open()
        assert after.put({"energy": 3}).status == 201
        (fate,) = after.ask("GET", "/api/mine/fates").json["answers"]
        assert fate["fate"] == "came_later"
        assert "when you joined" in fate["say"]


def test_whoever_comes_with_an_item_of_all_weeks_that_had_a_result_in_another_week_is_told(root):
    path = root / "curriculum" / "week_01.yaml"
    text = path.read_text("utf-8").replace("tank: {", "tank: {stable: true, ")
    path.write_text(text, "utf-8")
    (path.parent / "week_02.yaml").write_text(text.replace("number: 1", "number: 2"), "utf-8")
    with serving(root, pages=pages) as served:
        revealed(served, {"tank": 4})
    session = new_session(root, 2, people=load_cohort(root).size)
    with serving(root, session=session, pages=pages) as served:
        assert late(served.joined()) == {"check-in": ["tank"]}


def test_nobody_is_late_where_nothing_was_shown(root):
    with serving(root, pages=pages) as served:
        served.open()
        first = served.joined()
        assert first.put().status == 201
        assert served.reveal().status == 200
        assert late(served.joined()) == {}
