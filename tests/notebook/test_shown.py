"""What a verb returns shows itself, in order, and nothing of a week file becomes markup that was not meant."""

from __future__ import annotations

import pytest

import kit
from kit.notebook.shown import MOUNT, PLOTLY, Piece, Shown, bullet_text, bullets, card, markdown
from tests.notebook.shown import html


class Screen:
    """Where a notebook shows things."""

    def __init__(self, monkeypatch):
        self.seen = []
        monkeypatch.setattr("kit.notebook.shown.display", lambda bundle, raw: self.seen.append(bundle))


def test_raw_html_in_a_week_file_is_shown_as_text(places):
    shown = html(kit.open_week(1).read("arrive"))
    assert "<em>few</em>" in shown
    assert "<b>raw</b>" not in shown
    assert "&lt;b&gt;raw" in shown


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "<img src=x onerror=y>", "<style>*{}</style>", "<!-- x -->"]
)
def test_no_markup_gets_through_whoever_wrote_it(bad):
    for made in (markdown(bad), markdown(f"| a |\n|---|\n| {bad} |"), bullets([bad])):
        assert bad not in made
        assert "&lt;" in made


def test_a_link_that_would_run_something_is_no_link():
    assert "href" not in markdown("[here](javascript:alert(1))")
    assert 'href="https://example.org"' in markdown("[here](https://example.org)")


def test_each_piece_has_a_plain_twin_for_programs_that_show_no_html():
    figure, mount = Piece(figure={"data": []}, text="One bar."), Piece(mount={"exercise": "pulse"}, text="Pulse")
    assert figure.bundle() == {PLOTLY: {"data": []}, "text/plain": "One bar."}
    assert mount.bundle() == {MOUNT: {"exercise": "pulse"}, "text/plain": "Pulse"}
    bundle = card("<p>A</p>", "A").bundle()
    assert bundle["text/plain"] == "A"
    assert '<div class="kit-card"><p>A</p></div>' in bundle["text/html"]


def test_everything_is_shown_once_in_order_and_nothing_where_there_is_nothing(monkeypatch):
    screen = Screen(monkeypatch)
    shown = Shown([card("<p>1</p>", "1"), Piece(text="")]) + Shown([card("<p>2</p>", "2")])
    shown._ipython_display_()
    assert [bundle["text/plain"] for bundle in screen.seen] == ["1", "", "2"]
    assert repr(shown) == "1\n\n2"
    screen.seen.clear()
    Shown()._ipython_display_()
    assert screen.seen == []


def test_two_put_together_can_show_what_either_can_and_leave_both_as_they_were():
    class Richer(Shown):
        pass

    plain, richer = Shown([Piece(text="a")]), Richer([Piece(text="b")])
    for both in (plain + richer, richer + plain):
        assert isinstance(both, Richer)
        assert len(both.pieces) == 2
    assert (len(plain.pieces), len(richer.pieces)) == (1, 1)


def test_lists_are_plain_sentences():
    assert bullets(["a & b"]) == "<ul><li>a &amp; b</li></ul>"
    assert bullet_text(["a & b", "c"]) == "- a & b\n- c"
