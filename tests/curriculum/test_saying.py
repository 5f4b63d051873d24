from kit.curriculum.items import Choice, Likert
from kit.curriculum.saying import height, in_words, plainly


def test_an_answer_reads_as_its_owner_met_it():
    calm = Likert(id="calm", prompt="Calm?", share="group", scale=("no", "a little", "yes"))
    hopes = Choice(id="hopes", prompt="Hopes?", share="group", choose="any", options=("rest", "ideas"))
    assert in_words(calm, 2) == "a little"
    assert in_words(hopes, ["rest", "ideas"]) == "rest, ideas"
    assert in_words(hopes, []) == "none of these"
    assert plainly(7) == "7"


def test_an_answer_from_before_a_question_was_changed_reads_as_it_was_given():
    calm = Likert(id="calm", prompt="Calm?", share="group", scale=("no", "yes"))
    assert in_words(calm, 3) == "3"
    assert in_words(calm, 0) == "0"
    assert in_words(calm, ["rest", "ideas"]) == "rest, ideas"
    assert in_words(calm, "by the sea") == "by the sea"


def test_a_point_reads_in_its_words_by_its_id_and_by_the_place_that_was_kept_before_there_were_ids():
    calm = Likert(
        id="calm", prompt="Calm?", share="group", scale={"no": "not at all", "bit": "a little", "yes": "very"}
    )
    assert [in_words(calm, stored) for stored in ("bit", 2, 4, "so")] == ["a little", "a little", "4", "so"]
    assert [height(calm, stored) for stored in ("no", "yes", 3, 4, "so")] == [0, 1, 1, None, None]
    hopes = Choice(
        id="hopes", prompt="Hopes?", share="group", choose="any", options={"rest": "some rest", "new": "ideas"}
    )
    assert in_words(hopes, ["new", "some rest", "gone"]) == "ideas, some rest, gone"
    assert in_words(hopes, []) == "none of these"
