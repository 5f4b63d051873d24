from __future__ import annotations

from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.words_of_copies import sheet_names

FOLDER = packaged_curriculum()
NAMES = sheet_names(load_curriculum(FOLDER).values(), load_practices(FOLDER).values(), load_messages(FOLDER))


def test_every_private_item_of_every_week_has_a_title_and_its_prompt():
    for week in load_curriculum(FOLDER).values():
        for exercise in week.exercises:
            private = {item.id: item.prompt for item in exercise.items if item.share == "private"}
            if private:
                assert NAMES[f"{week.number}/{exercise.id}"] == {
                    "title": exercise.title,
                    "labels": private,
                    "values": {},
                }
            else:
                assert f"{week.number}/{exercise.id}" not in NAMES


def test_what_a_practice_asks_is_named_by_the_name_its_answer_is_kept_under():
    assert NAMES["practice/journal"]["labels"]["felt"] == "What did you feel?"
    charter = NAMES["practice/peer_group"]
    assert charter == NAMES["practice/peer-group"]
    assert charter["labels"]["who"] == "Who is in our group, and can someone join later?"


def test_what_a_practice_says_of_itself_is_no_question():
    for sheet in NAMES.values():
        assert not {"id", "title", "intro", "module"} & sheet["labels"].keys()


def test_what_is_kept_as_a_short_name_or_a_number_has_words():
    assert NAMES["practice/emotion_map"]["values"]["pleasant"]["-3"] == "unpleasant"
    assert NAMES["practice/commitment"]["values"]["how"]["not_this_time"] == "not this time"
    walk = NAMES["practice/walk"]
    assert walk["labels"]["ways/underperformer"].startswith("Kim's reports")
    assert walk["values"]["ways/underperformer"]["breathe"] == "Nod, breathe, and say you'll drop by at two"


def test_turns_of_a_story_that_share_a_name_are_both_told():
    stories = load_practices(FOLDER)["five-step-walk"].vignettes
    turns = [turn for story in stories if story.id == "termination" for scene in story.scenes for turn in scene.turns]
    name = next(one.id for one in turns if [turn.id for turn in turns].count(one.id) > 1)
    both = " / ".join(turn.label for turn in turns if turn.id == name)
    assert NAMES["practice/walk"]["values"]["ways/termination"][name] == both
