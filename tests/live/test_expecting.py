"""What to expect of results is told to the facilitator, from how many people are here, whoever has answered what."""

from __future__ import annotations

from tests.live.serving import serving


def expected(served):
    return served.facilitator().ask("GET", "/api/facilitator/state").json["expected"]


def test_before_anybody_says_how_many_are_here_it_is_worked_out_of_the_places(served):
    said = expected(served)
    assert said["of"] == 40
    assert said["exercises"]["check-in"]["energy"] == "often"


def test_it_follows_the_number_that_the_facilitator_says_and_no_one_who_joins(make_root):
    with serving(make_root(size=14), people=4) as served:
        assert expected(served)["of"] == 4
        assert set(expected(served)["exercises"]["check-in"].values()) == {"too few"}
        served.joined()
        before = expected(served)
        reply = served.facilitator().ask("POST", "/api/facilitator/people", {"people": 9}).json
        assert reply["expected"]["of"] == 9
        assert reply["expected"] == expected(served) != before


def test_it_is_the_same_whoever_answers_whatever_and_when_the_result_is_there(served):
    served.open()
    seen = [expected(served)]
    for energy in range(7):
        served.joined().put({"energy": 10 - energy})
        seen.append(expected(served))
    served.reveal()
    assert all(one == seen[0] for one in (*seen, expected(served)))


def test_a_participant_is_not_told(served):
    assert "expected" not in served.joined().ask("GET", "/api/state").json
    assert served.joined().ask("GET", "/api/facilitator/state").status in (401, 403)


def test_texts_have_no_expectation(served):
    assert "text" not in expected(served)["exercises"]["check-in"]
