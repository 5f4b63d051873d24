"""What was written without a network comes in as one bundle: whole, once, or not at all."""

from __future__ import annotations

import uuid

from kit.live.http.participant import digest


def bundle(*answers, revision=1):
    rows = [
        {
            "id": str(uuid.uuid4()),
            "cohort": "spring",
            "week": 1,
            "exercise": "check-in",
            "answers": one,
            "revision": revision + place,
        }
        for place, one in enumerate(answers)
    ]
    return {"submissions": rows, "digest": digest(rows)}


def test_a_bundle_sent_twice_is_counted_once(served):
    served.open()
    client, sent = served.joined(), bundle({"energy": 1}, {"energy": 2})
    first = client.ask("POST", "/api/import", sent).json["results"]
    assert [row["result"] for row in first] == ["stored", "stored"]
    again = client.ask("POST", "/api/import", sent).json["results"]
    assert [row["result"] for row in again] == ["already", "already"]
    assert len(client.mine()) == 2


def test_a_bundle_that_was_edited_cut_short_or_does_not_fit_is_refused_whole(served):
    served.open()
    client = served.joined()
    edited, short, foreign = (bundle({"energy": 1}, {"energy": 2}) for _ in range(3))
    edited["submissions"][0]["answers"]["energy"] = 9
    short["submissions"].pop()
    foreign["submissions"][1]["cohort"] = "other"
    foreign["digest"] = digest(foreign["submissions"])
    wrong = bundle({"energy": 1}, {"energy": 99})
    many = bundle(*({"energy": 1} for _ in range(501)))
    for sent in (edited, short, foreign, wrong, many, {"submissions": "no", "digest": ""}, {}):
        assert client.ask("POST", "/api/import", sent).status == 400
        assert client.mine() == []


def test_answers_in_a_bundle_to_a_closed_exercise_are_named(served):
    client = served.joined()
    results = client.ask("POST", "/api/import", bundle({"energy": 1})).json["results"]
    assert [row["result"] for row in results] == ["not_open"]
