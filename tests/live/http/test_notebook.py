from __future__ import annotations


def test_a_participants_notebook_is_told_what_it_has_to_know(served):
    client = served.joined(agreed=False)
    told = client.ask("GET", "/api/notebook").json
    facts = served.host.services.facts
    assert (told["cohort"], told["session"], told["week"]) == (facts.identity, facts.session, 1)
    assert (told["served"], told["agreed"], told["news"]) == (True, False, [])
    assert told["notice"]["version"] == client.version()
    assert len(told["notice"]["short"]) == 3
    exercise = next(one for one in facts.week.exercises if one.id == "check-in")
    assert told["questions"]["1"]["check-in"] == {item.id: item.fingerprint for item in exercise.group_items}


def test_nobody_else_is_told_anything(served):
    assert served.device().ask("GET", "/api/notebook").status == 401
    assert served.facilitator().ask("GET", "/api/notebook").status == 401
