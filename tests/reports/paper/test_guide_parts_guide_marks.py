"""What stands between two marks is made anew; everything else on a page stays as it was written."""

from __future__ import annotations

import pytest

from kit.errors import ContentError
from kit.reports.paper.guide_parts import renewed, table, titled

MAKERS = {"plan": lambda: "new plan", "numbers": lambda: "5"}


def test_only_what_stands_between_the_marks_is_made_anew():
    text = "a\n<!-- plan -->old<!-- /plan -->\nb\n<!-- numbers --><!-- /numbers -->\n<!-- other -->c"
    made = renewed(text, MAKERS, page="p.md")
    assert made == (
        "a\n<!-- plan -->\n\nnew plan\n\n<!-- /plan -->\nb\n<!-- numbers -->\n\n5\n\n<!-- /numbers -->\n<!-- other -->c"
    )
    assert renewed(made, MAKERS, page="p.md") == made


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("<!-- plan -->", "<!-- /plan -->"),
        ("<!-- /plan -->", "<!-- plan -->"),
        ("<!-- plan --><!-- numbers --><!-- /plan --><!-- /numbers -->", "<!-- /plan -->"),
        ("<!-- plan --><!-- plan --><!-- /plan -->", "<!-- /plan -->"),
    ],
)
def test_half_a_mark_is_refused_with_its_page(text, missing):
    with pytest.raises(ContentError, match=f"^p.md: the mark {missing} is missing"):
        renewed(text, MAKERS, page="p.md")


def test_a_cell_cannot_break_its_table():
    assert table(["a"], [["x|y\nz"]]).splitlines()[-1] == "| x\\|y z |"


def test_a_session_page_carries_the_titles_of_its_week_file():
    rest = "\n\n## Own heading\n\n### Odd\n<!-- block: lunch -->\n# Later\n"
    text = f"# Old\n\n## Old idea\n\nWords.\n\n<!-- block: idea -->{rest}"
    made = f"# Week 1 · New\n\n## New idea\n\nWords.\n\n<!-- block: idea -->{rest}"
    assert titled(text, "Week 1 · New", {"idea": "New idea"}) == made
