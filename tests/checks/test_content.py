"""Content is checked as a whole: shared exercises alike, every element covered, every mistake told at once."""

from __future__ import annotations

import pytest

from kit.checks.content import content_problems, in_the_way_of
from kit.settings import packaged_curriculum
from tests.cohorts import whole_cohort
from tests.weeks import SMALL_WEEK


def test_the_packaged_content_has_no_problem_and_covers_all_elements():
    weeks, problems = content_problems(packaged_curriculum())
    assert problems == []
    assert list(weeks) == list(range(9))


def test_a_shared_exercise_that_differs_between_weeks_is_named(curriculum):
    other = SMALL_WEEK.replace("number: 1", "number: 2").replace("How full?", "How full now?")
    (curriculum / "week_02.yaml").write_text(other, "utf-8")
    _, problems = content_problems(curriculum)
    assert problems == [
        "week 2, exercise 'check-in': differs from week 1's; make both the same to the letter, or give one another id."
    ]


def test_each_week_may_talk_about_a_shared_exercise_in_its_own_way(curriculum):
    other = SMALL_WEEK.replace("number: 1", "number: 2").replace(
        "title: Check in\n", "title: Check in\n        talk: So?\n"
    )
    other = other.replace('prompt: "How useful?"', 'prompt: "How useful?", talk: "What for?"')
    (curriculum / "week_02.yaml").write_text(other, "utf-8")
    weeks, problems = content_problems(curriculum)
    assert problems == []
    assert (weeks[2].exercises[0].talk, weeks[2].exercises[0]["useful"].talk) == ("So?", "What for?")


def test_every_broken_week_is_told_and_the_others_are_still_read(curriculum):
    (curriculum / "week_02.yaml").write_text("number: x", "utf-8")
    (curriculum / "week_03.yaml").write_text("number: [", "utf-8")
    weeks, problems = content_problems(curriculum)
    assert list(weeks) == [1]
    assert problems == [
        "week_02.yaml, line 1: the keys 'title', 'lead', 'aims', 'blocks', 'safety' and 'home_practice' are missing.",
        "week_02.yaml, line 1: 'number' has 'x': write a whole number.",
        "week_03.yaml, line 1: expected the node content, but found '<stream end>'; "
        "indent with spaces, and put words with : ? # * & or , in quotes.",
    ]


def test_an_element_that_no_week_covers_and_one_that_does_not_exist_are_named(curriculum):
    lines = "E01: {title: One, meaning: m}\nE02: {title: Two, meaning: m}\n"
    (curriculum / "elements.yaml").write_text(lines, "utf-8")
    (curriculum / "claims.yaml").write_text("{}", "utf-8")
    (curriculum / "week_01.yaml").write_text(SMALL_WEEK.replace("[E01]", "[E01, E77]"), "utf-8")
    _, problems = content_problems(curriculum)
    assert problems == [
        "week 1, idea: element E77 is unknown; elements.yaml has E01 to E02.",
        "Element E02 (Two) is covered in no week; name it in the block that conveys it, "
        "or say in adapted.yaml why it was taken out.",
    ]


def test_a_claim_that_rests_on_a_study_nobody_wrote_down_is_named(curriculum):
    (curriculum / "elements.yaml").write_text("E01: {title: One, meaning: m}\n", "utf-8")
    claim = "{claim: c, source: s, strength: mixed, wording: w, used_in: [], references: [west-2014, jones-1999]}"
    (curriculum / "claims.yaml").write_text(f"groups: {claim}\n", "utf-8")
    study = "{authors: West C, year: 2014, title: T, design: d, read: abstract}"
    (curriculum / "references.yaml").write_text(f"west-2014: {study}\n", "utf-8")
    _, problems = content_problems(curriculum)
    assert problems == [
        "claims.yaml: 'groups' rests on 'jones-1999', and references.yaml has no such study; "
        "add it there, or take it out here."
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("notebook:\n  length: '{minute} minutes'", "'length': the kit fills in {minutes} there"),
        ("notebook:\n  length: 'about {minutes'", "'length': the kit fills in {minutes} there"),
        ("notebook:\n  aims: '{x}'", "'aims': the kit fills in no word in braces there"),
        ("notebook:\n  lenght: 'x'", "the kit has no such sentence; did you mean 'length'?"),
        ("a: b: c", "messages.yaml, line 1"),
    ],
)
def test_a_sentence_of_the_kit_that_was_edited_wrongly_is_named(curriculum, written, said):
    (curriculum / "messages.yaml").write_text(written, "utf-8")
    _, problems = content_problems(curriculum)
    assert len(problems) == 1
    assert said in problems[0]


def test_sentences_in_other_words_are_no_problem(curriculum):
    (curriculum / "messages.yaml").write_text("notebook:\n  length: 'Es dauert {minutes} Minuten.'", "utf-8")
    assert content_problems(curriculum)[1] == []


def test_a_policy_that_is_looser_than_the_kits_is_named(curriculum):
    (curriculum / "policy.yaml").write_text("minimum: 3\nsensitive: 8\ntext: 8\ntext_sharing: 5\n", "utf-8")
    _, problems = content_problems(curriculum)
    assert "may only be stricter" in problems[0]


