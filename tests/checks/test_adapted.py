"""A cohort may change every word; what it takes out of elements and safety it is asked a reason for."""

from __future__ import annotations

import shutil

import pytest

from kit.checks.adapted import adaptations, came_later
from kit.checks.content import content_problems
from kit.curriculum.loader import load_curriculum
from kit.errors import ContentError
from kit.settings import packaged_curriculum


@pytest.fixture
def own(tmp_path):
    """A cohort's own copy of the curriculum."""
    return shutil.copytree(packaged_curriculum(), tmp_path / "curriculum")


def change(own, name, *pairs):
    path = own / name
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def reasons(own, text):
    (own / "adapted.yaml").write_text(text, "utf-8")


def found(own):
    return adaptations(own, load_curriculum(own))


def test_an_unchanged_copy_and_the_kits_own_ask_for_nothing(own):
    assert found(own) == ([], [])
    assert found(packaged_curriculum()) == ([], [])


def test_words_may_be_changed_without_a_reason(own):
    change(own, "week_01.yaml", ("Good to have you here.", "Hello."), ("title: Empathy is", "title: So empathy is"))
    assert found(own) == ([], [])


def test_another_safety_line_is_asked_about_until_a_reason_stands(own):
    change(own, "week_03.yaml", ("you don't need a reason. If memories", "If memories"))
    ((problem,), explained) = found(own)
    assert problem.startswith("week 3: the safety line has other words than the kit's.")
    assert problem.endswith('Then say why in curriculum/adapted.yaml: "week 3, safety: ...".')
    assert explained == []
    reasons(own, "week 3, safety: Said in the words of our own house.\n")
    assert found(own) == ([], ["week 3, safety: Said in the words of our own house."])


def test_the_ways_out_of_a_practice_are_a_safety_line_too(own):
    change(own, "week_03.yaml", (" You can always go back to the easy one.", ""))
    ((problem,), _) = found(own)
    assert '"week 3, kindness-easy-self: ..."' in problem


def test_one_reason_does_for_all_lines_of_a_translation_and_for_nothing_else(own):
    change(own, "week_03.yaml", ("you don't need a reason. If memories", "If memories"))
    change(own, "week_04.yaml", ("safety: >-", "safety: >-\n  Auf Deutsch."))
    reasons(own, "safety lines: Translated; a colleague checked that each still says how to stop.\n")
    assert found(own)[0] == []
    (own / "week_08.yaml").unlink()
    ((problem,), _) = found(own)
    assert problem.startswith("week 8 (Pitfalls, integration and next steps) was taken out.")


def test_a_block_that_holds_the_room_cannot_go_quietly(own):
    text = (own / "week_02.yaml").read_text("utf-8")
    start, end = text.index("\n  journal:\n"), text.index("\n  close:\n")
    text = (text[:start] + text[end:]).replace("{min: 9, target: 15, max: 21}", "{min: 9, target: 21, max: 21}")
    text = text.replace("{minutes: 8, how: practice,", "{minutes: 14, how: practice,")
    (own / "week_02.yaml").write_text(text, "utf-8")
    ((problem,), _) = found(own)
    assert problem.startswith("week 2: 'Journal' was taken out, which no shortening ever touches.")
    assert '"week 2, journal: ..."' in problem


def test_an_element_may_go_with_a_reason_and_not_by_leaving_it_off_the_list(own):
    change(own, "week_07.yaml", ("E24, ", ""), ("E24, ", ""))
    assert content_problems(own)[1] == [
        "Element E24 (The peer support group) is covered in no week; name it in the block that conveys it, "
        "or say in adapted.yaml why it was taken out."
    ]
    reasons(own, "E24: The house has such groups already.\n")
    assert content_problems(own)[1] == []
    assert found(own) == ([], ["E24: The house has such groups already."])
    text = (own / "elements.yaml").read_text("utf-8")
    start, end = text.index("E24:\n"), text.index("E25:\n")
    (own / "elements.yaml").write_text(text[:start] + text[end:], "utf-8")
    assert found(own)[0] == []
    reasons(own, "")
    ((problem,), _) = found(own)
    assert problem.startswith("elements.yaml: E24 (The peer support group) was taken out.")


def test_a_reason_for_something_that_is_there_is_named(own):
    reasons(own, "week 3, safety: no more\nE24: still met\nsafety lines: none changed\nweek 99: what?\n")
    problems, _ = found(own)
    assert [problem.split("'")[1] for problem in problems] == ["week 3, safety", "E24", "safety lines", "week 99"]


@pytest.mark.parametrize("text", ["- a list\n", "week 3, safety: ''\n", "week 3, safety:\n  why: x\n"])
def test_a_file_of_reasons_that_is_none_is_refused_in_a_sentence(own, text):
    reasons(own, text)
    with pytest.raises(ContentError, match=r"^adapted\.yaml(, line \d: .*)?: write a line for each thing"):
        found(own)


@pytest.fixture
def updated(own, tmp_path, monkeypatch):
    """A later version of the kit, which has two elements more than the one *own* was copied from."""
    kit = shutil.copytree(own, tmp_path / "later" / "curriculum")
    with (kit / "elements.yaml").open("a", encoding="utf-8") as file:
        file.write("\nE40:\n  title: Rest\n  meaning: Rest is part of care.\n")
        file.write("\nE41:\n  title: Play\n  meaning: Play is part of care.\n")
    monkeypatch.setattr("kit.checks.adapted.packaged_curriculum", lambda: kit)
    return kit


def later(own):
    return came_later(own, load_curriculum(own))


def test_an_element_that_came_with_an_update_was_not_taken_out_by_an_older_cohort(own, updated):
    assert found(own) == ([], [])
    assert [line.partition(":")[0] for line in later(own)] == ["E40", "E41"]
    reasons(own, "E40: The house rests already.\n")
    assert found(own) == ([], ["E40: The house rests already."])
    assert [line.partition(":")[0] for line in later(own)] == ["E41"]


def test_a_cohort_of_this_version_is_asked_about_its_new_elements(own, updated):
    with (own / "elements.yaml").open("a", encoding="utf-8") as file:
        file.write("\nE41:\n  title: Play\n  meaning: Play is part of care.\n")
    ((problem,), _) = found(own)
    assert problem.startswith("elements.yaml: E40 (Rest) was taken out.")
    assert later(own) == []


def test_a_week_of_an_update_is_new_and_an_old_one_that_is_gone_was_taken_out(own, updated):
    text = (updated / "week_08.yaml").read_text("utf-8")
    (updated / "week_09.yaml").write_text(text.replace("number: 8", "number: 9", 1), "utf-8")
    (own / "week_04.yaml").unlink()
    ((problem,), _) = found(own)
    assert problem.startswith("week 4 ")
    assert [line.partition(":")[0] for line in later(own)] == ["E40", "E41", "week 9"]
