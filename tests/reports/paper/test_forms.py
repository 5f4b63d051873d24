import csv
import io
import re
from html import escape, unescape

import pytest

from kit.curriculum.items import KINDS
from kit.curriculum.loader import load_curriculum, load_week
from kit.curriculum.policy import Policy
from kit.curriculum.registers import load_messages
from kit.curriculum.seen import seen_by_others
from kit.reports.paper.forms import COLUMNS, accepted, control, form_csv, printed_form
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())
ITEMS = {
    "rating": {"low": "none", "high": "full"},
    "likert": {"scale": ("no", "yes")},
    "choice": {"choose": "any", "options": ("rest", "talk")},
    "ranking": {"options": ("first", "second")},
    "emotion": {"by": "labels", "labels": ("glad", "tense")},
    "text": {},
}


@pytest.fixture
def week(curriculum):
    return load_week(curriculum / "week_01.yaml")


def counted(week):
    """What is handed in: a text is not, as it can be shared only where its author sees it masked first."""
    return [(exercise, item) for exercise, item in week.group_items() if item.form != "text"]


def sections(page):
    sheet, _, rest = page.partition('<article class="sheet own">')
    own, _, key = rest.partition('<article class="sheet key">')
    return sheet, own, key


def test_what_is_counted_is_on_the_sheet_and_every_text_is_on_the_part_for_oneself(week):
    sheet, own, key = sections(printed_form(week, Policy(), MESSAGES))
    for text in ("A sentence, if you like", "For yourself"):
        assert text in own
        assert text not in sheet
    for _, item in counted(week):
        assert item.prompt in sheet
        assert f'<th scope="row">{item.id}</th>' in key
    assert "One word aloud" in sheet
    assert "How much energy?" not in own


def test_what_a_practice_asks_people_to_write_has_lines_on_the_part_for_oneself():
    week = load_curriculum(packaged_curriculum())[8]
    sheet, own, _ = sections(printed_form(week, Policy(), MESSAGES))
    for practice in week.practices:
        for question in practice.on_paper:
            after = own.partition(f"<h3>{escape(question)}</h3>".replace("&#x27;", "&#39;"))[2]
            assert after.lstrip().startswith('<div class="line">')
            assert escape(question) not in sheet
    titles = ["A letter to read in three months", "Compassion journal", "One small plan"]
    assert [own.index(title) for title in titles] == sorted(own.index(title) for title in titles)


def test_every_question_on_the_sheet_can_be_passed(week):
    sheet, own, _ = sections(printed_form(week, Policy(), MESSAGES))
    assert sheet.count('<li class="pass">') == len(counted(week))
    assert 'class="pass"' not in own


def test_the_sheet_asks_for_a_code_and_no_name_and_says_what_happens_to_it(week):
    sheet, _, _ = sections(printed_form(week, Policy(), MESSAGES))
    assert "Your code" in sheet
    assert "don't write your name" in unescape(sheet)
    assert "What happens to this sheet" in sheet


def test_words_from_a_week_file_are_shown_as_they_are(week):
    hostile = week.model_copy(update={"title": "<script>x</script>"})
    assert "<script" not in printed_form(hostile, Policy(), MESSAGES)


def test_the_file_has_an_empty_answer_for_each_person_and_group_item(week):
    rows = list(csv.DictReader(io.StringIO(form_csv(week, ["C22", "D22", "F22"]))))
    asked = [(exercise.id, item.id) for exercise, item in counted(week)]
    assert tuple(rows[0]) == COLUMNS
    assert [(row["exercise"], row["item"]) for row in rows] == asked * 3
    assert {row["participant"] for row in rows} == {"C22", "D22", "F22"}
    assert {row["answer"] for row in rows} == {""}
    assert {row["week"] for row in rows} == {"1"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_item_can_be_answered_with_a_pen(kind):
    item = KINDS[kind](id="a", prompt="A?", share="group", **ITEMS[kind])
    assert control(item, MESSAGES).layout in ("scale", "list", "order", "lines")
    assert accepted(item, MESSAGES)


def test_each_answer_that_the_key_lists_is_one_that_the_item_takes(week):
    for _, item in week.group_items():
        if item.bins and item.kind != "rating":
            for number, label in enumerate(item.bins, start=1):
                assert f"{number} {label}" in accepted(item, MESSAGES)
                assert item.check(str(number)) == item.check(label)


def test_every_week_of_the_kit_can_be_printed():
    for week in load_curriculum(packaged_curriculum()).values():
        page = printed_form(week, Policy(), MESSAGES)
        # A text is shared only where its author sees it masked first, so no paper asks for one.
        assert all(item.id in page for _, item in week.group_items() if item.form != "text")


def test_the_sheet_says_from_how_many_answers_on_something_is_shown():
    week = load_curriculum(packaged_curriculum())[2]
    strict = Policy(minimum=6, sensitive=11)
    sheet, own, _ = sections(printed_form(week, strict, MESSAGES))
    both = [seen_by_others(item, strict, MESSAGES) for _, item in week.group_items()]
    assert all(said in sheet for said in both)
    assert "at least 6 have answered" in sheet
    assert "at least 11 have answered" in sheet
    assert "have answered" not in own


def test_what_holds_for_a_whole_exercise_is_said_once():
    week = load_curriculum(packaged_curriculum())[1]
    sheet, _, _ = sections(printed_form(week, Policy(), MESSAGES))
    shared = [exercise for exercise in week.exercises if exercise.group_items]
    assert sheet.count("at least 5 have answered") == len(shared)


def test_what_an_exercise_begins_with_is_on_paper_too_once():
    weeks = load_curriculum(packaged_curriculum())
    sheet, own, _ = sections(printed_form(weeks[5], Policy(), MESSAGES))
    assert sheet.count("Kim has worked next to you for four years") == 1
    assert "Kim has worked" not in own
    for week in weeks.values():
        page = unescape(printed_form(week, Policy(), MESSAGES))
        for exercise in week.exercises:
            assert " ".join(exercise.intro.split()) in page


def test_nothing_on_paper_speaks_of_a_browser_or_of_sending():
    for week in load_curriculum(packaged_curriculum()).values():
        sheet, own, _ = sections(printed_form(week, Policy(), MESSAGES))
        words = sheet.partition("<main>")[2] + own
        assert not re.search(r"browser|\b[Pp]ress\b|[Ss]end it|this page", words), week.number


def test_what_happens_to_the_sheet_is_said_before_the_first_question(week):
    sheet, _, _ = sections(printed_form(week, Policy(), MESSAGES))
    assert sheet.index("What happens to this sheet") < sheet.index("How much energy?")