def test_one_week_is_told_what_is_wrong_with_itself_and_with_what_all_weeks_share():
    own = ["week_03.yaml: the key 'title' is missing.", "week 3, exercise 'pulse': differs from week 2's."]
    shared = ["my-story.yaml: the key 'contrast' is missing.", "practices.yaml: practice 'breath': 'steps' is empty."]
    others = ["week_13.yaml: number is missing.", "orientation.yaml: x", "week 13, idea: x", "Element E02 (Two) is x"]
    assert in_the_way_of(3, [*others, *own, *shared]) == [*own, *shared]


MASKS = (packaged_curriculum() / "masks.yaml").read_text("utf-8")
WRONG = {
    "policy.yaml": (
        "minimum: 2\nsenstive: 9\ntext: many\n",
        [
            "policy.yaml, line 1: 'minimum' is 2",
            "policy.yaml, line 2: unknown key 'senstive'",
            "policy.yaml, line 3: 'text' is no whole number",
            "policy.yaml: the key 'sensitive' is missing",
            "policy.yaml: the key 'text_sharing' is missing",
        ],
    ),
    "adapted.yaml": (
        "week 3, safety:\n  - x\nE02: fine\nweek 4: ''\n",
        ["adapted.yaml, line 1: 'week 3, safety': write a line", "adapted.yaml, line 4: 'week 4': write a line"],
    ),
    "masks.yaml": (
        MASKS.replace("titles:", "titels:", 1).replace('"[e-mail]"', "e-mail", 1).replace("[van,", "[[van],", 1),
        [
            "line 8: 'shown_as': 'e-mail' is shown",
            "line 17: unknown key 'titels'; did you mean 'titles'",
            "'particles'",
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_all_that_is_wrong_in_a_file_is_said_at_once(curriculum, name):
    text, wanted = WRONG[name]
    (curriculum / name).write_text(text, "utf-8")
    said = [line for line in content_problems(curriculum)[1] if line.startswith(name)]
    assert len(said) == len(wanted), said
    for one in wanted:
        assert any(one in line for line in said), one


def test_a_question_that_comes_back_without_saying_so_is_named_in_each_of_its_weeks(curriculum):
    plain = SMALL_WEEK.replace(", recurs: true", "")
    assert plain != SMALL_WEEK
    (curriculum / "policy.yaml").write_text(
        "minimum: 5\nsensitive: 8\ntext: 8\ntext_sharing: 5\nleaders: yes\n", "utf-8"
    )
    (curriculum / "week_01.yaml").write_text(plain, "utf-8")
    assert content_problems(curriculum)[1] == []
    (curriculum / "week_02.yaml").write_text(plain.replace("number: 1", "number: 2"), "utf-8")
    problems = content_problems(curriculum)[1]
    assert (
        "week 1, exercise 'check-in', item 'energy': the same is asked in weeks 1, 2; write 'recurs: true'"
        in problems[0]
    )
    assert any(problem.startswith("week 2, exercise 'check-in', item 'energy'") for problem in problems)
    for number in (1, 2):
        (curriculum / f"week_0{number}.yaml").write_text(SMALL_WEEK.replace("number: 1", f"number: {number}"), "utf-8")
    assert content_problems(curriculum)[1] == []


def test_where_nothing_is_said_of_what_leads_a_question_may_come_back_unmarked(curriculum):
    plain = SMALL_WEEK.replace(", recurs: true", "")
    (curriculum / "policy.yaml").write_text("minimum: 5\nsensitive: 8\ntext: 8\ntext_sharing: 5\n", "utf-8")
    for number in (1, 2):
        (curriculum / f"week_0{number}.yaml").write_text(plain.replace("number: 1", f"number: {number}"), "utf-8")
    assert content_problems(curriculum)[1] == []


def test_every_sector_and_plan_of_a_cohort_is_checked_also_those_it_does_not_use(tmp_path):
    cohort = whole_cohort(tmp_path / "spring", sector="health")
    assert content_problems(cohort.curriculum)[1] == []
    remote = cohort.curriculum / "sectors" / "remote.yaml"
    text = remote.read_text("utf-8").replace("week_05:", "week_5:").replace("      idea:\n", "      ideas:\n")
    remote.write_text(text, "utf-8")
    plans = cohort.curriculum / "formats.yaml"
    plans.write_text(plans.read_text("utf-8").replace("practice: letter", "practice: leter"), "utf-8")
    _, problems = content_problems(cohort.curriculum)
    assert len(problems) == 3
    assert problems[0].startswith(
        "sectors/remote.yaml: there is no week 'week_5'; write it as its file is called, such as"
    )
    assert problems[1].startswith("sectors/remote.yaml, line 7: week_04, blocks has no 'ideas' there; it has arrive,")
    assert problems[2].startswith(
        "formats.yaml: 'four-sessions', 'Fourth session: one real action, and on from here': "
    )


def test_a_week_that_was_taken_out_leaves_sectors_and_plans_in_peace(tmp_path):
    cohort = whole_cohort(tmp_path / "spring", sector="health")
    (cohort.curriculum / "week_05.yaml").unlink()
    _, problems = content_problems(cohort.curriculum)
    assert not [line for line in problems if line.startswith(("sectors/", "formats.yaml"))]
