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
    held = [line for line in said if "its answers were imported without consent and do not count" in line]
    question = "“How are you arriving?”, “How much energy do you have for today?”"
    assert [line.partition(":")[0] for line in held] == [f"Week 1, {question}"]
    assert "import the same file once more with --consent" in held[0]
    assert any("there are not enough answers to show" in line for line in said)
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
    assert "“How much energy do you have for today?”: not published, as there are not enough answers to show" in said
    assert "without consent" not in said


def test_publishing_a_week_that_does_not_exist_names_those_that_do(kit, root):
    done = kit("publish", "9")
    assert done.code == 1
    assert "there are weeks 0, 1, 2" in done.err
