import random

from tests.answers.examples import record, said


def test_standing_lists_a_participants_submissions_newest_last_without_answers(store):
    record(store, "anna", {"energy": 7}, revision=2)
    record(store, "anna", {"energy": 3}, revision=1, consent=None, source="import")
    record(store, "anna", {"energy": 5}, revision=2)
    record(store, "anna", {"energy": 5}, week=2)
    found = store.standing([1])[store.participant("anna"), 1, "check-in"]
    assert [(one.revision, one.source, one.consented) for one in found] == [
        (1, "import", False),
        (2, "live", True),
        (2, "live", True),
    ]
    assert set(store.standing([1, 2])) == {(store.participant("anna"), week, "check-in") for week in (1, 2)}
    assert store.standing([3]) == {}
    assert (found[2].says({"energy": 5}), found[2].says({"energy": 6})) == (True, False)
    assert "energy" not in repr(found)


def test_three_hundred_random_submissions_agree_with_a_plain_dictionary(store):
    rng = random.Random(7)
    people, places = [f"c{n}" for n in range(9)], [(1, "check-in"), (2, "check-in"), (3, "check-in")]
    best: dict[tuple[str, int], tuple[int, dict, bool, int]] = {}
    sent = []
    for received in range(300):
        if sent and rng.random() < 0.1:
            again, participant, consented = rng.choice(sent)
            assert store.record(again, participant, consent="x" if consented else None, source="live") == "already"
            continue
        label, (number, exercise), revision = rng.choice(people), rng.choice(places), rng.randint(1, 6)
        draw = {"energy": rng.randint(0, 10), "years": rng.randint(1, 2), "hopes": rng.choice([[], ["rest"]])}
        answers = {item: answer for item, answer in draw.items() if rng.random() < 0.6}
        consented = rng.random() < 0.7
        one = said(answers, week=number, exercise=exercise, revision=revision)
        participant = store.participant(label)
        store.record(one, participant, consent="x" if consented else None, source="live")
        sent.append((one, participant, consented))
        key = (participant, number)
        if key not in best or revision >= best[key][0]:
            best[key] = (revision, answers, consented, received)
    for number, exercise in places:
        for item in ("energy", "years", "hopes"):
            wanted = {
                person: answers[item]
                for (person, in_week), (_, answers, consented, _) in best.items()
                if in_week == number and consented and item in answers
            }
            assert store.contributions(number, exercise, item) == wanted
        people_there = {p for (p, in_week), (_, a, yes, _) in best.items() if in_week == number and yes and a}
        assert store.contributors(number, exercise) == people_there
    newest: dict[str, tuple[int, int]] = {}
    for (person, _), (_, answers, consented, received) in best.items():
        if consented and "years" in answers and received > newest.get(person, (-1, 0))[0]:
            newest[person] = (received, answers["years"])
    stable = store.contributions(1, "check-in", "years", stable=True)
    assert stable == {person: answer for person, (_, answer) in newest.items()}
