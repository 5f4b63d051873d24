"""What one can see and take along of what is one's own: everything of oneself, nothing of anybody else."""

from __future__ import annotations

import csv
import io
import json

from kit.results.releases import read_releases
from tests.live.serving import serving

FORMULA = '=LOOK(me,"up")'


def told(client) -> dict[str, str]:
    """What became of each answer, by item."""
    return {one["item"]: one["say"] for one in client.ask("GET", "/api/mine/fates").json["answers"]}


def test_what_became_of_an_answer_is_told_in_words_and_changes_with_the_reveal_alone(served):
    served.open()
    mine = served.joined()
    mine.put({"energy": 7, "note": "hello"})
    waiting = told(mine)
    assert waiting["energy"].startswith("Waiting, unseen.")
    assert waiting["note"].startswith("A text you shared. It waits")
    for _ in range(6):
        served.joined().put({"energy": 3})
        assert told(mine) == waiting
    served.reveal()
    (release,) = read_releases(served.host.store.cohort.published).releases
    assert told(mine)["energy"].startswith(f"Counted once, in result {release.sequence} ")
    assert served.device().ask("GET", "/api/mine/fates").status == 401
    assert served.facilitator().ask("GET", "/api/mine/fates").status == 401


def test_fates_hold_question_and_answer_as_one_met_them_and_no_number_of_people(served):
    served.open()
    mine = served.joined()
    mine.put({"energy": 7, "useful": 3, "helped": []})
    for _ in range(8):
        served.joined().put({"energy": 3, "useful": 1, "helped": ["talk"]})
    served.reveal()
    rows = mine.ask("GET", "/api/mine/fates").json["answers"]
    said = {one["question"]: one["answer"] for one in rows}
    assert said == {"How much energy?": "7", "How useful?": "very", "What helped?": "none of these"}
    keys = {"submission", "week", "exercise", "item", "question", "answer", "fate", "release", "say"}
    assert all(set(one) == keys for one in rows)


def test_the_copy_holds_answers_agreements_and_the_releases_they_are_in(served):
    served.open()
    mine = served.joined()
    mine.put({"energy": 7})
    for _ in range(6):
        served.joined().put({"energy": 3})
    served.reveal()
    reply = mine.ask("GET", "/api/mine/export")
    (release,) = read_releases(served.host.store.cohort.published).releases
    (sent,) = reply.json["submissions"]
    assert sent["answers"] == {"energy": 7}
    assert sent["became"]["energy"]["release"] == release.sequence
    place = {"week": 1, "exercise": "check-in", "item": "energy"}
    assert reply.json["releases"] == [{"sequence": 1, **place, "hash": release.hash}]
    assert "on the session's page" in reply.json["consents"][0]["say"]
    assert "attachment" in reply.headers["Content-Disposition"]


def test_the_table_says_the_same_and_runs_nowhere(served):
    served.open()
    mine = served.joined()
    mine.put({"energy": 7, "note": FORMULA})
    mine.put({"energy": 2, "note": "two\nlines; and “more”"}, revision=2)
    reply = mine.ask("GET", "/api/mine/table")
    assert reply.headers["Content-Type"].startswith("text/csv")
    assert 'filename="my-answers.csv"' in reply.headers["Content-Disposition"]
    assert reply.body.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["What", "Week", "Question", "Your answer"]
    assert [row[3] for row in rows[1:5]] == ["7", f"'{FORMULA}", "2", "two\nlines; and “more”"]
    assert rows[1][4].startswith("Replaced")
    assert rows[5][0] == "agreement"


def test_nothing_of_anybody_else_is_in_what_one_takes_along(served):
    served.open()
    mine, other = served.joined(), served.joined()
    other.put({"note": "the other one's sentence"})
    mine.put({"note": "my own"})
    people = {participant for _, participant in served.host.people.everybody()}
    for path in ("/api/mine/fates", "/api/mine/export", "/api/mine/table", "/api/submissions/mine"):
        text = mine.ask("GET", path).body.decode()
        assert "my own" in text
        assert "the other one" not in text
        assert not any(pseudonym in text for pseudonym in people)
    theirs = json.loads(other.ask("GET", "/api/mine/export").body)["participant"]
    assert theirs not in mine.ask("GET", "/api/mine/export").body.decode()


def test_a_question_that_is_gone_from_the_week_is_still_ones_own(make_root):
    root = make_root()
    with serving(root) as served:
        served.open()
        mine = served.joined()
        mine.put({"helped": ["talk"], "useful": 2, "note": "x"})
        cookies = dict(mine.cookies)
    week = root / "curriculum" / "week_01.yaml"
    lines = [line for line in week.read_text("utf-8").splitlines() if "useful:" not in line and "helped:" not in line]
    week.write_text("\n".join(lines) + "\n", "utf-8")
    with serving(root) as served:
        again = served.device()
        again.cookies = cookies
        rows = {one["item"]: one for one in again.ask("GET", "/api/mine/fates").json["answers"]}
        assert rows["helped"]["fate"] == "changed"
        assert (rows["helped"]["question"], rows["helped"]["answer"]) == ("helped", "talk")
        assert again.ask("GET", "/api/mine/table").status == 200
