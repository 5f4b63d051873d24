from __future__ import annotations

import pytest

from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.worksheet import Worksheet
from kit.settings import packaged_curriculum
from tests.curriculum.practices.shelf_with import said_of
from tests.earlier import state_0_1_0

SHEETS = {name: one for name, one in load_practices(packaged_curriculum()).items() if isinstance(one, Worksheet)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      kind: list\n", "      kind: lists\n", "practice 'energy-ledger', part 'in': 'kind' has 'lists'"),
        ("      kind: list\n", "      kind: one\n", "part 'in': a part of kind 'one' needs at least two options"),
        ("        - label: changeable\n", "        - label: mostly fair\n", "an option stands twice"),
        (
            "        - label: changeable\n",
            "        - label: changeable\n          was: [mostly fair]\n",
            "an option stands",
        ),
        ("      kind: one\n", "      kind: text\n", "a part of kind 'text' has no options; use 'kind: one'"),
        ("      help: A walk", "      hlep: A walk", "part 'in': unknown key 'hlep'; did you mean 'help'"),
    ],
)
def test_a_mistake_in_a_worksheet_is_told_with_file_place_and_cure(tmp_path, old, new, said):
    sentence = said_of(tmp_path, old, new)
    assert sentence.startswith("practices.yaml, line ")
    assert said in sentence


def test_a_facilitators_own_worksheet_needs_no_code(tmp_path):
    own = "lunch:\n  title: Lunch\n  minutes: 2\n  module: worksheet\n  parts:\n    with:\n      kind: any\n"
    own += "      prompt: With whom?\n      options: [alone, {label: with others, says: Good company.}]\n"
    (tmp_path / "practices.yaml").write_text(own, "utf-8")
    (lunch,) = load_practices(tmp_path).values()
    assert [(option.label, option.says) for option in lunch.parts[0].options] == [
        ("alone", ""),
        ("with others", "Good company."),
    ]


def test_every_pitfall_has_its_remedy_and_every_weather_a_way_to_go_on():
    assert len(SHEETS["pitfall-map"].parts[0].options) == 4
    for name in ("pitfall-map", "culture-weather", "framework-mixer"):
        for part in SHEETS[name].parts:
            assert all(option.says for option in part.options)


def test_all_three_frameworks_can_be_mixed_and_each_says_what_it_costs():
    parts = SHEETS["framework-mixer"].parts
    assert [part.id for part in parts] == ["cct", "msc", "clm", "why"]
    assert all(part.help for part in parts[:3])


def test_on_paper_every_part_is_asked_with_its_options():
    pitfalls, sign, remedy = SHEETS["pitfall-map"].on_paper
    assert pitfalls.startswith("Which of these do I recognise in myself? (over-identifying")
    assert sign.endswith("?")
    assert remedy.endswith("?")


def test_whatever_a_practice_asks_to_write_is_asked_on_paper_too():
    shelf = load_practices(packaged_curriculum())
    assert all(shelf[name].on_paper for name in ("emotion-map", "role-resources", "script-builder", "journal"))


def test_every_option_of_0_1_0_is_found_under_its_words_of_then_or_of_now(tmp_path):
    earlier = load_practices(state_0_1_0(tmp_path).cohort / "curriculum")
    known = {name: {part.id: part.options for part in sheet.parts} for name, sheet in SHEETS.items()}
    told = 0
    for name, sheet in earlier.items():
        for part in sheet.parts if isinstance(sheet, Worksheet) else ():
            words = {each for option in known[name][part.id] for each in (option.label, *option.was)}
            assert {option.label for option in part.options} <= words, (name, part.id)
            told += len(part.options)
    assert told > 20
