import json
import subprocess
import sys

import plotly.graph_objects as go
import pytest

from kit.curriculum.items import Choice
from kit.results.figures import description, figure, over_weeks
from kit.results.findings import finding
from tests.results.examples import ENERGY, ITEMS, PAUSE, STEP, plain, result, series_of

MIXED = result(ENERGY, 14, (0, 3), (4, 7), (8, 10))


def numbers(values):
    return [value for value in values if value is not None]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_kind_has_solid_bars_up_to_the_lowest_number_and_striped_ones_from_there(item):
    one = plain(item)
    tracks, least, perhaps = figure(item, one, div_id="fig-1").data
    assert numbers(tracks.x) == [0, 14] * len(item.bins)
    assert sorted(numbers(least.x)) == sorted(end for part in one.bins for end in (0, part.low))
    assert sorted(numbers(perhaps.x)) == sorted(end for part in one.bins for end in (part.low, part.high))


def test_the_data_are_the_ends_of_the_ranges_and_nothing_between():
    drawn = figure(ENERGY, MIXED, div_id="fig-1")
    assert {n for trace in drawn.data for n in numbers(trace.x)} == {0, 3, 4, 7, 8, 10, 14}
    for trace in drawn.data:
        assert trace.text is None
        assert trace.customdata is None
        assert trace.hovertemplate is None


def test_what_is_told_at_a_bar_is_its_answer_and_the_words_beside_it():
    tracks, least, perhaps = figure(ENERGY, MIXED, div_id="fig-1").data
    assert tracks.hoverinfo == "skip"
    for trace in (least, perhaps):
        assert trace.hoverinfo == "text"
        assert set(trace.hovertext[:3]) == {"0 to 3, towards “empty”: at most 3 of 14"}


def test_stripes_tell_what_may_be_from_what_is_without_colour():
    _, least, perhaps = figure(ENERGY, MIXED, div_id="fig-1").data
    assert (least.line.dash, perhaps.line.dash) == ("solid", "2px,4px")
    assert least.line.color == perhaps.line.color


def test_an_answer_that_leads_comes_first_and_a_scale_stays_in_its_order():
    drawn = figure(STEP, result(STEP, 14, (0, 3), (0, 3), (8, 10), (0, 3), (0, 3)), div_id="fig-1")
    assert drawn.layout.annotations[0].text.startswith("<b>")
    assert STEP.bins[2].split()[0] in drawn.layout.annotations[0].text
    scale = figure(ENERGY, result(ENERGY, 14, (0, 3), (0, 3), (11, 14)), div_id="fig-1")
    assert [note.text.startswith("<b>") for note in scale.layout.annotations[:3]] == [False, False, True]


def test_the_same_result_gives_the_same_json():
    texts = {json.dumps(figure(STEP, plain(STEP), div_id="f").to_plotly_json(), sort_keys=True) for _ in range(3)}
    assert len(texts) == 1


def test_the_figure_carries_its_id_title_and_description():
    meta = figure(ENERGY, MIXED, div_id="fig-7").layout.meta
    assert meta["div_id"] == "fig-7"
    assert meta["title"] == finding(ENERGY, MIXED)
    assert meta["description"] == description(ENERGY, MIXED)
    assert "4 to 6: 4 to 7 of 14" in meta["description"]


def test_long_labels_make_the_figure_taller_and_never_wider():
    long = Choice(
        id="x", prompt="?", share="group", choose="one", options=("Assess my role and my resources before I speak", "b")
    )
    short = Choice(id="x", prompt="?", share="group", choose="one", options=("a", "b"))
    tall, low = (figure(item, plain(item), div_id="f").layout for item in (long, short))
    assert tall.height > low.height
    assert tall.width is None
    assert "<br>" in tall.annotations[0].text


def test_markup_from_a_week_file_is_not_drawn_as_markup():
    item = Choice(id="x", prompt="?", share="group", choose="one", options=("<a href='x'>y</a>", "b"))
    text = figure(item, plain(item), div_id="f").layout.annotations[0].text
    assert "<a" not in text


def test_over_the_weeks_each_week_is_a_band_and_a_missing_one_a_gap_with_words():
    one = series_of(PAUSE, plain(PAUSE), None, plain(PAUSE, 12))
    drawn = over_weeks(one, div_id="weeks")
    assert len(drawn.data) == 3 * len(PAUSE.bins)
    tracks, least, perhaps = drawn.data[:3]
    assert numbers(perhaps.x) == numbers(least.x) == [0, 0, 2, 2]
    assert numbers(least.y) == [0, 8, 0, 8]
    assert numbers(perhaps.y) == [8, 10, 8, 10]
    assert perhaps.hovertext[0] == "Week 1: 8 to 10 of 14"
    assert numbers(tracks.y) == [0, 14, 0, 12]
    gaps = [note for note in drawn.layout.annotations if note.text == "no result"]
    assert [note.x for note in gaps] == [1] * len(PAUSE.bins)
    assert list(drawn.layout.xaxis.ticktext) == ["1", "2", "3"]
    assert "Week 2: no result" in drawn.layout.meta["description"]


def test_a_series_without_any_result_is_all_gaps():
    drawn = over_weeks(series_of(ENERGY, None, None), div_id="weeks")
    assert all(numbers(trace.y) == [] for trace in drawn.data)


def test_a_figure_has_no_stock_template_and_is_valid():
    drawn = figure(ENERGY, MIXED, div_id="f")
    assert drawn.layout.template.data.bar == ()
    assert go.Figure(drawn.to_plotly_json()).layout.height == drawn.layout.height


def test_drawing_loads_neither_pandas_nor_jsonschema():
    # jsonschema's grammar for addresses costs two seconds at each import.
    code = (
        "import sys; from tests.results.examples import ENERGY, plain; from kit.results.figures import figure;"
        "figure(ENERGY, plain(ENERGY), div_id='f').to_plotly_json();"
        "print([m for m in ('pandas', 'numpy', 'jsonschema', 'rfc3987_syntax', 'nbformat') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == "[]"
