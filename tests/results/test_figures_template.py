import plotly.io as pio

from kit.results import figures as t
from tests.contrast import contrast


def test_text_and_bars_stand_out_from_their_background():
    assert contrast(t.TEXT, t.BACKGROUND) >= 7
    assert contrast(t.QUIET, t.BACKGROUND) >= 4.5
    assert contrast(t.BAND, t.BACKGROUND) >= 3
    assert contrast(t.BAND, t.TRACK) >= 3


def test_the_template_is_never_registered_for_others():
    before = pio.templates.default, set(pio.templates)
    t.template()
    assert (pio.templates.default, set(pio.templates)) == before


def test_long_labels_are_wrapped_between_words():
    lines = t.wrapped("Assess my role and my resources before I say anything at all to anybody")
    assert max(map(len, lines)) <= t.LINE
    assert " ".join(lines).startswith("Assess my role and")
    assert t.wrapped("a" * 60) == ["a" * 60]


def test_markup_in_a_label_is_shown_as_it_is():
    assert t.markup(["<b>a</b> & b", "c"]) == "&lt;b&gt;a&lt;/b&gt; &amp; b<br>c"


def test_ticks_are_few_whole_numbers_up_to_all_who_answered():
    assert t.ticks(5) == [0, 1, 2, 3, 4, 5]
    assert t.ticks(14) == [0, 5, 10, 14]
    assert t.ticks(16) == [0, 5, 10, 16]
    assert t.ticks(60) == [0, 10, 20, 30, 40, 50, 60]
    for people in range(5, 400):
        assert len(t.ticks(people)) <= 7
        assert t.ticks(people)[-1] == people
