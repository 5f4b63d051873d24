import json
import subprocess
import sys

import plotly.graph_objects as go
import pytest

from kit.curriculum.items import Choice
from kit.results.figures import CONFIG, description, figure, over_weeks
from tests.results.examples import ENERGY, ITEMS, PAUSE, STEP, plain, result, series_of

MIXED = result(ENERGY, 14, (0, 3), (4, 7), (8, 10))


def numbers(values):
    return [value for value in values if value is not None]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_kind_has_a_figure_with_a_band_from_low_to_high(item):
    one = plain(item)
    tracks, bands = figure(item, one, div_id="fig-1").data
    assert numbers(bands.x) == [end for part in one.bins for end in (part.low, part.high)]
    assert numbers(tracks.x) == [0, 14] * len(item.bins)


def test_the_data_are_the_ends_of_the_ranges_and_nothing_between():
    drawn = figure(ENERGY, MIXED, div_id="fig-1")
    assert {n for trace in drawn.data for n in numbers(trace.x)} == {0, 3, 4, 7, 8, 10, 14}
    for trace in drawn.data:
        assert trace.hoverinfo == "skip"
        assert trace.text is None
        assert trace.customdata is None
        assert trace.hovertemplate is None


def test_ends_are_marked_with_more_than_colour():
    bands = figure(ENERGY, MIXED, div_id="fig-1").data[1]
    assert bands.mode == "lines+markers"
    assert bands.marker.symbol == "line-ns"
    assert CONFIG["staticPlot"] is True


def test_the_same_result_gives_the_same_json():
    texts = {json.dumps(figure(STEP, plain(STEP), div_id="f").to_plotly_json(), sort_keys=True) for _ in range(3)}
    assert len(texts) == 1


def test_the_figure_carries_its_id_title_and_description():
    meta = figure(ENERGY, MIXED, div_id="fig-7").layout.meta
    assert meta["div_id"] == "fig-7"
    assert meta["title"] == ENERGY.prompt
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
    assert len(drawn.data) == 2 * len(PAUSE.bins)
    tracks, bands = drawn.data[:2]
    assert numbers(bands.x) == [0, 0, 2, 2]
    assert numbers(bands.y) == [8, 10, 8, 10]
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
