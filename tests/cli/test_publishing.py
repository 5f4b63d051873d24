"""Publishing by a command: what may be released is, once, and what is not is told by its reason."""

from __future__ import annotations

import pytest

from tests.cli.examples import ROWS, releases


def test_answers_with_consent_are_released_as_ranges_once(kit, root):
    (root / "week_01.csv").write_text(ROWS, "utf-8")
    assert kit("import", "week_01.csv", "--consent", "on paper, 3 May").code == 0
    done = kit("publish", "1")
    assert done.code == 0
    found = releases(root)
    assert [(release["item"], release["people"]) for release in found] == [("energy", 12)]
    assert all(part["high"] > part["low"] for part in found[0]["bins"])
    again = kit("publish", "1")
    assert again.code == 0
    assert releases(root) == found
    assert kit("audit").code == 0


def test_answers_without_consent_are_held_until_there_is_consent(kit, root):
    (root / "week_01.csv").write_text(ROWS, "utf-8")
    assert "Held, because no consent" in kit("import", "week_01.csv").out
    said = kit("publish", "1").out.splitlines()
    held = [line for line in said if "its answers were imported without consent and don't count" in line]
    question = "“How are you arriving?”, “How much energy do you have for today?”"
    assert [line.partition(":")[0] for line in held] == [f"Week 1, {question}"]
    assert "import the same file once more with --consent" in held[0]
    assert any("there aren't enough answers to show" in line for line in said)
    assert releases(root) == []
    kit("import", "week_01.csv", "--consent", "by letter, 9 May")
    kit("publish", "1")
    assert len(releases(root)) == 1


@pytest.mark.parametrize("with_consent", [1, 4])
def test_where_some_agreed_nobody_learns_that_others_did_not(kit, root, with_consent):
    head, *rows = ROWS.splitlines()
    for rows_of, consent in ((rows[:with_consent], ("--consent", "on paper")), (rows[with_consent:], ())):
        (root / "week_01.csv").write_text("\n".join([head, *rows_of, ""]), "utf-8")
        assert kit("import", "week_01.csv", *consent).code == 0
    said = kit("publish", "1").out
    assert "“How much energy do you have for today?”: not published, as there aren't enough answers to show" in said
    assert "without consent" not in said


def test_publishing_a_week_that_does_not_exist_names_those_that_do(kit, root):
    done = kit("publish", "9")
    assert done.code == 1
    assert "there are weeks 0, 1, 2" in done.err


TWO_WEEKS = ROWS + "".join(f"slip {person},2,pulse,energy,{person % 11}\n" for person in range(1, 13))


def test_several_weeks_are_published_by_one_command_as_they_would_be_one_by_one(kit, root):
    (root / "both.csv").write_text(TWO_WEEKS, "utf-8")
    assert kit("import", "both.csv", "--consent", "on paper, 3 May").code == 0
    done = kit("publish", "2", "1", "2")
    assert done.code == 0
    assert [(one["week"], one["item"], one["people"]) for one in releases(root)] == [
        (2, "energy", 12),
        (1, "energy", 12),
    ]
    weeks = [line.partition(",")[0] for line in done.out.splitlines()]
    assert list(dict.fromkeys(weeks)) == ["Week 2", "Week 1"]
    assert len(weeks) == len(set(done.out.splitlines()))
    assert kit("audit").code == 0


def test_where_one_of_several_weeks_does_not_exist_none_is_published(kit, root):
    (root / "both.csv").write_text(TWO_WEEKS, "utf-8")
    assert kit("import", "both.csv", "--consent", "on paper, 3 May").code == 0
    done = kit("publish", "1", "9")
    assert (done.code, done.out) == (1, "")
    assert "there are weeks 0, 1, 2" in done.err
    assert not (root / "published" / "releases.json").exists()


def test_where_a_question_of_a_later_week_was_changed_no_earlier_week_is_published(kit, root):
    (root / "both.csv").write_text(TWO_WEEKS, "utf-8")
    assert kit("import", "both.csv", "--consent", "on paper, 3 May").code == 0
    path = root / "curriculum" / "week_02.yaml"
    text = path.read_text("utf-8")
    changed = text.replace(
        "energy: {kind: rating, share: group,", "energy: {kind: rating, share: group, sensitive: true,", 1
    )
    assert changed != text
    path.write_text(changed, "utf-8")
    done = kit("publish", "1", "2")
    assert done.code == 1
    assert done.err.startswith("week_02.yaml: ")
    assert "'energy' was changed after its first answer" in done.err
    assert not (root / "published" / "releases.json").exists()
    path.write_text(text, "utf-8")
    assert kit("publish", "1", "2").code == 0
    assert len(releases(root)) == 2


@pytest.mark.parametrize("typed", [(), ("x",), ("1", "two"), ("1", "-2")])
def test_what_is_no_weeks_number_is_wrong_use(kit, root, typed):
    done = kit("publish", *typed)
    assert done.code == 2
    assert not (root / "published" / "releases.json").exists()
