"""A week of one's own, copied from another as adapting.md says: what was forgotten is named, with a cure that works."""

from __future__ import annotations

import json
import re

import pytest


def copied(root, title, *, number=9, heading=None):
    """Week 8 as week *number*, called *title*, whose notebook has *heading* or that of week 8."""
    week = (root / "curriculum" / "week_08.yaml").read_text("utf-8")
    # What is asked in both weeks says so.
    place = "          helped-most:\n            "
    week = week.replace(f"{place}kind", f"{place}recurs: true\n            kind")
    (root / "curriculum" / "week_08.yaml").write_text(week, "utf-8")
    week = re.sub(r"^number: 8\ntitle: .*", f"number: {number}\ntitle: {title}", week)
    (root / "curriculum" / f"week_{number:02d}.yaml").write_text(week, "utf-8")
    notebook = json.loads((root / "notebooks" / "week_08.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("open_week(8", f"open_week({number}")
    if heading is not None:
        notebook["cells"][0]["source"] = heading
    (root / "notebooks" / f"week_{number:02d}.ipynb").write_text(json.dumps(notebook), "utf-8")


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Pitfalls, integration and next steps", None),
        ("Looking back", None),
        ("Looking back", "# Week 9\n\nLooking back at 9 weeks."),
        ("Looking back", "# Week 8: Looking back"),
        ("Looking back", "No heading any more, and a # in the middle."),
        ("Three of 39", "# Week 39 · Three of 39"),
    ],
)
def test_a_title_that_is_not_its_weeks_is_named_and_the_cure_works(kit, root, title, heading):
    copied(root, title, heading=heading)
    for arguments in (("check",), ("check", "9")):
        done = kit(*arguments)
        assert done.code == 1
        (line,) = [line for line in done.out.splitlines() if line.startswith("week_09.ipynb")]
        assert f'write "# Week 9 · {title}"' in line
    (cure,) = re.findall(r'write "([^"]+)"', line)
    copied(root, title, heading=f"{cure}\n\nThe words below it.")
    assert kit("check", "9").code == 0


@pytest.mark.parametrize(
    "heading",
    [
        "# Semana 9: **looking  back**",
        "Looking back\n============",
        "Before the title.\n\n## Looking back (week 09)",
    ],
)
def test_a_title_in_ones_own_words_and_form_is_none_of_its_business(kit, root, heading):
    copied(root, "Looking back", heading=heading)
    assert kit("check", "9").code == 0


def test_titles_of_the_kits_own_weeks_are_looked_at_too(kit, root):
    week = root / "curriculum" / "week_03.yaml"
    week.write_text(
        week.read_text("utf-8").replace("title: Self-compassion as fuel", "title: What feeds us", 1), "utf-8"
    )
    begin = root / "curriculum" / "orientation.yaml"
    begin.write_text(begin.read_text("utf-8").replace("title: Before we begin", "title: First of all", 1), "utf-8")
    said = kit("check").out
    assert "week_03.ipynb, cell 'welcome': its title is 'Week 3 · Self-compassion as fuel'" in said
    assert 'write "# Week 3 · What feeds us" there.' in said
    assert 'write "# Orientation · First of all" there.' in said


def test_a_week_without_a_page_in_the_guide_is_named_and_gets_one(kit, root):
    copied(root, "Looking back", heading="# Week 9 · Looking back")
    (root / "facilitator_guide" / "week_02.md").unlink()
    assert kit("check", "9").code == 0
    done = kit("check")
    assert done.code == 0
    for name in ("week_02.md", "week_09.md"):
        assert f"  {name}: nothing is written for this week yet; the page is begun from the week file" in done.out
    done = kit("guide", "--write")
    assert "week_09.md: has been started; the words in it are up to you." in done.out
    page = (root / "facilitator_guide" / "week_09.md").read_text("utf-8")
    assert page.startswith("# Week 9 · Looking back\n")
    assert "| Arrive |" in page
    assert "## Four ways it goes wrong\n\n<!-- block: idea -->" in page
    done = kit("check")
    assert done.code == 0
    assert "week_09.md" not in done.out
    assert "is begun" not in kit("guide", "--write").out
