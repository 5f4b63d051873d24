"""Week files and notebooks keep the shape of a workshop that a facilitator can run from."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise

import pytest

from kit.checks.kits_notebooks import asked, source
from kit.checks.notebooks import MOST_CELLS, form_problems, notebook_problems
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.guided import WORDS_A_MINUTE, Guided
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_claims, load_elements, load_messages
from kit.reports.paper.guide_parts import to_look_at
from kit.session.plan import plan
from kit.settings import content_root, packaged_curriculum

WEEKS = load_curriculum(packaged_curriculum())
SESSIONS = [week for week in WEEKS.values() if week.number]
SKELETON = ["arrive", "check-in", "idea", "exercise", "practice", "pairs", "journal", "close"]
NOTEBOOKS = sorted((content_root() / "notebooks").glob("*.ipynb"))


def notebook(path):
    return json.loads(path.read_text("utf-8"))


def by_name(week):
    return notebook(content_root() / "notebooks" / f"{week.file_name}.ipynb")


def test_there_is_an_orientation_and_eight_weeks():
    assert list(WEEKS) == list(range(9))


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_a_session_has_the_eight_blocks_in_ninety_minutes(week):
    blocks = [block.id for block in week.blocks]
    assert sorted(blocks) == sorted(SKELETON)
    assert (blocks[:3], blocks[-2:]) == (SKELETON[:3], SKELETON[-2:])
    assert week.session_minutes == 90
    assert sum(block.minutes.min for block in week.blocks) <= 65


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_a_session_has_pulse_exit_breath_a_guided_practice_journal_and_commitment(week):
    exercises = [exercise.id for exercise in week.exercises]
    assert {"pulse", "exit"} <= set(exercises)
    assert ("home-practice" in exercises) == (week.number > 1)
    practices = {block.id: [one.module for one in block.practices] for block in week.blocks}
    assert practices["arrive"] == ["breath"]
    assert "meditation" in practices["practice"]
    assert practices["journal"] == ["journal"]
    assert "commitment" in practices["close"]


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_a_session_says_what_every_minute_goes_to_and_people_talk_for_three_in_ten(week):
    assert all(block.run for block in week.blocks)
    assert week.talking >= 0.3 * week.session_minutes
    check_in = next(block for block in week.blocks if block.id == "check-in")
    assert check_in.minutes.target <= 6


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_people_are_asked_after_every_practice_of_a_session_and_look_at_two_results_at_most(week):
    parts = [(block.id, part.how) for block in week.blocks for part in block.run]
    practice = [how for block, how in parts if block == "practice"]
    assert "asking" in practice[practice.index("practice") :]
    assert 1 <= [how for _, how in parts].count("reveal") <= 2
    looked_at = [one.id for one in to_look_at(week)]
    assert 1 <= len(looked_at) <= 2
    assert not {"pulse", "home-practice", "exit", "baseline"} & set(looked_at)


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
@pytest.mark.parametrize("minutes", [60, 90, 120])
def test_a_session_is_held_in_three_lengths_from_the_same_file(week, minutes):
    slots = plan(week, minutes).slots
    assert sum(slot.minutes for slot in slots) == minutes
    assert not any(slot.dropped for slot in slots)


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_what_gives_way_first_is_the_talk_of_the_facilitator_and_talking_in_pairs_last(week):
    assert list(week.cut_order) == ["idea", "check-in", "exercise", "pairs"]


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_a_guided_practice_takes_as_long_as_it_says_read_aloud_with_its_silences(week):
    for block in week.blocks:
        guided = [one for one in block.practices if isinstance(one, Guided)]
        for one in guided:
            assert one.waits, one.id
            assert abs(sum(one.seconds) / 60 - one.minutes) <= 0.5, one.id
        given = sum(part.minutes for part in block.run if part.how == "practice")
        assert given >= sum(one.minutes for one in guided)


def test_the_phrases_of_goodwill_are_one_set_in_every_week_and_in_the_kits_own_words():
    given = load_messages(packaged_curriculum()).section("meditation")
    weeks = {week.number for week in SESSIONS for one in week.practices if isinstance(one, Guided) and one.phrases}
    assert weeks == set(range(3, 9))
    for week in SESSIONS:
        for one in week.practices:
            for phrases in one.phrases if isinstance(one, Guided) else ():
                assert list(phrases.lines) == given[f"phrases_{phrases.whom}"].split("\n"), (week.number, one.id)
                assert " ".join(phrases.lines).casefold() in " ".join(one.steps).casefold(), (
                    week.number,
                    one.id,
                    phrases.whom,
                )


def test_the_map_of_a_feeling_and_the_form_have_one_list_of_words():
    (named,) = [item for item in WEEKS[2].exercises[2].items + WEEKS[2].exercises[3].items if item.kind == "emotion"]
    quarters = load_practices(packaged_curriculum())["emotion-map"].words
    on_the_map = [word for quarter in quarters.model_dump().values() for word in quarter]
    assert sorted(named.labels.words) == sorted(on_the_map)
    assert {"tired", "angry", "guilty", "helpless"} <= set(on_the_map)


def test_the_breath_is_the_same_in_every_week():
    assert len({week.practices[0] for week in WEEKS.values()}) == 1


def test_the_journal_asks_the_same_in_every_week_and_invites_to_it_in_words_of_that_week():
    journals = [one for week in SESSIONS for one in week.practices if one.id == "journal"]
    assert len({(one.felt, one.did, one.learned) for one in journals}) == 1
    assert len({one.invitation for one in journals}) == len(SESSIONS)


def test_the_baseline_is_asked_before_in_the_middle_and_at_the_end():
    asked_in = [week.number for week in WEEKS.values() for exercise in week.exercises if exercise.id == "baseline"]
    assert asked_in == [0, 4, 8]


@pytest.mark.parametrize("week", WEEKS.values(), ids=lambda week: week.file_name)
def test_a_week_notebook_asks_every_exercise_once_in_order_and_shows_each_group_result_once(week):
    found = by_name(week)
    assert notebook_problems(content_root() / "notebooks", {week.number: week}) == []
    assert asked(found) == [exercise.id for exercise in week.exercises]
    shareable = [e.id for e in week.exercises if any(item.form != "text" for item in e.group_items)]
    assert asked(found, "group") == shareable
    known = {block.id for block in week.blocks}
    assert set(asked(found, "read")) <= known
    assert asked(found, "practice") == [practice.id for practice in week.practices]


@pytest.mark.parametrize("week", WEEKS.values(), ids=lambda week: week.file_name)
def test_a_week_notebook_carries_the_weeks_title(week):
    found = by_name(week)
    wanted = f"Week {week.number} · {week.title}" if week.number else f"Orientation · {week.title}"
    assert source(found["cells"][0]).splitlines()[0] == f"# {wanted}"
    assert found["metadata"]["title"] == wanted


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_stripped_and_more_words_than_code(path):
    found = notebook(path)
    cells = found["cells"]
    assert len(cells) <= MOST_CELLS
    assert list(form_problems(path.name, found)) == []
    words = sum(len(source(c).split()) for c in cells if c["cell_type"] == "markdown")
    code = sum(len(source(c).split()) for c in cells if c["cell_type"] == "code")
    assert words >= code
    assert "widgets" not in found["metadata"]
    for cell in cells:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell["id"]), cell["id"]
        if cell["cell_type"] == "code":
            kept = "keep_output" in cell["metadata"].get("tags", [])
            assert path.stem == "cohort_summary" or cell["execution_count"] is None
            assert kept or cell["outputs"] == []
            assert "#" not in source(cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_headings_rise_by_one_and_parameters_are_cohort_and_audience(path):
    cells = notebook(path)["cells"]
    levels = [len(m) for c in cells if c["cell_type"] == "markdown" for m in re.findall(r"^(#+) ", source(c), re.M)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
    names = [t.id for s in ast.parse(source(tagged[0])).body for t in s.targets]
    assert len(tagged) == 1
    assert names == ["cohort", "audience"]


def test_every_element_can_be_met_by_doing_something_and_not_only_by_reading():
    done = {e for week in WEEKS.values() for b in week.blocks if b.exercises or b.practices for e in b.elements}
    assert set(load_elements(packaged_curriculum())) - done == set()


def test_what_a_practice_says_of_research_it_says_with_the_strength_that_the_register_gives_it():
    claims = load_claims(packaged_curriculum())
    said = {part.id: part for part in load_practices(packaged_curriculum())["what-holds"].parts}
    for part, claim in (("born", "learnable"), ("naming", "affect-labelling")):
        for option in said[part].options:
            assert f"Our register calls the evidence {claims[claim].strength}." in option.says


# The sheets that are there for whoever is quick, or for home, as the notes say; the others are done in the session.
FOR_HOME = {"two-portraits", "two-voices", "wall-or-gate", "role-resources", "discernment-sort", "framework-mixer"}
FOR_HOME |= {"culture-weather", "peer-group"}
A_QUESTION, A_TEXT = 0.25, 0.5  # minutes to read and answer one, for oneself


def quoted(week, heading):
    """How many words the guide page gives the facilitator to say aloud under *heading*."""
    page = (content_root() / "facilitator_guide" / f"{week.file_name}.md").read_text("utf-8")
    part = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return len(" ".join(line.lstrip("> ") for line in part.splitlines() if line.startswith(">")).split())


def minutes_of(block, *ways):
    return sum(part.minutes for part in block.run if part.how in ways)


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_the_facilitator_can_say_what_is_to_be_said_in_the_minutes_for_it(week):
    blocks = {block.id: block for block in week.blocks}
    told = len(blocks["idea"].reading.split())
    assert told / WORDS_A_MINUTE <= minutes_of(blocks["idea"], "you", "together") + 0.5
    assert quoted(week, "Opening words") / WORDS_A_MINUTE <= minutes_of(blocks["arrive"], "you") + 0.5
    assert quoted(week, "Closing words") / WORDS_A_MINUTE <= minutes_of(blocks["close"], "you") + 0.5


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_people_have_the_minutes_that_their_sheets_and_questions_take(week):
    for block in week.blocks:
        sheets = [one for one in block.practices if not isinstance(one, Guided) and one.id not in FOR_HOME]
        asked = [item for exercise in block.exercises for item in exercise.items if item.share != "spoken"]
        questions = sum(A_TEXT if item.kind == "text" else A_QUESTION for item in asked)
        # A plan is written alone and told in twos; a letter or a script has nothing beside it.
        needed = questions + sum(one.minutes for one in sheets)
        given = minutes_of(block, "alone") + (minutes_of(block, "twos") if block.id == "close" else 0)
        assert needed <= given + 0.5 or not minutes_of(block, "alone"), (block.id, needed, given)


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_a_second_person_knows_in_a_line_what_to_do_in_every_block(week):
    for block in week.blocks:
        assert 2 <= len(block.second.split()) <= 22, block.id


@pytest.mark.parametrize("week", SESSIONS, ids=lambda week: week.file_name)
def test_role_play_has_minutes_for_stepping_out_and_nothing_cuts_them(week):
    plays = {4: "trio", 6: "hard-conversation"}
    if week.number in plays:
        (block,) = [one for one in week.blocks if one.id == "pairs"]
        (spoken,) = [one for one in block.exercises if one.id == plays[week.number]]
        assert "step-out" in [item.id for item in spoken.items]
        assert [part.minutes for part in block.run if part.what.startswith("Step out")] == [3]
        assert week.cut_order[-1] == "pairs"
