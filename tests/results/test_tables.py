import subprocess
import sys

import pytest

from kit.curriculum.items import Choice
from kit.results.tables import table, weeks_table
from tests.results.examples import ENERGY, HELPS, ITEMS, PAUSE, STEP, plain, result, series_of

MIXED = result(ENERGY, 14, (0, 3), (4, 7), (8, 10))


def test_a_table_says_each_range_of_how_many():
    assert [row.words for row in table(ENERGY, MIXED).rows] == ["at most 3 of 14", "4 to 7 of 14", "8 to 10 of 14"]


def test_the_plain_text_is_the_same_every_time_and_lines_up():
    assert table(ENERGY, MIXED).text() == (
        "How much energy do you have?\n"
        "14 people answered.\n"
        "  0 to 3, towards “empty”            at most 3 of 14\n"
        "  4 to 6                             4 to 7 of 14\n"
        "  7 to 10, towards “full of energy”  8 to 10 of 14"
    )


def test_each_range_has_its_bar_and_what_leads_stands_out_and_comes_first():
    html = table(STEP, result(STEP, 14, (0, 3), (0, 3), (8, 10), (0, 3), (0, 3))).html()
    assert html.count("<svg") == len(STEP.bins)
    assert html.index("kit-leads") < html.index("<td>") < html.index(STEP.bins[0])
    assert "<svg" not in table(STEP, plain(STEP)).html(bars=False)


def test_on_a_scale_nothing_changes_its_place():
    scale = table(ENERGY, result(ENERGY, 14, (0, 3), (0, 3), (11, 14)))
    assert [row.leads for row in scale.rows] == [False, False, True]


def test_where_ranges_leave_open_what_leads_nothing_is_said_to():
    assert not any(row.leads for row in table(ENERGY, result(ENERGY, 14, (4, 7), (4, 7), (0, 3))).rows)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_kind_has_an_accessible_table(item):
    html = table(item, plain(item)).html()
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row">') == len(item.bins)
    assert f"<caption>{item.prompt} <span>" in html


def test_where_any_number_could_be_picked_the_table_says_so():
    assert "as many as they liked" in table(HELPS, plain(HELPS)).text()


def test_words_from_a_week_file_cannot_become_markup():
    item = Choice(id="x", prompt="<script>1</script>", share="group", choose="one", options=("<b>", "a & b"))
    for html in (table(item, plain(item)).html(), weeks_table(series_of(item, plain(item), None)).html()):
        assert "<script>" not in html
        assert "<b>" not in html
        assert "a &amp; b" in html


def test_over_the_weeks_a_missing_week_says_so():
    rows = weeks_table(series_of(PAUSE, plain(PAUSE), None, plain(PAUSE, 12)))
    assert rows.weeks == ("Week 1", "Week 2", "Week 3")
    said = [(label, tuple(cell.words for cell in cells)) for label, cells in rows.rows]
    assert said[0] == ("Answered", ("14", "no result", "12"))
    assert said[1] == ("not yet", ("8 to 10", "no result", "8 to 10"))
    assert [bool(cell.bar) for cell in rows.rows[1][1]] == [True, False, True]
    assert rows.html().count("no result") == len(PAUSE.bins) + 1, "for each answer, and for how many answered"
    assert "    Week 2  no result" in rows.text()


def test_tables_and_findings_open_without_plotly_and_pandas():
    code = (
        "import sys, kit.results.tables, kit.results.findings, kit.results.over_weeks;"
        "print([m for m in ('plotly', 'pandas', 'numpy', 'sqlalchemy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == "[]"
