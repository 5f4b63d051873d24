"""The guide's pages say what the week files, the policy and the claims say, and enough to run a session from."""

from __future__ import annotations

import re

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import FLOORS, load_policy
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.publishing.forms import LARGEST, load_forms
from kit.publishing.ranges import PAIRS_FROM
from kit.reports.paper.guide_parts import to_reveal
from kit.settings import packaged_curriculum, packaged_guide
from tools.make_forms import posterior

GUIDE = packaged_guide()
WEEKS = load_curriculum(packaged_curriculum())
POLICY = load_policy(packaged_curriculum())
PARTS = [
    *("The session at a glance", "Prepare", "Opening words", "The group's results"),
    *("If you are late", "Closing words", "Afterwards"),
]
NUMBERS = {"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


def text(stem: str) -> str:
    return (GUIDE / f"{stem}.md").read_text("utf-8")


def section(page: str, title: str) -> str:
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("week", WEEKS.values(), ids=lambda week: week.file_name)
def test_a_sessions_page_has_all_that_is_needed_to_run_it(week):
    page = text(week.file_name)
    for part in PARTS:
        assert section(page, part).strip(), f"{week.file_name}.md: the section '{part}' is missing or empty"
    assert re.findall(r"<!-- block: (\S+) -->", page) == [block.id for block in week.blocks]
    for line in ("Two days before", "The day before", "What you need", "Online"):
        assert line in section(page, "Prepare"), f"{week.file_name}.md: Prepare says nothing under '{line}'"
    for part in ("Opening words", "Closing words"):
        assert section(page, part).count("\n>") >= 3, f"{week.file_name}.md: there are no words to say in '{part}'"


@pytest.mark.parametrize("week", WEEKS.values(), ids=lambda week: week.file_name)
def test_the_minutes_inside_a_block_add_up_to_what_the_week_file_plans(week):
    page = text(week.file_name)
    for block in week.blocks:
        if block.run:  # the page is made with its parts, and the week file adds them up
            continue
        before = page.partition(f"<!-- block: {block.id} -->")[0].rpartition("\n## ")[2]
        found = re.search(r"^\*(\d+) minutes: (.*)\*$", before, re.MULTILINE)
        assert found, f"{week.file_name}.md: '{block.title}' has no line such as '*5 minutes: 1 to settle, ...*'"
        minutes = [int(number) for number in re.findall(r"(?:^|, )(\d+) ", found[2])]
        place = f"{week.file_name}.md: the minutes of '{block.title}'"
        assert int(found[1]) == block.minutes.target, f"{place} aren't those of the week file"
        assert sum(minutes) == block.minutes.target, f"{place} do not add up"


@pytest.mark.parametrize("week", WEEKS.values(), ids=lambda week: week.file_name)
def test_there_are_words_for_every_result_that_the_session_reveals(week):
    results = section(text(week.file_name), "The group's results")
    usual = {"How are you arriving?": "check-in", "Last week's practice": "check-in", "Before you go": "Before you go"}
    for exercise in to_reveal(week):
        assert usual.get(exercise.title, exercise.title) in results, f"{week.file_name}.md says nothing of it"


def test_the_numbers_of_the_privacy_page_are_those_of_the_policy_and_of_the_rule():
    page = text("privacy")
    made = page.partition("<!-- numbers -->")[2].partition("<!-- /numbers -->")[0]
    numbers = sorted(int(number) for number in re.findall(r"\d+", made))
    assert numbers == sorted([POLICY.minimum, POLICY.sensitive, POLICY.text, POLICY.text_sharing])
    by_hand = re.findall(r"(\d+) people", page.replace(made, ""))
    assert set(by_hand) == {str(PAIRS_FROM), str(LARGEST)}


def test_the_worst_guess_on_the_page_for_data_protection_is_what_the_forms_allow():
    made = text("data_protection").partition("<!-- worst guess -->")[2].partition("<!-- /worst guess -->")[0]
    rows = [[int(number) for number in re.findall(r"\d+", row)] for row in re.findall(r"^\| \d.*$", made, re.MULTILINE)]
    forms = load_forms()
    assert {people: told for people, *told in rows} == {
        people: [round(100 * posterior(form, bins)) for bins in (3, 4, 5) if (form := forms.of(people, bins))]
        for people in (5, 8, 12, 16, 20, 30)
    }


def test_no_page_and_no_week_file_names_a_threshold_that_the_policy_does_not_have():
    known = {POLICY.minimum, POLICY.sensitive, POLICY.text, POLICY.text_sharing}
    told = re.compile(r"(?:at least|fewer than) (\d+|[a-z]+) (?:people )?(?:must )?(?:have )?answered", re.IGNORECASE)
    files = [*GUIDE.glob("*.md"), *packaged_curriculum().glob("*.yaml")]
    for path in files:
        for found in told.findall(" ".join(path.read_text("utf-8").split())):
            number = int(found) if found.isdigit() else NUMBERS.get(found.lower())
            assert number is None or number in known, f"{path.name}: '{found}' is no number of the policy"


def test_the_notice_names_the_numbers_of_the_policy_and_no_others():
    messages = load_messages(packaged_curriculum())
    section = {name: said for name, said in messages.section("live").items() if name.startswith("notice_")}
    assert "{minimum}" in section["notice_shown"]
    assert "{sensitive}" in section["notice_shown"]
    for name, said in section.items():
        assert not set(re.findall(r"(?<!-)\b\d+\b", said)) & {str(one) for one in FLOORS.values()} - {"4", "7"}, name


def test_answers_are_called_confidential_and_only_published_figures_anonymous():
    for path in [*GUIDE.glob("*.md"), *packaged_curriculum().glob("*.yaml")]:
        for sentence in re.split(r"(?<=[.?!])\s|\n\n|\|", path.read_text("utf-8")):
            if re.search(r"anonym", sentence, re.IGNORECASE) and path.name != "elements.yaml":
                assert re.search(r"publish|figure|confidential|the word|notice", sentence, re.IGNORECASE), (
                    f"{path.name}: {sentence.strip()}"
                )


def test_every_practice_is_found_with_its_weeks_its_minutes_and_words_to_say():
    rows = re.findall(
        r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| (\d+) \| (\*\"[^|]+\"\*) \|$", text("practices"), re.MULTILINE
    )
    told = {title: (where, int(minutes)) for title, where, _, minutes, _ in rows}
    for week in WEEKS.values():
        for block in week.blocks:
            for one in block.practices:
                row = f'| {one.title} | week {week.number}: {block.id} | what for | {one.minutes} | *"What to say"* |'
                assert one.title in told, f"practices.md: the table has no row for a practice of a week, such as {row}"
                where, minutes = told[one.title]
                assert minutes == one.minutes, f"practices.md: the minutes of '{one.title}' aren't those of the week"
                assert where.endswith(block.id), f"practices.md: '{one.title}' is not in '{where}'"
                assert str(week.number) in where or "weeks 1 to 8" in where, f"practices.md: '{one.title}' is elsewhere"
    called = {one.title for week in WEEKS.values() for one in week.practices}
    assert set(told) == called, "practices.md: the table has a practice that no week calls"
    for one in load_practices(packaged_curriculum()).values():
        assert one.title in text("practices"), f"practices.md does not name '{one.title}'; say there what it is for"
